// Package flow learns densities in the plane with normalizing flows. What
// follows is the package as a short chapter; the names are where the details
// stand.
//
// # Flows
//
// A normalizing flow is a bijection between data x and noise z₀ whose density,
// N(0, I), is known. By the change of variables
//
//	log p(x) = log N(z₀; 0, I) + log |det ∂z₀/∂x|,
//
// so that a flow is a density that can be asked for at any point, and a sampler:
// draw noise and carry it to the data. There are two kinds here, both planar:
// their building block bends the plane along one direction w.
//
// An [NF] is a stack of K planar layers T(z) = z + û tanh(w·z + b) (Rezende &
// Mohamed, "Variational Inference with Normalizing Flows", 2015). A [Constraint]
// on û keeps each a bijection. One direction is in closed form; the other solves
// a monotone scalar equation per layer ([Planar.Inverse]), and so both kinds,
// data → noise ([NewNF]) and noise → data ([NewGenerativeNF]), have densities
// and samples.
//
// A [CNF] moves points along a planar vector field for a time (Chen, Rubanova,
// Bettencourt & Duvenaud, "Neural Ordinary Differential Equations", 2018,
// section 4). Noise stands at t = 0 and data at t = 1, and along the way
//
//	dz/dt = f(t, z),   d log p/dt = -tr ∂f/∂z.
//
// The flow of an ODE is a bijection whatever the field: nothing needs to be
// constrained.
//
// # The coefficient table
//
// Every continuous model here is one field,
//
//	f(t, z) = ρ(t) z + Σᵢ cᵢ(t) tanh(wᵢ(t)·z + bᵢ(t)),
//
// with M units, and its trace is 2ρ + Σᵢ (cᵢ·wᵢ)(1 - tanh²). A solver asks for
// it at few times, those of its stages, but at many points. So a model is two
// halves: a coefficient net makes of the parameters a [Table] with one row of
// (ρ, w, b, c) per time, once per step of training, and a kernel applies rows to
// points. The models differ in the first half only. A [CNFSpec] says which is
// meant: gated units, as in the notebook that this package began with (an
// unbounded gate times a planar bijection, with its identity term ρ) or as in
// the paper (a gate in (0, 1), no identity term); or the hypernetwork of the
// paper's published code, in which all coefficients are functions of time.
//
// # Traces
//
// In the plane the exact trace of a planar field costs one multiplication per
// unit. What needs an estimate in many dimensions can be studied here:
// Hutchinson's εᵀ(∂f/∂z)ε with Gaussian or Rademacher ε, fixed over a solve and
// fresh for every step (Grathwohl et al., "FFJORD", 2019); see [Trace]. A
// [GradientMethod] chooses between the solver's own gradient, the same with
// checkpoints, and the adjoint of Chen et al.
//
// # Objectives
//
// Maximum likelihood ([Model]): the loss is the mean of -log p(x) over data, the
// negative log-likelihood (NLL), in nats. Its expectation is the cross entropy
// H + KL(data‖flow), never below the data's entropy H. The kinetic energy of the
// paths and the Frobenius norm of ∂f/∂z along them can be penalised ([Penalties];
// Finlay et al., "How to Train Your Neural ODE", 2020).
//
// Density matching ([Matcher]) needs no data but an energy U, known up to a
// constant: KL(q‖p) = E_q[log q(x) + U(x)] + ln Z over samples of the flow
// itself, differentiated through them. [Energies] has the four of Rezende &
// Mohamed (2015), which figure 4 of Chen et al. draws.
//
// Flow matching ([FlowMatching]; Lipman et al., 2023, and Liu et al., 2023)
// solves nothing while it trains: it regresses the field on the velocity x₁ - x₀
// of straight lines from noise to data, paired at random or, within a batch, by
// optimal transport ([Pairing]; Tong et al., 2024). The result is scored by the
// same exact NLL as any other.
//
// # Data
//
// [Datasets] lists what there is to learn, each a [Dataset] with a seeded
// sampler, the exact density and the entropy, the floor of every loss:
// moons, circles, spirals and others as scikit-learn, flowjax and FFJORD have
// them, Gaussians, and the energies' densities. [TwoMoonsWithNoise] has a slider;
// [NewImageDataset] takes a picture's darkness for a density and
// [NewPointsDataset] the reader's own points. The plane is standardised: data
// have mean 0 and variance 1, by the population's moments, so that no batch
// blurs the target with its own.
//
// # Training
//
// The numbers go round once per step:
//
//	Dataset → batch → gradient → clip → Adam → parameters → Snapshot
//
// A [Trainer] runs that round for a [Job]: a model of some width, data, a seed
// and a [Recipe], which says how the model starts and learns. All gradients are
// written by hand and checked by differences. The parts can be had by
// themselves: [Adam] (Kingma & Ba, 2015), [Schedule], [Average] of the
// parameters, [Patience], and [Fit] for given points as flowjax fits them. Equal
// jobs give equal losses, bit for bit, natively and in WebAssembly.
//
// While a CNF trains, its solver is audited against a finer one. An optimiser
// left alone learns to exploit the solver's error and reports losses below the
// entropy; a solver that errs too much gets more steps.
//
// # Scores and pictures
//
// [ScoreModel] judges on points that were not trained on: the NLL with its
// standard error and its gap to the entropy, the mass on a wide grid, how far
// points stray on the way there and back, the solver's error and its work. A
// snapshot's [Flow] is the learned bijection as a small table, all that is
// needed to ask for densities, to draw and to send to another thread.
//
// # Files
//
// [Trainer.State] and [Restore] take a run apart and put it together again, to go
// on as if nothing had happened. Package [flowplayground/flow/modelfile] writes
// the state to a file and reads it back.
//
// # Number types
//
// Types are generic over float32, in which the models train, and float64, in
// which their formulas are tested.
package flow
