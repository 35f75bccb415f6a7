package flow

// A FieldKind says where a CNF's coefficients come from.
type FieldKind int

const (
	// Gated fields have constant units, each with a gate: a network of time.
	Gated FieldKind = iota
	// Hyper fields have units that are functions of time altogether, out of one
	// small network, and average over them, as in the published code of Chen et
	// al. (2018): examples/cnf.py of torchdiffeq.
	Hyper
)

// String returns "gated" or "hyper".
func (k FieldKind) String() string { return [...]string{"gated", "hyper"}[k] }

// coefficients are how parameters become the rows of a table at knots, and a
// cotangent of the rows one of the parameters.
type coefficients[T Float] interface {
	// at sets the knots; what was computed at others is lost.
	at(knots []float64)
	// forward writes the rows at the knots.
	forward(table *Table[T], groups []Group, params []T)
	// backward adds to grad the cotangents of the parameters for those of the
	// rows that the latest forward wrote.
	backward(gtable *Table[T], groups []Group, params, grad []T)
}

func newCoefficients[T Float](spec CNFSpec, knots []float64) coefficients[T] {
	if spec.Field == Hyper {
		return newHyperNet[T](spec, knots)
	}
	return newGatedNet[T](spec, knots)
}

// coefficientNet turns a CNF's parameters into its table at the knots of a
// solve, and a cotangent of the table into one of the parameters. It runs once
// per training step, whatever the batch.
type coefficientNet[T Float] struct {
	net    coefficients[T]
	table  *Table[T]
	gtable *Table[T]
}

func newCoefficientNet[T Float](spec CNFSpec, knots []float64) *coefficientNet[T] {
	return &coefficientNet[T]{
		net:   newCoefficients[T](spec, knots),
		table: newTable[T](spec.Units, knots), gtable: newTable[T](spec.Units, knots),
	}
}

// at moves both tables and the net to other knots. It allocates only if there
// never were as many.
func (n *coefficientNet[T]) at(knots []float64) {
	n.net.at(knots)
	n.table.at(knots)
	n.gtable.at(knots)
}

// forward returns the table of the parameters. It is valid until the next call.
func (n *coefficientNet[T]) forward(groups []Group, params []T) *Table[T] {
	n.net.forward(n.table, groups, params)
	return n.table
}

// backward adds to grad the cotangents of the parameters for that of the table
// in gtable.
func (n *coefficientNet[T]) backward(groups []Group, params, grad []T) {
	n.net.backward(n.gtable, groups, params, grad)
}
