package stage

import (
	"context"
	"testing"
	"time"

	"flowplayground/flow"
	"flowplayground/render"
	"flowplayground/web"
)

// TestPresentingIsLight presents and stops presenting: the curves change their colours too, though no
// loss is new.
func TestPresentingIsLight(t *testing.T) {
	var ports [3]web.Port
	for i := range ports {
		page, worker := web.NewPipe()
		ports[i] = page
		go web.Serve([]string{web.RoleTrainer, web.RoleTrainer, web.RoleViewer}[i], worker)
		t.Cleanup(page.Close)
	}
	settings := web.Defaults()
	settings.Play, settings.K, settings.M = false, 1, 1
	session := web.NewSession(ports[0], ports[1], ports[2], settings, nil)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	go session.Run(ctx)
	st := New(session)
	for _, want := range []*render.Theme{&render.Dark, &render.Light, &render.Dark} {
		value := map[bool]string{true: "true", false: "false"}[want == &render.Light]
		if err := session.Set(ctx, "present", value); err != nil {
			t.Fatal(err)
		}
		scene := st.Scene()
		last := scene.Chart.Series[len(scene.Chart.Series)-1]
		if scene.Theme != want || scene.Panels[flow.Discrete].Accent != want.NF || last.Color != want.CNF {
			t.Errorf("present = %s: accent %v, curve %v", value, scene.Panels[flow.Discrete].Accent, last.Color)
		}
	}
}
