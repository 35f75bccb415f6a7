//go:build js && wasm

package screen

import (
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"flowplayground/render"
)

// segments is as many lines of four corners as 16-bit indices can tell apart.
const segments = math.MaxUint16 / 4

// strokes draws lines as one batch of quads per width: each quad carries a piece of a sprite whose upper and lower edges
// are soft.
type strokes struct {
	sprites  map[float64]*ebiten.Image // by width in pixels
	disc     *ebiten.Image
	vertices []ebiten.Vertex
	indices  []uint16
	width    float64 // of what is batched
}

// discRadius is that of the sprite for marks, which are drawn smaller.
const discRadius = 32

var quad = [6]uint16{0, 1, 2, 1, 2, 3}

// lines draws lines on target, the panel's part of the canvas; unit is a design pixel.
func (s *strokes) lines(target *ebiten.Image, panel image.Rectangle, win render.Window, unit float64, lines []render.Line) {
	ox, oy := win.Pixel(panel, 0, 0)
	ux, uy := win.Pixel(panel, 1, 1)
	ux, uy = ux-ox, uy-oy
	for i := range lines {
		l := &lines[i]
		if w := l.Width * unit; w != s.width {
			s.flush(target)
			s.width = w
		}
		tint := scaleOf(l.Color)
		l.Segments(func(ax, ay, bx, by float32, alpha float64) {
			x0, y0 := float32(ox+float64(ax)*ux), float32(oy+float64(ay)*uy)
			x1, y1 := float32(ox+float64(bx)*ux), float32(oy+float64(by)*uy)
			s.segment(panel, x0, y0, x1, y1, tint, float32(alpha))
			if len(s.vertices) >= 4*segments {
				s.flush(target)
			}
		})
	}
	s.flush(target)
}

// A tint is a premultiplied colour.
type tint [4]float32

func scaleOf(c color.RGBA) tint {
	return tint{float32(c.R) / 255, float32(c.G) / 255, float32(c.B) / 255, float32(c.A) / 255}
}

// segment adds a line from (x0, y0) to (x1, y1), in pixels, unless it is beyond the panel.
func (s *strokes) segment(panel image.Rectangle, x0, y0, x1, y1 float32, c tint, alpha float32) {
	if max(x0, x1) < float32(panel.Min.X) || min(x0, x1) > float32(panel.Max.X) ||
		max(y0, y1) < float32(panel.Min.Y) || min(y0, y1) > float32(panel.Max.Y) {
		return
	}
	dx, dy := x1-x0, y1-y0
	length := float32(math.Hypot(float64(dx), float64(dy)))
	if !(length > 0) || length > 1e5 {
		return
	}
	half := float32(s.width/2) + 1
	nx, ny := -dy/length*half, dx/length*half
	base := uint16(len(s.vertices))
	for _, p := range [4][4]float32{{x0 + nx, y0 + ny, 1, 0}, {x0 - nx, y0 - ny, 1, 2 * half}, {x1 + nx, y1 + ny, 2, 0}, {x1 - nx, y1 - ny, 2, 2 * half}} {
		s.vertices = append(s.vertices, ebiten.Vertex{
			DstX: p[0], DstY: p[1], SrcX: p[2], SrcY: p[3],
			ColorR: c[0] * alpha, ColorG: c[1] * alpha, ColorB: c[2] * alpha, ColorA: c[3] * alpha,
		})
	}
	for _, i := range quad {
		s.indices = append(s.indices, base+i)
	}
}

// flush draws what is batched.
func (s *strokes) flush(target *ebiten.Image) {
	if len(s.indices) > 0 {
		target.DrawTriangles(s.vertices, s.indices, s.sprite(s.width), &triangleOptions)
	}
	s.vertices, s.indices = s.vertices[:0], s.indices[:0]
}

// sprite returns a piece of a horizontal line of the width, with a pixel above and below for its soft edges.
func (s *strokes) sprite(width float64) *ebiten.Image {
	if img := s.sprites[width]; img != nil {
		return img
	}
	high := int(math.Ceil(width)) + 2
	sheet := image.NewRGBA(image.Rect(0, 0, 3, high))
	middle := width/2 + 1
	for y := range high {
		cover := min(max(width/2+0.5-math.Abs(float64(y)+0.5-middle), 0), 1)
		for x := range 3 {
			v := uint8(255*cover + 0.5)
			sheet.SetRGBA(x, y, color.RGBA{v, v, v, v})
		}
	}
	img := ebiten.NewImageWithOptions(sheet.Rect, &ebiten.NewImageOptions{Unmanaged: true})
	img.WritePixels(sheet.Pix)
	if s.sprites == nil {
		s.sprites = map[float64]*ebiten.Image{}
	}
	s.sprites[width] = img
	return img
}

// marks draws discs on target.
func (s *strokes) marks(target *ebiten.Image, panel image.Rectangle, win render.Window, unit float64, marks []render.Mark) {
	if len(marks) == 0 {
		return
	}
	if s.disc == nil {
		side := 2*discRadius + 4
		sheet := image.NewRGBA(image.Rect(0, 0, side, side))
		render.PaintDisc(sheet, float64(side)/2, float64(side)/2, discRadius, color.RGBA{0xff, 0xff, 0xff, 0xff})
		s.disc = ebiten.NewImage(side, side)
		s.disc.WritePixels(sheet.Pix)
	}
	side := float32(s.disc.Bounds().Dx())
	for _, m := range marks {
		px, py := win.Pixel(panel, float64(m.X), float64(m.Y))
		if px-px+py-py != 0 {
			continue
		}
		x, y, half, c := float32(px), float32(py), float32(m.Radius*unit/discRadius)*side/2, scaleOf(m.Color)
		base := uint16(len(s.vertices))
		for _, corner := range [4][2]float32{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			s.vertices = append(s.vertices, ebiten.Vertex{
				DstX: x + (2*corner[0]-1)*half, DstY: y + (2*corner[1]-1)*half, SrcX: corner[0] * side, SrcY: corner[1] * side,
				ColorR: c[0], ColorG: c[1], ColorB: c[2], ColorA: c[3],
			})
		}
		for _, i := range quad {
			s.indices = append(s.indices, base+i)
		}
	}
	target.DrawTriangles(s.vertices, s.indices, s.disc, &triangleOptions)
	s.vertices, s.indices = s.vertices[:0], s.indices[:0]
}
