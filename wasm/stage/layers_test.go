package stage

import (
	"context"
	"fmt"
	"image"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// A play is a stage over a session whose models have learned a little.
type play struct {
	t       *testing.T
	ctx     context.Context
	session *web.Session
	stage   *Stage
	layout  render.Layout
}

// rested returns the settings in which a test finds the session: narrow models, paused.
func rested() web.Settings {
	s := web.Defaults()
	s.Play, s.Travel, s.K, s.M, s.Batch = false, false, 4, 2, 64
	return s
}

// learned starts the one session of all plays: beginning costs more than most of what they do with it.
var learned = sync.OnceValues(func() (*web.Session, error) {
	var ports [3]web.Port
	for i, role := range []string{web.RoleTrainer, web.RoleTrainer, web.RoleViewer} {
		page, worker := web.NewPipe()
		ports[i] = page
		go web.Serve(role, worker)
	}
	session := web.NewSession(ports[0], ports[1], ports[2], rested(), nil)
	go session.Run(context.Background())
	return session, session.Step(context.Background(), 60)
})

// begin puts a new stage over the session, with the settings as they were at first.
func begin(t *testing.T) *play {
	session, err := learned()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	p := &play{t, ctx, session, New(session), render.NewLayout(980, 720, 1)}
	if err := session.Replace(ctx, rested()); err != nil {
		t.Fatal(err)
	}
	p.until("both pictures", func(*render.Scene) bool { return p.stage.Live() })
	return p
}

// until advances frame by frame until the scene is as wanted.
func (p *play) until(what string, ok func(*render.Scene) bool) *render.Scene {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		p.stage.Advance(0.02)
		if scene := p.stage.Scene(); ok(scene) {
			return scene
		}
	}
	p.t.Fatalf("never came: %s", what)
	return nil
}

func (p *play) set(pairs ...string) {
	p.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if err := p.session.Set(p.ctx, pairs[i], pairs[i+1]); err != nil {
			p.t.Fatal(err)
		}
	}
}

// TestLayers turns every layer on and off.
func TestLayers(t *testing.T) {
	p := begin(t)
	for _, c := range []struct {
		name  string
		shown func(*render.Panel) bool
	}{
		{"contours", func(p *render.Panel) bool { return len(p.Under) == 6 && len(p.Labels) == 3 }},
		{"lattice", func(p *render.Panel) bool { return len(p.Under) == 2*web.LatticeLines }},
		{"tails", func(p *render.Panel) bool { return len(p.Under) == tailed && p.Under[0].Fade }},
		{"arrows", func(p *render.Panel) bool {
			return len(p.Over) == 1 && p.Over[0].Pairs && len(p.Over[0].X)%6 == 0 && len(p.Over[0].X) > 600
		}},
		{"density", func(p *render.Panel) bool { return !p.Blank }},
		{"dots", func(p *render.Panel) bool { return len(p.DataX) == dataPoints }},
		{"particles", func(p *render.Panel) bool { return len(p.ParticleX) == web.Particles }},
	} {
		for _, on := range []string{"true", "false"} {
			p.set(c.name, on)
			p.until(c.name+" "+on, func(s *render.Scene) bool {
				return c.shown(&s.Panels[0]) == (on == "true") && c.shown(&s.Panels[1]) == (on == "true")
			})
		}
		p.set(c.name, rested().Get(c.name))
	}
	p.set("tails", "true", "particles", "false")
	p.until("tails with heads", func(s *render.Scene) bool { return len(s.Panels[0].Marks) == tailed })
}

// TestContoursHoldTheirMass compares the levels with samples: of the model's
// points, 50, 80 and 95 % must lie within the contours that the window shows.
func TestContoursHoldTheirMass(t *testing.T) {
	p := begin(t)
	p.set("contours", "true")
	p.until("fine contours", func(s *render.Scene) bool { return s.Panels[0].Density.N == 256 && s.Panels[1].Density.N == 256 })
	wrong := ""
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		p.stage.Scene() // the picture of the last step may be on its way
		state := p.session.State()
		wrong = p.wrongContours("cnf", state.CNF.Contours) + p.wrongContours("nf", state.NF.Contours)
		if wrong == "" {
			return
		}
	}
	t.Error(wrong)
}

// wrongContours says what is wrong with a model's levels, or "".
func (p *play) wrongContours(model string, levels []float64) string {
	points, err := p.session.Sample(p.ctx, model, 20000, 3)
	if err != nil {
		p.t.Fatal(err)
	}
	logP, err := p.session.LogProb(p.ctx, model, points)
	if err != nil || len(levels) != 3 {
		p.t.Fatal(err, levels)
	}
	for i, level := range levels {
		within := 0
		for j, l := range logP {
			shown := math.Max(math.Abs(points[j][0]), math.Abs(points[j][1])) < web.Extent
			if shown && l > level {
				within++
			}
		}
		if part := float64(within) / float64(len(logP)); math.Abs(part-contourParts[i]) > 0.01 {
			return fmt.Sprintf("%s: the contour for %v holds %.4f of the samples. ", model, contourParts[i], part)
		}
	}
	return ""
}

