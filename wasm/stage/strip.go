package stage

import (
	"fmt"
	"slices"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// stripSamples are the particles shown in a frame of the film strip.
const stripSamples = 300

// stripOf says what the film strips show.
type stripOf struct{ reels, pictures [2]int }

// setStrips takes over newer reels and particles.
func (s *Stage) setStrips() {
	var of stripOf
	for k := range of.reels {
		of.reels[k] = s.session.Reel(flow.Kind(k)).Version
		of.pictures[k] = s.session.Picture(flow.Kind(k)).Version
	}
	if of == s.stripOf {
		return
	}
	s.stripOf = of
	s.scene.DockVersion++
	for _, k := range []flow.Kind{flow.Continuous, flow.Discrete} {
		s.scene.Strips[k].Frames = s.stripFrames(k)
	}
}

// stripFrames returns the frames that the model's reel has.
func (s *Stage) stripFrames(k flow.Kind) (frames []render.StripFrame) {
	reel, picture, f := s.session.Reel(k), s.session.Picture(k), s.session.Flow(k)
	if f == nil {
		return nil
	}
	for _, t := range web.StripTimes {
		i := slices.Index(reel.Times, t)
		if i < 0 {
			continue
		}
		shown := f.Snap(t)
		frame := render.StripFrame{Density: render.Grid{N: reel.Size, LogP: reel.Frame(i)}, Label: stripLabel(f, t)}
		n := min(picture.Paths.Len(), stripSamples)
		frame.X, frame.Y = make([]float32, n), make([]float32, n)
		for j := range n {
			frame.X[j], frame.Y[j] = picture.Paths.Particle(j, shown, k == flow.Continuous)
		}
		frames = append(frames, frame)
	}
	return frames
}

// stripLabel names the frame at time t: for the NF by how many of its layers
// have moved the noise.
func stripLabel(f flow.Flow, t float64) string {
	if f.Kind() == flow.Discrete {
		k := f.Width()
		return fmt.Sprintf("%d of %d", int(f.Snap(t)*float64(k)+0.5), k)
	}
	return percent(t)
}
