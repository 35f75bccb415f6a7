package web

import "context"

// A Preset is a way to make and train the models that somebody published, or
// the page's own. It leaves data, seed and picture as they are.
type Preset struct{ ID, Label, Help, Fragment string }

var presets = []Preset{
	{"default", "This page’s", "The models and the recipe that this page starts with.", ""},
	// The recipe has the notebook's exact trace, which stands there in a comment.
	{"notebook", "The notebook’s", "As in the notebook planar_cnf (H. Gangloff, 2023): its recipe, M = K = 20, Hutchinson's trace with Gaussian noise. It learns far more slowly.",
		"recipe=notebook&trace=gaussian"},
	{"paper", "The paper’s", "As in figure 5 of Chen et al. (2018): gates from 0 to 1, M = K = 64, a solver that chooses its steps, gradients by the adjoint. The steps take long.",
		"k=64&m=64&model=paper&solver=dormand-prince&tolerance=1e-3&gradient=adjoint"},
	{"energy", "The paper’s, energy", "As in figure 4 of Chen et al. (2018): follow the energy U1 instead of data, M = K = 32, gates from 0 to 1.",
		"data=u1&k=32&m=32&model=paper&objective=energy"},
}

// presetFields are what a preset puts back before it sets its own.
var presetFields = []string{"k", "m", "recipe", "model", "nf", "objective", "solver", "steps", "tolerance",
	"trace", "gradient", "kinetic", "frobenius", "lr", "batch", "average"}

// preset changes the settings to a preset's, and leaves the lesson, whose text no
// longer fits.
func (s *Settings) preset(p Preset) (notes []string, err error) {
	next := *s
	next.Lesson = noLesson
	for _, name := range presetFields {
		f, _ := field(name)
		f.store(&next, f.Default)
	}
	for name, value := range settingsOf(p.Fragment) {
		if err := next.put(name, value); err != nil {
			return nil, err
		}
	}
	if notes, err = next.settle(""); err != nil {
		return nil, err
	}
	*s = next
	return notes, nil
}

// follows reports whether the settings are a preset's.
func (s Settings) follows(p Preset) bool {
	next := s
	_, err := next.preset(p)
	next.Lesson = s.Lesson
	return err == nil && next == s
}

// preset changes the settings to a preset's and returns when every worker
// concerned has obeyed.
func (s *Session) preset(ctx context.Context, p Preset) error {
	return s.change(ctx, func(next *Settings) ([]string, error) { return next.preset(p) })
}
