package render

import (
	"image/color"
	"math"
	"math/rand/v2"
)

var plane = Window{-3, 3, -3, 3}

// moon returns a point on one of two half circles, standardised to mean 0 and variance 1, at angle a in [0, π].
func moon(upper bool, a float64) (x, y float64) {
	x, y = math.Cos(a), math.Sin(a)
	if !upper {
		x, y = 1-x, 0.5-y
	}
	return (x - 0.5) / 0.87, (y - 0.25) / 0.5
}

// moonDensity returns the log-density of normal distributions along both moons, on an n×n grid, and its peak.
func moonDensity(n int, width float64) (Grid, float64) {
	const knots = 40
	g, peak := Grid{n, make([]float32, n*n)}, 0.0
	for j := range n {
		for i := range n {
			x := plane.X0 + (float64(i)+0.5)*(plane.X1-plane.X0)/float64(n)
			y := plane.Y0 + (float64(j)+0.5)*(plane.Y1-plane.Y0)/float64(n)
			p := 0.0
			for k := range 2 * knots {
				mx, my := moon(k%2 == 0, math.Pi*float64(k/2)/(knots-1))
				p += math.Exp(-((x-mx)*(x-mx)+(y-my)*(y-my))/(2*width*width)) / (2 * math.Pi * width * width) / (2 * knots)
			}
			g.LogP[j*n+i] = float32(math.Log(p))
			peak = max(peak, p)
		}
	}
	return g, peak
}

// moonPoints returns n noisy points on the moons, mixed with t < 1 of a standard normal.
func moonPoints(r *rand.Rand, n int, t float64) (xs, ys []float32) {
	for range n {
		x, y := moon(r.IntN(2) == 0, math.Pi*r.Float64())
		x, y = x+0.1*r.NormFloat64(), y+0.17*r.NormFloat64()
		xs = append(xs, float32(t*x+(1-t)*r.NormFloat64()))
		ys = append(ys, float32(t*y+(1-t)*r.NormFloat64()))
	}
	return xs, ys
}

// fakeSeries falls from start toward end as training losses do.
func fakeSeries(r *rand.Rand, name string, c color.RGBA, width, start, end, noise float64, steps int) Series {
	s := Series{Name: name, Color: c, Width: width}
	for k := range steps {
		f := math.Exp(-0.9 * math.Log1p(float64(k)/10))
		s.Steps = append(s.Steps, float64(k))
		s.Values = append(s.Values, end+(start-end)*f+noise*r.NormFloat64())
	}
	return s
}

// fakeScene is a scene in the middle of training: particles, points and steps say how much of it there is.
func fakeScene(particles, points, steps int) *Scene {
	r := rand.New(rand.NewPCG(1, 2))
	sharp, peak := moonDensity(48, 0.22)
	soft, _ := moonDensity(48, 0.42)
	s := &Scene{Theme: &Dark, Window: plane, Scale: Scale{Colors: &Viridis, Peak: peak}, Particle: Coral}
	x, y := moonPoints(r, points, 1)
	s.Panels[0] = Panel{Title: "CNF · M = 20 hidden units", Caption: "t = 0.45 · held-out 1.532 nats", Accent: Dark.CNF,
		Density: sharp, DataX: x, DataY: y, ParticleAlpha: 1}
	s.Panels[1] = Panel{Title: "NF · K = 20 layers", Caption: "layer 9 of 20 · held-out 1.874 nats", Accent: Dark.NF,
		Density: soft, DataX: x, DataY: y, ParticleAlpha: 1}
	for i, t := range []float64{0.95, 0.45} {
		s.Panels[i].ParticleX, s.Panels[i].ParticleY = moonPoints(r, particles, t)
	}
	s.Chart = Chart{Floor: 1.48331, FloorLabel: "best possible: 1.483 (entropy of the data)", Series: []Series{
		fakeSeries(r, "NF training", Fade(Dark.NF, 0.45), 1, 4.5, 1.80, 0.05, steps),
		fakeSeries(r, "CNF training", Fade(Dark.CNF, 0.45), 1, 2.9, 1.50, 0.04, steps),
		fakeSeries(r, "NF held-out", Dark.NF, 2.5, 4.5, 1.80, 0.002, steps),
		fakeSeries(r, "CNF held-out", Dark.CNF, 2.5, 2.9, 1.50, 0.002, steps),
	}}
	return s
}