func TestLatticeIsStraightWhereItBegins(t *testing.T) {
	p := begin(t)
	for back, time := range map[string]string{"false": "0", "true": "1"} {
		p.set("lattice", "true", "back", back, "t", time)
		scene := p.until("a lattice, back "+back, func(s *render.Scene) bool {
			l, m := s.Panels[0].Under, s.Panels[1].Under
			return len(l) == 2*web.LatticeLines && len(m) == len(l) && straight(&l[0]) && straight(&m[20])
		})
		if l := scene.Panels[0].Under[0]; l.X[0] != -web.Extent || l.Y[0] != -web.Extent {
			t.Errorf("it begins at (%v, %v)", l.X[0], l.Y[0])
		}
		p.set("t", "0.5")
		p.until("a bent one", func(s *render.Scene) bool { return !straight(&s.Panels[0].Under[5]) })
	}
}

func straight(l *render.Line) bool {
	for i := range l.X {
		if math.Abs(float64(l.X[i]-l.X[0])) > 1e-5 && math.Abs(float64(l.Y[i]-l.Y[0])) > 1e-5 {
			return false
		}
	}
	return true
}

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

func TestDensityMoves(t *testing.T) {
	p := begin(t)
	p.set("morph", "true", "travel", "true")
	seen := map[int]bool{}
	p.until("many densities", func(s *render.Scene) bool {
		seen[s.Panels[0].DensityVersion] = true
		if len(seen) > 5 && p.session.State().View.DensityT != p.stage.t {
			t.Errorf("the density is that of t = %v, the particles are at %v", p.session.State().View.DensityT, p.stage.t)
		}
		return len(seen) > 20
	})
}

func TestPace(t *testing.T) {
	p := begin(t)
	p.set("travel", "true", "pace", "4")
	p.stage.Advance(0.4)
	fast := p.stage.t
	q := begin(t)
	q.set("travel", "true")
	q.stage.Advance(1.6)
	if fast != q.stage.t || !(fast > 0) {
		t.Errorf("0.4 s at pace 4 lead to t = %v, 1.6 s at pace 1 to %v", fast, q.stage.t)
	}
}

// TestStory follows one training step through all scenes.
func TestStory(t *testing.T) {
	p := begin(t)
	before := p.session.State()
	p.set("slow", "true", "play", "true", "pace", "4")
	seen := map[string]string{}
	arrows := 0
	p.until("all scenes", func(s *render.Scene) bool {
		story := p.session.State().Story
		if story.Scene > 0 {
			seen[story.Title] = story.Text
		}
		if len(s.Panels[0].Over) == 1 && len(s.Panels[1].Over) == 1 && len(s.Panels[0].Over[0].X) > 100 {
			arrows++
		}
		return len(seen) == len(scenes) && story.Scene == 1
	})
	if arrows == 0 {
		t.Error("no arrows on the points")
	}
	tale := p.session.Tale(flow.Continuous)
	if want := minus(signed(tale.Report.Loss))[2:]; !strings.Contains(seen["The loss"], want) && p.session.State().CNF.Step == before.CNF.Step+1 {
		t.Errorf("the loss is %s, told is %q", want, seen["The loss"])
	}
	if after := p.session.State(); after.CNF.Step <= before.CNF.Step || after.CNF.Step > before.CNF.Step+2 || after.CNF.Step != after.NF.Step {
		t.Errorf("steps %d and %d after the story, %d before", after.CNF.Step, after.NF.Step, before.CNF.Step)
	}
	p.set("play", "false")
	at := p.session.State().Story.Scene
	p.session.Turn(1)
	p.until("the next scene", func(*render.Scene) bool { return p.session.State().Story.Scene == at%len(scenes)+1 })

	// A restart, and leaving for a while, leave nothing old to tell.
	p.set("k", "3")
	p.until("the step of another run", func(*render.Scene) bool {
		return p.session.State().Story.Scene == 1 && p.stage.story.tales[flow.Discrete].Step == 1
	})
	p.set("slow", "false")
	p.until("the end", func(*render.Scene) bool { return !p.stage.story.loaded() })
	if err := p.session.Step(p.ctx, 5); err != nil {
		t.Fatal(err)
	}
	p.set("slow", "true")
	p.until("a later step", func(*render.Scene) bool {
		story := p.session.State().Story
		if tale := p.stage.story.tales[flow.Discrete]; p.stage.story.loaded() && tale.Step != 7 {
			t.Fatalf("step %d is told, want 7", tale.Step)
		}
		return story.Scene == 1
	})

	p.set("until", "7", "play", "true")
	steps := p.session.State().NF.Step
	p.until("that there is nothing to tell", func(*render.Scene) bool { return strings.Contains(p.session.State().Story.Text, "has stopped") })
	if st := p.session.State(); st.NF.Step != steps {
		t.Errorf("past its last step the story went on from %d to %d", steps, st.NF.Step)
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
