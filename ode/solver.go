package ode

import "fmt"

// A Field is the right-hand side of dz/dt = f(t, z).
type Field[T Float] interface {
	// Eval writes f(t, z) of every state of z to dst, which has z's shape.
	Eval(dst, z Batch[T], at Stage)
}

// A DifferentiableField can also be run in reverse.
type DifferentiableField[T Float] interface {
	Field[T]
	// Pullback writes λᵀ ∂f/∂z at (t, z) to dz and adds λᵀ ∂f/∂θ to the
	// field's own parameter cotangents. A solve calls it once for every Eval of
	// the forward pass, with the same z and stage, in reverse order.
	Pullback(dz, z, λ Batch[T], at Stage)
}

// A Solver carries batches of one shape along one plan. It owns its scratch and
// allocates nothing after its first use; it is not safe for concurrent use.
type Solver[T Float] struct {
	plan   Plan
	knots  []float64
	stages []Stage
	n      int // states per batch

	k    []Batch[T] // slopes of one step; in reverse, their cotangents
	z    Batch[T]   // state at a stage
	sum  Batch[T]   // Σ of the stage cotangents of one step
	tape []Batch[T] // state at every stage of the recorded solve
}

// NewSolver returns a solver for batches of n states of dimension dim. It
// panics if the plan has no step.
func NewSolver[T Float](plan Plan, dim, n int) *Solver[T] {
	s := &Solver[T]{plan: plan, n: n, z: NewBatch[T](dim, n)}
	s.knots, s.stages = plan.schedule()
	for range plan.Tableau.Stages() {
		s.k = append(s.k, NewBatch[T](dim, n))
	}
	return s
}

// Plan returns the solver's plan.
func (s *Solver[T]) Plan() Plan { return s.plan }

// Knots returns the plan's distinct stage times; see [Plan.Knots].
func (s *Solver[T]) Knots() []float64 { return s.knots }

// Solve replaces the states in z, taken at the plan's T0, by those at T1.
func (s *Solver[T]) Solve(z Batch[T], f Field[T]) {
	s.check(z)
	for step := range s.plan.Steps {
		s.step(z, f, step, nil)
	}
}

// Walk solves like [Solver.Solve] and calls visit with the state at the end of
// every step. The batch is the solver's: visit must not keep it.
func (s *Solver[T]) Walk(z Batch[T], f Field[T], visit func(step int, z Batch[T])) {
	s.check(z)
	for step := range s.plan.Steps {
		s.step(z, f, step, nil)
		visit(step+1, z)
	}
}

// Record solves like [Solver.Solve] and keeps the state at every stage for
// [Solver.Backward]: Plan.Calls() batches.
func (s *Solver[T]) Record(z Batch[T], f Field[T]) {
	s.check(z)
	for len(s.tape) < len(s.stages) {
		s.tape = append(s.tape, NewBatch[T](len(z), s.n))
	}
	m := s.plan.Tableau.Stages()
	for step := range s.plan.Steps {
		s.step(z, f, step, s.tape[step*m:(step+1)*m])
	}
}

// step advances z by one step. Stage states go to tape if there is one.
func (s *Solver[T]) step(z Batch[T], f Field[T], step int, tape []Batch[T]) {
	tab, h := s.plan.Tableau, s.plan.StepSize()
	at := s.stages[step*tab.Stages():]
	for i, row := range tab.A {
		stage := s.z
		if tape != nil {
			stage = tape[i]
		}
		stage.Copy(z)
		for j, a := range row {
			if a != 0 {
				stage.add(T(h*a), s.k[j])
			}
		}
		f.Eval(s.k[i], stage, at[i])
	}
	for i, b := range tab.B {
		if b != 0 {
			z.add(T(h*b), s.k[i])
		}
	}
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
	s.check(λ)
	if len(s.tape) == 0 {
		panic("ode: Backward without a recorded solve")
	}
	if s.sum == nil {
		s.sum = NewBatch[T](len(λ), s.n)
	}
	for step := s.plan.Steps - 1; step >= 0; step-- {
		s.stepBack(λ, f, step)
	}
}

func (s *Solver[T]) stepBack(λ Batch[T], f DifferentiableField[T], step int) {
	tab, h := s.plan.Tableau, s.plan.StepSize()
	first, ν := step*tab.Stages(), s.k
	s.sum.Zero()
	for i := tab.Stages() - 1; i >= 0; i-- {
		κ := s.z
		κ.Zero()
		if b := tab.B[i]; b != 0 {
			κ.add(T(h*b), λ)
		}
		for j := i + 1; j < tab.Stages(); j++ {
			if a := tab.A[j][i]; a != 0 {
				κ.add(T(h*a), ν[j])
			}
		}
		f.Pullback(ν[i], s.tape[first+i], κ, s.stages[first+i])
		s.sum.add(1, ν[i])
	}
	λ.add(1, s.sum)
}

func (s *Solver[T]) check(z Batch[T]) {
	if len(z) != len(s.z) || z.Len() != s.n {
		panic(fmt.Sprintf("ode: batch of %d×%d for a solver of %d×%d", len(z), z.Len(), len(s.z), s.n))
	}
}
