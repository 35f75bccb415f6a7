package stage

import (
	"fmt"
	"image/color"
	"math"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// way is a looked-at point's, as lines.
type way struct {
	x, y, exactX, exactY []float32
}

const (
	beadsWithin  = 64    // more beads would be a thick line
	worthSaying  = 0.005 // nats that a solver's log-density is off
	hopeless     = 1e4   // nats
	beadRadius   = 2.6
	pointRadius  = 5.5
	originRadius = 4.5
)

// drawWay adds a point's way from noise to data: exactly as a line, and the
// solver's own steps, or the layers, as beads on it. A generative flow computes its
// layers from noise to data, so that their log-determinants are taken off.
func (s *Stage) drawWay(p *render.Panel, k flow.Kind, generative bool, probe web.Probe, w *way, ink inks) {
	w.x, w.y = singles(w.x[:0], probe.Own.X), singles(w.y[:0], probe.Own.Y)
	w.exactX, w.exactY = singles(w.exactX[:0], probe.Exact.X), singles(w.exactY[:0], probe.Exact.Y)
	accent := gold
	p.Over = append(p.Over,
		render.Line{X: w.exactX, Y: w.exactY, Width: 4, Color: ink.halo},
		render.Line{X: w.exactX, Y: w.exactY, Width: 1.8, Color: ink.main},
		render.Line{X: w.x, Y: w.y, Width: 1.4, Color: accent},
	)
	last := len(w.x) - 1
	if last < 0 {
		return
	}
	if last <= beadsWithin {
		for i := range w.x {
			p.Marks = append(p.Marks, bead(w.x[i], w.y[i], beadRadius+1, ink.halo), bead(w.x[i], w.y[i], beadRadius, accent))
		}
	}
	p.Marks = append(p.Marks,
		bead(w.x[last], w.y[last], originRadius+1.2, black), bead(w.x[last], w.y[last], originRadius, s.accent(k)),
		bead(w.x[0], w.y[0], pointRadius+1.2, black), bead(w.x[0], w.y[0], pointRadius, white),
	)
	p.Readout = readout(k, generative, probe)
}

func singles(dst []float32, v []float64) []float32 {
	for _, x := range v {
		dst = append(dst, float32(x))
	}
	return dst
}

// readout tells a point's way as a sum that adds up.
func readout(k flow.Kind, generative bool, probe web.Probe) []string {
	own := probe.Own
	last := len(own.X) - 1
	if probe.Trouble != "" {
		return []string{"no way back: the solver gave up", minus(fmt.Sprintf("exactly, log p(x) = %.3f nats", probe.Exact.LogP()))}
	}
	if total := own.LogP(); !(math.Abs(total) < hopeless) {
		return []string{"no way back: the point flies off, and log p(x) is beyond all bounds"}
	}
	sum := "− ∫ trace dt"
	switch {
	case k == flow.Discrete && generative:
		sum = "− Σ log |det|"
	case k == flow.Discrete:
		sum = "+ Σ log |det|"
	}
	base, change, total := own.Rounded()
	lines := []string{
		fmt.Sprintf("x (%.2f, %.2f) comes from z0 (%.2f, %.2f)", own.X[0], own.Y[0], own.X[last], own.Y[last]),
		fmt.Sprintf("log p(x) = log p(z0) %s = %.3f %s = %.3f nats", sum, base, signed(change), total),
	}
	if exact := probe.Exact.LogP(); math.Abs(exact-own.LogP()) > worthSaying {
		lines = append(lines, fmt.Sprintf("the solver's %d steps err: exactly it is %.3f", last, exact))
	}
	for i := range lines {
		lines[i] = minus(lines[i])
	}
	return lines
}

func bead(x, y float32, radius float64, c color.RGBA) render.Mark {
	return render.Mark{X: x, Y: y, Radius: radius, Color: c}
}
