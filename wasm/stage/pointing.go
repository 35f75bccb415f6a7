package stage

import (
	"image"
	"slices"
	"strconv"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// A Change is a setting that a tap on the canvas changes.
type Change struct{ Name, Value string }

// Point tells where on the canvas the pointer is: over a panel, the point below
// it is looked at.
func (s *Stage) Point(l render.Layout, x, y float64, inside bool) {
	at := ""
	if inside {
		at = s.plane(l, x, y)
	}
	s.session.Look(at)
	s.pointChart(l, x, y, inside && s.scene.Dock == render.LossDock)
}

// plane returns the point of the plane that is shown at a pixel, or "".
func (s *Stage) plane(l render.Layout, x, y float64) string {
	win := s.scene.Window
	for _, r := range l.Panels {
		if image.Pt(int(x), int(y)).In(r) {
			return web.PointText(
				win.X0+(x-float64(r.Min.X))/float64(r.Dx())*(win.X1-win.X0),
				win.Y1-(y-float64(r.Min.Y))/float64(r.Dy())*(win.Y1-win.Y0),
			)
		}
	}
	return ""
}

// Tap returns what a tap on the canvas changes: on a panel the point that stays
// looked at, on a frame of the film strip the time, and on a unit or a layer
// whether it is muted.
func (s *Stage) Tap(l render.Layout, x, y float64) []Change {
	if at := s.plane(l, x, y); at != "" {
		if s.session.Settings().At != "" {
			at = ""
		}
		return []Change{{"at", at}}
	}
	p := image.Pt(int(x), int(y))
	hit := func(r image.Rectangle) bool { return p.In(r) }
	for k := range s.scene.Strips {
		switch s.scene.Dock {
		case render.StripDock:
			if i := slices.IndexFunc(l.StripFrames(k, len(s.scene.Strips[k].Frames)), hit); i >= 0 {
				return []Change{{"travel", "false"}, {"t", strconv.FormatFloat(web.StripTimes[i], 'g', -1, 64)}}
			}
		case render.UnitsDock:
			if i := slices.IndexFunc(l.UnitCells(k, len(s.scene.Units[k])), hit); i >= 0 {
				return []Change{{"mute", web.ToggleMute(s.session.Settings().Mute, flow.Kind(k), i)}}
			}
		}
	}
	return nil
}
