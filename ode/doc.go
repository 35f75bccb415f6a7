// Package ode solves initial value problems
//
//	dz/dt = f(t, z),   z(t₀) given,
//
// for a batch of states at once, forward or backward in time, and
// differentiates the solution with respect to the initial state and to the
// parameters θ of f. What follows is the package as a short chapter; the names
// are where the details stand.
//
// # Methods
//
// A Runge-Kutta method looks at the slope f at a few points, its stages, and
// steps along a weighted mean of what it saw. A method is data: a [Tableau],
// one of [Tableaux] or your own. Its order p says how the error of a solve
// falls with the step size h, as hᵖ: halving the step of [RK4] makes it sixteen
// times smaller. [Euler], [Midpoint], [Heun], [Ralston] and [RK4] are the
// classics; [BogackiShampine], [Tsit5] and [DormandPrince] are pairs, a second
// set of weights on the same slopes, whose difference from the first estimates
// the error of a step.
//
// # Fixed steps
//
// A [Plan] lays a method over an interval with equal steps, and a [Solver]
// carries a [Batch] along it. Every time at which f will be asked is known
// before the solve begins; a [Field] that is costly in t but cheap in z
// prepares its coefficients at the plan's [Plan.Knots] once for the whole
// batch. There is nothing to go wrong but the accuracy, and equal plans do
// equal work: that is what training wants.
//
// # Steps chosen as the solve goes
//
// [Adaptive] chooses the steps so that the estimated error of each meets a
// tolerance, under a [PID] controller. It reports its work as [Stats] and gives
// up with a [SolveError] that says how far it came: where the problem is too
// stiff for an explicit method ([ErrStepSize]), takes too long ([ErrTooManySteps])
// or leaves the numbers ([ErrNotFinite]).
//
// # Between the steps
//
// A [Trajectory], recorded by [Solver.Trace] or [Adaptive.Trace], holds a
// polynomial per step and can be asked for the state at any time.
//
// # Quadratures
//
// Integrals along the solution are components that no slope depends on. A
// [QuadratureField] tells which these are and is solved with less work.
//
// # Gradients
//
// Let L be a loss of z(t₁) and λ = ∂L/∂z(t₁). There are three ways to
// ∂L/∂z(t₀) and ∂L/∂θ.
//
// Discretise, then optimise: [Solver.Record] and [Solver.Backward] run the same
// Runge-Kutta steps in reverse. The result is the gradient of the numbers that
// the solver computes, exact to rounding for any step size, at the price of a
// memory that grows with the number of steps. [Adaptive.Record] and
// [Adaptive.Backward] do the same for the steps that were accepted.
//
// The same with checkpoints: after [Solver.Checkpoint] only every so many steps
// are kept and what lies between is solved again. The gradient is equal bit for
// bit.
//
// Optimise, then discretise: an [Adjoint], or an [AdaptiveAdjoint], integrates
// state, cotangent and parameter gradient together from t₁ back to t₀,
//
//	dz/dt = f,   da/dt = -aᵀ ∂f/∂z,   dg/dt = -aᵀ ∂f/∂θ,
//
// in memory that doesn't depend on the number of steps (Chen, Rubanova,
// Bettencourt & Duvenaud, "Neural Ordinary Differential Equations", 2018,
// algorithm 1). Its gradient is that of the true solution and so differs from
// the solver's own by the error of the solve.
//
// # Two habits
//
// Solvers own their scratch: after its first use none of them allocates. And
// products are rounded before they are summed, so that every machine computes
// the same bits.
package ode
