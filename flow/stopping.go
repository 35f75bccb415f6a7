package flow

// lookEvery is the number of steps between two looks of a trainer's patience. A
// look scores all held-out points, which takes about two steps of a CNF or forty
// of an NF; whoever judges the trainer as often finds it done.
var lookEvery = map[Kind]int{Continuous: 25, Discrete: 250}

// look looks at the held-out score if the job has patience and it is time,
// which depends on the steps alone, and not on who judges when. If patience
// runs out, training stops with the best parameters that a look saw.
func (t *Trainer) look() {
	if t.patience == nil || t.step%lookEvery[t.job.Kind] != 0 {
		return
	}
	loss, stop := t.Judge(), false
	t.withAverage(func() { stop = t.patience.Look(loss, t.model.Params()) })
	if stop {
		t.stop()
	}
}

// stop ends training with the best parameters, which need no more averaging.
func (t *Trainer) stop() {
	t.stopped = true
	t.heldout, _ = t.patience.Best(t.model.Params())
	if t.average != nil {
		copy(t.average.mean, t.model.Params())
	}
}

// Stopped reports whether training has ended because the job's patience has; it
// then has its best parameters and Step does nothing.
func (t *Trainer) Stopped() bool { return t.stopped }
