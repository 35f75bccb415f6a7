package render

import (
	"image"
	"image/color"
	"math"
)

const (
	unitGap  = 3    // design pixels between cells
	gateRise = 0.45 // a gate's graph is so high, per width of its cell
)

// UnitCells returns where n cells of model i stand: in as few rows as make them as large as can be. A cell is a square
// with, for the CNF, its gate's graph below.
func (l Layout) UnitCells(i, n int) []image.Rectangle {
	box := l.dockRow(i)
	if box.Empty() || n == 0 {
		return nil
	}
	gap := int(unitGap * l.Unit)
	tall := 1.0
	if i == 0 {
		tall += gateRise
	}
	side, columns := 0, 1
	for rows := 1; rows <= n; rows++ {
		c := (n + rows - 1) / rows
		s := min((box.Dx()+gap)/c-gap, int(float64((box.Dy()+gap)/rows-gap)/tall))
		if s > side {
			side, columns = s, c
		}
	}
	if side < 4 {
		return nil
	}
	high := int(float64(side) * tall)
	cells := make([]image.Rectangle, n)
	for k := range cells {
		x, y := box.Min.X+k%columns*(side+gap), box.Min.Y+k/columns*(high+gap)
		cells[k] = image.Rect(x, y, x+side, y+high)
	}
	return cells
}

// units draws what both models are made of on dst, whose Rect is layout.Chart: for each part the line at which it pushes
// neither way, the direction of its push, and the gate over time with a mark at t.
func (p *Pen) units(dst *image.RGBA, scene *Scene) {
	p.on(dst)
	p.clear()
	for i, parts := range scene.Units {
		p.dockTitle(i)
		for k, cell := range p.layout.UnitCells(i, len(parts)) {
			p.unit(dst, cell, &parts[k], i, scene.Time, scene.Window)
		}
	}
}

func (p *Pen) unit(dst *image.RGBA, cell image.Rectangle, u *Part, i int, t float64, win Window) {
	plane := image.Rect(cell.Min.X, cell.Min.Y, cell.Max.X, cell.Min.Y+cell.Dx())
	accent, ink := p.theme.accentOf(i), p.theme.Text
	if u.Muted {
		accent, ink = p.theme.Hairline, p.theme.Hairline
	}
	p.fill(cell, p.theme.Surface)
	p.border(cell, p.theme.Hairline)
	inside := dst.SubImage(plane).(*image.RGBA)
	width := math.Max(p.px(1.2), 1)
	if x0, y0, x1, y1, ok := u.line(win); ok {
		ax, ay := win.Pixel(plane, x0, y0)
		bx, by := win.Pixel(plane, x1, y1)
		PaintSegment(inside, ax, ay, bx, by, width, ink)
	}
	p.push(inside, plane, u, win, accent)
	p.gate(dst, image.Rect(cell.Min.X, plane.Max.Y, cell.Max.X, cell.Max.Y), u, t, ink, width)
	if u.Muted {
		PaintSegment(dst, float64(cell.Min.X), float64(cell.Min.Y), float64(cell.Max.X), float64(cell.Max.Y), width, Fade(p.theme.Muted, 0.8))
	}
}

// line returns the ends of w·z + b = 0 far outside the window.
func (u *Part) line(win Window) (x0, y0, x1, y1 float64, ok bool) {
	n := u.W[0]*u.W[0] + u.W[1]*u.W[1]
	if !(n > 1e-12) {
		return 0, 0, 0, 0, false
	}
	far := 2 * (win.X1 - win.X0)
	x, y := -u.B*u.W[0]/n, -u.B*u.W[1]/n
	l := math.Sqrt(n)
	dx, dy := -u.W[1]/l*far, u.W[0]/l*far
	return x - dx, y - dy, x + dx, y + dy, math.Hypot(x, y) < far
}

// push draws the direction u as an arrow from the point of the line that is nearest to the middle of the window.
func (p *Pen) push(dst *image.RGBA, plane image.Rectangle, u *Part, win Window, c color.RGBA) {
	n := u.W[0]*u.W[0] + u.W[1]*u.W[1]
	size := math.Hypot(u.U[0], u.U[1])
	if !(size > 1e-6) || !(n > 1e-12) {
		return
	}
	// A point beyond the window would not show.
	edge := 0.8 * win.X1
	x, y := min(max(-u.B*u.W[0]/n, -edge), edge), min(max(-u.B*u.W[1]/n, -edge), edge)
	long := 0.38 * (win.X1 - win.X0) * size / (size + 0.5)
	dx, dy := u.U[0]/size*long, u.U[1]/size*long
	ax, ay := win.Pixel(plane, x, y)
	bx, by := win.Pixel(plane, x+dx, y+dy)
	width := math.Max(p.px(1.6), 1)
	PaintSegment(dst, ax, ay, bx, by, width, c)
	for _, turn := range []float64{2.6, -2.6} {
		sin, cos := math.Sincos(turn)
		hx, hy := (bx-ax)*0.35, (by-ay)*0.35
		PaintSegment(dst, bx, by, bx+cos*hx-sin*hy, by+sin*hx+cos*hy, width, c)
	}
}

// gate draws how hard the part pushes over time.
func (p *Pen) gate(dst *image.RGBA, box image.Rectangle, u *Part, t float64, c color.RGBA, width float64) {
	if len(u.Gate) < 2 || box.Dy() < 4 {
		return
	}
	middle := float64(box.Min.Y+box.Max.Y) / 2
	p.fill(image.Rect(box.Min.X, int(middle), box.Max.X, int(middle)+1), p.theme.Hairline)
	x := box.Min.X + int(t*float64(box.Dx()-1))
	p.fill(image.Rect(x, box.Min.Y, x+1, box.Max.Y), p.theme.Muted)
	inside := dst.SubImage(box).(*image.RGBA)
	at := func(k int) (float64, float64) {
		f := float64(k) / float64(len(u.Gate)-1)
		return float64(box.Min.X) + f*float64(box.Dx()), middle - u.Gate[k]*(float64(box.Dy())/2-1)
	}
	for k := range len(u.Gate) - 1 {
		ax, ay := at(k)
		bx, by := at(k + 1)
		PaintSegment(inside, ax, ay, bx, by, width, c)
	}
}
