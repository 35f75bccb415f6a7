package flow

import (
	"fmt"
	"math"
	"testing"

	"flowplayground/ode"
)

// cnfReference is a file cnf_*.json or hyper_*.json.
type cnfReference struct {
	M, Width    int
	Params      map[string]numbers
	X, Eps, Z0  numbers
	Times       []float64
	GateRaw     numbers `json:"gate_raw"`
	GateSigmoid numbers `json:"gate_sigmoid"`
	UFlowjax    numbers `json:"u_hat_flowjax"`
	USoftplus   numbers `json:"u_hat_softplus"`
	W           numbers `json:"W_t"`
	U           numbers `json:"U_gated_t"`
	B           numbers `json:"B_t"`
	Variants    map[string]variantReference
}

type variantReference struct {
	T1         float64
	BaseVar    float64 `json:"base_var"`
	Steps      int
	TEval      []float64 `json:"t_eval"`
	Field      []numbers
	Trace      []numbers
	Hutchinson []numbers
	Exact      solveReference `json:"tsit5_exact"`
	Hutch      solveReference `json:"tsit5_hutch"`
	Samples    struct {
		Z0, X, LogQ numbers
		Path        []numbers `json:"path_first3"`
		XAccurate   numbers   `json:"x_accurate"`
		XError      float64   `json:"max_abs_x_error_vs_accurate"`
	}
	Accurate solveReference
}

type solveReference struct {
	Z0, LogP numbers
	NLL      float64
	Grad     map[string]gradientReference
	Error    float64 `json:"max_abs_logp_error_vs_accurate"`
}

// shrunk is the variant of hyper_w5.json whose inputs are half of x and 0.3 of
// z0 and whose F3 is a fifth of the file's.
const shrunk = "t1=10,var=0.1,F3/5"

var variantSpecs = map[string]CNFSpec{
	"notebook":          {Constraint: LogSoftplus, Identity: true},
	"notebook+softplus": {Constraint: Softplus, Identity: true},
	"paper":             {Constraint: Free, Bounded: true},
	"t1=1":              {Field: Hyper},
	shrunk:              {Field: Hyper},
}

func TestCNFReference(t *testing.T) {
	for _, name := range []string{"cnf_m3.json", "cnf_m3_init.json", "hyper_w5.json"} {
		var ref cnfReference
		read(t, name, &ref)
		for variant := range ref.Variants {
			t.Run(fmt.Sprintf("%s/%s/float64", name, variant), func(t *testing.T) { checkCNF[float64](t, ref, variant, in64) })
			t.Run(fmt.Sprintf("%s/%s/float32", name, variant), func(t *testing.T) { checkCNF[float32](t, ref, variant, in32) })
		}
	}
}

// model returns the spec of a variant.
func (ref cnfReference) spec(variant string) CNFSpec {
	want, spec := ref.Variants[variant], variantSpecs[variant]
	spec.Units, spec.Tableau, spec.Steps = max(ref.M, ref.Width), ode.Tsit5, want.Steps
	spec.End, spec.BaseVariance = want.T1, want.BaseVar
	return spec
}

// newReferenceCNF returns a model with the reference's parameters.
func newReferenceCNF[T Float](ref cnfReference, variant string, spec CNFSpec) *CNF[T] {
	c := NewCNF[T](spec)
	setParams(c, ref.Params)
	if variant == shrunk {
		f3 := part(c.groups, "F3", c.values)
		for i, v := range ref.Params["F3"] {
			f3[i] = T(v / 5)
		}
	}
	return c
}

// referencePoints returns the data points and noise of a variant.
func referencePoints[T Float](ref cnfReference, variant string) (x, y, εx, εy []T) {
	scale := 1.0
	if variant == shrunk {
		scale = 0.5
	}
	var scaled numbers
	for _, v := range ref.X {
		scaled = append(scaled, scale*v)
	}
	x, y = columns[T](scaled)
	εx, εy = columns[T](ref.Eps)
	return x, y, εx, εy
}

