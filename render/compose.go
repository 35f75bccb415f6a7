package render

import (
	"image"
	"image/draw"
)

// Compose draws a scene whole on a new canvas of w×h pixels, of which scale make one CSS pixel, as package screen does on the
// graphics card: for pictures to keep, of any size.
func Compose(s *Scene, w, h int, scale float64) *image.RGBA {
	l := NewLayout(w, h, scale)
	p := NewPen(l, s.Theme)
	canvas := image.NewRGBA(l.Canvas)
	draw.Draw(canvas, l.Canvas, image.NewUniform(s.Theme.Background), image.Point{}, draw.Src)
	part := func(r image.Rectangle) *image.RGBA { return canvas.SubImage(r).(*image.RGBA) }
	for i := range s.Panels {
		p.Frame(part(l.Frames[i]), i, s.Window)
		p.Header(part(l.Headers[i]), i, &s.Panels[i])
		p.composePanel(part(l.Panels[i]), s, i)
	}
	p.Bar(part(l.Bar), s.Scale)
	p.Dock(part(l.Chart), s)
	return canvas
}

// composePanel draws what panel i shows on dst, whose Rect is the panel.
func (p *Pen) composePanel(dst *image.RGBA, s *Scene, i int) {
	panel := &s.Panels[i]
	if panel.Density.N == 0 {
		p.Busy(dst, panel.Busy)
		return
	}
	if panel.Blank {
		p.on(dst)
		p.fill(dst.Rect, p.theme.Surface)
	} else {
		PaintDensity(dst, panel.Density, s.Scale)
	}
	PaintPoints(dst, s.Window, panel.DataX, panel.DataY, s.Theme.Grow)
	p.lines(dst, s.Window, panel.Under)
	radius := s.Theme.Grow * ParticleRadius(dst.Rect.Dx(), len(panel.ParticleX))
	for k, x := range panel.ParticleX {
		px, py := s.Window.Pixel(dst.Rect, float64(x), float64(panel.ParticleY[k]))
		PaintDisc(dst, px, py, radius, Fade(s.Particle, panel.ParticleAlpha))
	}
	p.lines(dst, s.Window, panel.Over)
	for _, m := range panel.Marks {
		px, py := s.Window.Pixel(dst.Rect, float64(m.X), float64(m.Y))
		PaintDisc(dst, px, py, p.px(m.Radius), m.Color)
	}
	for k := range panel.Labels {
		l := &panel.Labels[k]
		px, py := s.Window.Pixel(dst.Rect, float64(l.X), float64(l.Y))
		at := image.Pt(int(px), int(py)).Sub(p.TagSize(l).Div(2))
		p.Tag(dst.SubImage(image.Rectangle{at, at.Add(p.TagSize(l))}).(*image.RGBA), l)
	}
	if n := len(panel.Readout); n > 0 {
		r := dst.Rect
		r.Min.Y = max(r.Max.Y-p.ReadoutHeight(n), r.Min.Y)
		p.Readout(dst.SubImage(r).(*image.RGBA), panel.Readout)
	}
}

func (p *Pen) lines(dst *image.RGBA, win Window, lines []Line) {
	for i := range lines {
		PaintLine(dst, win, &lines[i], p.layout.Unit)
	}
}
