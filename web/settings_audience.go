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
// element after "part-".
var panelParts = []string{"train", "size", "numbers", "time", "show", "data", "own", "method", "lessons", "share", "about"}

// checkHide keeps the parts that there are, each once, in their order.
func checkHide(text string) (string, bool) { return checkList(text, panelParts) }
