package render

import (
	"image"
	"math"
)

const (
	frameGap   = 6   // design pixels between two frames
	frameDot   = 0.9 // design pixels, radius of a sample
	frameBelow = 15  // design pixels for a frame's label
)

// StripFrames returns where n frames of model i's strip stand: square, in a row.
func (l Layout) StripFrames(i, n int) []image.Rectangle {
	row := l.dockRow(i)
	if row.Empty() || n == 0 {
		return nil
	}
	gap, below := int(frameGap*l.Unit), int(frameBelow*l.Unit)
	side := min(row.Dy()-below, (row.Dx()-(n-1)*gap)/n)
	if side < int(16*l.Unit) {
		return nil
	}
	frames := make([]image.Rectangle, n)
	for k := range frames {
		x := row.Min.X + k*(row.Dx()-side)/max(n-1, 1)
		frames[k] = image.Rect(x, row.Min.Y, x+side, row.Min.Y+side)
	}
	return frames
}

// strips draws both models' film strips on dst, whose Rect is layout.Chart.
func (p *Pen) strips(dst *image.RGBA, scene *Scene) {
	p.on(dst)
	p.clear()
	for i := range scene.Strips {
		strip := scene.Strips[i].Frames
		frames := p.layout.StripFrames(i, len(strip))
		p.dockTitle(i)
		for k, r := range frames {
			p.stripFrame(dst.SubImage(r).(*image.RGBA), &strip[k], scene)
			p.on(dst)
			p.border(r, p.theme.Hairline)
			x := float64(r.Min.X+r.Max.X) / 2
			p.text(strip[k].Label, x, float64(r.Max.Y)+p.px(12), center, compactLabelStyle, p.theme.Muted)
		}
	}
}

// dockTitle writes model i's name left of its row.
func (p *Pen) dockTitle(i int) {
	row := p.layout.dockRow(i)
	y := float64(row.Min.Y+row.Max.Y) / 2
	p.text(dockNames[i], float64(p.layout.Chart.Min.X), p.middle(y, p.titleStyle()), left, p.valueStyle(), p.theme.accentOf(i))
}

func (p *Pen) stripFrame(dst *image.RGBA, f *StripFrame, scene *Scene) {
	PaintDensity(dst, f.Density, scene.Scale)
	radius := math.Max(p.px(frameDot), 0.6)
	for k, x := range f.X {
		px, py := scene.Window.Pixel(dst.Rect, float64(x), float64(f.Y[k]))
		PaintDisc(dst, px, py, radius, scene.Particle)
	}
}