func checkCNF[T Float](t *testing.T, ref cnfReference, variant string, tol tolerances) {
	want, spec := ref.Variants[variant], ref.spec(variant)
	c := newReferenceCNF[T](ref, variant, spec)
	x, y, εx, εy := referencePoints[T](ref, variant)
	if spec.Field == Gated {
		checkGates(t, c, ref, tol)
	} else if variant != shrunk {
		checkHyper(t, c, ref, tol)
	}
	checkField(t, c, want, [4][]T{x, y, εx, εy}, tol)

	c.net.forward(c.groups, c.values)
	path := c.path.of(len(x))
	path.nll(x, y)
	checkEnd(t, path, want.Exact, tol)
	checkGradients(t, c, x, y, want.Exact.NLL, want.Exact.Grad, tol)

	spec.Trace = RademacherTrace // of which kind the noise is makes no difference
	h := newReferenceCNF[T](ref, variant, spec)
	grad := make([]T, len(h.values))
	nll, _ := h.gradient(h.groups, h.values, grad, x, y, &noise[T]{x: εx, y: εy})
	if math.Abs(nll-want.Hutch.NLL) > tol.logP {
		t.Errorf("NLL by Hutchinson's trace %v, want %v", nll, want.Hutch.NLL)
	}
	checkEnd(t, h.train.of(len(x)), want.Hutch, tol)
	checkGroups(t, h.groups, grad, want.Hutch.Grad, tol.gradient)
	if got := h.NLL(x, y); math.Abs(got-want.Exact.NLL) > tol.logP {
		t.Errorf("NLL is %v, by the exact trace %v", got, want.Exact.NLL)
	}
	checkSamples(t, c, want, tol)
}

func checkGates[T Float](t *testing.T, c *CNF[T], ref cnfReference, tol tolerances) {
	net := newCoefficientNet[T](c.spec, ref.Times)
	net.forward(c.groups, c.values)
	want, n := ref.GateRaw, len(ref.Times)
	if c.spec.Bounded {
		want = ref.GateSigmoid
	}
	gated := net.net.(*gatedNet[T])
	for i := range ref.M {
		closeTo(t, "gate", gated.gate[i*gated.nets.cols:][:n], want[i*n:(i+1)*n], tol.value)
	}
}

// checkHyper compares rows; theirs are not divided by the number of units.
func checkHyper[T Float](t *testing.T, c *CNF[T], ref cnfReference, tol tolerances) {
	table := newCoefficientNet[T](c.spec, ref.Times).forward(c.groups, c.values)
	for k := range ref.Times {
		for i := range ref.Width {
			u, at := table.row(k).Unit(i), k*ref.Width+i
			closeTo(t, "W", u[:2], ref.W[2*at:2*at+2], tol.value)
			closeTo(t, "B", u[2:3], ref.B[at:at+1], tol.value)
			closeTo(t, "U", []T{u[3] * T(ref.Width), u[4] * T(ref.Width)}, ref.U[2*at:2*at+2], tol.value)
		}
	}
}

// checkField compares the field and its traces at single times. The points are
// x, y and their noise.
func checkField[T Float](t *testing.T, c *CNF[T], want variantReference, points [4][]T, tol tolerances) {
	n := len(points[0])
	field := newPlanarField(newCoefficientNet[T](c.spec, want.TEval).forward(c.groups, c.values), want.TEval, n)
	whole := newJacobianField(field)
	hutchinson := newJacobianField(field)
	hutchinson.estimate(points[2], points[3])
	for k := range want.TEval {
		fx, fy := columns[T](want.Field[k])
		for _, f := range []struct {
			field ode.Field[T]
			trace numbers
		}{{field, want.Trace[k]}, {whole, want.Trace[k]}, {hutchinson, want.Hutchinson[k]}} {
			dz := ode.NewBatch[T](flowDim, n)
			f.field.Eval(dz, ode.Batch[T]{points[0], points[1], make([]T, n)}, ode.Stage{Knot: k})
			closeTo(t, "field x", dz[0], widen(fx), tol.value)
			closeTo(t, "field y", dz[1], widen(fy), tol.value)
			closeTo(t, "trace", dz[2], f.trace, tol.value)
		}
	}
}

