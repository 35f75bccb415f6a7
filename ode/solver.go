package ode

import "slices"

// A Solver carries batches of one shape along one plan. It owns its scratch and
// allocates nothing after its first use; it is not safe for concurrent use.
type Solver[T Float] struct {
	plan   Plan
	h      float64
	knots  []float64
	stages []Stage
	step   stepper[T]
	record record[T]
}

// NewSolver returns a solver for batches of n states of dimension dim. It
// panics if the plan has no step.
func NewSolver[T Float](plan Plan, dim, n int) *Solver[T] {
	s := &Solver[T]{plan: plan, h: plan.StepSize()}
	s.knots, s.stages = plan.schedule()
	s.step = newStepper[T](plan.Tableau, dim, n)
	s.record.stages = s.stages
	s.record.h = slices.Repeat([]float64{s.h}, plan.Steps)
	return s
}

// Plan returns the solver's plan.
func (s *Solver[T]) Plan() Plan { return s.plan }

// Knots returns the plan's distinct stage times; see [Plan.Knots].
func (s *Solver[T]) Knots() []float64 { return s.knots }

// Solve replaces the states in z, taken at the plan's T0, by those at T1.
func (s *Solver[T]) Solve(z Batch[T], f Field[T]) {
	s.step.begin(z, f)
	s.run(f)
	z.Copy(s.step.y.Batch)
}

// run solves from what has begun.
func (s *Solver[T]) run(f Field[T]) {
	for step := range s.plan.Steps {
		s.step.advance(s.step.y, f, s.h, s.at(step), nil)
	}
}

// Walk solves like [Solver.Solve] and calls visit with the state at the end of
// every step. The batch is the solver's: visit must not keep or change it.
func (s *Solver[T]) Walk(z Batch[T], f Field[T], visit func(step int, z Batch[T])) {
	s.step.begin(z, f)
	for step := range s.plan.Steps {
		s.step.advance(s.step.y, f, s.h, s.at(step), nil)
		visit(step+1, s.step.y.Batch)
	}
	z.Copy(s.step.y.Batch)
}

// Record solves like [Solver.Solve] and keeps what [Solver.Backward] needs: the
// state at every stage, Plan.Calls() batches, or less after
// [Solver.Checkpoint].
func (s *Solver[T]) Record(z Batch[T], f Field[T]) {
	s.step.begin(z, f)
	for step := range s.plan.Steps {
		s.step.advance(s.step.y, f, s.h, s.at(step), s.record.attempt(&s.step, step))
	}
	s.record.ready = true
	z.Copy(s.step.y.Batch)
}

// at returns the stages of a step.
func (s *Solver[T]) at(step int) []Stage {
	m := s.plan.Tableau.Stages()
	return s.stages[step*m : (step+1)*m]
}

// Backward replaces λ, the cotangent of the recorded solve's result, by the
// cotangent of its initial states, and lets f gather the cotangents of its
// parameters. For one step of z' = z + h Σ b_i k_i it computes, last stage
// first,
//
//	κ_i = h b_i λ + h Σ_{j>i} a_ji ν_j,   ν_i = κ_iᵀ ∂f/∂z (t_i, z_i),   λ ← λ + Σ_i ν_i.
//
// It panics if nothing was recorded.
func (s *Solver[T]) Backward(λ Batch[T], f DifferentiableField[T]) {
	s.record.backward(&s.step, λ, f)
}

// Checkpoint makes Record keep the state at the beginning of every every-th
// step only, and Backward solve again, segment by segment, what lies between
// (Griewank & Walther, Evaluating Derivatives, chapter 12). The gradient is the
// same bit for bit. Of N steps of s stages
//
//	⌈N/every⌉ + every·s + 1
//
// batches are kept instead of N·s, fewest near every = √(N/s), for less than
// one more solve. A field meets the calls of a segment again, under the same
// numbers, before their pullbacks: it need not keep more than every·s of them,
// by their number modulo every·s. With 0, as at the beginning, there are no
// checkpoints. What was recorded is forgotten.
func (s *Solver[T]) Checkpoint(every int) { s.record.checkpoint(every) }

// Trace solves like [Solver.Solve] and records the solution in tr. It evaluates
// the field once more, at T1, where Knot is -1 if T1 is not among the knots.
func (s *Solver[T]) Trace(tr *Trajectory[T], z Batch[T], f Field[T]) {
	s.step.begin(z, f)
	tr.begin(&s.step, s.plan.T0)
	y := s.step.y
	for step := range s.plan.Steps {
		at := s.at(step)
		s.step.slopes(y, f, s.h, at, nil, min(step, 1))
		s.step.combine(y.flat, y.flat, s.h, s.plan.Tableau.B)
		s.step.finish(y, f, s.end(step))
		tr.accepted(&s.step, s.h, at, s.plan.Time(step+1))
		s.step.next()
	}
	z.Copy(y.Batch)
}

// end returns the stage at the end of a step.
func (s *Solver[T]) end(step int) Stage {
	if step+1 < s.plan.Steps {
		return s.at(step + 1)[0]
	}
	return Stage{Time: s.plan.T1, Knot: slices.Index(s.knots, s.plan.T1), Call: s.plan.Calls()}
}
