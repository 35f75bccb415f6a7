//go:build js && wasm

package screen

import (
	"image"
	"image/color"
	"slices"

	"github.com/hajimehoshi/ebiten/v2"

	"flowplayground/render"
)

// mostTags bounds the labels that are kept drawn.
const mostTags = 64

// A tag identifies a label by its looks.
type tag struct {
	text  string
	color color.RGBA
}

// labels draws short texts on target. What has been drawn once is kept.
func (s *Screen) labels(target *ebiten.Image, panel image.Rectangle, win render.Window, labels []render.Label) {
	for i := range labels {
		l := &labels[i]
		x, y := win.Pixel(panel, float64(l.X), float64(l.Y))
		if x-x+y-y != 0 {
			continue
		}
		img := s.tag(l)
		size := img.Bounds().Size()
		var o ebiten.DrawImageOptions
		o.GeoM.Translate(x-float64(size.X)/2, y-float64(size.Y)/2)
		target.DrawImage(img, &o)
	}
}

// tag returns a label's picture.
func (s *Screen) tag(l *render.Label) *ebiten.Image {
	k := tag{l.Text, l.Color}
	if img := s.tags[k]; img != nil {
		return img
	}
	if len(s.tags) >= mostTags {
		for k, img := range s.tags {
			img.Deallocate()
			delete(s.tags, k)
		}
	}
	sheet := image.NewRGBA(image.Rectangle{Max: s.pen.TagSize(l)})
	s.pen.Tag(sheet, l)
	img := ebiten.NewImage(sheet.Rect.Dx(), sheet.Rect.Dy())
	img.WritePixels(sheet.Pix)
	s.tags[k] = img
	return img
}

// readout draws the panel's lines of text in its lower corner.
func (s *Screen) readout(v *panelView, panel image.Rectangle, lines []string) {
	if len(lines) == 0 || panel.Empty() {
		return
	}
	high := min(s.pen.ReadoutHeight(len(lines)), panel.Dy())
	if v.text == nil || v.text.Bounds().Dy() != high {
		if v.text != nil {
			v.text.Deallocate()
		}
		v.text, v.lines = ebiten.NewImage(panel.Dx(), high), nil
	}
	if !slices.Equal(v.lines, lines) {
		v.lines = slices.Clone(lines)
		sheet := s.blank(image.Rect(0, 0, panel.Dx(), high))
		s.pen.Readout(sheet, lines)
		v.text.WritePixels(sheet.Pix)
	}
	var o ebiten.DrawImageOptions
	o.GeoM.Translate(float64(panel.Min.X), float64(panel.Max.Y-high))
	v.target.DrawImage(v.text, &o)
}
