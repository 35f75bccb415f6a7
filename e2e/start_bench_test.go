//go:build !js

package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// notePhases notes in window.phases after how many milliseconds the page got how far: its program
// began to draw, and the particles in both panels were seen to move.
const notePhases = `
	const phases = window.phases = {};
	let t;
	const look = () => {
		const state = window.playground?.state();
		if (state) phases.begun ??= performance.now();
		if (document.documentElement?.dataset.state === "ready") {
			if (t !== undefined && state.t !== t) {
				phases.moving = performance.now();
				return;
			}
			t ??= state.t;
		}
		requestAnimationFrame(look);
	};
	look();`

// BenchmarkStart opens the page in a browser that runs already, and reports the milliseconds until
// the program has begun and until the first moving frame. Run it by
//
//	go test -run '^$' -bench Start -benchtime 5x ./e2e
//
// on an idle machine. The tests' watch on the network stays off: it keeps copies of the programs, on
// the page's own thread.
func BenchmarkStart(b *testing.B) {
	address, err := server()
	if err != nil {
		b.Fatal(err)
	}
	started, err := browser(b)
	if err != nil {
		b.Fatal(err)
	}
	var begun, moving float64
	runs := 0
	for b.Loop() {
		p, err := startOnce(started, address+base)
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("begun after %.0f ms, moving after %.0f ms", p.Begun, p.Moving)
		begun, moving = begun+p.Begun, moving+p.Moving
		runs++
	}
	b.ReportMetric(begun/float64(runs), "ms-begun")
	b.ReportMetric(moving/float64(runs), "ms-moving")
	b.ReportMetric(0, "ns/op") // that of opening and closing a tab too
}

type phases struct{ Begun, Moving float64 }

// startOnce opens the page in a tab with an empty cache and returns when what was seen.
func startOnce(started context.Context, address string) (phases, error) {
	ctx, closeTab := chromedp.NewContext(started, chromedp.WithNewBrowserContext())
	defer closeTab()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 720),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			if _, err := chromedp.Call(ctx, network.Disable, struct{}{}); err != nil {
				return err
			}
			if _, err := chromedp.Call(ctx, page.BringToFront, struct{}{}); err != nil {
				return err
			}
			_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: notePhases})
			return err
		}),
		chromedp.Navigate(address))
	if err != nil {
		return phases{}, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[phases](`new Promise((resolve) => {
		const look = () => window.phases.moving ? resolve(window.phases) : setTimeout(look, 20);
		look();
	})`, chromedp.EvalAwaitPromise))
}
