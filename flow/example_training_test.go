package flow_test

import (
	"fmt"
	"math/rand/v2"

	"flowplayground/flow"
)

// A CNF of six hidden units learns two moons for a moment. The numbers are the
// same, bit for bit, wherever this runs.
func ExampleTrainer() {
	trainer, err := flow.NewTrainer(flow.Job{Kind: flow.Continuous, Width: 6, Data: "moons", Seed: 1, Recipe: "tuned"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for trainer.Steps() < 90 {
		if err := trainer.Step(); err != nil {
			fmt.Println(err)
			return
		}
		if trainer.Steps()%30 == 0 {
			fmt.Printf("step %d: held-out NLL %.3f nats\n", trainer.Steps(), trainer.Judge())
		}
	}
	fmt.Printf("no model gets below %.3f\n", flow.TwoMoons.Entropy)
	// Output:
	// step 30: held-out NLL 2.348 nats
	// step 60: held-out NLL 2.059 nats
	// step 90: held-out NLL 1.798 nats
	// no model gets below 1.483
}

// An NF is fitted to 1000 given points, of which 100 are kept for validation,
// and scored on others.
func ExampleFit() {
	r := rand.New(rand.NewPCG(1, 2))
	x, y := make([]float32, 1000), make([]float32, 1000)
	flow.TwoMoons.Sample(x, y, r)
	nf := flow.NewNF[float32](flow.NFSpec{Layers: 8, Constraint: flow.Softplus})
	nf.Init(1, r)

	options := flow.FlowjaxFit
	options.Schedule = flow.Schedule{From: 2e-2, To: 2e-2, Warmup: 20}
	options.Patience, options.Epochs = 20, 200
	fit, err := flow.NewFit(flow.Model[float32](nf), x, y, options, r)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := fit.Run(); err != nil {
		fmt.Println(err)
		return
	}
	best, held := fit.Best()
	fmt.Printf("%d epochs of %d steps, the best %d: NLL %.2f in validation\n",
		len(fit.Epochs()), fit.Steps()/len(fit.Epochs()), best, held)

	flow.TwoMoons.Sample(x, y, r)
	s := flow.ScoreModel(nf, x, y, flow.TwoMoons.Entropy, r)
	fmt.Printf("NLL %.2f ± %.2f, %.2f above the floor; mass %.3f; %d layers\n", s.NLL, s.StdErr, s.Gap, s.Mass, s.Evaluations)
	// Output:
	// 181 epochs of 9 steps, the best 159: NLL 1.77 in validation
	// NLL 1.80 ± 0.03, 0.32 above the floor; mass 1.000; 8 layers
}
