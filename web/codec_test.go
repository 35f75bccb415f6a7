package web

import (
	"math"
	"reflect"
	"testing"

	"flowplayground/flow"
)

// flows returns a flow of each kind.
func flows() []flow.Flow {
	rows := make([]float32, 33*11)
	for i := range rows {
		rows[i] = float32(i) / 7
	}
	return []flow.Flow{
		flow.NewContinuousFlow(2, rows),
		&flow.DiscreteFlow{Flip: true, Generative: true, Layers: []flow.Planar{{W: [2]float64{1, 2}, U: [2]float64{3, 4}, B: 5}, {}}},
	}
}

func messages() []message {
	var all []message
	for _, f := range flows() {
		all = append(all,
			&progress{
				generation: 3, stepsPerSecond: 12.5, steps: []float64{1, 2}, losses: []float64{3, math.Inf(1)}, scored: []float64{4}, scores: []float64{5},
				workers:  2,
				snapshot: flow.Snapshot{Step: 7, Train: 1.5, HeldOut: 1.6, HeldOutStep: -1, SolverSteps: 8, SolverRejected: 2, SolverError: 1e-3, Flow: f},
			},
			&draw{generation: 1, version: 2, kind: f.Kind(), flow: f, t: 0.5, extent: 3, size: 64, particles: 5000, seed: 9, back: true, lattice: true, x: []float32{1}, y: []float32{2}},
			&film{1, f.Kind(), f, []float64{0.5, 1}, 64, 3},
			&narrated{2, f, flow.Report{X: []float32{1}, Y: []float32{2}, Batch: 500, Loss: 1.5, Norm: 2, Clip: 3, Rate: 1e-3}, "why not"},
			&tell{1, f.Kind(), f, f, []float32{1}, []float32{2}},
			&follow{1, f.Kind(), f, 0.5, -1, "rk4", 8, 1e-3},
			&evaluate{ticket: 4, flow: f, x: []float32{1, 2}, y: []float32{3, 4}},
			&sampling{ticket: 5, n: 6, seed: 7, flow: f},
		)
	}
	return append(all,
		&configure{1, 2, flow.Job{Kind: flow.Discrete, Width: 20, Data: "moons", Seed: 1, Recipe: "tuned", Method: method(), Noise: 0.3, Given: "pAAD__wCA"}},
		&run{1, true, 100, 5000}, &advance{1, 20}, &credit{}, &obeyed{3, "what went wrong"}, &fault{2, "NaN"},
		&picture{
			generation: 1, version: 2, kind: flow.Discrete, t: 1, size: 2, seed: 3, logP: []float32{1, 2, 3, 4},
			stages: 1, x: []float32{1, 2}, y: []float32{3, 4}, latticeX: []float32{5, 6}, latticeY: []float32{7, 8}, densityMs: 0.5, pathsMs: 0.25,
		},
		&reel{1, flow.Discrete, []float64{0.5}, 1, []float32{3}},
		&followed{1, flow.Continuous, way, way, "why not"},
		&narrate{}, &told{1, flow.Discrete, Tale{
			Way: Paths{1, 1, []float32{1, 2}, []float32{3, 4}}, Base: []float32{5}, LogP: []float32{6}, SlopeX: []float32{7}, SlopeY: []float32{8},
			After: []float32{9}, MovedX: []float32{10}, MovedY: []float32{11},
		}},
		&answer{1, []float32{1}, []float32{}},
		&resume{1, 2, trained()}, &capture{3}, &captured{4, 5, trained()},
		&enlist{1, flow.Job{Kind: flow.Continuous, Width: 3, Data: "moons", Seed: 1, Recipe: "tuned", Method: method()}}, &enlisted{1, "why not"},
		&task{1, 2, flow.ShardTask{
			Phase: flow.SolvePhase, Steps: 8, From: 1, To: 3, Total: 9, Sum: true, Values: []float32{1, 2}, X: []float32{3}, Y: []float32{4},
			NoiseX: []float32{5}, NoiseY: []float32{6},
		}},
		&result{1, 2, "why not", flow.ShardResult{Values: []float32{1}, NLLs: []float64{2}, Kinetic: []float64{3}, Frobenius: []float64{4}}},
		&unwritten{work(), "why not"}, &written{"{}", "why not"},
	)
}

var way = flow.Probe{T: []float64{1, 0}, X: []float64{2, 3}, Y: []float64{4, 5}, Change: []float64{0, 1}}

