package flow

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// FitOptions say how a model is fitted to points.
type FitOptions struct {
	Held     float64 // share of the points kept for validation, rounded to whole points
	Batch    int     // points per step; of fewer points, all
	Epochs   int     // at most
	Patience int     // see [Patience]; a look is the end of an epoch
	Schedule Schedule
	Clip     float64 // largest global norm of a gradient; 0 for none
}

// FlowjaxFit holds the defaults of flowjax's fit_to_data (version 10.1.0).
var FlowjaxFit = FitOptions{Held: 0.1, Batch: 100, Epochs: 100, Patience: 5, Schedule: ConstantRate(5e-4)}

// An Epoch holds the mean NLL of an epoch's training batches, each before its
// step, and of the validation batches after the epoch.
type Epoch struct{ Train, Held float64 }

// A Fit fits a model to given points by Adam, as flowjax's fit_to_data does.
// The points are split at random, once, into those to train on and those to
// validate with. An epoch shuffles both, takes a step on every batch of the
// former and means the NLL over the batches of the latter; a last batch that
// would be short is left out of each. When [Patience] or the epochs run out, the
// model has the parameters of the best epoch. With 5000 points and [FlowjaxFit]
// that is 4500 to train on, 500 to validate with and 45 steps per epoch.
type Fit[T Float] struct {
	model        Model[T]
	options      FitOptions
	rng          *rand.Rand
	x, y         []T // to train on
	heldX, heldY []T
	adam         Adam[T]
	grad         []T
	patience     Patience[T]

	step, taken int // steps in all; points taken of this epoch
	sum         float64
	epochs      []Epoch
	done        bool
}

// NewFit prepares a fit of m to the points (x, y), which it copies. It panics if
// x and y differ in length or an option makes no sense, and returns an error if
// there are too few points to split.
func NewFit[T Float](m Model[T], x, y []T, o FitOptions, r *rand.Rand) (*Fit[T], error) {
	if len(x) != len(y) {
		panic("flow: Fit: x and y differ in length")
	}
	if o.Batch < 1 || o.Epochs < 1 || o.Patience < 0 || !(o.Held > 0 && o.Held < 1) {
		panic(fmt.Sprintf("flow: Fit: options %+v", o))
	}
	n := len(x)
	held := int(math.RoundToEven(float64(o.Held * float64(n))))
	if held < 1 || held >= n {
		return nil, fmt.Errorf("flow: %d points are too few to keep a share of %v for validation", n, o.Held)
	}
	f := &Fit[T]{model: m, options: o, rng: r, patience: Patience[T]{Limit: o.Patience}}
	f.grad = make([]T, len(m.Params()))
	all := append([]T{}, x...)
	ally := append([]T{}, y...)
	shuffle(all, ally, r)
	f.x, f.heldX = all[:n-held], all[n-held:]
	f.y, f.heldY = ally[:n-held], ally[n-held:]
	f.begin()
	return f, nil
}

func shuffle[T any](x, y []T, r *rand.Rand) {
	r.Shuffle(len(x), func(i, j int) { x[i], x[j], y[i], y[j] = x[j], x[i], y[j], y[i] })
}

// begin begins an epoch.
func (f *Fit[T]) begin() {
	shuffle(f.x, f.y, f.rng)
	shuffle(f.heldX, f.heldY, f.rng)
	f.taken, f.sum = 0, 0
}

// Step trains on the next batch and, if it was an epoch's last, validates. If
// the loss or its gradient is not finite the parameters stay as they were, the
// fit ends with the best ones and an error says so. It does nothing once the fit
// is done.
func (f *Fit[T]) Step() error {
	if f.done {
		return nil
	}
	batch := min(f.options.Batch, len(f.x))
	end := f.taken + batch
	loss := f.model.Gradient(f.grad, f.x[f.taken:end], f.y[f.taken:end])
	norm := clip(f.grad, f.options.Clip)
	f.step++
	if !finite(loss) || !finite(norm) {
		f.finish()
		return fmt.Errorf("flow: step %d of the fit: the loss is %v, its gradient's norm %v; lower the learning rate", f.step, loss, norm)
	}
	f.adam.Step(f.model.Params(), f.grad, f.options.Schedule.Rate(f.step-1), nil)
	f.sum += loss
	f.taken = end
	if end+batch > len(f.x) {
		f.validate(f.sum / float64(end/batch))
	}
	return nil
}

// validate ends an epoch.
func (f *Fit[T]) validate(train float64) {
	batch := min(f.options.Batch, len(f.heldX))
	sum, n := 0.0, 0
	for ; (n+1)*batch <= len(f.heldX); n++ {
		sum += f.model.NLL(f.heldX[n*batch:(n+1)*batch], f.heldY[n*batch:(n+1)*batch])
	}
	held := sum / float64(n)
	f.epochs = append(f.epochs, Epoch{train, held})
	stop := f.patience.Look(held, f.model.Params())
	if stop || len(f.epochs) == f.options.Epochs {
		f.finish()
		return
	}
	f.begin()
}

func (f *Fit[T]) finish() {
	f.done = true
	f.patience.Best(f.model.Params())
}

// Run takes steps until the fit is done or one of them fails.
func (f *Fit[T]) Run() error {
	for !f.done {
		if err := f.Step(); err != nil {
			return err
		}
	}
	return nil
}

// Done reports whether the fit is over and the model has its best parameters.
func (f *Fit[T]) Done() bool { return f.done }

// Steps returns the number of steps made.
func (f *Fit[T]) Steps() int { return f.step }

// Epochs returns what every epoch ended with so far; the slice is the fit's.
func (f *Fit[T]) Epochs() []Epoch { return f.epochs }

// Best returns the epoch with the least validation loss, counted from 0, and
// that loss; -1 and NaN before the first.
func (f *Fit[T]) Best() (epoch int, held float64) {
	_, least := f.patience.Looks()
	if least == 0 {
		return -1, math.NaN()
	}
	return least - 1, f.patience.loss
}
