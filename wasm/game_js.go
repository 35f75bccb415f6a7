//go:build js && wasm

package main

import (
	"image"
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"flowplayground/render"
	"flowplayground/render/screen"
	"flowplayground/wasm/stage"
	"flowplayground/web"
)

// game lets Ebiten draw the stage. It solves nothing.
type game struct {
	session *web.Session
	stage   *stage.Stage
	screen  *screen.Screen
	frame   time.Time // when the last one was prepared
	ratio   float64   // pixels of the device per CSS pixel
	layout  render.Layout
	pace    stage.Pace
	still   stage.Still
	pointer [2]float64 // where it was last
	shown   int        // frames with both pictures, counted up to firstFrames
	asked   chan pictureOrder
}

func newGame(s *web.Session, st *stage.Stage) *game {
	return &game{session: s, stage: st, screen: screen.New(), asked: make(chan pictureOrder)}
}

// Update implements [ebiten.Game]. It goes by elapsed time, as frame rates
// vary widely.
func (g *game) Update() error {
	now := time.Now()
	dt := 0.0
	if !g.frame.IsZero() {
		dt = min(now.Sub(g.frame).Seconds(), 1) // more if the page was hidden
	}
	g.frame = now
	g.point()
	g.answer()
	g.session.Drawn(g.stage.Advance(dt), ebiten.ActualFPS())
	return nil
}

// point hands on where someone points, and what a tap changes.
func (g *game) point() {
	x, y, inside := web.Pointer()
	g.pointer = [2]float64{x, y}
	g.stage.Point(g.layout, x*g.ratio, y*g.ratio, inside)
	if x, y, is := web.Tap(); is {
		for _, c := range g.stage.Tap(g.layout, x*g.ratio, y*g.ratio) {
			web.Choose(c.Name, c.Value)
		}
	}
}

// Draw implements [ebiten.Game]. What it doesn't draw stays on the screen.
func (g *game) Draw(dst *ebiten.Image) {
	live, now := g.stage.Live(), time.Now()
	if !g.pace.Due(now, live) {
		return
	}
	if g.still.Same(now, g.stage.Moves() || g.shown < firstFrames, g.sight(dst)) {
		g.pace.Left()
		return
	}
	g.screen.Draw(dst, g.stage.Scene(), g.ratio*enlarged(g.session.Settings()))
	if live && g.shown < firstFrames {
		g.shown++
		g.begin()
	}
}

// A sight is what a frame depends on where nothing moves by itself.
type sight struct {
	settings web.Settings
	changes  int // of the session
	pointer  [2]float64
	size     image.Rectangle
	ratio    float64
}

func (g *game) sight(dst *ebiten.Image) sight {
	return sight{g.session.Settings(), g.session.Changes(), g.pointer, dst.Bounds(), g.ratio}
}

// firstFrames is how many frames come before training. The second is the
// first in which particles may move, and is on the screen when the third is drawn.
const firstFrames = 3

// begin follows the first frames with both pictures: the loading card goes with
// the first of them, and after the last the models may take the cores.
func (g *game) begin() {
	if g.shown == 1 {
		web.ShowState(g.session.State())
	}
	if g.shown == firstFrames {
		g.session.Begin()
	}
}

// enlarged returns how much larger type is than usual.
func enlarged(s web.Settings) float64 {
	if s.Present && !s.Embed { // on a projector
		return 1.35
	}
	return 1
}

// Layout implements [ebiten.Game]; LayoutF is used instead.
func (g *game) Layout(w, h int) (int, int) { return w, h }

// LayoutF implements [ebiten.LayoutFer]: a pixel of the game is a pixel of the
// device.
func (g *game) LayoutF(w, h float64) (float64, float64) {
	g.ratio = ebiten.Monitor().DeviceScaleFactor()
	w, h = math.Ceil(w*g.ratio), math.Ceil(h*g.ratio)
	g.layout = render.NewLayout(int(w), int(h), g.ratio*enlarged(g.session.Settings()))
	return w, h
}
