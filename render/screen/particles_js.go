//go:build js && wasm

package screen

import (
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"flowplayground/render"
)

// A batch is as many particles as 16-bit indices can tell the corners of.
const batch = math.MaxUint16 / 3

// particles draws soft discs, each as the one right triangle whose inscribed circle is the disc's rim: three corners cost
// less than the four of a square. Only the places of the corners change from frame to frame.
type particles struct {
	grow     float64 // of the radius, where 1 is the usual
	radius   float64 // of the disc on the sprite, in pixels
	tint     color.RGBA
	sprite   *ebiten.Image
	reach    float32 // from a disc's centre to the legs of its triangle
	leg      float32
	vertices []ebiten.Vertex
	indices  []uint16
}

var triangleOptions = ebiten.DrawTrianglesOptions{
	ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha,
	Filter:         ebiten.FilterLinear,
	DisableMipmaps: true,
}

// draw draws the panel's particles in the colour c on target, which is the panel's part of the canvas.
func (p *particles) draw(target *ebiten.Image, panel image.Rectangle, win render.Window, src *render.Panel, c color.RGBA) {
	n := min(len(src.ParticleX), len(src.ParticleY))
	tint := render.Fade(c, src.ParticleAlpha)
	if n == 0 || panel.Empty() || tint.A == 0 {
		return
	}
	p.prepare(p.grow*render.ParticleRadius(panel.Dx(), n), tint, min(n, batch))
	for i := 0; i < n; i += batch {
		end := min(i+batch, n)
		k := p.place(panel, win, src.ParticleX[i:end], src.ParticleY[i:end])
		target.DrawTriangles(p.vertices[:3*k], p.indices[:3*k], p.sprite, &triangleOptions)
	}
}

// prepare makes the sprite for discs of the radius and at least n triangles, and gives them the tint.
func (p *particles) prepare(radius float64, tint color.RGBA, n int) {
	grown := 3*n > len(p.indices)
	if grown {
		p.vertices = make([]ebiten.Vertex, 3*n)
		p.indices = make([]uint16, 3*n)
		for i := range p.indices {
			p.indices[i] = uint16(i)
		}
	}
	if grown || radius != p.radius {
		p.cutSprite(radius)
	}
	if grown || tint != p.tint {
		p.colour(tint)
	}
}

func (p *particles) colour(tint color.RGBA) {
	p.tint = tint
	r, g, b, a := float32(tint.R)/255, float32(tint.G)/255, float32(tint.B)/255, float32(tint.A)/255
	for i := range p.vertices {
		v := &p.vertices[i]
		v.ColorR, v.ColorG, v.ColorB, v.ColorA = r, g, b, a
	}
}

// cutSprite draws a white disc at the size at which it will be shown, with a transparent pixel around it for the filter.
func (p *particles) cutSprite(radius float64) {
	if p.sprite != nil {
		p.sprite.Deallocate()
	}
	reach := radius + 1.5
	leg := (2 + math.Sqrt2) * reach
	side := int(math.Ceil(leg)) + 1
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	render.PaintDisc(img, reach, reach, radius, color.RGBA{0xff, 0xff, 0xff, 0xff})
	p.sprite = ebiten.NewImageWithOptions(img.Rect, &ebiten.NewImageOptions{Unmanaged: true})
	p.sprite.WritePixels(img.Pix)
	p.radius, p.reach, p.leg = radius, float32(reach), float32(leg)
	for i := 0; i < len(p.vertices); i += 3 {
		p.vertices[i+1].SrcX, p.vertices[i+2].SrcY = p.leg, p.leg
	}
}

// place puts triangles where the particles are and returns how many of them are on the panel. It leaves out the others, and
// what isn't a number.
func (p *particles) place(panel image.Rectangle, win render.Window, xs, ys []float32) (k int) {
	originX, originY := win.Pixel(panel, 0, 0)
	unitX, unitY := win.Pixel(panel, 1, 1)
	ox, oy, ux, uy := float32(originX), float32(originY), float32(unitX-originX), float32(unitY-originY)
	x0, x1 := float32(panel.Min.X)-p.reach, float32(panel.Max.X)+p.reach
	y0, y1 := float32(panel.Min.Y)-p.reach, float32(panel.Max.Y)+p.reach
	for i, x := range xs {
		px, py := ox+x*ux, oy+ys[i]*uy
		if !(px > x0 && px < x1 && py > y0 && py < y1) {
			continue
		}
		v := p.vertices[3*k : 3*k+3 : 3*k+3]
		px, py = px-p.reach, py-p.reach
		v[0].DstX, v[0].DstY = px, py
		v[1].DstX, v[1].DstY = px+p.leg, py
		v[2].DstX, v[2].DstY = px, py+p.leg
		k++
	}
	return k
}
