package flow

import (
	"math"
	"math/rand/v2"
)

// Scores judge a flow. With the points xₖ, which must not be those it was
// trained on, ℓₖ = -log p(xₖ) and g the map from noise to data,
//
//	NLL    = (1/n) Σ ℓₖ
//	StdErr = √(Σ (ℓₖ - NLL)²/(n-1)) / √n
//	Gap    = NLL - Entropy, the Kullback-Leibler divergence KL(data‖flow) but for StdErr
//	Mass   = Cell² Σ p(cell centre), over the grid's cells; 1 but for the flow's mass beyond the grid
//	RMS    = √((1/m) Σ ‖g⁻¹(g(zⱼ)) - zⱼ‖²),  Max = maxⱼ ‖…‖,  for m = 1024 points zⱼ ~ N(0, I).
//
// All is in nats or in units of the standardised plane.
type Scores struct {
	Points      int
	NLL, StdErr float64
	// Entropy is the data's, the floor of the NLL, and NaN if not known; then
	// Gap is too.
	Entropy, Gap float64
	// SolverError is by how much the training solver of a CNF underestimates
	// the NLL; 0 if only a [Flow] was scored.
	SolverError float64
	Mass        float64
	Grid        Grid
	RMS, Max    float64
	// Evaluations is the number of times that one solve evaluates the field,
	// for an NF the number of layers.
	Evaluations int
}

// A Grid covers the square [-Half, Half]² with cells of side Cell.
type Grid struct{ Half, Cell float64 }

const (
	// gridHalf and gridCell make the least grid that a mass is taken on.
	gridHalf, gridCell = 4, 0.04
	// gridMost bounds the cells along a side of a wider one.
	gridMost = 512
	// thereAndBack is the number of points whose way there and back is measured.
	thereAndBack = 1024
	// scoreBatch is the number of points that are asked for at once.
	scoreBatch = 4096
)

// Score judges a flow as it is drawn: a CNF's by RK4 × 8, which may hide an
// error; see [ScoreModel]. The points (x, y) are of the data, whose entropy is
// given; r draws the points of noise. It panics if x and y differ in length or
// there are fewer than two points.
func Score(f Flow, x, y []float32, entropy float64, r *rand.Rand) Scores {
	return score(f.(judged), x, y, entropy, r)
}

// ScoreModel judges a model like [Score], but a CNF by a solver so fine that
// what is scored is its field alone: RK4 × 32 or with twice the steps of
// training, the greater. The training solver's error is a score of its own, and
// Evaluations are those of the training solver.
func ScoreModel(m Model[float32], x, y []float32, entropy float64, r *rand.Rand) Scores {
	c, ok := m.(*CNF[float32])
	if !ok {
		return Score(m.Flow(), x, y, entropy, r)
	}
	coarse := c.NLL(x, y)
	s := score(newFineFlow(c), x, y, entropy, r)
	s.SolverError = s.NLL - coarse
	return s
}

func score(f judged, x, y []float32, entropy float64, r *rand.Rand) Scores {
	if len(x) != len(y) || len(x) < 2 {
		panic("flow: Score: x and y differ in length or are too few")
	}
	s := Scores{Points: len(x), Entropy: entropy, Evaluations: f.evaluations()}
	s.NLL, s.StdErr = meanNLL(f, x, y)
	s.Gap = s.NLL - entropy
	z1, z2 := make([]float32, thereAndBack), make([]float32, thereAndBack)
	SampleBase(z1, z2, r)
	var reach float64
	reach, s.RMS, s.Max = roundTrip(f, z1, z2)
	s.Grid = gridFor(reach)
	s.Mass = s.Grid.mass(f)
	return s
}

// meanNLL returns the mean of -log p and its standard error.
func meanNLL(f judged, x, y []float32) (mean, stdErr float64) {
	nll := make([]float32, len(x))
	for k := 0; k < len(x); k += scoreBatch {
		end := min(k+scoreBatch, len(x))
		f.LogDensity(nll[k:end], x[k:end], y[k:end], 1)
	}
	n := float64(len(x))
	for _, l := range nll {
		mean -= float64(l) / n
	}
	squares := 0.0
	for _, l := range nll {
		d := -float64(l) - mean
		squares += float64(d * d)
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}

// roundTrip carries noise to data and back. It returns the data's largest
// coordinate and the root mean square and largest of the distances between the
// points and where they come back to.
func roundTrip(f judged, z1, z2 []float32) (reach, rms, most float64) {
	x, y := append([]float32{}, z1...), append([]float32{}, z2...)
	f.Transport(x, y, func(int, []float32, []float32) {})
	for k := range x {
		reach = max(reach, math.Abs(float64(x[k])), math.Abs(float64(y[k])))
	}
	f.toNoise(x, y)
	for k := range x {
		d1, d2 := float64(x[k])-float64(z1[k]), float64(y[k])-float64(z2[k])
		squares := float64(d1*d1) + float64(d2*d2)
		rms += squares / float64(len(x))
		most = max(most, math.Sqrt(squares))
	}
	return reach, math.Sqrt(rms), most
}

// gridFor returns a grid with a quarter of room beyond the given coordinate:
// [-4, 4]² at 0.04 if that has it.
func gridFor(reach float64) Grid {
	g := Grid{gridHalf, gridCell}
	if wide := 1.25 * reach; wide > g.Half && finite(wide) {
		g.Half = math.Ceil(wide)
		g.Cell = max(g.Cell, 2*g.Half/gridMost)
	}
	return g
}

// Mass returns the mass of a flow's density at t = 1 within the grid, by the
// midpoint rule.
func (g Grid) Mass(f Flow) float64 { return g.mass(f.(judged)) }

func (g Grid) mass(f judged) float64 {
	n := int(math.Round(2 * g.Half / g.Cell))
	rows := max(scoreBatch/n, 1)
	var x, y, logP []float32
	sum := 0.0
	for j := range n {
		for i := range n {
			x = append(x, g.centre(i))
			y = append(y, g.centre(j))
		}
		if (j+1)%rows == 0 || j == n-1 {
			logP = append(logP[:0], x...)
			f.LogDensity(logP, x, y, 1)
			for _, l := range logP {
				sum += exp(float64(l))
			}
			x, y = x[:0], y[:0]
		}
	}
	return sum * g.Cell * g.Cell
}

// centre returns the coordinate of a cell's centre.
func (g Grid) centre(i int) float32 {
	return float32(float64((float64(i)+0.5)*g.Cell) - g.Half)
}
