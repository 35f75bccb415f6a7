package ode

// A Tableau is the Butcher tableau of an explicit Runge-Kutta method with s
// stages,
//
//	k_i = f(t + c_i h, z + h Σ_{j<i} a_ij k_j),    z(t+h) ≈ z + h Σ_i b_i k_i.
//
// A holds the rows of the strictly lower triangle: len(A[i]) == i. The first
// stage is the beginning of the step, C[0] == 0, so that the slope at the end of
// a step, k_{s+1} = f(t+h, z(t+h)), is the next step's first.
type Tableau struct {
	Name  string
	Order int // p: the error of a whole solve is O(hᵖ)
	A     [][]float64
	B, C  []float64

	// Error holds the weights of the error estimate h Σ_i e_i k_i, e = b - b̂,
	// where b̂ is the embedded method of order p - 1. They count s + 1: the last
	// weighs the slope at the end of the step. Nil means that there is none.
	Error []float64

	// Dense holds, for each of these s + 1 slopes, the coefficients of θ, θ², …
	// in b_i(θ), with which
	//
	//	z(t + θh) ≈ z + h Σ_i b_i(θ) k_i,    0 ≤ θ ≤ 1.
	//
	// Nil means the cubic Hermite polynomial through the states and slopes at
	// both ends of the step.
	Dense [][]float64
}

// Stages returns s, the number of evaluations of f per step.
func (t Tableau) Stages() int { return len(t.B) }

// dense returns Dense, or the cubic Hermite polynomial in its form: with
// z(t+h) - z = h Σ b_i k_i,
//
//	b_i(θ) = b_i (3θ² - 2θ³) + [i first](θ - 2θ² + θ³) + [i last](θ³ - θ²).
func (t Tableau) dense() [][]float64 {
	if t.Dense != nil {
		return t.Dense
	}
	var rows [][]float64
	for _, b := range t.B {
		rows = append(rows, []float64{0, 3 * b, -2 * b})
	}
	rows[0] = []float64{1, rows[0][1] - 2, rows[0][2] + 1}
	return append(rows, []float64{0, -1, 1})
}

// Tableaux lists the methods of this package in ascending order.
var Tableaux = []Tableau{Euler, Midpoint, Heun, Ralston, BogackiShampine, RK4, Tsit5, DormandPrince}

// Euler is the explicit Euler method (Euler 1768).
var Euler = Tableau{
	Name: "Euler", Order: 1,
	A: [][]float64{{}},
	B: []float64{1},
	C: []float64{0},
}

// Midpoint is the explicit midpoint rule (Runge 1895). Its error estimate is
// the difference from Euler's method, as is that of Heun and Ralston.
var Midpoint = Tableau{
	Name: "Midpoint", Order: 2,
	A:     [][]float64{{}, {1. / 2}},
	B:     []float64{0, 1},
	C:     []float64{0, 1. / 2},
	Error: []float64{-1, 1, 0},
}

// Heun is the explicit trapezoidal rule (Heun 1900).
var Heun = Tableau{
	Name: "Heun", Order: 2,
	A:     [][]float64{{}, {1}},
	B:     []float64{1. / 2, 1. / 2},
	C:     []float64{0, 1},
	Error: []float64{-1. / 2, 1. / 2, 0},
}

// Ralston is the two-stage method of the smallest error bound: Ralston,
// "Runge-Kutta methods with minimum error bounds", Mathematics of Computation
// 16 (1962).
var Ralston = Tableau{
	Name: "Ralston", Order: 2,
	A:     [][]float64{{}, {2. / 3}},
	B:     []float64{1. / 4, 3. / 4},
	C:     []float64{0, 2. / 3},
	Error: []float64{-3. / 4, 3. / 4, 0},
}

// RK4 is the classical method (Kutta 1901).
var RK4 = Tableau{
	Name: "RK4", Order: 4,
	A: [][]float64{{}, {1. / 2}, {0, 1. / 2}, {0, 0, 1}},
	B: []float64{1. / 6, 1. / 3, 1. / 3, 1. / 6},
	C: []float64{0, 1. / 2, 1. / 2, 1},
}
