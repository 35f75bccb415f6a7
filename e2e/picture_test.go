//go:build !js

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"flowplayground/render"
)

// settle is the time in which the viewer catches up with a change, and particles move visibly.
const settle = 1500 * time.Millisecond

// screenshot takes a picture of the window. If the environment names a folder in SHOTS, it is also
// kept there, under that name.
func (v *view) screenshot(name string) image.Image {
	v.t.Helper()
	data, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	v.must(err)
	if folder := os.Getenv("SHOTS"); folder != "" {
		v.must(os.WriteFile(fmt.Sprintf("%s/%s.png", folder, name), data, 0o644))
	}
	picture, err := png.Decode(bytes.NewReader(data))
	v.must(err)
	return picture
}

// box is an element's place in the window, in CSS pixels.
type box struct{ X, Y, Width, Height float64 }

func (v *view) box(selector string) box {
	v.t.Helper()
	return eval[box](v, fmt.Sprintf("document.querySelector(%q).getBoundingClientRect().toJSON()", selector))
}

// panels returns where the two panels are in the window: first the CNF's, then the NF's.
func (v *view) panels() [2]image.Rectangle {
	v.t.Helper()
	canvas := v.box("canvas")
	layout := render.NewLayout(int(canvas.Width), int(canvas.Height), 1)
	at := image.Pt(int(canvas.X), int(canvas.Y))
	return [2]image.Rectangle{layout.Panels[0].Add(at), layout.Panels[1].Add(at)}
}

// brightness returns the median luminance, 0 to 255, of the picture at points of the plane. The
// median belongs to the density: the particles and data points on top of it cover the lesser part.
func brightness(picture image.Image, panel image.Rectangle, points [][2]float64) float64 {
	var all []float64
	for _, p := range points {
		x := panel.Min.X + int((p[0]+3)/6*float64(panel.Dx()))
		y := panel.Max.Y - 1 - int((p[1]+3)/6*float64(panel.Dy()))
		for dx := -2; dx <= 2; dx++ {
			for dy := -2; dy <= 2; dy++ {
				all = append(all, float64(color.GrayModel.Convert(picture.At(x+dx, y+dy)).(color.Gray).Y))
			}
		}
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// moons returns points along the two arcs, of radius 2 about (∓1, 0), where the standardised data
// are densest; flow.TwoMoons says where the divisors come from.
func moons() [][2]float64 {
	var points [][2]float64
	for i := range 25 {
		sin, cos := math.Sincos(math.Pi * (float64(i) + 0.5) / 25)
		x, y := (2*cos-1)/math.Sqrt(3.04), 2*sin/math.Sqrt(2.04)
		points = append(points, [2]float64{x, y}, [2]float64{-x, -y})
	}
	return points
}

// corners are points where there are no data, within the panel's border.
var corners = [][2]float64{{-2.6, -2.6}, {-2.6, 2.6}, {2.6, -2.6}, {2.6, 2.6}, {-2.6, -1.5}, {2.6, 1.5}}

// TestDensityStandsWhereTheDataAre checks that a picture that stands still is refined, that its density
// is the data's, and that time moves it: at t = 0 it is the round base, brightest in the middle, where the
// moons have a gap.
func TestDensityStandsWhereTheDataAre(t *testing.T) {
	t.Parallel()
	v := openReady(t, 1280, 800, "k=8&m=8&travel=false&t=1")
	v.waitState("s.cnf.step >= 400 && s.nf.step >= 400", 2*training)
	v.run("playground.pause()")
	v.waitState("s.view.densitySize >= 256", training)
	time.Sleep(settle)
	picture := v.screenshot("density")
	for i, model := range []string{"CNF", "NF"} {
		panel := v.panels()[i]
		arcs, empty := brightness(picture, panel, moons()), brightness(picture, panel, corners)
		t.Logf("%s: brightness %.0f at the moons, %.0f in the corners", model, arcs, empty)
		if arcs < empty+30 {
			t.Errorf("%s: brightness %.0f at the moons and %.0f in the corners; want at least 30 more", model, arcs, empty)
		}
	}
	middle := [][2]float64{{0, 0}}
	shot := func(t string) (arcs, gap float64) {
		v.run(fmt.Sprintf("playground.set('t', %q)", t))
		time.Sleep(settle)
		picture, panel := v.screenshot("time-"+t), v.panels()[0]
		return brightness(picture, panel, moons()), brightness(picture, panel, middle)
	}
	if arcs, gap := shot("0"); gap < arcs {
		t.Errorf("at t = 0 the middle has brightness %.0f, the moons have %.0f; want the base density", gap, arcs)
	}
	if arcs, gap := shot("1"); gap > arcs {
		t.Errorf("at t = 1 the middle has brightness %.0f, the moons have %.0f; want the data", gap, arcs)
	}
}

// TestParticlesMove checks that the picture lives while training is paused.
func TestParticlesMove(t *testing.T) {
	v := openReady(t, 1280, 800, "play=false")
	if n := v.state().View.Particles; n < 5000 {
		t.Errorf("%d particles per panel, want at least 5000", n)
	}
	before := v.screenshot("moving-before")
	time.Sleep(settle)
	after := v.screenshot("moving-after")
	for i, panel := range v.panels() {
		if changed(before, after, panel) < 0.01 {
			t.Errorf("panel %d: less than 1 %% of the pixels change while particles travel", i)
		}
	}
	v.run("playground.set('travel', 'false')")
	time.Sleep(settle)
	before = v.screenshot("still-before")
	time.Sleep(settle)
	if c := changed(before, v.screenshot("still-after"), v.panels()[0]); c > 0.001 {
		t.Errorf("%.1f %% of the pixels change although the particles hold still", 100*c)
	}
}

// changed returns the part of the area's pixels that differ clearly.
func changed(a, b image.Image, area image.Rectangle) float64 {
	n := 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			p, q := color.GrayModel.Convert(a.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y
			if max(p, q)-min(p, q) > 16 {
				n++
			}
		}
	}
	return float64(n) / float64(area.Dx()*area.Dy())
}
