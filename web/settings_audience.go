package web

// Audience is what of the settings concerns who looks at the page, and where.
type Audience struct {
	Lesson  string // the lesson beside the controls, or "none"
	Present bool   // for a projector: light, large, few controls
	Embed   bool   // for a frame in another page
	Hide    string // parts of the panel that are not shown, such as "data.method"
}

func newAudienceFields() []Field {
	return []Field{
		{Name: "lesson", Label: "Lesson", Help: "A thing to do and a thing to see. It brings its own settings; leaving it keeps them.",
			Kind: Option, Choices: lessonChoices(),
			Default: noLesson, in: func(s *Settings) any { return &s.Lesson }},
		{Name: "present", Label: "Present", Help: "For a projector: light, large type and points, few controls.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Present }},
		{Name: "embed", Label: "Embed", Help: "For a frame in another page.",
			Kind: Toggle, Default: "false", in: func(s *Settings) any { return &s.Embed }},
		{Name: "hide", Label: "Hidden parts", Help: "Parts of the panel that are not shown.",
			Kind: Text, Hidden: true, Form: "a list of parts, such as data.method, or nothing", check: checkHide,
			in: func(s *Settings) any { return &s.Hide }},
	}
}

// panelParts are the parts of the panel that can be hidden, by the id of their
// element after "part-", and what they are called.
var panelParts = []struct{ ID, Label string }{
	{"train", "Play, step, reset"}, {"size", "M and K"}, {"numbers", "Losses"}, {"time", "Time"},
	{"show", "What is shown"}, {"data", "Data and noise"}, {"own", "Own data"}, {"method", "Method"},
	{"lessons", "Lessons, presets"}, {"share", "Share, save"}, {"about", "About"},
}

// checkHide keeps the parts that there are, each once, in their order.
func checkHide(text string) (string, bool) {
	var ids []string
	for _, p := range panelParts {
		ids = append(ids, p.ID)
	}
	return checkList(text, ids)
}
