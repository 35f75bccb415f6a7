package stage

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

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
