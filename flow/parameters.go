package flow

import (
	"fmt"

	"flowplayground/ode"
)

// Float is the number type of a model.
type Float = ode.Float

// A Group names a run of a model's parameters: an array of the given shape,
// row-major, at an offset into the flat vector.
type Group struct {
	Name   string
	Shape  []int
	Offset int
}

// Len returns the number of parameters in the group.
func (g Group) Len() int {
	n := 1
	for _, s := range g.Shape {
		n *= s
	}
	return n
}

// parameters is a flat vector with named groups.
type parameters[T Float] struct {
	groups []Group
	values []T
}

// add appends a group of zeros.
func (p *parameters[T]) add(name string, shape ...int) {
	g := Group{Name: name, Shape: shape, Offset: len(p.values)}
	p.groups = append(p.groups, g)
	p.values = append(p.values, make([]T, g.Len())...)
}

// group returns the group of that name; it panics if there is none.
func group(groups []Group, name string) Group {
	for _, g := range groups {
		if g.Name == name {
			return g
		}
	}
	panic(fmt.Sprintf("flow: no parameter group %q", name))
}

// part returns the named group's part of a flat vector v laid out as groups.
func part[T any](groups []Group, name string, v []T) []T {
	g := group(groups, name)
	return v[g.Offset : g.Offset+g.Len()]
}
