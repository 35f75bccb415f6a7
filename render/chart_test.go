package render

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

var red = color.RGBA{0xff, 0, 0, 0xff}

// drawChart draws a chart on a canvas of 980×720.
func drawChart(c *Chart) (*image.RGBA, Layout) {
	l := NewLayout(980, 720, 1)
	img := image.NewRGBA(l.Chart)
	NewPen(l, &Dark).Chart(img, c)
	return img, l
}

// reds returns the mean place and the number of the plot's red pixels in the columns from x0 to x1.
func reds(img *image.RGBA, plot image.Rectangle, x0, x1 int) (x, y float64, n int) {
	for i := x0; i < x1; i++ {
		for j := plot.Min.Y; j < plot.Max.Y; j++ {
			if c := img.RGBAAt(i, j); c.R > 0xc0 && c.G < 0x40 {
				x, y, n = x+float64(i)+0.5, y+float64(j)+0.5, n+1
			}
		}
	}
	return x / float64(n), y / float64(n), n
}

func TestFloorLine(t *testing.T) {
	const floor, bottom, top = 1.48331, 1.4, 3.2 // nats; the axis begins at the tenth of a nat below
	img, l := drawChart(&Chart{Floor: floor})
	row := int(float64(l.Plot.Max.Y) - float64(l.Plot.Dy())*(floor-bottom)/(top-bottom))
	for x, want := range map[int]color.RGBA{l.Plot.Min.X + 1: Dark.Text, l.Plot.Min.X + dashes + 1: Dark.Surface} {
		if got := img.RGBAAt(x, row); got != want {
			t.Errorf("pixel (%d, %d) is %v, want %v", x, row, got, want)
		}
	}
}

func TestCurvePassesItsPoints(t *testing.T) {
	s := Series{Color: red, Width: 2, Steps: []float64{1, 10, 100}, Values: []float64{2.3, 2.3, 2.3}}
	img, l := drawChart(&Chart{Floor: 1.45, Series: []Series{s}})
	_, y, n := reds(img, l.Plot, l.Plot.Min.X, l.Plot.Max.X)
	if want := float64(l.Plot.Min.Y+l.Plot.Max.Y) / 2; math.Abs(y-want) > 0.6 || n < l.Plot.Dx() {
		t.Errorf("2.3 nats, the middle of [1.4, 3.2], is drawn at %.2f, want %.2f (%d pixels)", y, want, n)
	}
}

func TestSinglePointIsADot(t *testing.T) {
	s := Series{Color: red, Width: 2, Steps: []float64{10}, Values: []float64{2.3}}
	img, l := drawChart(&Chart{Floor: 1.45, Series: []Series{s}})
	x, y, n := reds(img, l.Plot, l.Plot.Min.X, l.Plot.Max.X)
	wantX, wantY := float64(l.Plot.Min.X+l.Plot.Max.X)/2, float64(l.Plot.Min.Y+l.Plot.Max.Y)/2
	if n < 12 || n > 60 || math.Hypot(x-wantX, y-wantY) > 1 {
		t.Errorf("%d pixels around (%.1f, %.1f), want a dot at (%.1f, %.1f)", n, x, y, wantX, wantY)
	}
}

func TestCurvesStayOnThePlot(t *testing.T) {
	values := []float64{1e300, 2, math.Inf(1), math.NaN(), -1e300, 2, math.Inf(-1), 2}
	s := Series{Color: red, Width: 5, Steps: []float64{0, 2, 4, 8, 16, 32, 64, 100}, Values: values}
	img, l := drawChart(&Chart{Floor: math.NaN(), Series: []Series{s}})
	_, _, inside := reds(img, l.Plot, l.Plot.Min.X, l.Plot.Max.X)
	beside := l.Chart
	beside.Max.Y = l.Plot.Min.Y - 1
	_, _, above := reds(img, beside, beside.Min.X, beside.Max.X)
	beside.Min.Y, beside.Max.Y = l.Plot.Max.Y+1, l.Chart.Max.Y
	_, _, below := reds(img, beside, beside.Min.X, beside.Max.X)
	if inside == 0 || above+below != 0 {
		t.Errorf("%d red pixels on the plot, %d above, %d below", inside, above, below)
	}
}

func TestChartWithoutValues(t *testing.T) {
	drawChart(&Chart{}) // none of these may panic
	drawChart(&Chart{Floor: math.NaN(), Series: []Series{{Name: "empty", Color: red, Width: 1}}})
	drawChart(&Chart{Floor: 5, Series: []Series{{Name: "lost", Width: 1, Steps: []float64{0}, Values: []float64{math.NaN()}}}})
}

func TestTraceKeepsExtremesAndStaysShort(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	s := fakeSeries(r, "", red, 1, 3, 2, 0.1, 100_000)
	s.Values[77_777] = 1.5
	c := Chart{Floor: 1.4, Series: []Series{s}}
	a := c.axes(image.Rect(0, 0, 600, 200))
	pts := s.trace(a, nil)
	if len(pts) > 2*600+1 {
		t.Errorf("%d points for 600 columns", len(pts))
	}
	lowest := 0.0
	for i, q := range pts {
		lowest = max(lowest, q.y)
		if i > 0 && q.x < pts[i-1].x {
			t.Fatalf("point %d goes back", i)
		}
	}
	if want := a.y(1.5); lowest != want {
		t.Errorf("the lowest point is at %v, want %v", lowest, want)
	}
}

func TestAxisEnd(t *testing.T) {
	for last, want := range map[float64]float64{1: 1, 2: 3, 3: 3, 4: 10, 100: 100, 101: 300, 301: 1000, 99_999: 100_000} {
		if got := axisEnd(last); math.Abs(got-want) > 1e-9*want {
			t.Errorf("steps up to %v: the axis ends at %v, want %v", last, got, want)
		}
	}
}

func BenchmarkChart(b *testing.B) {
	s := fakeScene(1, 1, 10_000)
	l := NewLayout(980, 720, 1)
	p, img := NewPen(l, &Dark), image.NewRGBA(l.Chart)
	b.ReportAllocs()
	for b.Loop() {
		p.Chart(img, &s.Chart)
	}
}

func BenchmarkHeader(b *testing.B) {
	s := fakeScene(1, 1, 1)
	l := NewLayout(980, 720, 1)
	p, img := NewPen(l, &Dark), image.NewRGBA(l.Headers[0])
	b.ReportAllocs()
	for b.Loop() {
		p.Header(img, 0, &s.Panels[0])
	}
}

// TestLegendMakesWay puts held-out losses where the legend stands, or lets them fall past it.
func TestLegendMakesWay(t *testing.T) {
	for last, want := range map[float64]bool{2.9: true, 1.6: false} {
		c := &Chart{Floor: 1.48, Series: []Series{{
			Name: "held-out", Color: red, Width: 2.5, Steps: []float64{1, 50, 900}, Values: []float64{3, 2.9, last},
		}}}
		l := NewLayout(980, 720, 1)
		a := c.axes(l.Plot)
		end, top := NewPen(l, &Dark).corner(a, c, 100, 30)
		moved := end < float64(l.Plot.Min.X+l.Plot.Dx()/2)
		if moved != want {
			t.Errorf("a curve that ends at %v: the legend ends at (%v, %v), moved %v, want %v", last, end, top, moved, want)
		}
		if moved && top+30 > a.y(c.Floor) {
			t.Errorf("the legend stands on the floor, down to %v", top+30)
		}
	}
}
