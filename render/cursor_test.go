package render

import (
	"math"
	"testing"
)

func TestStepAtIsWhereTheCurveIs(t *testing.T) {
	c := Chart{Floor: 1.45, Series: []Series{{Steps: []float64{1, 5000}, Values: []float64{2, 2}}}}
	for _, scale := range []float64{1, 2} {
		l := NewLayout(int(980*scale), int(720*scale), scale)
		a := c.axes(l.Plot)
		middle := float64(l.Plot.Min.Y+l.Plot.Max.Y) / 2
		for _, want := range []float64{1, 17, 420, 5000} {
			got, ok := c.StepAt(l, a.x(want), middle)
			if !ok || math.Abs(got-want) > 0.02*want {
				t.Errorf("scale %v: step %v, %v where the curve has step %v", scale, got, ok, want)
			}
		}
		for _, at := range [][2]float64{{0, middle}, {a.x(20), 3}, {float64(l.Plot.Max.X + 2), middle}} {
			if step, ok := c.StepAt(l, at[0], at[1]); ok {
				t.Errorf("scale %v: %v is beside the plot and reads step %v", scale, at, step)
			}
		}
	}
}

func TestReadAtTheCursor(t *testing.T) {
	s := &Series{Steps: []float64{0, 10, 20, 40}, Values: []float64{5, 4, 3, 2}}
	for cursor, want := range map[float64]float64{0: 2, 1: 5, 2: math.NaN(), 9: 4, 13: 4, 15: 3, 28: 3, 29: 2, 55: 2, 61: math.NaN()} {
		c := Chart{Cursor: cursor}
		if got := c.read(s); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("at step %v: %v, want %v", cursor, got, want)
		}
	}
	if got := (&Chart{Cursor: 3}).read(&Series{}); !math.IsNaN(got) {
		t.Errorf("of no values: %v", got)
	}
}

func TestGapIsLogarithmic(t *testing.T) {
	const floor = 1.5
	c := Chart{Floor: floor, Gap: true, Series: []Series{{Name: "a", Steps: []float64{1, 2}, Values: []float64{2, 1.6}}}}
	a := c.axes(NewLayout(980, 720, 1).Plot)
	decade := a.y(floor+0.01) - a.y(floor+0.1)
	if d := a.y(floor+0.1) - a.y(floor+1); math.Abs(d-decade) > 1e-9 || decade < 10 {
		t.Errorf("decades are %v and %v pixels high", decade, d)
	}
	for _, v := range []float64{floor, floor - 1, math.Inf(-1)} {
		if y := a.y(v); y < float64(a.plot.Max.Y) || math.IsInf(y, 0) || math.IsNaN(y) {
			t.Errorf("%v nats, not above the floor, are at pixel %v", v, y)
		}
	}
	if y := a.y(math.NaN()); !math.IsNaN(y) {
		t.Errorf("NaN is at %v", y)
	}
	c.Floor = math.NaN()
	if a := c.axes(NewLayout(980, 720, 1).Plot); a.gap {
		t.Error("a distance from a floor that is not known")
	}
}

func TestEndLabelsKeepApart(t *testing.T) {
	l := NewLayout(980, 720, 1)
	p := NewPen(l, &Dark)
	c := &Chart{Floor: 1.4}
	for range 4 {
		c.Series = append(c.Series, Series{Label: "M = 8", Color: red, Width: 1, Steps: []float64{1, 50}, Values: []float64{3, 2}})
	}
	img, _ := drawChart(c)
	p.on(img)
	p.ends(c.axes(l.Plot), c)
	if len(p.placed) != 4 {
		t.Fatalf("%d labels", len(p.placed))
	}
	for i, r := range p.placed {
		for _, o := range p.placed[:i] {
			if r.Overlaps(o) {
				t.Errorf("%v covers %v", r, o)
			}
		}
	}
}
