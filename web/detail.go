package web

import (
	"slices"
	"time"

	"flowplayground/flow"
)

// sizes are the densities' grids: usualSize while the flows change, coarser where
// the viewer could not keep up and finer where it would hardly notice, and the
// finest when they stand still.
var sizes = []int{48, 64, 80, 96, 112, usualSize, 160, 192, finestSize}

const (
	usualSize  = 128
	finestSize = 256
)

const (
	// pictureEvery is the least time from one request for a model's picture to
	// the next while only its training goes on: what the viewer does not need
	// is left to the trainers, who may share its core.
	pictureEvery = 80 * time.Millisecond
	// pathsEvery is the same for the particles' paths, which take as long as a
	// third of a CNF's density and make up most of the message.
	pathsEvery = 150 * time.Millisecond
	// stillAfter is the time without anything newer after which a picture is
	// refined although training may go on: it is slow, or has ended by itself.
	stillAfter = time.Second
	// pauseAfter is the time between two pictures that counts as a pause, not as
	// a low rate.
	pauseAfter = 5 * time.Second
	// keepUp is what a picture of both models may take for ten a second.
	keepUp = 100 * time.Millisecond
	// hardly is what it may take on a finer grid than usual.
	hardly = 30 * time.Millisecond
)

// A cost is what a model's pictures have taken the viewer lately.
type cost struct {
	point recent // ns of a density
	paths recent // ns
}

func (c *cost) add(m *picture) {
	c.point.add(m.densityMs * 1e6 / float64(m.size*m.size))
	if len(m.x) > 0 {
		c.paths.add(m.pathsMs * 1e6)
	}
}

// of returns the time that a picture on a grid takes. Its paths count for the
// part of the pictures that have some.
func (c *cost) of(size int) time.Duration {
	part := float64(pictureEvery) / float64(pathsEvery)
	return time.Duration(c.point.median()*float64(size*size) + part*c.paths.median())
}

// affordable returns the grid for pictures while training runs.
func affordable(models [2]*cost) int {
	if models[flow.Continuous].point.n == 0 || models[flow.Discrete].point.n == 0 {
		return usualSize
	}
	for _, size := range slices.Backward(sizes) {
		most := keepUp
		if size > usualSize {
			most = hardly
		}
		if models[0].of(size)+models[1].of(size) <= most {
			return size
		}
	}
	return sizes[0]
}

// recent holds the latest values of a measurement.
type recent struct {
	values [5]float64
	n      int // values so far
}

func (r *recent) add(v float64) {
	r.values[r.n%len(r.values)] = v
	r.n++
}

// median returns the lower median, which is not moved by the one value that
// something else on the machine delayed; 0 if there is none.
func (r *recent) median() float64 {
	v := r.values
	n := min(r.n, len(v))
	if n == 0 {
		return 0
	}
	slices.Sort(v[:n])
	return v[(n-1)/2]
}
