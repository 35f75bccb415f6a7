package stage

import (
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// TestWay looks at a point by a tap and by pointing.
func TestWay(t *testing.T) {
	p := begin(t)
	middle := p.layout.Panels[1].Min.Add(image.Pt(p.layout.Panels[1].Dx()/2, p.layout.Panels[1].Dy()/3))
	x, y := float64(middle.X), float64(middle.Y)
	p.stage.Point(p.layout, x, y, true)
	scene := p.until("a way", func(s *render.Scene) bool { return len(s.Panels[0].Readout) > 1 && len(s.Panels[1].Readout) > 1 })
	for k := range scene.Panels {
		panel := &scene.Panels[k]
		probe, _ := p.session.Probe(flow.Kind(k))
		base, change, logP := probe.Own.Rounded()
		if math.Abs(base+change-logP) > 1e-12 || math.Abs(probe.Own.X[0]) > 0.01 || math.Abs(probe.Own.Y[0]-1) > 0.02 {
			t.Errorf("%v: %v %v %v from (%v, %v)", flow.Kind(k), base, change, logP, probe.Own.X[0], probe.Own.Y[0])
		}
		if want := nats(logP); !strings.Contains(panel.Readout[1], want) {
			t.Errorf("the readout %q does not say %s", panel.Readout, want)
		}
		if len(panel.Marks) < 4+2*4 { // the point, its origin, and beads
			t.Errorf("%d marks", len(panel.Marks))
		}
	}
	p.stage.Point(p.layout, 0, 0, false)
	p.until("no way", func(s *render.Scene) bool { return s.Panels[0].Readout == nil })

	changes := p.stage.Tap(p.layout, x, y)
	if len(changes) != 1 || changes[0].Name != "at" || !strings.HasSuffix(changes[0].Value, ",1") && !strings.Contains(changes[0].Value, ",1.0") {
		t.Fatalf("a tap changes %v", changes)
	}
	p.set("at", changes[0].Value)
	p.until("a way that stays", func(s *render.Scene) bool { return s.Panels[1].Readout != nil })
	if again := p.stage.Tap(p.layout, x, y); len(again) != 1 || again[0] != (Change{"at", ""}) {
		t.Errorf("a second tap changes %v", again)
	}
	if none := p.stage.Tap(p.layout, 1, 1); none != nil {
		t.Errorf("a tap beside everything changes %v", none)
	}
}

func nats(v float64) string { return minus(fmt.Sprintf("%.3f nats", v)) }

func TestStripAndUnits(t *testing.T) {
	p := begin(t)
	p.set("dock", "strip")
	scene := p.until("the strip", func(s *render.Scene) bool { return len(s.Strips[0].Frames) == 6 && len(s.Strips[1].Frames) == 6 })
	if l := scene.Strips[0].Frames[0].Label; l != "5 %" {
		t.Errorf("the CNF's first frame is called %q", l)
	}
	if l := scene.Strips[1].Frames[5].Label; l != "4 of 4" {
		t.Errorf("the NF's last frame is called %q", l)
	}
	frame := p.layout.StripFrames(0, 6)[2]
	changes := p.stage.Tap(p.layout, float64(frame.Min.X+2), float64(frame.Min.Y+2))
	if len(changes) != 2 || changes[1] != (Change{"t", "0.4"}) {
		t.Errorf("a tap on the third frame changes %v", changes)
	}

	p.set("dock", "units")
	scene = p.until("the units", func(s *render.Scene) bool { return len(s.Units[0]) == 2 && len(s.Units[1]) == 4 })
	if len(scene.Units[0][0].Gate) != gateStops || scene.Units[1][0].Gate != nil {
		t.Error("only the CNF's units have gates")
	}
	cell := p.layout.UnitCells(0, 2)[1]
	changes = p.stage.Tap(p.layout, float64(cell.Min.X+2), float64(cell.Min.Y+2))
	if len(changes) != 1 || changes[0] != (Change{"mute", "c2"}) {
		t.Fatalf("a tap on the second unit changes %v", changes)
	}
	before := append([]float32(nil), scene.Panels[0].Density.LogP...)
	p.set("mute", "c2")
	p.until("another density", func(s *render.Scene) bool {
		d := s.Panels[0].Density.LogP
		return s.Units[0][1].Muted && (len(d) != len(before) || d[len(d)/3] != before[len(d)/3])
	})
	if again := p.stage.Tap(p.layout, float64(cell.Min.X+2), float64(cell.Min.Y+2)); again[0].Value != "" {
		t.Errorf("a second tap changes %v", again)
	}
}

// TestTrouble looks at a point whose solver gives up.
func TestTrouble(t *testing.T) {
	way := flow.Probe{T: []float64{1}, X: []float64{0.5}, Y: []float64{1}, Change: []float64{0}}
	exact := flow.Probe{T: []float64{1, 0}, X: []float64{0.5, 0}, Y: []float64{1, 0}, Change: []float64{0, 1}}
	lines := readout(flow.Continuous, false, web.Probe{Own: way, Exact: exact, Trouble: "it took too many steps"})
	if text := strings.Join(lines, " "); !strings.Contains(text, "gave up") || !strings.Contains(text, "−0.838") || strings.Contains(text, "comes from") {
		t.Errorf("the readout is %q", lines)
	}
	for generative, want := range map[bool]string{false: "+ Σ", true: "− Σ"} {
		if lines := readout(flow.Discrete, generative, web.Probe{Own: exact, Exact: exact}); !strings.Contains(lines[1], want) {
			t.Errorf("generative %v: %q", generative, lines)
		}
	}
}
