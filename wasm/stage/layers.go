package stage

import (
	"image/color"
	"math"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// Parts of a model's mass that contours enclose.
var contourParts = []float64{0.5, 0.8, 0.95}

// contours are a panel's, for one version of its density.
type contours struct {
	found   bool
	version int
	levels  []float64     // log-densities, none while contours are not shown
	lines   []render.Line // without colours
	labels  []render.Label
}

// drawContours adds the lines around 50, 80 and 95 % of the model's mass, dark
// and light so that they show on all colours.
func (s *Stage) drawContours(p *render.Panel, c *contours, ink inks) {
	if p.Density.N == 0 {
		return
	}
	if !c.found || c.version != p.DensityVersion {
		c.find(p, s.scene.Window)
	}
	for i := range c.lines {
		halo, line := c.lines[i], c.lines[i]
		halo.Width, halo.Color = line.Width+1.6, ink.halo
		line.Color = ink.main
		p.Under = append(p.Under, halo, line)
	}
	for _, l := range c.labels {
		l.Color = ink.main
		p.Labels = append(p.Labels, l)
	}
}

// find cuts the density at the levels of its parts.
func (c *contours) find(p *render.Panel, win render.Window) {
	c.found, c.version = true, p.DensityVersion
	c.levels = render.MassLevels(p.Density, win, contourParts)
	c.lines, c.labels = c.lines[:0], c.labels[:0]
	for i, level := range c.levels {
		if math.IsInf(level, 0) {
			continue
		}
		x, y := render.Contour(p.Density, win, level)
		c.lines = append(c.lines, render.Line{X: x, Y: y, Width: 2 - 0.5*float64(i), Pairs: true})
		if at := labelled(i, x, y); at >= 0 {
			c.labels = append(c.labels, render.Label{X: x[at], Y: y[at], Text: percent(contourParts[i])})
		}
	}
}

// labelled returns the index of the contour's point where its label stands, -1
// if it has none: for each contour at another end, so that labels lie apart.
func labelled(contour int, x, y []float32) int {
	end := -1
	for i := range x {
		if end < 0 || outer(contour, x[i], y[i]) > outer(contour, x[end], y[end]) {
			end = i
		}
	}
	return end
}

// outer orders points from one side of the panel to the other.
func outer(contour int, x, y float32) float32 {
	return [...]float32{x, -y, y}[contour]
}

const (
	tailed     = 250  // particles with a tail
	tailTime   = 0.25 // that a tail goes back
	tailStops  = 9
	headRadius = 2 // design pixels
)

// tails are the latest ways of some particles.
type tails struct{ x, y []float32 }

// drawTails adds them and, where particles are not shown, the particles that
// have them.
func (s *Stage) drawTails(p *render.Panel, k flow.Kind, paths web.Paths, back bool, tail *tails) {
	n := min(paths.Len(), tailed)
	if tail.x == nil {
		tail.x, tail.y = make([]float32, tailed*tailStops), make([]float32, tailed*tailStops)
	}
	long := -tailTime
	if back {
		long = tailTime
	}
	for i := range n {
		x, y := tail.x[i*tailStops:(i+1)*tailStops], tail.y[i*tailStops:(i+1)*tailStops]
		for j := range x {
			t := s.t + long*(1-float64(j)/(tailStops-1))
			x[j], y[j] = paths.Particle(i, t, k == flow.Continuous)
		}
		p.Under = append(p.Under, render.Line{
			X: x, Y: y, Width: 1.4, Fade: true, Color: render.Fade(s.scene.Particle, s.alpha),
		})
		if len(p.ParticleX) == 0 {
			p.Marks = append(p.Marks, bead(x[tailStops-1], y[tailStops-1], headRadius, render.Fade(s.scene.Particle, s.alpha)))
		}
	}
}

// lattice is a bent grid's points at the present time.
type lattice struct{ x, y []float32 }

// drawLattice adds the grid that the flow bends. Every third line is stronger.
func (s *Stage) drawLattice(p *render.Panel, k flow.Kind, paths web.Paths, grid *lattice, ink inks) {
	if len(grid.x) != paths.Len() {
		grid.x, grid.y = make([]float32, paths.Len()), make([]float32, paths.Len())
	}
	paths.At(grid.x, grid.y, s.t, k == flow.Continuous)
	n := web.LatticeStops
	for i := 0; i+n <= len(grid.x); i += n {
		line := render.Line{X: grid.x[i : i+n], Y: grid.y[i : i+n], Width: 1, Color: ink.soft}
		if (i/n%web.LatticeLines)%3 == 0 {
			line.Width, line.Color = 1.6, ink.main
		}
		p.Under = append(p.Under, line)
	}
}

const (
	arrowsAcross = 17
	arrowTime    = 0.12 // an arrow is as long as the way in this time ...
	arrowMost    = 1.3  // ... and at most so many spacings
)

// arrows are a field at the points of a grid.
type arrows struct{ x, y, u, v, lineX, lineY []float32 }

// drawArrows adds the velocities at the present time.
func (s *Stage) drawArrows(p *render.Panel, f flow.Flow, a *arrows, c color.RGBA) {
	if f == nil { // a new run has none yet
		return
	}
	win := s.scene.Window
	gap := (win.X1 - win.X0) / arrowsAcross
	if a.x == nil {
		for j := range arrowsAcross {
			for i := range arrowsAcross {
				a.x = append(a.x, float32(win.X0+(float64(i)+0.5)*gap))
				a.y = append(a.y, float32(win.Y0+(float64(j)+0.5)*gap))
			}
		}
		a.u, a.v = make([]float32, len(a.x)), make([]float32, len(a.x))
	}
	f.Velocity(a.u, a.v, a.x, a.y, s.t)
	a.lineX, a.lineY = a.lineX[:0], a.lineY[:0]
	for i, x := range a.x {
		a.add(x, a.y[i], float64(a.u[i])*arrowTime, float64(a.v[i])*arrowTime, arrowMost*gap)
	}
	p.Over = append(p.Over, render.Line{X: a.lineX, Y: a.lineY, Width: 1.3, Pairs: true, Color: c})
}

// add appends the shaft and the two sides of the head of an arrow from (x, y).
func (a *arrows) add(x, y float32, dx, dy, most float64) {
	size := math.Hypot(dx, dy)
	if !(size > 1e-3) {
		return
	}
	if size > most {
		dx, dy = dx*most/size, dy*most/size
	}
	ex, ey := x+float32(dx), y+float32(dy)
	a.lineX, a.lineY = append(a.lineX, x, ex), append(a.lineY, y, ey)
	for _, turn := range []float64{2.65, -2.65} {
		sin, cos := math.Sincos(turn)
		hx, hy := 0.4*(cos*dx-sin*dy), 0.4*(sin*dx+cos*dy)
		a.lineX, a.lineY = append(a.lineX, ex, ex+float32(hx)), append(a.lineY, ey, ey+float32(hy))
	}
}