// checkEnd compares where a solve from data to noise has come to.
func checkEnd[T Float](t *testing.T, p *pathSolver[T], want solveReference, tol tolerances) {
	t.Helper()
	zx, zy := columns[T](want.Z0)
	closeTo(t, "z0 x", p.z[0], widen(zx), tol.z0)
	closeTo(t, "z0 y", p.z[1], widen(zy), tol.z0)
	closeTo(t, "log p", logDensities(p), want.LogP, tol.logP)
}

// logDensities returns log p of the points just solved: the score of each by
// itself.
func logDensities[T Float](p *pathSolver[T]) (logP []float64) {
	for k := range p.z[0] {
		logP = append(logP, -p.score(k, k+1))
	}
	return logP
}

// checkSamples solves from noise to data, path and density on the way.
func checkSamples[T Float](t *testing.T, c *CNF[T], want variantReference, tol tolerances) {
	plan := c.spec.plan().Reversed()
	zx, zy := columns[T](want.Samples.Z0)
	z := ode.Batch[T]{zx, zy, make([]T, len(zx))}
	field := newPlanarField(newCoefficientNet[T](c.spec, plan.Knots()).forward(c.groups, c.values), plan.Knots(), len(zx))
	base := &pathSolver[T]{spec: c.spec, z: z}
	start := logDensities(base)
	ode.NewSolver[T](plan, flowDim, len(zx)).Walk(z, field, func(step int, z ode.Batch[T]) {
		px, py := columns[T](want.Samples.Path[step])
		closeTo(t, fmt.Sprintf("path x at step %d", step), z[0][:len(px)], widen(px), tol.z0)
		closeTo(t, fmt.Sprintf("path y at step %d", step), z[1][:len(py)], widen(py), tol.z0)
	})
	wx, wy := columns[T](want.Samples.X)
	closeTo(t, "sample x", z[0], widen(wx), tol.z0)
	closeTo(t, "sample y", z[1], widen(wy), tol.z0)
	ax, ay := columns[T](want.Samples.XAccurate)
	closeTo(t, "sample x, accurately", z[0], widen(ax), 1.01*want.Samples.XError+tol.z0)
	closeTo(t, "sample y, accurately", z[1], widen(ay), 1.01*want.Samples.XError+tol.z0)
	for k := range start {
		start[k] -= float64(z[2][k])
	}
	closeTo(t, "log q", start, want.Samples.LogQ, tol.logP)
}

// TestCNFAccurate compares a solve of many small steps with the reference's
// accurate one, and both with what the reference says of its own Tsit5.
func TestCNFAccurate(t *testing.T) {
	for _, name := range []string{"cnf_m3.json", "cnf_m3_init.json", "hyper_w5.json"} {
		var ref cnfReference
		read(t, name, &ref)
		for variant, want := range ref.Variants {
			spec := ref.spec(variant)
			spec.Steps = 2000
			c := newReferenceCNF[float64](ref, variant, spec)
			x, y, _, _ := referencePoints[float64](ref, variant)
			nll := c.NLL(x, y)
			// ReLU's kinks leave an error of first order in the steps.
			checkEnd(t, c.path.of(len(x)), want.Accurate, tolerances{z0: 2e-7, logP: 2e-7})
			if d := math.Abs(nll - want.Accurate.NLL); d > 1e-7 {
				t.Errorf("%s: NLL off by %v from the accurate one", variant, d)
			}
			worst := 0.0
			for k, logP := range logDensities(c.path.of(len(x))) {
				worst = max(worst, math.Abs(logP-want.Exact.LogP[k]))
			}
			if math.Abs(worst-want.Exact.Error) > 0.01*want.Exact.Error+1e-9 {
				t.Errorf("%s: Tsit5 × %d errs by %v, the reference says %v", variant, want.Steps, worst, want.Exact.Error)
			}
		}
	}
}
