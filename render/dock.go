package render

import (
	"image"
	"image/color"
)

// A Dock is what stands below the panels.
type Dock int

// The docks.
const (
	LossDock Dock = iota
	StripDock
	UnitsDock
)

// dockNames are the models' names, in the panels' order.
var dockNames = [2]string{"CNF", "NF"}

// A Strip is one model's densities at increasing times.
type Strip struct {
	Frames []StripFrame
}

// A StripFrame is a density and samples of it.
type StripFrame struct {
	Density Grid
	X, Y    []float32 // in the window's coordinates
	Label   string
}

// A Part is a hidden unit or a layer: its line w·z + b = 0 and the direction u in which it pushes, and how hard it does so
// over time.
type Part struct {
	W, U  [2]float64
	B     float64
	Gate  []float64 // at equally spaced times from 0 to 1, at most 1 in size; nil for a layer
	Muted bool
}

// accentOf returns model i's colour: the CNF's is 0, the NF's 1.
func (t *Theme) accentOf(i int) color.RGBA {
	if i == 0 {
		return t.CNF
	}
	return t.NF
}

// Dock draws what stands below the panels on dst, whose Rect is layout.Chart.
func (p *Pen) Dock(dst *image.RGBA, s *Scene) {
	switch s.Dock {
	case StripDock:
		p.strips(dst, s)
	case UnitsDock:
		p.units(dst, s)
	default:
		p.Chart(dst, &s.Chart)
	}
}

// dockRow returns the upper or the lower half of the dock, in line with the panels.
func (l Layout) dockRow(i int) image.Rectangle {
	if l.Chart.Empty() {
		return image.Rectangle{}
	}
	px := func(v float64) int { return int(v*l.Unit + 0.5) }
	half := (l.Chart.Dy() - px(14)) / 2
	top := l.Chart.Min.Y + px(6) + i*(half+px(4))
	return image.Rect(l.Panels[0].Min.X+px(4), top, l.Panels[1].Max.X, top+half)
}
