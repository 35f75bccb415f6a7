package web

// Paths are particles' positions at equally spaced times from 0 (noise) to 1
// (data).
type Paths struct {
	n, stages int
	x, y      []float32 // (stages+1) × n
}

// newPaths returns no paths if the arrays don't fit.
func newPaths(stages int, x, y []float32) Paths {
	if stages < 1 || len(x) != len(y) || len(x)%(stages+1) != 0 {
		return Paths{}
	}
	return Paths{len(x) / (stages + 1), stages, x, y}
}

// Len returns the number of particles.
func (p Paths) Len() int { return p.n }

// At writes the positions at time t ∈ [0, 1] to x and y, of length Len: on the
// curve through the stops if smooth, for trajectories of an ODE, and on the
// straight line between two otherwise, for a layer's move.
func (p Paths) At(x, y []float32, t float64, smooth bool) {
	if p.n == 0 {
		return
	}
	at := min(max(t, 0), 1) * float64(p.stages)
	stage := min(int(at), p.stages-1)
	f := float32(at - float64(stage))
	w := [4]float32{0, 1 - f, f, 0}
	if smooth && p.stages > 1 {
		w = catmullRom(f)
	}
	p.blend(x, p.x, stage, w)
	p.blend(y, p.y, stage, w)
}

// catmullRom returns the weights of four neighbouring stops for the point a
// fraction f of the way between the middle two.
func catmullRom(f float32) [4]float32 {
	f2, f3 := f*f, f*f*f
	return [4]float32{
		(-f + 2*f2 - f3) / 2,
		(2 - 5*f2 + 3*f3) / 2,
		(f + 4*f2 - 3*f3) / 2,
		(-f2 + f3) / 2,
	}
}

// blend writes the weighted mean of the stops around a stage. Beyond either end
// the path is continued by the parabola through the last three stops.
func (p Paths) blend(dst, v []float32, stage int, w [4]float32) {
	if stage == 0 {
		w = [4]float32{0, w[1] + 3*w[0], w[2] - 3*w[0], w[3] + w[0]}
	} else if stage == p.stages-1 {
		w = [4]float32{w[0] + w[3], w[1] - 3*w[3], w[2] + 3*w[3], 0}
	}
	n := p.n
	row := func(s int) []float32 { s = min(max(s, 0), p.stages); return v[s*n : (s+1)*n] }
	a, b, c, d := row(stage-1), row(stage), row(stage+1), row(stage+2)
	for k := range dst[:n] {
		dst[k] = w[0]*a[k] + w[1]*b[k] + w[2]*c[k] + w[3]*d[k]
	}
}

// Particle returns the place of one particle at time t, as At has it.
func (p Paths) Particle(i int, t float64, smooth bool) (x, y float32) {
	one := Paths{n: 1, stages: p.stages}
	at := min(max(t, 0), 1) * float64(p.stages)
	first := min(max(int(at)-1, 0), max(p.stages-3, 0))
	last := min(first+3, p.stages)
	var xs, ys [4]float32
	for s := first; s <= last; s++ {
		xs[s-first], ys[s-first] = p.x[s*p.n+i], p.y[s*p.n+i]
	}
	one.stages = last - first
	one.x, one.y = xs[:one.stages+1], ys[:one.stages+1]
	var px, py [1]float32
	one.At(px[:], py[:], (at-float64(first))/float64(one.stages), smooth)
	return px[0], py[0]
}
