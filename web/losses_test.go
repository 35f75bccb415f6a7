package web

import (
	"fmt"
	"math"
	"testing"

	"flowplayground/flow"
)

// someCurves returns losses of every step, and scores of some.
func someCurves(steps int, scored ...float64) (c Curves) {
	for n := 1; n <= steps; n++ {
		c.Steps, c.Train = append(c.Steps, float64(n)), append(c.Train, 3-float64(n)/1000)
	}
	for _, n := range scored {
		c.HeldSteps, c.HeldOut = append(c.HeldSteps, n), append(c.HeldOut, 2-n/1000)
	}
	return c
}

func TestLossTable(t *testing.T) {
	if rows := lossTable(Curves{}, Curves{}); len(rows) != 0 {
		t.Errorf("of nothing: %v", rows)
	}
	rows := lossTable(someCurves(60, 0, 25, 50), someCurves(130))
	for i, want := range [][5]string{
		{"1", "2.999", "2.000", "2.999", missing}, {"2", "2.998", "2.000", "2.998", missing}, {"5", "2.995", missing, "2.995", missing},
		{"10", "2.990", missing, "2.990", missing}, {"20", "2.980", missing, "2.980", missing}, {"50", "2.950", "1.950", "2.950", missing},
		{"100", missing, missing, "2.900", missing}, {"130", missing, missing, "2.870", missing},
	} {
		if i >= len(rows) || rows[i] != want {
			t.Fatalf("row %d of %v, want %v", i, rows, want)
		}
	}
	if rows := lossTable(Curves{}, someCurves(100_000)); len(rows) != lossRows || rows[lossRows-1][0] != "100,000" || rows[0][0] != "20" {
		t.Errorf("of 100,000 steps: %v", rows)
	}
}

func TestLossesCSV(t *testing.T) {
	cnf, nf := someCurves(2, 0, 2), someCurves(1)
	nf.Train[0] = math.NaN()
	want := "model,step,train,heldout\ncnf,0,,2\ncnf,1,2.999,\ncnf,2,2.998,1.998\nnf,1,,\n"
	if got := lossesCSV([2]Curves{flow.Continuous: cnf, flow.Discrete: nf}); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(cnf.Steps) != 2 {
		t.Error("writing took losses away")
	}
}

func TestSamplesCSV(t *testing.T) {
	tenth := float64(float32(0.1))
	got := samplesCSV([2][][2]float64{flow.Continuous: {{tenth, -2}}, flow.Discrete: {{1, 1e-9}}})
	if want := fmt.Sprintf("x,y,model\n0.1,-2,cnf\n1,%g,nf\n", 1e-9); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
