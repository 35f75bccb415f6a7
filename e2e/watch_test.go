//go:build !js

package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A watch collects what goes wrong in a page and its workers, and what they fetch.
type watch struct {
	mu       sync.Mutex
	console  []string // errors, warnings and uncaught exceptions
	requests []string
	workers  []context.Context
}

// attach begins to watch the page of ctx and each worker that it starts.
func (w *watch) attach(ctx context.Context) error {
	go w.readConsole("page", chromedp.Console(ctx))
	return chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			w.add(&w.requests, e.Request.URL)
		case *target.EventAttachedToTarget:
			if e.TargetInfo.Type == "worker" {
				go w.attachWorker(ctx, e.TargetInfo.TargetID)
			}
		}
	})
}

// attachWorker begins to watch a worker. What it wrote to its console before is told again.
func (w *watch) attachWorker(page context.Context, id target.ID) {
	ctx, _ := chromedp.NewContext(page, chromedp.WithTargetID(id))
	messages := chromedp.Console(ctx)
	w.mu.Lock()
	w.workers = append(w.workers, ctx)
	w.mu.Unlock()
	w.readConsole("worker", messages)
}

// readConsole keeps the messages of consequence.
func (w *watch) readConsole(who string, messages func(yield func(chromedp.ConsoleMessage, error) bool)) {
	for m, err := range messages {
		if err != nil {
			return
		}
		if t := m.Type; t == chromedp.ConsoleError || t == chromedp.ConsoleWarning || t == chromedp.ConsoleException {
			w.add(&w.console, fmt.Sprintf("%s: %v (%s)", who, m, m.URL))
		}
	}
}

func (w *watch) add(list *[]string, item string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*list = append(*list, item)
}

// problems returns the console errors so far. Warnings are not among them: software rendering
// brings some that say nothing about the page.
func (w *watch) problems() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.console), func(line string) bool {
		return strings.Contains(line, ": "+string(chromedp.ConsoleWarning)+": ")
	})
}

// fetched returns the addresses that the page and its workers have asked for. A worker's own list
// is read from it, because it begins to fetch before it can be watched.
func (v *view) fetched() []string {
	v.t.Helper()
	v.mu.Lock()
	all, workers := slices.Clone(v.requests), slices.Clone(v.workers)
	v.mu.Unlock()
	for _, ctx := range workers {
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
