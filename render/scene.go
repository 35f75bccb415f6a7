package render

import "image/color"

// A Window is the region [X0, X1] × [Y0, Y1] of the plane that a panel shows.
type Window struct{ X0, X1, Y0, Y1 float64 }

// A Grid holds log-densities (nats) at the cell centres of an N×N grid over a window, row 0 at the bottom, x fastest.
// The zero Grid is no density at all.
type Grid struct {
	N    int
	LogP []float32
}

// A Panel is what one of the two square pictures shows. Whoever changes the density or the data also changes its version,
// to any other number; particles may move at every frame.
type Panel struct {
	Title, Caption string // one line each; the caption's parts are separated by " · " and may wrap there
	Accent         color.RGBA
	Density        Grid
	Blank          bool // the density is not shown, though there is one
	DensityVersion int
	DataX, DataY   []float32 // in the window's coordinates
	DataVersion    int
	ParticleX      []float32 // in the window's coordinates, as long as ParticleY
	ParticleY      []float32
	ParticleAlpha  float64 // 0 hides the particles, 1 shows them in full
	Busy           string  // shown centred while there is no density
	// What is drawn over the density and below the particles, and what over
	// them; it may change at every frame.
	Under, Over []Line
	Marks       []Mark
	Labels      []Label
	Readout     []string // lines in the panel's lower corner; text changes rarely
}

// A Series is one curve of the chart: Values (nats) against Steps, which increase. A NaN interrupts the curve.
type Series struct {
	Name          string // an empty name keeps the series out of the legend
	Label         string // stands at the curve's end
	Color         color.RGBA
	Width         float64 // of the line, in design pixels
	Steps, Values []float64
}

// A Chart shows losses against the training step. Series are drawn in order, the last one on top. Floor (nats) is the best
// value possible; NaN leaves its line away. With a Gap the chart shows how far losses are from the floor, on a logarithmic
// axis. The values at the step Cursor are read in the legend; 0 reads the latest. Whoever changes anything else changes
// Version.
type Chart struct {
	Series     []Series
	Floor      float64
	FloorLabel string
	Gap        bool
	Cursor     float64
	Version    int
}

// A Scene is everything on the canvas. Both panels share the window and the colour scale.
type Scene struct {
	Theme  *Theme
	Window Window
	Scale  Scale
	// Particle is the colour of particles, see-through, which must stand out on
	// the scale's.
	Particle color.RGBA
	Panels   [2]Panel
	Dock     Dock
	Chart    Chart
	// Strips and Units are what the other docks show of the models, in the
	// panels' order. Whoever changes them changes DockVersion too.
	Strips      [2]Strip
	Units       [2][]Part
	Time        float64 // t, for the units' gates
	DockVersion int
}
