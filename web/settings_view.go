package web

import (
	"strconv"
	"strings"
)

// View is what of the settings concerns only the picture: changing it restarts
// no model.
type View struct {
	// The layers of both pictures.
	Density, Contours, Dots, Particles, Tails, Arrows, Lattice bool

	Morph  bool   // the density moves along with the particles
	Colors string // of the density: "viridis", "cividis", "magma" or "greys"
	Log    bool   // the density's colours are on a logarithmic scale
	Back   bool   // data travel to noise, not noise to data
	Pace   string // of the travel: 1 is the usual
	Dock   string // what stands below the pictures: "loss", "strip" or "units"
	At     string // the point looked at, "x,y", or "" for none
	Mute   string // units and layers taken out of the picture, such as "c3.n7"

	Gap    bool    // the chart shows the distance to the best possible loss, on a logarithmic scale
	Smooth float64 // of the chart's training losses, 0 for none to 0.99
	Slow   bool    // training goes in slow motion, each step told in captions
}

func newViewFields() []Field {
	return []Field{
		{Name: "density", Label: "Density", Key: "d", Help: "The model's density in colours.",
			Kind: Toggle, Default: "true", in: func(s *Settings) any { return &s.Density }},
		{Name: "contours", Label: "Contours", Key: "c", Help: "Lines around 50, 80 and 95 % of the model's mass, where it is densest.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Contours }},
		{Name: "dots", Label: "Data points", Key: "p", Help: "Points of the data that the models learn.",
			Kind: Toggle, Default: "true", in: func(s *Settings) any { return &s.Dots }},
		{Name: "particles", Label: "Particles", Key: "a", Help: "Particles that the models move.",
			Kind: Toggle, Default: "true", in: func(s *Settings) any { return &s.Particles }},
		{Name: "tails", Label: "Tails", Key: "t", Help: "Where a few of the particles have been.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Tails }},
		{Name: "arrows", Label: "Field", Key: "f", Help: "The vector field of the CNF at time t, and the move of the NF's layer at that time.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Arrows }},
		{Name: "lattice", Label: "Warped grid", Key: "g", Help: "A square grid that the flow has bent by time t.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Lattice }},
		{Name: "back", Label: "Data → noise", Key: "b", Help: "Data travel back to noise, as in training, instead of noise to data.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Back }},
		{Name: "morph", Label: "Density moves", Key: "m", Help: "The density is that of the particles on their way, not of the data at its end.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Morph }},
		{Name: "log", Label: "Log scale", Key: "l", Help: "Colours by the logarithm of the density: its thin parts show too.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Log }},
		{Name: "colors", Label: "Colours", Help: "Of the density. All but the greys are as bright as the density is high, for every kind of eyes.",
			Kind: Option, Choices: []Choice{
				{Value: "viridis", Label: "Viridis"}, {Value: "cividis", Label: "Cividis"},
				{Value: "magma", Label: "Magma"}, {Value: "greys", Label: "Greys"},
			},
			Default: "viridis", in: func(s *Settings) any { return &s.Colors }},
		{Name: "pace", Label: "Pace", Help: "How fast the particles travel.",
			Kind: Option, Choices: []Choice{
				{Value: "0.25", Label: "¼ ×"}, {Value: "0.5", Label: "½ ×"}, {Value: "1", Label: "1 ×"},
				{Value: "2", Label: "2 ×"}, {Value: "4", Label: "4 ×"},
			},
			Default: "1", in: func(s *Settings) any { return &s.Pace }},
		{Name: "dock", Label: "Below the pictures", Help: "The losses, the film strip of figure 5 of the paper, or what the models are made of.",
			Kind: Option, Choices: []Choice{
				{Value: "loss", Label: "Loss", Key: "1"}, {Value: "strip", Label: "Film strip", Key: "2"}, {Value: "units", Label: "Units", Key: "3"},
			},
			Default: "loss", in: func(s *Settings) any { return &s.Dock }},
		{Name: "gap", Label: "Distance to the best", Help: "The chart shows how far the losses are from the best possible, on a logarithmic scale.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Gap }},
		{Name: "smooth", Label: "Smoothing", Help: "Of the training losses in the chart: the weight of what was before.",
			Kind: Real, Min: 0, Max: 0.99, Step: 0.01, Default: "0.9", in: func(s *Settings) any { return &s.Smooth }},
		{Name: "slow", Label: "Slow motion", Key: "s", Help: "Shows one training step after the other, told in captions.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Slow }},
		{Name: "at", Label: "Look at a point x, y", Help: "Where the point comes from, and how its density adds up. Pointing at the pictures does the same, and a click keeps the point.",
			Kind: Text, Form: "a point x,y of the plane, such as 0.5,-1, or nothing", check: checkPoint,
			in: func(s *Settings) any { return &s.At }},
		{Name: "mute", Label: "Muted", Help: "Units and layers that are left out of the picture.",
			Kind: Text, Hidden: true, Form: "a list of units and layers, such as c3.n7, or nothing", check: checkMute,
			in: func(s *Settings) any { return &s.Mute }},
	}
}

// checkPoint reads "x,y" and writes it with three decimals at most.
func checkPoint(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	p, ok := parsePoint(text)
	if !ok {
		return "", false
	}
	return formatPoint(p), true
}

// parsePoint reads "x,y", two numbers within twice the window.
func parsePoint(text string) (p [2]float64, ok bool) {
	a, b, found := strings.Cut(text, ",")
	for i, part := range []string{a, b} {
		v, err := strconv.ParseFloat(part, 64)
		if !found || err != nil || !(v >= -2*Extent && v <= 2*Extent) {
			return p, false
		}
		p[i] = v
	}
	return p, true
}

// formatPoint is the inverse of parsePoint, to a thousandth.
func formatPoint(p [2]float64) string {
	number := func(v float64) string {
		text := strings.TrimRight(strconv.FormatFloat(v, 'f', 3, 64), "0")
		if text = strings.TrimSuffix(text, "."); text == "-0" {
			return "0"
		}
		return text
	}
	return number(p[0]) + "," + number(p[1])
}

// PointText writes a point of the plane as the setting "at" has it.
func PointText(x, y float64) string { return formatPoint([2]float64{x, y}) }

// PaceFactor returns the pace of the travel as a number.
func (v View) PaceFactor() float64 { return decimal(v.Pace) }
