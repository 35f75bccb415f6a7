//go:build !js

package e2e

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A watch collects what goes wrong in a page and its workers, and what they fetch. The browser
// repeats a worker's console in that of its page.
type watch struct {
	mu       sync.Mutex
	console  []string // errors, warnings and uncaught exceptions
	requests []string
	workers  []target.ID
}

// attach begins to watch the page of ctx.
func (w *watch) attach(ctx context.Context) error {
	go w.readConsole(chromedp.Console(ctx))
	return chromedp.Listen(ctx, func(event any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			w.requests = append(w.requests, e.Request.URL)
		case *target.EventAttachedToTarget:
			if e.TargetInfo.Type == "worker" {
				w.workers = append(w.workers, e.TargetInfo.TargetID)
			}
		}
	})
}

// readConsole keeps the messages of consequence.
func (w *watch) readConsole(messages iter.Seq2[chromedp.ConsoleMessage, error]) {
	for m, err := range messages {
		if err != nil {
			return
		}
		if t := m.Type; t == chromedp.ConsoleError || t == chromedp.ConsoleWarning || t == chromedp.ConsoleException {
			w.mu.Lock()
			w.console = append(w.console, fmt.Sprintf("%v (%s)", m, m.URL))
			w.mu.Unlock()
		}
	}
}

// problems returns the console errors so far. Warnings are not among them: software rendering
// brings some that say nothing about the page.
func (w *watch) problems() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.console), func(line string) bool {
		return strings.HasPrefix(line, string(chromedp.ConsoleWarning))
	})
}

// fetched returns the addresses that the page and its workers have asked for. A worker's own list
// is read from it, because it begins to fetch before it can be watched.
func (v *view) fetched() []string {
	v.t.Helper()
	v.mu.Lock()
	all, workers := slices.Clone(v.requests), slices.Clone(v.workers)
	v.mu.Unlock()
	for _, id := range workers {
		ctx, _ := chromedp.NewContext(v.ctx, chromedp.WithTargetID(id))
		names, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
			`[location.href, ...performance.getEntriesByType("resource").map((e) => e.name)]`))
		v.must(err)
		all = append(all, names...)
	}
	return all
}

func (w *watch) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return "console: " + strings.Join(w.console, "\n         ")
}
