package stage

import (
	"fmt"
	"image/color"
	"math"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// A scene is a part of the story of one training step.
type scene struct {
	title   string
	seconds float64
	text    func(tales [2]web.Tale) string
	show    func(s *Stage, p *render.Panel, k flow.Kind, t *web.Tale, f float64) // f ∈ [0, 1] of it is over
}

// The scenes of slow motion.
var scenes = []scene{
	{"Draw a batch", 2.5, tellBatch, showBatch},
	{"Flow it back", 4, tellBack, showBack},
	{"Add up the trace", 4, tellTrace, showTrace},
	{"The loss", 3.5, tellLoss, showLoss},
	{"The gradient", 4.5, tellGradient, showGradient},
	{"The update", 4.5, tellUpdate, showUpdate},
}

// A story tells one training step after the other.
type story struct {
	versions [2]int // of the tales that are told
	tales    [2]web.Tale
	scene    int
	seconds  float64 // of the scene that are over
	clouds   [2]cloud
}

// A cloud is a story's points in a panel, kept from frame to frame.
type cloud struct{ x, y, lineX, lineY []float32 }

// advanceStory goes on by dt seconds and some turns of the page. It asks for the
// next step when this one is told, and drops what is told of a run that is over.
func (s *Stage) advanceStory(dt float64) {
	y := &s.story
	turns := s.session.Turns()
	for k, v := range y.versions {
		if y.loaded() && s.session.Tale(flow.Kind(k)).Version != v {
			*y = story{versions: y.versions, clouds: y.clouds}
		}
	}
	if !y.loaded() {
		y.load(s.session)
		return
	}
	y.seconds += dt
	if y.seconds >= scenes[y.scene].seconds {
		turns++
	}
	if turns == 0 {
		return
	}
	y.seconds = 0
	if y.scene += turns; y.scene >= len(scenes) {
		*y = story{versions: y.versions, clouds: y.clouds}
		return
	}
	y.scene = max(y.scene, 0)
}

// loaded reports whether there are tales to tell.
func (y *story) loaded() bool { return y.tales[0].Version > 0 && y.tales[1].Version > 0 }

// load takes the next tales when both are there, and asks for them.
func (y *story) load(session *web.Session) {
	var next [2]web.Tale
	ready := true
	for k := range next {
		next[k] = session.Tale(flow.Kind(k))
		if next[k].Version == y.versions[k] || next[k].Way.Len() == 0 {
			session.Narrate(flow.Kind(k))
			ready = false
		}
	}
	if !ready {
		return
	}
	y.tales, y.versions = next, [2]int{next[0].Version, next[1].Version}
	y.scene, y.seconds = 0, 0
}

// words returns the scene's caption.
func (y *story) words(stopped bool) web.Story {
	if stopped {
		return web.Story{Title: "Slow motion", Text: "A model has stopped by itself, so there is no step to tell. Let training go on farther, or press Reset."}
	}
	if !y.loaded() {
		return web.Story{Title: "Slow motion", Text: "Making one training step of each model …"}
	}
	sc := scenes[y.scene]
	return web.Story{Scene: y.scene + 1, Scenes: len(scenes), Title: sc.title, Text: minus(sc.text(y.tales))}
}

// setStory shows the scene in a panel, in place of particles.
func (s *Stage) setStory(p *render.Panel, k flow.Kind) {
	p.ParticleX, p.ParticleY = nil, nil
	if !s.story.loaded() {
		return
	}
	sc := scenes[s.story.scene]
	f := min(s.story.seconds/sc.seconds*1.25, 1) // it stands still for a while at its end
	sc.show(s, p, k, &s.story.tales[k], f)
}

func tellBatch(t [2]web.Tale) string {
	return fmt.Sprintf("Step %d of the CNF, %d of the NF. Each draws points of the data at random: %d and %d of them. %d are shown.",
		t[0].Step, t[1].Step, t[0].Report.Batch, t[1].Report.Batch, len(t[0].Base))
}

func tellBack([2]web.Tale) string {
	return "Every point goes back to where it came from: through the CNF's field from time 1 to 0, and through the NF's layers, the last one first."
}

func tellTrace(t [2]web.Tale) string {
	words := func(t *web.Tale) string {
		base, change, before, _ := t.Means()
		return fmt.Sprintf("%.2f %s = %.2f", base, signed2(change), before)
	}
	return fmt.Sprintf("log p(x) is log p(z0) plus what the way adds: where space is squeezed together on the way to the data (orange) the density grows. Means: CNF %s, NF %s nats.", words(&t[0]), words(&t[1]))
}

func tellLoss(t [2]web.Tale) string {
	return fmt.Sprintf("The loss is the mean of −log p(x) over the batch: %.3f nats for the CNF, %.3f for the NF. Blue points surprise the model most.",
		t[0].Report.Loss, t[1].Report.Loss)
}

func tellGradient(t [2]web.Tale) string {
	words := func(t *web.Tale) string {
		if clip := t.Report.Clip; clip > 0 && t.Report.Norm > clip {
			return fmt.Sprintf("%.2g, clipped to %g", t.Report.Norm, clip)
		}
		return fmt.Sprintf("%.2g", t.Report.Norm)
	}
	return fmt.Sprintf("Arrows show where each point would be likelier. The same chain rule, carried on along the way, gives the slope in every weight. Length of that gradient: CNF %s, NF %s.", words(&t[0]), words(&t[1]))
}

func tellUpdate(t [2]web.Tale) string {
	words := func(t *web.Tale) string {
		_, _, before, after := t.Means()
		return fmt.Sprintf("%.3f to %.3f", -before, -after)
	}
	far := ""
	if _, _, before, after := t[0].Means(); before-after > tooFar {
		far = " The CNF's step went too far: at first the slopes change within less than a step."
	}
	return fmt.Sprintf("Adam moves every weight a little against its slope (rate %.2g for the CNF, %.2g for the NF). Arrows, %d times too long: where the same noise now lands. The shown points' loss went from %s (CNF) and %s (NF).%s",
		t[0].Report.Rate, t[1].Report.Rate, movesLonger, words(&t[0]), words(&t[1]), far)
}

func showBatch(s *Stage, p *render.Panel, k flow.Kind, t *web.Tale, f float64) {
	s.storyPoints(p, k, t, 1, func(int) color.RGBA { return render.Fade(white, f) })
}

func showBack(s *Stage, p *render.Panel, k flow.Kind, t *web.Tale, f float64) {
	s.storyPoints(p, k, t, 1-f*f*(3-2*f), func(int) color.RGBA { return white })
}

func showTrace(s *Stage, p *render.Panel, k flow.Kind, t *web.Tale, _ float64) {
	s.storyPoints(p, k, t, 0, func(i int) color.RGBA { return warmth(float64(t.LogP[i]-t.Base[i]) / 3) })
}

func showLoss(s *Stage, p *render.Panel, k flow.Kind, t *web.Tale, f float64) {
	_, _, mean, _ := t.Means()
	s.storyPoints(p, k, t, f*f*(3-2*f), func(i int) color.RGBA { return warmth((float64(t.LogP[i]) - mean) / 2) })
}

const (
	slopeScale  = 0.12 // plane per nat and plane
	movesLonger = 20
	longestLine = 1.2 // in the plane
	tooFar      = 0.5 // nats
)

func showGradient(s *Stage, p *render.Panel, k flow.Kind, t *web.Tale, f float64) {
	s.storyPoints(p, k, t, 1, func(int) color.RGBA { return white })
	s.storyArrows(p, k, func(i int) (dx, dy float64) {
		return slopeScale * f * float64(t.SlopeX[i]), slopeScale * f * float64(t.SlopeY[i])
	})
}

func showUpdate(s *Stage, p *render.Panel, k flow.Kind, t *web.Tale, f float64) {
	s.storyPoints(p, k, t, 1, func(int) color.RGBA { return white })
	points := &s.story.clouds[k]
	s.storyArrows(p, k, func(i int) (dx, dy float64) {
		return movesLonger * f * float64(t.MovedX[i]-points.x[i]), movesLonger * f * float64(t.MovedY[i]-points.y[i])
	})
}

// storyPoints draws the tale's points at a time, each in its colour.
func (s *Stage) storyPoints(p *render.Panel, k flow.Kind, t *web.Tale, time float64, c func(i int) color.RGBA) {
	points := &s.story.clouds[k]
	n := t.Way.Len()
	if len(points.x) != n {
		points.x, points.y = make([]float32, n), make([]float32, n)
	}
	t.Way.At(points.x, points.y, time, k == flow.Continuous)
	for i, x := range points.x {
		p.Marks = append(p.Marks, bead(x, points.y[i], 3.4, black), bead(x, points.y[i], 2.6, c(i)))
	}
}

// storyArrows draws arrows from the story's points.
func (s *Stage) storyArrows(p *render.Panel, k flow.Kind, along func(i int) (dx, dy float64)) {
	points := &s.story.clouds[k]
	a := arrows{lineX: points.lineX[:0], lineY: points.lineY[:0]}
	for i, x := range points.x {
		dx, dy := along(i)
		if dx-dx+dy-dy == 0 {
			a.add(x, points.y[i], dx, dy, longestLine)
		}
	}
	points.lineX, points.lineY = a.lineX, a.lineY
	p.Over = append(p.Over, render.Line{X: a.lineX, Y: a.lineY, Width: 1.6, Pairs: true, Color: gold})
}

// warmth colours a number from blue at -1 over white to orange at 1.
func warmth(v float64) color.RGBA {
	end := color.RGBA{0xff, 0x8c, 0x1a, 0xff}
	if v < 0 {
		end = color.RGBA{0x3d, 0xa5, 0xff, 0xff}
	}
	f := min(math.Abs(v), 1)
	if !(f >= 0) {
		f = 0
	}
	blend := func(a, b uint8) uint8 { return uint8(float64(a)*(1-f) + float64(b)*f) }
	return color.RGBA{blend(0xff, end.R), blend(0xff, end.G), blend(0xff, end.B), 0xff}
}
