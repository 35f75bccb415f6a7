//go:build js && wasm

package web

import (
	"cmp"
	"context"
	"fmt"
	"syscall/js"
	"time"
)

// Safari allows 100 changes of the address in 30 seconds; a drag makes more.
const linkInterval = 400 * time.Millisecond

// addressFragment returns what follows "#" in the page's address.
func addressFragment() string {
	return js.Global().Get("location").Get("hash").String()
}

// bindLink follows links typed into the address bar, and copies links out of it.
func (c *controls) bindLink() {
	listen(js.Global(), "hashchange", func(js.Value) { c.follow(addressFragment()) })
	listen(element("copy"), "click", func(js.Value) { c.copyLink() })
}

// follow applies the settings of a link that was typed into the address bar.
func (c *controls) follow(fragment string) {
	s, notes := ParseFragment(fragment)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes = notes
	s.Given = cmp.Or(s.Given, c.settings.Given) // the page's own links leave out what is not in use
	go c.perform(func(ctx context.Context) error { return c.session.Replace(ctx, s) })
	c.writeLinkSoon() // without what could not be obeyed
}

// writeLinkSoon brings the address in step with the settings. The caller holds mu.
func (c *controls) writeLinkSoon() {
	if c.linking {
		return
	}
	c.linking = true
	time.AfterFunc(linkInterval, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.linking = false
		if link := c.link(); link != js.Global().Get("location").Get("href").String() {
			// Some frames may not change their address; the page works without.
			try(func() { js.Global().Get("history").Call("replaceState", js.Null(), "", link) })
		}
	})
}

// link returns the address of this page with these settings. The caller holds mu.
func (c *controls) link() string { return linkTo(c.settings) }

// linkTo returns the address of this page with the settings.
func linkTo(s Settings) string {
	address := js.Global().Get("URL").New(js.Global().Get("location").Get("href"))
	address.Set("hash", s.Fragment())
	return address.Get("href").String()
}

// copyLink puts the link on the clipboard, or shows it if the browser does not allow that.
func (c *controls) copyLink() {
	c.mu.Lock()
	link := c.link()
	c.mu.Unlock()
	go func() {
		if copied(link) {
			c.say("Link copied. It opens the page with these settings.", false)
			return
		}
		c.sayLink(link)
	}()
}

// copied puts a text on the clipboard and reports whether the browser let it.
func copied(text string) bool {
	clipboard := js.Global().Get("navigator").Get("clipboard")
	if clipboard.IsUndefined() { // on a plain http address that is not this machine
		return false
	}
	_, ok := await(clipboard.Call("writeText", text))
	return ok
}

func (c *controls) sayLink(link string) {
	c.say("The browser does not let this page copy. The link is: "+link, false)
}

// watchZoom says how to get a sharp picture again after the browser's zoom or
// the screen has changed: the canvas keeps the pixel ratio it started with.
func (c *controls) watchZoom() {
	ratio := js.Global().Get("devicePixelRatio").Float()
	query := js.Global().Call("matchMedia", fmt.Sprintf("(resolution: %gdppx)", ratio))
	listen(query, "change", func(event js.Value) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.blurred = !event.Get("matches").Bool()
	})
}
