package ode

// A record holds what the reverse of a solve needs: of the steps their sizes
// and stages, and of the states either all those at stages or, with
// checkpoints, the first of every segment of steps and the stages of one
// segment.
type record[T Float] struct {
	stages []Stage   // Stages() per step
	h      []float64 // per step
	every  int       // steps per segment; 0 means that all are one

	ready bool
	marks []*block[T] // states at the beginning of the segments; none without checkpoints
	tape  []*block[T] // states at the stages of the segment held
	held  int
	z     *block[T] // state of a replay
}

// checkpoint sets the length of the segments and forgets what is recorded.
func (r *record[T]) checkpoint(every int) {
	if every < 0 {
		panic("ode: checkpoints at a negative distance")
	}
	r.every, r.ready, r.marks, r.tape = every, false, nil, nil
}

// place returns the segment of a step and its number in there.
func (r *record[T]) place(step int) (segment, offset int) {
	if r.every == 0 {
		return 0, step
	}
	return step / r.every, step % r.every
}

// slots returns where a step's stage states stand on the tape.
func (r *record[T]) slots(offset, stages int) []*block[T] {
	return r.tape[offset*stages : (offset+1)*stages]
}

// attempt prepares for a step from s.y and returns where its stage states go.
func (r *record[T]) attempt(s *stepper[T], step int) []*block[T] {
	segment, offset := r.place(step)
	r.held = segment
	if r.every > 0 && offset == 0 {
		r.marks = grow(r.marks, segment+1, s)
		copy(r.marks[segment].flat, s.y.flat)
	}
	m := s.tab.Stages()
	r.tape = grow(r.tape, (offset+1)*m, s)
	return r.slots(offset, m)
}

// accepted adds a step of size h with the given stages.
func (r *record[T]) accepted(_ *stepper[T], h float64, at []Stage, _ float64) {
	r.h = append(r.h, h)
	r.stages = append(r.stages, at...)
}

// backward runs the recorded steps in reverse; see [Solver.Backward].
func (r *record[T]) backward(s *stepper[T], λ Batch[T], f DifferentiableField[T]) {
	s.begin(λ, f)
	if !r.ready {
		panic("ode: Backward without a recorded solve")
	}
	m := s.tab.Stages()
	for step := len(r.h) - 1; step >= 0; step-- {
		segment, offset := r.place(step)
		if segment != r.held {
			r.replay(s, f, segment, step)
		}
		s.reverse(f, r.h[step], r.stages[step*m:(step+1)*m], r.slots(offset, m))
	}
	λ.Copy(s.y.Batch)
}

// replay puts the stages of a segment, which ends with the step last, on the
// tape.
func (r *record[T]) replay(s *stepper[T], f Field[T], segment, last int) {
	if r.z == nil {
		r.z = newBlock[T](s.dim, s.n)
	}
	copy(r.z.flat, r.marks[segment].flat)
	r.held = segment
	m := s.tab.Stages()
	for step := segment * r.every; step <= last; step++ {
		s.advance(r.z, f, r.h[step], r.stages[step*m:(step+1)*m], r.slots(step-segment*r.every, m))
	}
}
