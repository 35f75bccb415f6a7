// Package ode solves initial value problems dz/dt = f(t, z) for a batch of
// states at once, forward or backward in time, and differentiates the solution
// with respect to the initial state and the parameters of f.
//
// A method is data: a [Tableau]. A [Plan] lays a method over an interval with
// a fixed number of steps, so that every time at which f is asked for is known
// before the solve begins; a field that is costly in t but cheap in z prepares
// its coefficients at the plan's [Plan.Knots] once for the whole batch. A
// [Solver] carries a [Batch] along the plan.
//
// Gradients are those of the numbers the solver computes ("discretise, then
// optimise"): [Solver.Backward] runs the same Runge-Kutta steps in reverse and
// is exact to rounding, for any step size.
package ode
