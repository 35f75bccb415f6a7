package flow

import (
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"
)

// The reference values come from an independent float64 implementation in
// another language, its gradients checked against central differences, its
// solves against tighter ones.
//
//go:embed testdata
var testdata embed.FS

func read(t *testing.T, name string, v any) {
	t.Helper()
	data, err := testdata.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// numbers are those of a nested JSON array, row-major.
type numbers []float64

func (n *numbers) UnmarshalJSON(data []byte) error {
	var nested []numbers
	if json.Unmarshal(data, &nested) == nil {
		for _, m := range nested {
			*n = append(*n, m...)
		}
		return nil
	}
	var v float64
	err := json.Unmarshal(data, &v)
	*n = append(*n, v)
	return err
}

// columns splits points given as (x, y) pairs.
func columns[T Float](points numbers) (x, y []T) {
	for i := 0; i < len(points); i += 2 {
		x, y = append(x, T(points[i])), append(y, T(points[i+1]))
	}
	return x, y
}

// A reference gradient is given whole or by sums and samples.
type gradientReference struct {
	Flat              numbers
	Sum, Norm, DotCos float64 `json:"-"`
	Idx               []int
	At                numbers
}

func (g *gradientReference) UnmarshalJSON(data []byte) error {
	var v struct {
		Flat, At  numbers
		Idx       []int
		Sum, Norm float64
		DotCos    float64 `json:"dot_cos"`
	}
	err := json.Unmarshal(data, &v)
	*g = gradientReference{v.Flat, v.Sum, v.Norm, v.DotCos, v.Idx, v.At}
	return err
}

// check compares a gradient with the reference, relative to its largest entry.
func (g gradientReference) check(t *testing.T, name string, got []float64, tolerance float64) {
	t.Helper()
	index, want := g.Idx, g.At
	if g.Flat != nil {
		index, want = nil, g.Flat
		for i := range g.Flat {
			index = append(index, i)
		}
	}
	largest := 0.0
	for _, w := range got {
		largest = max(largest, math.Abs(w))
	}
	for k, i := range index {
		if d := math.Abs(got[i] - want[k]); !(d <= tolerance*largest) {
			t.Errorf("gradient of %s[%d]: %v, want %v", name, i, got[i], want[k])
			return
		}
	}
	if g.Flat != nil {
		return
	}
	sum, squares, cos := 0.0, 0.0, 0.0
	for i, v := range got {
		sum += v
		squares += v * v
		cos += v * math.Cos(0.37*float64(i))
	}
	for _, c := range []struct {
		what      string
		got, want float64
	}{{"sum", sum, g.Sum}, {"norm", math.Sqrt(squares), g.Norm}, {"dot_cos", cos, g.DotCos}} {
		if math.Abs(c.got-c.want) > tolerance*largest*math.Sqrt(float64(len(got))) {
			t.Errorf("gradient of %s: %s %v, want %v", name, c.what, c.got, c.want)
		}
	}
}

// closeTo compares arrays, absolutely.
func closeTo[T Float](t *testing.T, what string, got []T, want numbers, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i, w := range want {
		if d := math.Abs(float64(got[i]) - w); !(d <= tolerance) {
			t.Errorf("%s[%d]: %v, want %v within %.0g", what, i, got[i], w, tolerance)
			return
		}
	}
}

// tolerances of the reference for one number type.
type tolerances struct{ value, z0, logP, gradient float64 }

var (
	in64 = tolerances{1e-9, 1e-9, 1e-9, 1e-7}
	in32 = tolerances{1e-5, 2e-5, 1e-4, 1e-4}
)

// setParams fills a model's groups from the reference's arrays.
func setParams[T Float](m Model[T], from map[string]numbers) {
	for _, g := range m.Groups() {
		for i, v := range from[g.Name] {
			m.Params()[g.Offset+i] = T(v)
		}
	}
}

// checkGradients compares the model's gradient with the reference.
func checkGradients[T Float](t *testing.T, m Model[T], x, y []T, nll float64, want map[string]gradientReference, tol tolerances) {
	t.Helper()
	grad := make([]T, len(m.Params()))
	if got := m.Gradient(grad, x, y); math.Abs(got-nll) > tol.logP {
		t.Errorf("NLL %v, want %v", got, nll)
	}
	checkGroups(t, m.Groups(), grad, want, tol.gradient)
}

// checkGroups compares a gradient with the reference, group by group.
func checkGroups[T Float](t *testing.T, groups []Group, grad []T, want map[string]gradientReference, tolerance float64) {
	t.Helper()
	for _, g := range groups {
		ref, ok := want[g.Name]
		if !ok {
			t.Fatalf("no reference for group %s", g.Name)
		}
		ref.check(t, g.Name, widen(grad[g.Offset:g.Offset+g.Len()]), tolerance)
	}
}

// widen returns v in float64.
func widen[T Float](v []T) numbers {
	w := make(numbers, len(v))
	for i, x := range v {
		w[i] = float64(x)
	}
	return w
}

// nfReference is the file nf_*.json.
type nfReference struct {
	K         int
	Params    map[string]numbers
	UFlowjax  numbers `json:"u_hat_flowjax"`
	USoftplus numbers `json:"u_hat_softplus"`
	X, Z0     numbers
	Variants  map[string]struct {
		Z, LogDet, LogP numbers
		NLL             float64
		Grad            map[string]gradientReference
		Inverse         numbers `json:"inverse_of_z0"`
	}
}

func TestNFReference(t *testing.T) {
	for _, name := range []string{"nf_k4.json", "nf_k4_init.json"} {
		var ref nfReference
		read(t, name, &ref)
		for _, spec := range []NFSpec{{ref.K, LogSoftplus, true}, {ref.K, Softplus, true}, {ref.K, LogSoftplus, false}, {ref.K, Softplus, false}} {
			constraint := map[Constraint]string{Softplus: "softplus", LogSoftplus: "flowjax"}[spec.Constraint]
			variant := fmt.Sprintf("flip=%v,%s", spec.Flip, constraint)
			t.Run(fmt.Sprintf("%s/%s/float64", name, variant), func(t *testing.T) { checkNF[float64](t, ref, spec, variant, in64) })
			t.Run(fmt.Sprintf("%s/%s/float32", name, variant), func(t *testing.T) { checkNF[float32](t, ref, spec, variant, in32) })
		}
	}
}

func checkNF[T Float](t *testing.T, ref nfReference, spec NFSpec, variant string, tol tolerances) {
	want, ok := ref.Variants[variant]
	if !ok {
		t.Fatalf("no variant %s", variant)
	}
	f := NewNF[T](spec)
	setParams(f, ref.Params)
	x, y := columns[T](ref.X)
	checkGradients(t, f, x, y, want.NLL, want.Grad, tol)

	zx, zy := columns[T](want.Z)
	closeTo(t, "z x", f.x[spec.Layers][:len(x)], widen(zx), tol.z0)
	closeTo(t, "z y", f.y[spec.Layers][:len(x)], widen(zy), tol.z0)
	closeTo(t, "log-det", f.ld[:len(x)], want.LogDet, tol.logP)
	var logP []float64
	for k := range x {
		logP = append(logP, -f.score(k))
	}
	closeTo(t, "log p", logP, want.LogP, tol.logP)

	d := f.Flow().(*DiscreteFlow)
	sx, sy := columns[float32](ref.Z0)
	if spec.Flip && spec.Layers%2 == 1 {
		sx, sy = sy, sx // Transport starts unswapped
	}
	d.Transport(sx, sy, func(int, []float32, []float32) {})
	ix, iy := columns[float64](want.Inverse)
	closeTo(t, "inverse x", sx, ix, in32.z0)
	closeTo(t, "inverse y", sy, iy, in32.z0)
}

func TestConstraintReference(t *testing.T) {
	var ref cnfReference
	read(t, "cnf_m3.json", &ref)
	for c, want := range map[Constraint]numbers{LogSoftplus: ref.UFlowjax, Softplus: ref.USoftplus, Free: ref.Params["u"]} {
		var got []float64
		for i := range ref.M {
			û := c.apply(vec([]float64(ref.Params["w"]), i), vec([]float64(ref.Params["u"]), i))
			got = append(got, û[:]...)
		}
		closeTo(t, "û", got, want, 1e-9)
	}
}

func TestTwoMoonsReference(t *testing.T) {
	var ref struct {
		Moons struct {
			X       numbers
			LogPDF  numbers `json:"logpdf_standardised"`
			Entropy float64 `json:"entropy_standardised"`
			Std     numbers
		}
	}
	read(t, "targets.json", &ref)
	x, y := columns[float64](ref.Moons.X)
	var got []float64
	for k := range x {
		got = append(got, TwoMoons.LogDensity(x[k], y[k]))
	}
	closeTo(t, "log p", got, ref.Moons.LogPDF, 1e-9)
	closeTo(t, "std", slices.Clone(TwoMoons.std[:]), ref.Moons.Std, 1e-12)
	if math.Abs(TwoMoons.Entropy-ref.Moons.Entropy) > 1e-10 {
		t.Errorf("entropy %v, want %v", TwoMoons.Entropy, ref.Moons.Entropy)
	}
}
