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
	p.Bar(part(l.Bar), &Viridis, s.Peak)
	p.Chart(part(l.Chart), &s.Chart)
	return canvas
}

// composePanel draws what panel i shows on dst, whose Rect is the panel.
func (p *Pen) composePanel(dst *image.RGBA, s *Scene, i int) {
	panel := &s.Panels[i]
	if panel.Density.N == 0 {
		p.Busy(dst, panel.Busy)
		return
	}
	PaintDensity(dst, panel.Density, &Viridis, s.Peak)
	PaintPoints(dst, s.Window, panel.DataX, panel.DataY)
	radius := ParticleRadius(dst.Rect.Dx(), len(panel.ParticleX))
	for k, x := range panel.ParticleX {
		px, py := s.Window.Pixel(dst.Rect, float64(x), float64(panel.ParticleY[k]))
		PaintDisc(dst, px, py, radius, Fade(ParticleColor, panel.ParticleAlpha))
	}
}
