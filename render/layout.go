package render

import "image"

// A Layout says where things stand on a canvas, in its pixels. Rectangles with no room are empty.
type Layout struct {
	Canvas  image.Rectangle
	Panels  [2]image.Rectangle // square: exactly the window
	Headers [2]image.Rectangle // title and caption, above the panel
	Frames  [2]image.Rectangle // the panel with its border, ticks and tick labels, below the header
	Bar     image.Rectangle    // colour bar with its labels: right of the panels, or below them on a compact layout
	Chart   image.Rectangle    // the loss chart with its labels
	Plot    image.Rectangle    // the inside of the chart's axes, in line with the panels
	Unit    float64            // pixels per design pixel
	Compact bool               // a narrow canvas: smaller type, captions may take two lines
}

// spacing holds distances in design pixels.
type spacing struct {
	edge   float64 // around everything
	gutter float64 // left of the left panel and of the plot, for tick labels
	gap    float64 // between the panels
	bar    float64 // right of the right panel
	flat   float64 // below the ticks, for a colour bar that lies there
	header float64 // above the panels
	ticks  float64 // below the panels
	above  float64 // in the chart, above the plot
	below  float64 // in the chart, below the plot
}

var (
	roomy   = spacing{edge: 16, gutter: 30, gap: 20, bar: 52, header: 28, ticks: 30, above: 22, below: 38}
	compact = spacing{edge: 8, gutter: 26, gap: 10, bar: 0, header: 52, ticks: 24, flat: 18, above: 20, below: 34}
)

const (
	minRoomySide = 290  // design pixels a panel needs to be labelled at ease
	panelsShare  = 0.68 // of the height between the edges, at most, goes to panels, header and ticks
	chartAspect  = 0.56 // height of the chart per width, at most
	roomyWidth   = 980  // design pixels at which a canvas begins to take larger type ...
	roomyHeight  = 720
	maxGrowth    = 1.3 // ... and how much larger at most
)

// NewLayout places two square panels side by side and the chart below them on a canvas of w×h pixels of which scale make
// one CSS pixel. What is left over goes around the whole.
func NewLayout(w, h int, scale float64) Layout {
	if scale <= 0 {
		scale = 1
	}
	grow := min(float64(w)/(roomyWidth*scale), float64(h)/(roomyHeight*scale))
	unit := scale * min(max(grow, 1), maxGrowth)
	if l := place(w, h, unit, roomy); float64(l.Panels[0].Dx()) >= minRoomySide*unit {
		return l
	}
	l := place(w, h, scale, compact)
	l.Compact = true
	return l
}

func place(w, h int, unit float64, s spacing) Layout {
	px := func(v float64) int { return int(v*unit + 0.5) }
	edge, gutter, gap, bar := px(s.edge), px(s.gutter), px(s.gap), px(s.bar)
	header, ticks, flat := px(s.header), px(s.ticks), px(s.flat)

	wide, high := max(w-2*edge, 0), max(h-2*edge, 0)
	side := max(min((wide-gutter-gap-bar)/2, int(panelsShare*float64(high))-header-ticks-flat), 0)
	group := gutter + 2*side + gap + bar
	chart := max(min(high-header-side-ticks-flat, int(chartAspect*float64(group))), 0)

	x := edge + max(wide-group, 0)/2
	y := edge + max(high-header-side-ticks-flat-chart, 0)/2
	top := y + header
	bottom := top + side
	l := Layout{Canvas: image.Rect(0, 0, max(w, 0), max(h, 0)), Unit: unit}
	if side == 0 {
		return l
	}
	for i := range l.Panels {
		left := x + gutter + i*(side+gap)
		l.Panels[i] = image.Rect(left, top, left+side, bottom)
		l.Headers[i] = image.Rect(left, y, left+side, top-px(2))
		l.Frames[i] = image.Rect(left-px(4), top-px(2), left+side+px(2), bottom+ticks)
	}
	l.Frames[0].Min.X = x
	right := l.Panels[1].Max.X
	below := bottom + ticks + flat
	if bar > 0 {
		l.Bar = image.Rect(right+px(12), y, right+bar, bottom+ticks)
	} else {
		l.Bar = image.Rect(x+gutter, bottom+ticks, right, below)
	}
	l.Chart = image.Rect(x, below, max(right+px(s.edge/2), right+bar), below+chart)
	if chart > px(s.above+s.below) {
		l.Plot = image.Rect(x+gutter, l.Chart.Min.Y+px(s.above), right, l.Chart.Max.Y-px(s.below))
	}
	return l
}
