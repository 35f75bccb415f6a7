package web

import "strings"

// An invitation is what a teacher chooses for a link.
type invitation struct {
	from           string // asNow, or a lesson's id, or noLesson for the page as it first opens
	present, embed bool
	hide           []string // parts of the panel
}

// asNow stands for the settings of the moment.
const asNow = "now"

// settings returns those of the link, beside what the settings are now.
func (v invitation) settings(now Settings) Settings {
	s := now
	if v.from != asNow {
		s = startOf(v.from)
	}
	s.Present, s.Embed = v.present, v.embed
	s.Hide, _ = checkHide(strings.Join(v.hide, "."))
	return s
}

// shows reports whether a part of the panel can be seen in the page's form, unless
// it is hidden; the stylesheet agrees.
func (v invitation) shows(part string) bool {
	switch {
	case v.embed:
		return part == "train" || part == "size"
	case v.present:
		return part == "train" || part == "size" || part == "time"
	}
	return true
}

// lost says what of the link's settings its form does not show, or "".
func (v invitation) lost(s Settings) string {
	if v.embed && s.Lesson != noLesson {
		return "A frame has no room for the lesson's text: it only begins with the lesson's settings."
	}
	return ""
}

// beginnings are the choices of an invitation's from, in words.
func beginnings() []Choice {
	list := []Choice{{Value: asNow, Label: "The settings as they are now"}, {Value: noLesson, Label: "The page as it first opens"}}
	for _, l := range lessons {
		list = append(list, Choice{Value: l.ID, Label: "Lesson: " + l.Title})
	}
	return list
}
