package stage

import (
	"image/color"

	"flowplayground/render"
)

// inks are the colours of what is drawn over a panel: they must stand out on the
// density's colours, or on the empty surface.
type inks struct{ main, soft, halo color.RGBA }

var (
	white = color.RGBA{0xff, 0xff, 0xff, 0xff}
	black = color.RGBA{0x0e, 0x11, 0x17, 0xff}
	gold  = color.RGBA{0xff, 0xd1, 0x66, 0xff}
)

// ink returns the colours for what is drawn over the panels now.
func (s *Stage) ink() inks {
	back := s.scene.Scale.Colors[0]
	if s.scene.Panels[0].Blank {
		back = s.scene.Theme.Surface
	}
	if int(back.R)+int(back.G)+int(back.B) > 3*0x80 {
		return inks{black, render.Fade(black, 0.55), render.Fade(white, 0.8)}
	}
	return inks{white, render.Fade(white, 0.6), render.Fade(black, 0.7)}
}
