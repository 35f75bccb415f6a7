package render

import "image/color"

// A Theme holds the colours of the canvas around the densities; see style.css and modes.css in web/static for the page's. Text, Muted and
// the accents reach contrast 4.5 on Background and on Surface.
type Theme struct {
	Background, Surface, Hairline, Text, Muted color.RGBA
	CNF, NF                                    color.RGBA // accents of the two models
	Grow                                       float64    // radius of points and particles, where 1 is the usual
}

// The themes: Dark for screens, Light for projectors in bright rooms and for print.
var (
	Dark = Theme{
		Background: opaque(0x0e1117), Surface: opaque(0x161b22), Hairline: opaque(0x30363d),
		Text: opaque(0xe6edf3), Muted: opaque(0x9da7b3), CNF: opaque(0xff9f43), NF: opaque(0x4cc9f0), Grow: 1,
	}
	Light = Theme{
		Background: opaque(0xffffff), Surface: opaque(0xf3f5f8), Hairline: opaque(0xc4ccd6),
		Text: opaque(0x14191f), Muted: opaque(0x4d5866), CNF: opaque(0xa84d00), NF: opaque(0x006b94), Grow: 1.5,
	}
)

// opaque returns the colour 0xRRGGBB.
func opaque(rgb uint32) color.RGBA {
	return color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}
}

// Mix returns a part of b in a, both opaque.
func Mix(a, b color.RGBA, part float64) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8((1-part)*float64(a) + part*float64(b) + 0.5) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// Fade returns c with its opacity multiplied by alpha in [0, 1]. Like every color.RGBA it is alpha-premultiplied.
func Fade(c color.RGBA, alpha float64) color.RGBA {
	alpha = min(max(alpha, 0), 1)
	scale := func(v uint8) uint8 { return uint8(float64(v)*alpha + 0.5) }
	return color.RGBA{scale(c.R), scale(c.G), scale(c.B), scale(c.A)}
}
