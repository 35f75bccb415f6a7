package flow

import "fmt"

// A Patience ends a training that no longer improves on points it does not
// train on, and keeps the parameters that did best on them: early stopping
// (Prechelt 1998) with flowjax's rule. After a loss that is not the least so
// far, training stops if more than Limit looks have passed since the first of
// the least.
type Patience[T Float] struct {
	Limit int
	looks int
	least int // the look that first had the least loss, counted from 1
	loss  float64
	best  []T
}

// Look takes the loss of a look at the parameters, keeps a copy of them if none
// was lower, and reports whether to stop. A loss that is not finite improves on nothing. It
// panics if there are not as many parameters as before.
func (p *Patience[T]) Look(loss float64, params []T) (stop bool) {
	p.looks++
	if loss <= p.loss || p.best == nil && finite(loss) {
		if p.best == nil || loss < p.loss {
			p.least = p.looks
		}
		p.keep(loss, params)
		return false
	}
	return p.looks-p.least > p.Limit
}

func (p *Patience[T]) keep(loss float64, params []T) {
	if p.best == nil {
		p.best = make([]T, len(params))
	}
	p.check(params)
	p.loss = loss
	copy(p.best, params)
}

// Looks returns the number of looks so far and the one, counted from 1, that
// first had the least loss: 0 if none had a loss.
func (p *Patience[T]) Looks() (all, least int) { return p.looks, p.least }

// Best replaces params by the best ones and returns their loss. It does nothing
// and reports false if no look had a loss.
func (p *Patience[T]) Best(params []T) (loss float64, ok bool) {
	if p.best == nil {
		return 0, false
	}
	p.check(params)
	copy(params, p.best)
	return p.loss, true
}

func (p *Patience[T]) check(params []T) {
	if len(params) != len(p.best) {
		panic(fmt.Sprintf("flow: Patience: %d parameters after %d", len(params), len(p.best)))
	}
}
