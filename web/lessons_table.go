package web

// lessons are all lessons in their order. They are plain data, which programs
// that never ask for them do not carry.
var lessons = []Lesson{
	{
		ID: "depth", Title: "Depth against width", Settings: "k=2&m=2",
		Text: []string{
			"The NF is deep: K planar layers, one after the other. The CNF is wide: one flow, which adds up M planar units at every moment.",
			"Width is cheap here: the CNF's work grows with M. For a discrete layer of M units side by side it would grow with M³, because of a determinant.",
		},
		Do: []Task{
			{Text: "Let both train with as many units as layers, for a minute each.", Tries: []Try{
				{Label: "2", Fragment: "k=2&m=2"}, {Label: "8", Fragment: "k=8&m=8"}, {Label: "32", Fragment: "k=32&m=32"},
			}},
			{Text: "Compare the held-out losses with the dashed line, the best possible."},
		},
		See: "With 2, the CNF stays near 2.0 nats and the NF near 2.4. With 8, the CNF comes to about 1.6 in its first 1,000 steps, and the NF to 1.7 or 1.8 in 10,000. With 32, both come within 0.1 of the best possible, 1.48.",
	},
	{
		ID: "particle", Title: "Follow one particle", Settings: "pace=0.5&at=-0.57,1.4",
		Text: []string{
			"A CNF carries a particle from the noise, z(0), along a path to a point x = z(1). Its density changes by what the flow spreads or gathers on the way: d log p/dt = −tr ∂f/∂z.",
			"So log p(x) is the logarithm of the normal density at z(0), minus the trace summed up along the path. The NF has such a sum too, with one term for each layer.",
		},
		Do: []Task{
			{Text: "Look at a point of the upper moon, and at one between the moons.", Tries: []Try{
				{Label: "On the moon", Fragment: "at=-0.57,1.4"}, {Label: "Between", Fragment: "at=0,0"},
			}},
			{Text: "Let the particles travel slowly, or drag Time t.", Tries: []Try{
				{Label: "¼ ×", Fragment: "travel=true&pace=0.25"}, {Label: "Stop halfway", Fragment: "travel=false&t=0.5"},
			}},
		},
		See: "The sum ends at the model's log density. The data's own is −0.93 on the moon, where the trained CNF comes close: −0.98 after 1,000 steps. Between the moons it is −13.1, where the CNF says −6.4: no data lie there to teach it.",
	},
	{
		ID: "samples", Title: "Samples from one equation", Settings: "m=8",
		Text: []string{
			"A planar layer, y = z + û tanh(w·z + b), has no formula for the way back. The NF learns from data to noise, so its samples need the way back; the notebook this page follows (planar_cnf, 2023) therefore had none.",
			"But only one number is unknown. With s = w·y + b and c = w·û, which is kept above −1, v + c tanh v = s has exactly one solution v, because the left side always rises. It lies between s − |c| and s + |c|, and then z = y − û tanh v.",
		},
		Do: []Task{
			{Text: "Watch the NF's particles: each solves K such equations on its way, one for each layer."},
			{Text: "Turn the layers round. Now samples come by the formula, and the density needs the equations.", Tries: []Try{
				{Label: "Noise to data", Fragment: "nf=generative"}, {Label: "Data to noise", Fragment: "nf=normalizing"},
			}},
		},
		See: "There are samples and a density either way. The NF's steps per second fall to a fifteenth or so when its layers go from noise to data: training needs the density of every point, and now solves for it.",
	},
	{
		ID: "dt", Title: "A time step too big", Settings: "k=4&solver=euler&steps=2&speed=10&until=100&smooth=0",
		Text: []string{
			"A solver moves the CNF's particles in steps of Δt. Euler's method with 2 steps, Δt = ½, is so crude that training can cheat: it finds fields for which the solver's error makes the data look likely.",
			"The page checks. Every 25 training steps it compares the solver with a far finer one, and takes half as many steps again where the loss is wrong by more than 0.003 nats: see the number in the CNF's title grow.",
		},
		Do: []Task{
			{Text: "Watch the CNF's training loss in the first 100 training steps.", Tries: []Try{
				{Label: "Euler, 2 steps", Fragment: "solver=euler&steps=2&speed=10&until=100&play=true"},
			}},
			{Text: "Then compare with a better solver.", Tries: []Try{
				{Label: "Euler, 8 steps", Fragment: "solver=euler&steps=8&speed=max&until=400&play=true"},
				{Label: "Runge-Kutta, 8 steps", Fragment: "solver=rk4&steps=8&speed=max&until=400&play=true"},
			}},
		},
		See: "No true loss can stay below the dashed line, the entropy. With 2 steps it is there before training step 30, while the picture shows no moons; then it leaps about, as what was learned only worked with the error. With 8 the moons look right, and still the loss sinks below the line after some 200 steps. Runge-Kutta's comes down to the line and stays above it.",
	},
	{
		ID: "trace", Title: "Exact trace or Hutchinson’s noise", Settings: "k=4&smooth=0",
		Text: []string{
			"The density changes by the trace of the Jacobian J. In many dimensions one estimates it with a random vector ε: εᵀJε is right on average, and noisy (Hutchinson).",
			"For planar units the exact trace is one more product and sum per unit, cheaper than any estimate. So the noise is only a lesson here.",
		},
		Do: []Task{
			{Text: "Train some 300 steps with each, and compare the CNF's thin training curve.", Tries: []Try{
				{Label: "Exact", Fragment: "trace=exact"}, {Label: "Gaussian noise", Fragment: "trace=gaussian"}, {Label: "Random signs", Fragment: "trace=rademacher"},
			}},
		},
		See: "Near step 300 the training loss jumps by about 0.05 nats from batch to batch with the exact trace, 0.12 with Gaussian noise, and 0.08 with random signs, whose squares are always 1, so that only J's entries off the diagonal make noise. The held-out loss, always exact, hardly suffers.",
	},
	{
		ID: "draw", Title: "Draw your own", Settings: "k=32&m=32",
		Text: []string{
			"The models know nothing of moons: they learn whatever points you give them.",
			"A flow bends the plane and never tears it. What was one cloud of noise stays in one piece, so separate shapes keep a thin bridge between them.",
		},
		Do: []Task{
			{Text: "Draw two strokes that do not touch, and let both models learn them.", Tries: []Try{{Label: "Draw", Press: "own-draw"}}},
			{Text: "Look for the bridge.", Tries: []Try{{Label: "Log scale", Fragment: "log=true"}, {Label: "Plain scale", Fragment: "log=false"}}},
		},
		See: "The density gathers on your strokes, and fades between them without ever reaching 0. The logarithmic scale shows where the bridge runs.",
	},
	{
		ID: "strip", Title: "The film strip of figure 5", Settings: "data=circles&k=32&m=32&dock=strip",
		Text: []string{
			"Chen et al. (2018) show in figure 5 how each model turns noise into data: at 5, 20, 40, 60, 80 and 100 % of the time for the CNF, and of the layers for the NF.",
		},
		Do: []Task{
			{Text: "Let both train, on circles or on moons.", Tries: []Try{
				{Label: "Circles", Fragment: "data=circles"}, {Label: "Moons", Fragment: "data=moons"},
			}},
			{Text: "Take as many as the paper, if you have the time.", Tries: []Try{
				{Label: "32", Fragment: "k=32&m=32"}, {Label: "64", Fragment: "k=64&m=64"},
			}},
		},
		See: "The CNF's pictures change little by little. The NF's stages need not look like anything: only after its last layer do the data have to appear.",
	},
	{
		ID: "mute", Title: "What one unit does", Settings: "k=8&m=6&model=paper&arrows=true&dock=units",
		Text: []string{
			"A planar unit pushes along one direction, u, by an amount that depends on the place only through w·z + b: it changes across one line. Its gate, from 0 to 1, says how much of that there is at each moment. The curve below a unit is how hard it pushes over time: its gate times the length of u. The paper's field is the sum of such units.",
			"Muting leaves a unit or a layer out of the picture. Training goes on with all of them.",
		},
		Do: []Task{
			{Text: "Train for a while, then mute one unit after the other.", Tries: []Try{
				{Label: "Unit 1", Fragment: "mute=c1"}, {Label: "Unit 2", Fragment: "mute=c2"}, {Label: "All but 1", Fragment: "mute=c2.c3.c4.c5.c6"}, {Label: "None", Fragment: "mute="},
			}},
			{Text: "Do the same to the NF.", Tries: []Try{{Label: "First layer", Fragment: "mute=n1"}, {Label: "Last layer", Fragment: "mute=n8"}}},
		},
		See: "No unit makes a moon of its own. Take one away, and the whole density may be out of shape, since all have learned to work together. A layer taken from the NF leaves the others to work on what they never saw.",
	},
	{
		ID: "straight", Title: "Straight roads", Settings: "k=4&particles=false&tails=true&pace=0.5",
		Text: []string{
			"Likelihood asks only where the paths end, not how they get there. Flow matching gives each moment a direction to learn: pair a point of noise x₀ with one of the data x₁, and at (1−t)x₀ + t x₁ learn the velocity x₁ − x₀.",
			"No equation is solved in training, and the held-out loss judges both all the same. Near pairs are those whose distances, squared, add up to the least, in blocks of 64 points.",
		},
		Do: []Task{
			{Text: "Train the CNF in three ways.", Tries: []Try{
				{Label: "Likelihood", Fragment: "objective=likelihood"}, {Label: "Flow matching", Fragment: "objective=matching"}, {Label: "Near pairs", Fragment: "objective=transport"},
			}},
			{Text: "Or make motion expensive.", Tries: []Try{{Label: "Kinetic energy 0.1", Fragment: "objective=likelihood&kinetic=0.1"}}},
		},
		See: "With likelihood the tails bend: after 800 steps a particle has gone 1.5 on its way for 0.7 as the crow flies. With flow matching the ways are shorter, about 1.0, and with near pairs all but straight, 0.53 for 0.53. Kinetic energy straightens them too. Which loss is the lowest?",
	},
}
