//go:build js && wasm

package screen

import (
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"flowplayground/render"
)

// densitySize is the side in pixels of the texture that a density is painted on, unless the panel itself is smaller. The
// graphics card scales it up: log-densities come on 256² cells at most, so more pixels would show nothing new.
const densitySize = 256

// A panelView is what the screen has drawn of one panel.
type panelView struct {
	region *ebiten.Image // of the backdrop
	target *ebiten.Image // of the canvas

	title, caption string
	headerTime     time.Time

	shown       content
	drawn       bool
	density     *ebiten.Image
	points      *ebiten.Image
	pointsDrawn bool
	dataVersion int
	particles   particles
	text        *ebiten.Image // the readout
	lines       []string      // that it shows
}

// content is what a panel's still picture depends on.
type content struct {
	densityVersion, dataVersion int
	scale                       render.Scale
	blank, empty                bool
	busy                        string // while empty
}

func contentOf(scene *render.Scene, i int) content {
	p := &scene.Panels[i]
	c := content{densityVersion: p.DensityVersion, dataVersion: p.DataVersion, scale: scene.Scale, blank: p.Blank, empty: p.Density.N == 0}
	if c.empty {
		c.busy = p.Busy
	}
	return c
}

// reset forgets what was drawn; region and target are the panel on the backdrop and on the canvas.
func (v *panelView) reset(region, target *ebiten.Image) {
	for _, img := range []*ebiten.Image{v.density, v.points, v.text} {
		if img != nil {
			img.Deallocate()
		}
	}
	*v = panelView{region: region, target: target, particles: v.particles}
	side := region.Bounds().Dx()
	if side == 0 {
		return
	}
	v.density = ebiten.NewImage(min(side, densitySize), min(side, densitySize))
	v.points = ebiten.NewImage(side, side)
}

// changed returns the panels whose density, data or colour scale has changed and shall be drawn now: one of them a frame,
// in turn, so that no frame has to wait for both, unless frames are rare.
func (s *Screen) changed(scene *render.Scene, rare bool) []int {
	s.frames++
	s.due = s.due[:0]
	for k := range s.panels {
		i := (s.frames + k) % len(s.panels)
		v, c := &s.panels[i], contentOf(scene, i)
		if v.density == nil || (v.drawn && v.shown == c) {
			continue
		}
		v.drawn, v.shown = true, c
		if c.empty {
			s.put(s.layout.Panels[i], func(sheet *image.RGBA) { s.pen.Busy(sheet, c.busy) })
			continue
		}
		if s.due = append(s.due, i); !rare {
			break
		}
	}
	return s.due
}

// paint brings the density of panel i up to date.
func (s *Screen) paint(i int, scene *render.Scene) {
	v := &s.panels[i]
	if scene.Panels[i].Blank {
		v.density.Fill(s.theme.Surface)
		return
	}
	sheet := s.blank(v.density.Bounds())
	render.PaintDensity(sheet, scene.Panels[i].Density, scene.Scale)
	v.density.WritePixels(sheet.Pix)
}

// compose draws the still picture of panel i from its textures. The sharp copy beneath keeps the rim opaque, where the
// linear filter fades out.
func (s *Screen) compose(i int) {
	v := &s.panels[i]
	panel := s.layout.Panels[i]
	grow := float64(panel.Dx()) / float64(v.density.Bounds().Dx())
	s.options.GeoM.Reset()
	s.options.GeoM.Scale(grow, grow)
	s.options.GeoM.Translate(float64(panel.Min.X), float64(panel.Min.Y))
	s.options.DisableMipmaps = true
	s.options.Blend = ebiten.BlendSourceOver
	for _, s.options.Filter = range []ebiten.Filter{ebiten.FilterNearest, ebiten.FilterLinear} {
		v.region.DrawImage(v.density, &s.options)
	}
	s.options.GeoM.Reset()
	s.options.GeoM.Translate(float64(panel.Min.X), float64(panel.Min.Y))
	s.options.Filter = ebiten.FilterNearest
	v.region.DrawImage(v.points, &s.options)
}

// paintPoints paints the layers of data points that are out of date, once where both panels show the same. It doesn't wait
// for a density, so that at the start it is done when the first pictures come.
func (s *Screen) paintPoints(scene *render.Scene) {
	var sheet *image.RGBA
	var painted []float32
	for i := range s.panels {
		v, p := &s.panels[i], &scene.Panels[i]
		if v.points == nil || (v.pointsDrawn && p.DataVersion == v.dataVersion) {
			continue
		}
		v.pointsDrawn, v.dataVersion = true, p.DataVersion
		if sheet == nil || !same(p.DataX, painted) || sheet.Rect != v.points.Bounds() {
			sheet, painted = s.blank(v.points.Bounds()), p.DataX
			render.PaintPoints(sheet, scene.Window, p.DataX, p.DataY, scene.Theme.Grow)
		}
		v.points.WritePixels(sheet.Pix)
	}
}

// same reports whether two slices are the same memory.
func same(a, b []float32) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
