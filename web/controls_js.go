//go:build js && wasm

package web

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"syscall/js"
	"time"
)

// patience is how long a control waits for the workers before it says that they don't answer.
const patience = 10 * time.Second

// controls ties the page's HTML to a session: settings flow from the elements
// through a queue to the session, and back from the session to all elements.
type controls struct {
	session *Session
	screen  *screen
	queue   settingsQueue

	mu         sync.Mutex
	settings   Settings          // the session's newest
	written    map[string]string // by field name, what its element shows
	busy       bool              // with a step or a reset
	linking    bool              // the link will be written soon
	message    string            // of the last action, for the reader
	failed     bool              // message is an error
	notes      []string          // on the last link typed into the address bar
	dismissed  map[string]bool   // texts of notes
	listed     []note            // what the page shows
	paragraphs map[note]js.Value // their elements
	blurred    bool              // the pixel ratio is no longer the canvas's
	hints      []hint
	losses     *lossesPart
	ended      bool // training, by itself
	awake      wakeLock
}

// bound is what BindControls made: a page has one set of controls.
var bound *controls

// InitialSettings reads the settings from the page's address, and notes for the
// reader about what in it could not be obeyed, and about a browser that makes
// training slow. Someone whose device asks for less motion gets particles that
// hold still, unless the link says otherwise.
func InitialSettings() (Settings, []string) {
	fragment := addressFragment()
	s, notes := ParseFragment(fragment)
	if calm() && !strings.Contains(fragment, "travel=") {
		s.Travel = false
		notes = append(notes, "Your device asks for less motion, so the particles hold still. Tick “Particles travel” to let them move.")
	}
	if !haveSIMD() {
		notes = append(notes, "This browser has no SIMD for WebAssembly, so training is several times slower.")
	}
	return s, notes
}

// BindControls brings the page's controls to life. Call it once, from the page's program.
func BindControls(s *Session) {
	c := &controls{session: s, screen: newScreen(), written: map[string]string{}, dismissed: map[string]bool{}}
	c.queue.apply = c.apply
	bound = c
	for _, f := range fields() {
		if !f.Hidden {
			c.bind(f)
		}
	}
	c.bindHints()
	c.bindButtons()
	c.bindLink()
	c.bindLessons()
	c.bindAudience()
	bindKeys()
	c.watchZoom()
	s.OnChange(func(Settings) { c.show() })
	c.show()
	enable()
}

// apply gives one setting to the session; the queue calls it.
func (c *controls) apply(name, value string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := c.set(ctx, name, value)
	c.report(err)
	if err != nil {
		c.mu.Lock()
		delete(c.written, name) // the element shows what was refused
		c.mu.Unlock()
		c.show()
	}
}

// Choose sets a setting as a control of the page would.
func Choose(name, value string) { bound.queue.put(name, value) }

func (c *controls) set(ctx context.Context, name, value string) error {
	if name == "lesson" {
		return c.setLesson(ctx, value)
	}
	return c.session.Set(ctx, name, value)
}

// show writes the session's settings into the elements and soon into the link. A value
// that a person has changed since is left alone, or a slider would jump back
// under the finger.
func (c *controls) show() {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.session.Settings() // the newest: changes may be told out of order
	if c.settings.Travel && !s.Travel {
		delete(c.written, "t") // until now the slider followed the particles
	}
	c.settings = s
	c.showBlocked(s)
	c.showLesson(s)
	c.showAudience(s)
	for _, f := range fields() {
		value := s.Get(f.Name)
		if f.Hidden || c.queue.waits(f.Name) || c.written[f.Name] == value {
			continue
		}
		c.written[f.Name] = value
		c.write(f, value)
	}
	c.writeLinkSoon()
}

// bindButtons listens to play, step and reset.
func (c *controls) bindButtons() {
	on := func(id string, f func()) { listen(element(id), "click", func(js.Value) { f() }) }
	on("play", c.togglePlay)
	on("step", func() {
		if c.session.Settings().Slow {
			c.session.Turn(1)
			return
		}
		c.act(func(ctx context.Context) error { return c.session.Step(ctx, 1) })
	})
	on("story-back", func() { c.session.Turn(-1) })
	on("story-next", func() { c.session.Turn(1) })
	on("story-end", func() { c.queue.put("slow", "false") })
	on("unmute", func() { c.queue.put("mute", "") })
	on("reset", func() { go c.perform(c.session.Reset) })
}

// togglePlay turns the button at once: a second click must not depend on how fast the first was obeyed.
func (c *controls) togglePlay() {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, _ := field("play")
	value := strconv.FormatBool(c.written[f.Name] != "true" || c.ended)
	c.ended = false
	c.written[f.Name] = value
	c.write(f, value)
	c.queue.put(f.Name, value)
}

// act performs an action unless one is under way: a key held down should not queue up steps.
func (c *controls) act(action func(context.Context) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy {
		return
	}
	c.busy = true
	go func() {
		c.perform(action)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.busy = false
	}()
}

// perform waits for an action and reports its error.
func (c *controls) perform(action func(context.Context) error) {
	c.performNews(func(ctx context.Context) (string, error) { return "", action(ctx) })
}

// performNews waits for an action and tells the reader what came of it.
func (c *controls) performNews(action func(context.Context) (news string, err error)) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	news, err := action(ctx)
	c.report(err)
	if err == nil {
		c.say(news, false)
	}
}

// report shows the reader an action's error, or takes away the last message.
func (c *controls) report(err error) {
	switch {
	case err == nil:
		c.say("", false)
	case errors.Is(err, context.DeadlineExceeded):
		c.say("The models have not answered for 10 seconds. If that goes on, reload the page.", true)
	default:
		c.say(sentence(err.Error()), true)
	}
}

// say shows the reader a message in place of the last one.
func (c *controls) say(message string, failed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.message, c.failed = message, failed
}

func enable() {
	sets := js.Global().Get("document").Call("querySelectorAll", "fieldset:disabled")
	for i := range sets.Length() {
		sets.Index(i).Set("disabled", false)
	}
}
