package render

import (
	"image/color"
	"strings"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/math/fixed"
)

// A style is a size of type in design pixels and a weight.
type style struct {
	size float64
	bold bool
}

var (
	titleStyle = style{15, true}
	labelStyle = style{12, false}
	valueStyle = style{12, true}

	compactTitleStyle = style{13, true}
	compactLabelStyle = style{11, false}
	compactValueStyle = style{11, true}
)

func (p *Pen) titleStyle() style {
	if p.layout.Compact {
		return compactTitleStyle
	}
	return titleStyle
}

func (p *Pen) labelStyle() style {
	if p.layout.Compact {
		return compactLabelStyle
	}
	return labelStyle
}

func (p *Pen) valueStyle() style {
	if p.layout.Compact {
		return compactValueStyle
	}
	return valueStyle
}

// An anchor is the part of a label that stands at the given x.
type anchor float64

const (
	left   anchor = 0
	center anchor = 0.5
	right  anchor = 1
)

var regularFont, boldFont = parse(goregular.TTF), parse(gobold.TTF)

func parse(ttf []byte) *truetype.Font {
	f, err := truetype.Parse(ttf)
	if err != nil {
		panic("render: " + err.Error())
	}
	return f
}

// face returns the face of a style, always the same one, since it keeps the glyphs that it has drawn.
func (p *Pen) face(st style) font.Face {
	f := p.faces[st]
	if f == nil {
		ttf := regularFont
		if st.bold {
			ttf = boldFont
		}
		f = truetype.NewFace(ttf, &truetype.Options{Size: p.px(st.size), DPI: 72, Hinting: font.HintingNone})
		p.faces[st] = f
	}
	return f
}

// width returns the advance of s in pixels.
func (p *Pen) width(s string, st style) float64 {
	return float64(font.MeasureString(p.face(st), s)) / 64
}

// text draws s with its baseline at y and the anchor's part of it at x, in pixels.
func (p *Pen) text(s string, x, y float64, a anchor, st style, c color.RGBA) {
	p.source.C = c
	if a != left {
		x -= float64(a) * p.width(s, st)
	}
	p.drawer = font.Drawer{Dst: p.dst, Src: &p.source, Face: p.face(st), Dot: fixed.Point26_6{
		X: fixed.Int26_6(x * 64),
		Y: fixed.Int26_6(y+0.5) << 6, // baselines on whole pixels keep the type sharp
	}}
	p.drawer.DrawString(s)
}

// middle returns the baseline for digits and capitals, 0.72 of the size high in the Go fonts, to stand centred at y.
func (p *Pen) middle(y float64, st style) float64 { return y + 0.36*p.px(st.size) }

const separator = " · "

// fit shortens s to at most width pixels by leaving out its last parts between " · ", and at last by elide.
func (p *Pen) fit(s string, width float64, st style) string {
	for p.width(s, st) > width {
		i := strings.LastIndex(s, separator)
		if i < 0 {
			return p.elide(s, width, st)
		}
		s = s[:i]
	}
	return s
}

// elide shortens s to at most width pixels with an ellipsis; to nothing if not even that fits.
func (p *Pen) elide(s string, width float64, st style) string {
	if p.width(s, st) <= width {
		return s
	}
	r := []rune(s)
	for n := len(r) - 1; n > 0; n-- {
		if short := strings.TrimRight(string(r[:n]), " ·=") + "…"; p.width(short, st) <= width {
			return short
		}
	}
	return ""
}

// wrap breaks s in two lines at its first " · " and shortens what is wider than width pixels.
func (p *Pen) wrap(s string, width float64, st style) [2]string {
	first, rest, _ := strings.Cut(s, separator)
	return [2]string{p.fit(first, width, st), p.fit(rest, width, st)}
}
