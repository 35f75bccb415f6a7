package ode

// A Tableau is the Butcher tableau of an explicit Runge-Kutta method with s
// stages,
//
//	k_i = f(t + c_i h, z + h Σ_{j<i} a_ij k_j),    z(t+h) ≈ z + h Σ_i b_i k_i.
//
// A holds the rows of the strictly lower triangle: len(A[i]) == i.
type Tableau struct {
	Name  string
	Order int // of the local solution: the global error is O(h^Order)
	A     [][]float64
	B, C  []float64
}

// Stages returns s, the number of evaluations of f per step.
func (t Tableau) Stages() int { return len(t.B) }

// Tableaux lists the methods of this package in ascending order.
var Tableaux = []Tableau{Euler, Midpoint, Heun, RK4, Tsit5}

// Euler is the explicit Euler method.
var Euler = Tableau{
	Name: "Euler", Order: 1,
	A: [][]float64{{}},
	B: []float64{1},
	C: []float64{0},
}

// Midpoint is the explicit midpoint rule (Runge 1895).
var Midpoint = Tableau{
	Name: "Midpoint", Order: 2,
	A: [][]float64{{}, {1. / 2}},
	B: []float64{0, 1},
	C: []float64{0, 1. / 2},
}

// Heun is the explicit trapezoidal rule (Heun 1900).
var Heun = Tableau{
	Name: "Heun", Order: 2,
	A: [][]float64{{}, {1}},
	B: []float64{1. / 2, 1. / 2},
	C: []float64{0, 1},
}

// RK4 is the classical method (Kutta 1901).
var RK4 = Tableau{
	Name: "RK4", Order: 4,
	A: [][]float64{{}, {1. / 2}, {0, 1. / 2}, {0, 0, 1}},
	B: []float64{1. / 6, 1. / 3, 1. / 3, 1. / 6},
	C: []float64{0, 1. / 2, 1. / 2, 1},
}

// Tsit5 is the fifth-order method of Tsitouras, "Runge–Kutta pairs of order
// 5(4) satisfying only the first column simplifying assumption", Computers &
// Mathematics with Applications 62 (2011), table 1. With fixed steps its
// seventh stage, f at the end of the step, is the next step's first and has
// weight zero, so that six stages stand here.
var Tsit5 = Tableau{
	Name: "Tsit5", Order: 5,
	A: [][]float64{
		{},
		{0.161},
		{-0.008480655492356989, 0.3354806554923570},
		{2.897153057105493, -6.359448489975075, 4.362295432869581},
		{5.325864828439257, -11.74888356406283, 7.495539342889836, -0.09249506636175525},
		{5.861455442946420, -12.92096931784711, 8.159367898576159, -0.07158497328140100, -0.02826905039406838},
	},
	B: []float64{
		0.09646076681806523, 0.01, 0.4798896504144996,
		1.379008574103742, -3.290069515436081, 2.324710524099774,
	},
	C: []float64{0, 0.161, 0.327, 0.9, 0.9800255409045097, 1},
}
