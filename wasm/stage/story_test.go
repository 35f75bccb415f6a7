package stage

import (
	"strings"
	"testing"

	"flowplayground/flow"
	"flowplayground/render"
)

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
