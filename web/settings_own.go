package web

import "flowplayground/flow"

// newOwnFields returns what a person gives to be learned. It stays while other
// data are learned, so that one can come back to it.
func newOwnFields() []Field {
	return []Field{
		{Name: "points", Label: "Your points", Help: "Points or a picture of your own, which the models learn when Data is “Your own”.",
			Kind: Text, Hidden: true, Form: "points or a picture as a link of this page has them, or nothing", check: checkGiven,
			in: func(s *Settings) any { return &s.Given }},
	}
}

// checkGiven takes what a model can learn.
func checkGiven(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	_, err := flow.Job{Data: flow.Own, Given: text}.Dataset()
	return text, err == nil
}
