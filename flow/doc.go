// Package flow learns densities in the plane with normalizing flows: a discrete
// flow of planar layers ([NF]; Rezende & Mohamed 2015) and a continuous one
// ([CNF]; Chen et al., "Neural Ordinary Differential Equations", 2018, section
// 4), by maximum likelihood, density matching ([Matcher]) or flow matching
// ([FlowMatching]), with gradients written by hand.
//
// A flow is a bijection between data x and noise z₀ with a standard normal base
// density. With x flowing to z₀,
//
//	log p(x) = log N(z₀; 0, I) + log |det ∂z₀/∂x|,
//
// where the log-determinant is a sum over layers for the NF and, for the CNF,
// -∫₀¹ tr(∂f/∂z) dt along the trajectory. Losses are mean negative
// log-likelihoods (NLL) in nats. Points are those of the standardised plane: a
// [Dataset] divides by its population standard deviations.
//
// The numbers go round once per training step:
//
//	Dataset → batch → Model.Gradient → clip → Adam → parameters → Snapshot
//
// A [Trainer] runs that round for a [Recipe] and a seed: equal seeds give equal
// losses, bit for bit, natively and in WebAssembly. A snapshot's [Flow] is the
// learned bijection as a small table, all that is needed to draw it.
//
// Types are generic over float32, in which the models train, and float64, in
// which their formulas are tested.
package flow
