package flow

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/integrate/quad"
)

func TestEnergyReference(t *testing.T) {
	var ref struct {
		Points   numbers
		Energies map[string]struct {
			Value, Grad numbers
			Walled      float64 `json:"lnZ_window4"`
			Free        float64 `json:"lnZ"`
		}
	}
	read(t, "targets.json", &ref)
	z1, z2 := columns[float64](ref.Points)
	if len(ref.Energies) != len(Energies) {
		t.Fatalf("%d energies, the reference has %d", len(Energies), len(ref.Energies))
	}
	for _, e := range Energies {
		want := ref.Energies[strings.ToUpper(e.Name)]
		var value, grad []float64
		for k := range z1 {
			value = append(value, e.Value(z1[k], z2[k]))
			g1, g2 := e.Gradient(z1[k], z2[k])
			grad = append(grad, g1, g2)
		}
		closeTo(t, e.Name, value, want.Value, 1e-9)
		closeTo(t, e.Name+"'s gradient", grad, want.Grad, 1e-9)
		if math.Abs(e.LogZ-want.Walled) > 1e-15 {
			t.Errorf("%s: ln Z %v, want %v", e.Name, e.LogZ, want.Walled)
		}
		free := e.Unwalled()
		if e.Name == "u1" && free.LogZ != want.Free || e.Name != "u1" && !math.IsInf(free.LogZ, 1) {
			t.Errorf("%s: ln Z %v without the wall, want %v", e.Name, free.LogZ, want.Free)
		}
	}
}

// TestLogZ integrates e^(-U) over panels that end where the wall begins; of U2
// to U4 the integral is known in closed form too. What an independent
// implementation has between hard walls is held to its five digits.
func TestLogZ(t *testing.T) {
	boxed := map[string]float64{"u1": 1.87750, "u2": 2.08209, "u3": 2.64171, "u4": 2.71070}
	closed := map[string]float64{"u2": 0.4, "u3": 0.35 + 0.35, "u4": 0.4 + 0.35}
	u, w := make([]float64, 20), make([]float64, 20)
	quad.Legendre{}.FixedLocations(u, w, 0, 1)
	for _, e := range Energies {
		sum := 0.0
		for i := -12; i < 12; i++ {
			for j := -8; j < 8; j++ {
				for a := range u {
					for b := range u {
						sum += w[a] * w[b] * math.Exp(-e.Value(float64(i)+u[a], float64(j)+u[b]))
					}
				}
			}
		}
		if math.Abs(math.Log(sum)-e.LogZ) > 1e-12 {
			t.Errorf("%s: ln Z %.14f, by quadrature %.14f", e.Name, e.LogZ, math.Log(sum))
		}
		if sd, ok := closed[e.Name]; ok {
			want := math.Log((8 + math.Sqrt(2*math.Pi)) * math.Sqrt(2*math.Pi) * sd)
			if math.Abs(e.LogZ-want) > 1e-14 {
				t.Errorf("%s: ln Z %.16f, in closed form %.16f", e.Name, e.LogZ, want)
			}
		}
		within := e.LogZ // of |z₁| ≤ 4 alone
		if e.Name != "u1" {
			within += math.Log(8 / (8 + math.Sqrt(2*math.Pi)))
		}
		if want := boxed[e.Name]; math.Abs(within-want) > 5e-6 {
			t.Errorf("%s: ln Z %.6f within the walls, want %v", e.Name, within, want)
		}
	}
}

// TestEnergyGradient compares with central differences, behind the wall too.
func TestEnergyGradient(t *testing.T) {
	r := stream(1, 1)
	for _, walled := range Energies {
		for _, e := range []Energy{walled, walled.Unwalled()} {
			for range 200 {
				z := []float64{14*r.Float64() - 7, 10*r.Float64() - 5}
				want := fd.Gradient(nil, func(z []float64) float64 { return e.Value(z[0], z[1]) }, z,
					&fd.Settings{Formula: fd.Central})
				g1, g2 := e.Gradient(z[0], z[1])
				if off := math.Hypot(g1-want[0], g2-want[1]); off > 1e-6*(1+math.Hypot(want[0], want[1])) {
					t.Errorf("%s at %v: gradient (%v, %v), want %v", e.Name, z, g1, g2, want)
				}
			}
		}
	}
}

func TestEnergyEdges(t *testing.T) {
	if g1, g2 := Energies[0].Gradient(0, 0); g1 != 0 || g2 != 0 {
		t.Errorf("in the ring's middle the gradient is (%v, %v)", g1, g2)
	}
	for _, e := range Energies {
		got, err := EnergyByName(e.Name)
		if err != nil || got.LogZ != e.LogZ {
			t.Errorf("%s: %v", e.Name, err)
		}
		wall := e.Value(-6, 1) - e.Unwalled().Value(-6, 1)
		if math.Abs(wall-2) > 1e-9 || e.Value(4, 1) != e.Unwalled().Value(4, 1) {
			t.Errorf("%s: wall %v at -6, want 2", e.Name, wall)
		}
		for _, z := range [][2]float64{{1e4, -1e4}, {-300, 0}, {0, 300}} {
			g1, g2 := e.Gradient(z[0], z[1])
			if u := e.Value(z[0], z[1]); !finite(u) || !finite(g1) || !finite(g2) {
				t.Errorf("%s at %v: %v, gradient (%v, %v)", e.Name, z, u, g1, g2)
			}
		}
	}
}
