package render

import (
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "remake testdata/*.png")

// Another machine may round a few edge pixels another way: that many channels in a thousand may differ by more than
// tolerance, as long as none is far off.
const (
	tolerance = 2
	perMille  = 2
	farOff    = 48
)

func TestGolden(t *testing.T) {
	empty := &Scene{Theme: &Dark, Window: plane, Scale: Scale{Colors: &Viridis, Peak: 1}, Particle: Coral, Chart: Chart{Floor: 1.48331, FloorLabel: "best possible: 1.483"}}
	empty.Panels[0] = Panel{Title: "CNF · M = 20", Accent: Dark.CNF, Busy: "starting …"}
	empty.Panels[1] = Panel{Title: "NF · K = 20", Accent: Dark.NF, Busy: "starting …"}
	for _, c := range []struct {
		name string
		got  *image.RGBA
	}{
		{"scene-roomy", Compose(fakeScene(500, 200, 700), 720, 560, 1)},
		{"scene-compact", Compose(fakeScene(500, 200, 700), 390, 470, 1)},
		{"scene-empty", Compose(empty, 390, 470, 1)},
		{"scene-double", Compose(fakeScene(200, 100, 20), 600, 720, 2)},
		{"scene-layers", Compose(fullScene(UnitsDock), 720, 560, 1)},
		{"scene-strip", Compose(fullScene(StripDock), 720, 560, 1)},
		{"chart-gap", paintChart(&Dark, true, 0)},
		{"chart-cursor-right", paintChart(&Dark, false, 400)},
		{"chart-cursor", paintChart(&Light, false, 30)},
		{"viridis", paintMap(&Viridis)},
		{"anchors", paintAnchors()},
	} {
		t.Run(c.name, func(t *testing.T) { compare(t, filepath.Join("testdata", c.name+".png"), c.got) })
	}
}

// paintChart shows the chart alone, with an earlier run.
func paintChart(t *Theme, gap bool, cursor float64) *image.RGBA {
	c := fakeScene(1, 1, 700).Chart
	r := rand.New(rand.NewPCG(5, 6))
	earlier := fakeSeries(r, "", Fade(t.Muted, 0.8), 1.25, 4.5, 1.95, 0.002, 200)
	earlier.Label = "K = 8"
	c.Series = append([]Series{earlier}, c.Series...)
	c.Gap, c.Cursor = gap, cursor
	for i, accent := range []color.RGBA{t.NF, t.CNF, t.NF, t.CNF} {
		if c.Series[i+1].Color = accent; i < 2 {
			c.Series[i+1].Color = Fade(accent, 0.45)
		}
	}
	l := NewLayout(980, 720, 1)
	img := image.NewRGBA(l.Chart)
	NewPen(l, t).Chart(img, &c)
	img.Rect = img.Rect.Sub(img.Rect.Min) // as a file has it
	return img
}

// paintMap shows a colormap as a strip.
func paintMap(m *Colormap) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, len(m), 8))
	for x, c := range m {
		draw.Draw(img, image.Rect(x, 0, x+1, 8), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return img
}

// paintAnchors shows one label by each of its anchors, at a line that all of them touch.
func paintAnchors() *image.RGBA {
	p := NewPen(Layout{Canvas: image.Rect(0, 0, 240, 64), Unit: 1}, &Dark)
	img := image.NewRGBA(p.layout.Canvas)
	p.on(img)
	p.clear()
	p.fill(image.Rect(120, 0, 121, 64), Dark.Hairline)
	for i, a := range []anchor{left, center, right} {
		p.text("t = 0.45 · −2 …", 120, float64(18+20*i), a, labelStyle, Dark.Text)
	}
	return img
}

func compare(t *testing.T, path string, got *image.RGBA) {
	if *update {
		write(t, path, got)
		return
	}
	want := read(t, path)
	if want.Rect != got.Rect {
		t.Fatalf("%s is %v, got %v", path, want.Rect, got.Rect)
	}
	differ := 0
	for i, v := range got.Pix {
		d := max(v, want.Pix[i]) - min(v, want.Pix[i])
		if d > farOff {
			t.Fatalf("%s: pixel (%d, %d) is far off; see it with -update", path, i%got.Stride/4, i/got.Stride)
		}
		if d > tolerance {
			differ++
		}
	}
	if differ*1000 > perMille*len(got.Pix) {
		t.Errorf("%s: %d of %d channels differ; see them with -update", path, differ, len(got.Pix))
	}
}

func write(t *testing.T, path string, img image.Image) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) *image.RGBA {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(img.Bounds())
	draw.Draw(rgba, rgba.Rect, img, image.Point{}, draw.Src)
	return rgba
}