// method changes everything that a method can.
func method() flow.Method {
	return flow.Method{
		Field: "paper", Solver: "tsit5", Steps: 7, Trace: flow.GaussianTrace,
		Gradient: flow.CheckpointedGradient, Objective: flow.FlowMatchingTransport,
		Tolerance: 1e-5, Generative: true, Kinetic: 0.1, Frobenius: 0.2,
		Rate: 1e-3, Batch: 64, Average: 0.99, Patience: 5,
	}
}

// trained is a state in which every part is there.
func trained() flow.State {
	return flow.State{
		Job:  flow.Job{Kind: flow.Continuous, Width: 1, Data: "circles", Seed: 2, Recipe: "notebook", Method: method(), Noise: 0.3, Given: "iAgLw-A"},
		Step: 4, Train: 1.5, HeldOut: 1.25, HeldOutStep: 3,
		Groups: []flow.Group{{Name: "w", Shape: []int{1, 2}, Offset: 0}, {Name: "b", Shape: []int{1}, Offset: 2}},
		Params: []float32{1, 2, 3}, Adam: flow.AdamState{Step: 4, M: []float32{4, 5, 6}, V: []float32{7, 8, 9}},
		Solver: flow.SolverState{Steps: 8, Error: 1e-3, Tolerance: 1e-4}, Streams: []flow.StreamState{{Name: "batch", State: []byte{1, 2, 0}}},
		Pool: flow.PoolState{Order: []int{1, 0}, Taken: 1}, Average: flow.AverageState{Updates: 4, Values: []float32{1, 0, 1}},
		Patience: flow.PatienceState{Looks: 3, Least: 2, Loss: 1.75, Best: []float32{2, 2, 2}, Stopped: true},
	}
}

// work is what a session saves, every part of it there.
func work() Saved {
	return Saved{
		Settings: map[string]string{"m": "1", "data": "circles"},
		Models: []SavedModel{{trained(), Curves{
			Steps: []float64{1, 2}, Train: []float64{3, 4}, HeldSteps: []float64{2}, HeldOut: []float64{5},
		}}},
	}
}

// TestStateIsFull keeps TestMessagesCross from overlooking a field that a state
// gains: all of trained's must be there, and not zero.
func TestStateIsFull(t *testing.T) {
	var look func(name string, v reflect.Value)
	look = func(name string, v reflect.Value) {
		switch {
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				look(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case v.IsZero() && name != "State.Job.Kind": // a CNF's is 0
			t.Errorf("%s is zero", name)
		}
	}
	look("State", reflect.ValueOf(trained()))
}

func TestMessagesCross(t *testing.T) {
	seen := map[byte]bool{}
	for _, m := range messages() {
		seen[m.tag()] = true
		got, err := decode(encode(m))
		if err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%T: %+v arrived as %+v, %v", m, m, got, err)
		}
	}
	for tag := byte(1); ; tag++ {
		if _, err := newMessage(tag); err != nil {
			if tag <= 21 {
				t.Errorf("no message has tag %d", tag)
			}
			break
		}
		if !seen[tag] {
			t.Errorf("the message of tag %d is not tested", tag)
		}
	}
}

func TestMalformedMessagesAreRefused(t *testing.T) {
	for _, m := range messages() {
		data := encode(m)
		for n := range data {
			if _, err := decode(data[:n]); err == nil {
				t.Fatalf("%T cut to %d of %d bytes was taken", m, n, len(data))
			}
		}
		if _, err := decode(append(data, 0)); err == nil {
			t.Errorf("%T with a byte too many was taken", m)
		}
	}
	if _, err := decode([]byte{5, 0, 0, 0, 200}); err == nil {
		t.Error("an unknown tag was taken")
	}
	huge := codec{data: []byte{5 + 6*8, 0, 0, 0, (&sampling{}).tag()}}
	for _, n := range []int{0, 0, 0, int(flow.Continuous), math.MaxInt, 0} {
		huge.int(&n)
	}
	if _, err := decode(huge.data); err == nil {
		t.Error("a flow of very many units and no coefficients was taken")
	}
}

// FuzzDecode: whatever arrives, decode neither panics nor makes huge arrays.
func FuzzDecode(f *testing.F) {
	for _, m := range messages() {
		f.Add(encode(m))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := decode(data); err == nil {
			again, err := decode(encode(m))
			if err != nil || again.tag() != m.tag() {
				t.Errorf("%+v does not cross again: %v", m, err)
			}
		}
	})
}
