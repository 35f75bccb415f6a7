//go:build !js

package e2e

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"flowplayground/web/site"
)

// base is the sub-path under which the tests serve the site: what works there works anywhere.
const base = "/lessons/flow/"

// patience bounds one exchange with the browser. Software rendering on a busy machine is slow.
const patience = 30 * time.Second

// server starts serving the assembled site once, and returns its address.
var server = sync.OnceValues(func() (string, error) {
	dir := os.Getenv("SITE")
	if dir == "" {
		dir = "../build/site"
	}
	handler, err := site.Handler(dir)
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	mux.Handle(base, http.StripPrefix(base[:len(base)-1], http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == unisolated[1:] {
			w = plainWriter{w}
		}
		handler.ServeHTTP(w, r)
	})))
	return httptest.NewServer(mux).URL, nil
})

// unisolated makes the server send the page as a host without headers of its own.
const unisolated = "?unisolated"

// A plainWriter leaves out the headers that isolate a page.
type plainWriter struct{ http.ResponseWriter }

func (w plainWriter) WriteHeader(status int) {
	for _, name := range []string{"Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy"} {
		w.Header().Del(name)
	}
	w.ResponseWriter.WriteHeader(status)
}

// browsers keeps headless Chromiums: those that no test uses, which of the running tests uses which,
// and how to end them. Tests that run in parallel never share one, for it shows one tab at a time.
var browsers = struct {
	mu     sync.Mutex
	free   []context.Context
	taken  map[testing.TB]context.Context
	close  []context.CancelFunc
	failed error // to start one, once and for all tests
}{taken: map[testing.TB]context.Context{}}

// browser returns the context of the test's Chromium, which is another test's when this one is over.
func browser(t testing.TB) (context.Context, error) {
	b := &browsers
	b.mu.Lock()
	defer b.mu.Unlock()
	ctx, ok := b.taken[t]
	if ok {
		return ctx, nil
	}
	if b.failed != nil {
		return nil, b.failed
	}
	if n := len(b.free); n > 0 {
		ctx, b.free = b.free[n-1], b.free[:n-1]
	} else {
		var end context.CancelFunc
		ctx, end, b.failed = startBrowser()
		b.close = append(b.close, end)
		if b.failed != nil {
			return nil, b.failed
		}
	}
	b.taken[t] = ctx
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.taken, t)
		b.free = append(b.free, ctx)
	})
	return ctx, nil
}

// startBrowser starts a Chromium, and returns its context and what ends it and waits for it.
func startBrowser() (context.Context, context.CancelFunc, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("enable-unsafe-swiftshader", true), // WebGL without a graphics card
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// As by default, and without pages below the address bar of every new window, a second of processor time each.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,WebUIOmniboxPopup,WebUIOmniboxAimPopup"),
	)
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	return ctx, end, chromedp.Do(ctx)
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range browsers.close {
		end()
	}
	os.Exit(code)
}

// A view is one open page of the playground. Its methods fail the test if they can't do what they say.
type view struct {
	t      testing.TB
	ctx    context.Context
	server string
	watch
}

// open opens the page with a link's fragment (without "#") in a window of that size. The scripts
// run before the page's own.
func open(t *testing.T, width, height int, fragment string, scripts ...string) *view {
	t.Helper()
	return openAt(t, width, height, "#"+fragment, scripts...)
}

// openAt is open with the rest of the address altogether.
func openAt(t testing.TB, width, height int, rest string, scripts ...string) *view {
	t.Helper()
	address, err := server()
	if err != nil {
		t.Fatal(err)
	}
	started, err := browser(t)
	if err != nil {
		t.Fatalf("Chromium doesn't start (is it installed?): %v", err)
	}
	ctx, closeTab := chromedp.NewContext(started)
	t.Cleanup(closeTab)
	v := &view{t: t, ctx: ctx, server: address}
	v.must(chromedp.Do(ctx))
	v.must(v.watch.attach(ctx))
	for _, script := range scripts {
		v.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
			return err
		}))
	}
	v.do(chromedp.EmulateViewport(int64(width), int64(height)),
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := chromedp.Call(ctx, page.BringToFront, struct{}{})
			return err
		}),
		chromedp.Navigate(address+base+rest))
	return v
}

// openReady opens the page, and waits until it is ready.
func openReady(t *testing.T, width, height int, fragment string) *view {
	t.Helper()
	v := open(t, width, height, fragment)
	v.waitState("s.ready", time.Minute)
	return v
}

func (v *view) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatalf("%v\n%s", err, v.report())
	}
}

// do runs the actions in the page.
func (v *view) do(actions ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	v.must(chromedp.Do(ctx, actions...))
}

// eval returns the value of a JavaScript expression, or what its promise resolves to.
func eval[T any](v *view, expression string) T {
	v.t.Helper()
	value, err := tryEval[T](v, expression, patience)
	if err != nil {
		v.t.Fatalf("%s: %v\n%s", expression, err, v.report())
	}
	return value
}

// tryEval is eval for expressions that may fail, or take their time.
func tryEval[T any](v *view, expression string, limit time.Duration) (T, error) {
	ctx, cancel := context.WithTimeout(v.ctx, limit)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// run evaluates an expression for its effect, such as playground.step(100).
func (v *view) run(expression string) {
	v.t.Helper()
	_, err := tryEval[chromedp.Void](v, expression, 2*time.Minute)
	if err != nil {
		v.t.Fatalf("%s: %v\n%s", expression, err, v.report())
	}
}

// state is what window.playground.state() returns, as far as the tests read it. A loss is nil
// before its first value.
type state struct {
	Ready, Playing bool
	Error          string
	Notes          []string
	Data           string
	Seed           int
	T              float64
	NF, CNF        struct {
		K, M           int
		Step, Workers  int
		Train, Heldout *float64
	}
	Entropy float64
	View    struct{ Particles int }
}

func (v *view) state() state {
	v.t.Helper()
	return eval[state](v, "playground.state()")
}

// waitState waits until a JavaScript condition on the state s holds, such as "s.nf.step > 10".
func (v *view) waitState(condition string, limit time.Duration) {
	v.t.Helper()
	v.wait("((s) => s && ("+condition+"))(window.playground?.state())", limit)
}

// wait waits until a JavaScript condition holds.
func (v *view) wait(condition string, limit time.Duration) {
	v.t.Helper()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if eval[bool](v, "Boolean("+condition+")") {
			return
		}
	}
	v.t.Fatalf("after %v still not: %s\n%s", limit, condition, v.report())
}

// report describes the page for a failure's message.
func (v *view) report() string {
	s, err := tryEval[json.RawMessage](v, `({state: window.playground?.state(), page: document.documentElement.dataset.state})`, 5*time.Second)
	if err != nil {
		s = []byte(err.Error())
	}
	return "the page says " + string(s) + "\n" + v.watch.String()
}

// key presses keys, one after the other.
func (v *view) key(keys string) {
	v.t.Helper()
	v.do(chromedp.KeyEvent(keys))
}
