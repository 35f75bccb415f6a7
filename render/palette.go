package render

import "image/color"

// The colours of the page, see web/static/style.css. Text and Muted reach contrast 4.5 on Background and on Surface.
var (
	Background = color.RGBA{0x0e, 0x11, 0x17, 0xff}
	Surface    = color.RGBA{0x16, 0x1b, 0x22, 0xff}
	Hairline   = color.RGBA{0x30, 0x36, 0x3d, 0xff}
	Text       = color.RGBA{0xe6, 0xed, 0xf3, 0xff}
	Muted      = color.RGBA{0x9d, 0xa7, 0xb3, 0xff}
	CNFAccent  = color.RGBA{0xff, 0x9f, 0x43, 0xff}
	NFAccent   = color.RGBA{0x4c, 0xc9, 0xf0, 0xff}
)

// Fade returns c with its opacity multiplied by alpha in [0, 1]. Like every color.RGBA it is alpha-premultiplied.
func Fade(c color.RGBA, alpha float64) color.RGBA {
	alpha = min(max(alpha, 0), 1)
	scale := func(v uint8) uint8 { return uint8(float64(v)*alpha + 0.5) }
	return color.RGBA{scale(c.R), scale(c.G), scale(c.B), scale(c.A)}
}
