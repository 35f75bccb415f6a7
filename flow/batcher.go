package flow

import (
	"math"
	"math/rand/v2"
)

// A batcher hands out training batches: of data or, for density matching, of
// noise.
type batcher struct {
	sample func(x, y []float32, r *rand.Rand)
	course Course
	rng    *rand.Rand
	x, y   []float32 // the batch
	px, py []float32 // the pool, if the course has one
	order  []int
	taken  int
}

func newBatcher(sample func(x, y []float32, r *rand.Rand), course Course, rng *rand.Rand) *batcher {
	b := &batcher{
		sample: sample, course: course, rng: rng,
		x: make([]float32, course.Batch), y: make([]float32, course.Batch),
	}
	if n := course.Pool; n > 0 {
		b.px, b.py = make([]float32, n), make([]float32, n)
		sample(b.px, b.py, rng)
		for k := range n {
			b.order = append(b.order, k)
		}
		b.taken = n
	}
	return b
}

// next returns the next batch, valid until the following call.
func (b *batcher) next() (x, y []float32) {
	if b.course.Pool > 0 {
		b.draw()
	} else {
		b.sample(b.x, b.y, b.rng)
	}
	if b.course.OwnMoments {
		standardise(b.x)
		standardise(b.y)
	}
	return b.x, b.y
}

// draw takes the next points of the pool, reshuffled when fewer than a batch
// are left.
func (b *batcher) draw() {
	if b.taken+len(b.x) > len(b.order) {
		b.rng.Shuffle(len(b.order), func(i, j int) { b.order[i], b.order[j] = b.order[j], b.order[i] })
		b.taken = 0
	}
	for k := range b.x {
		i := b.order[b.taken+k]
		b.x[k], b.y[k] = b.px[i], b.py[i]
	}
	b.taken += len(b.x)
}

// standardise shifts and scales v to mean 0 and population variance 1.
func standardise(v []float32) {
	sum, squares := 0.0, 0.0
	for _, x := range v {
		sum += float64(x)
	}
	mean := sum / float64(len(v))
	for _, x := range v {
		d := float64(x) - mean
		squares += float64(d * d)
	}
	sd := math.Sqrt(squares / float64(len(v)))
	for k, x := range v {
		v[k] = float32((float64(x) - mean) / sd)
	}
}
