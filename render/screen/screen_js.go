//go:build js && wasm

package screen

import (
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"flowplayground/render"
)

// How often at most the dock and the panels' headers are drawn anew: text and curves cost milliseconds. A dock that is
// due also waits, for a while, for a frame in which no density is drawn.
const (
	dockEvery   = 150 * time.Millisecond
	dockWaits   = 50 * time.Millisecond
	headerEvery = 80 * time.Millisecond
	cursorEvery = 30 * time.Millisecond // the chart while its cursor moves
)

// rareFrames is the time from frame to frame from which on a frame draws all that has changed.
const rareFrames = 40 * time.Millisecond

// A Screen keeps what it has drawn from one frame to the next. It belongs to the game's goroutine.
type Screen struct {
	dst    *ebiten.Image
	bounds image.Rectangle
	scale  float64
	window render.Window
	theme  *render.Theme

	layout   render.Layout
	pen      *render.Pen
	sheet    image.RGBA // scratch
	backdrop *ebiten.Image
	options  ebiten.DrawImageOptions
	panels   [2]panelView
	frames   int
	due      []int     // panels to be drawn in this frame
	last     time.Time // when the last frame was drawn

	strokes  strokes
	tags     map[tag]*ebiten.Image
	dock     render.Dock
	dockOf   dockOf
	dockTime time.Time // when it was drawn; zero: not yet
	bar      render.Scale
}

// dockOf is what the dock's picture depends on.
type dockOf struct {
	version int
	scale   render.Scale
	time    float64
	cursor  float64
}

// New returns a screen; it draws its first picture whole.
func New() *Screen { return &Screen{} }

// Draw draws the scene over all of dst, of which scale pixels make one CSS pixel. In a steady state it allocates nothing.
func (s *Screen) Draw(dst *ebiten.Image, scene *render.Scene, scale float64) {
	if dst != s.dst || dst.Bounds() != s.bounds || scale != s.scale || scene.Window != s.window || scene.Theme != s.theme {
		s.resize(dst, scene, scale)
	}
	now := time.Now()
	rare := now.Sub(s.last) > rareFrames
	s.last = now
	s.drawHeaders(scene, now)
	due := s.changed(scene, rare)
	s.drawDock(scene, now, len(due) > 0)
	s.drawBar(scene.Scale)
	// All pixels before the first drawing: Ebiten flushes where they come after.
	s.paintPoints(scene)
	for _, i := range due {
		s.paint(i, scene)
	}
	for _, i := range due {
		s.compose(i)
	}

	s.options.GeoM.Reset()
	s.options.Filter, s.options.Blend = ebiten.FilterNearest, ebiten.BlendCopy
	dst.DrawImage(s.backdrop, &s.options)
	for i := range s.panels {
		s.drawLayers(&s.panels[i], s.layout.Panels[i], scene, &scene.Panels[i])
	}
}

// drawLayers draws what may change at every frame.
func (s *Screen) drawLayers(v *panelView, panel image.Rectangle, scene *render.Scene, p *render.Panel) {
	unit, win := s.layout.Unit, scene.Window
	s.strokes.lines(v.target, panel, win, unit, p.Under)
	v.particles.draw(v.target, panel, win, p, scene.Particle)
	s.strokes.lines(v.target, panel, win, unit, p.Over)
	s.strokes.marks(v.target, panel, win, unit, p.Marks)
	s.labels(v.target, panel, win, p.Labels)
	s.readout(v, panel, p.Readout)
}

// resize begins anew with a canvas of another size, another window of the plane, or in other colours.
func (s *Screen) resize(dst *ebiten.Image, scene *render.Scene, scale float64) {
	s.dst, s.bounds, s.scale, s.window, s.theme = dst, dst.Bounds(), scale, scene.Window, scene.Theme
	s.layout = render.NewLayout(s.bounds.Dx(), s.bounds.Dy(), scale)
	s.pen = render.NewPen(s.layout, s.theme)
	if s.backdrop != nil {
		s.backdrop.Deallocate()
	}
	s.backdrop = ebiten.NewImageWithOptions(s.bounds, &ebiten.NewImageOptions{Unmanaged: true})
	s.backdrop.Fill(s.theme.Background)
	s.dockTime, s.bar, s.tags = time.Time{}, render.Scale{}, map[tag]*ebiten.Image{}
	for i := range s.panels {
		s.panels[i].particles.grow = s.theme.Grow
		s.panels[i].reset(s.part(s.layout.Panels[i]), dst.SubImage(s.layout.Panels[i]).(*ebiten.Image))
		s.put(s.layout.Frames[i], func(sheet *image.RGBA) { s.pen.Frame(sheet, i, scene.Window) })
	}
}

// part returns the part r of the backdrop.
func (s *Screen) part(r image.Rectangle) *ebiten.Image {
	return s.backdrop.SubImage(r).(*ebiten.Image)
}

// put replaces the part r of the backdrop by what draw draws.
func (s *Screen) put(r image.Rectangle, draw func(sheet *image.RGBA)) {
	if r.Empty() {
		return
	}
	sheet := s.blank(r)
	draw(sheet)
	s.part(r).WritePixels(sheet.Pix)
}

// blank returns the scratch image, transparent and with the bounds r.
func (s *Screen) blank(r image.Rectangle) *image.RGBA {
	n := 4 * r.Dx() * r.Dy()
	if n > cap(s.sheet.Pix) {
		s.sheet.Pix = make([]byte, n)
	}
	s.sheet.Pix, s.sheet.Stride, s.sheet.Rect = s.sheet.Pix[:n], 4*r.Dx(), r
	clear(s.sheet.Pix)
	return &s.sheet
}

func (s *Screen) drawHeaders(scene *render.Scene, now time.Time) {
	for i := range s.panels {
		v, p := &s.panels[i], &scene.Panels[i]
		if (p.Title == v.title && p.Caption == v.caption) || now.Sub(v.headerTime) < headerEvery {
			continue
		}
		v.title, v.caption, v.headerTime = p.Title, p.Caption, now
		s.put(s.layout.Headers[i], func(sheet *image.RGBA) { s.pen.Header(sheet, i, p) })
	}
}

// drawDock draws what stands below the panels, if it has changed.
func (s *Screen) drawDock(scene *render.Scene, now time.Time, busy bool) {
	of := dockOf{version: scene.Chart.Version, cursor: scene.Chart.Cursor}
	switch scene.Dock {
	case render.StripDock:
		of = dockOf{version: scene.DockVersion, scale: scene.Scale}
	case render.UnitsDock:
		of = dockOf{version: scene.DockVersion, time: scene.Time}
	}
	wait := dockEvery
	if busy {
		wait += dockWaits
	}
	if of.cursor != s.dockOf.cursor {
		wait = cursorEvery
	}
	if !s.dockTime.IsZero() && s.dock == scene.Dock && (of == s.dockOf || now.Sub(s.dockTime) < wait) {
		return
	}
	s.dock, s.dockOf, s.dockTime = scene.Dock, of, now
	s.put(s.layout.Chart, func(sheet *image.RGBA) { s.pen.Dock(sheet, scene) })
}

func (s *Screen) drawBar(scale render.Scale) {
	if scale == s.bar {
		return
	}
	s.bar = scale
	s.put(s.layout.Bar, func(sheet *image.RGBA) { s.pen.Bar(sheet, scale) })
}
