package web

import (
	"math"
	"slices"
	"strings"
)

// frameMessage is the type of the message by which a frame tells its height.
const frameMessage = "flow-playground"

// stageHeight returns a height in pixels for a stage of that width in a frame:
// room for two square pictures side by side and the chart below them, see
// package render's layout, within reason.
func stageHeight(width float64) int {
	const (
		margins  = 52 // at the sides and between the pictures
		labels   = 76 // above and below each
		pictures = 0.68
		edges    = 16
	)
	return int(math.Round(min(max((width-margins)/2+labels, 220)/pictures+edges, 800)))
}

// whole returns the settings for the page itself, out of its frame.
func (s Settings) whole() Settings {
	s.Embed, s.Present, s.Hide = false, false, ""
	return s
}

// forReader returns the settings as whoever has those of now looks at them, and on
// that machine: neither a lesson nor a file changes it.
func (s Settings) forReader(now Settings) Settings {
	s.Present, s.Embed, s.Hide, s.Workers = now.Present, now.Embed, now.Hide, now.Workers
	return s
}

// hides reports whether a part of the panel is not shown.
func (s Settings) hides(part string) bool { return slices.Contains(strings.Split(s.Hide, "."), part) }

// frameCode returns HTML that shows a link in a frame. The script fits the frame's
// height to its width; where a site strips scripts the given height stays.
func frameCode(link string) string {
	return `<iframe src="` + escapeAttribute(link) + `" title="Flow Playground" width="100%" height="600" style="border:0" loading="lazy"></iframe>
<script>
addEventListener("message", (e) => {
  for (const f of document.querySelectorAll("iframe")) {
    if (f.contentWindow === e.source && e.data?.type === "` + frameMessage + `") f.style.height = e.data.height + "px";
  }
});
</script>`
}

func escapeAttribute(text string) string {
	text = strings.ReplaceAll(text, "&", "&amp;")
	text = strings.ReplaceAll(text, `"`, "&quot;")
	return strings.ReplaceAll(text, "<", "&lt;")
}

// themeColor and colorScheme are what the page tells the browser of its colours;
// they agree with the stylesheet.
func themeColor(s Settings) string {
	if s.Present {
		return "#ffffff"
	}
	return "#0e1117"
}

func colorScheme(s Settings) string {
	if s.Present {
		return "light"
	}
	return "dark"
}
