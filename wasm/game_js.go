//go:build js && wasm

package main

import (
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

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
	scale   float64
	pace    stage.Pace
}

func newGame(s *web.Session, st *stage.Stage) *game {
	return &game{session: s, stage: st, screen: screen.New()}
}

// Update implements [ebiten.Game]. It goes by elapsed time, as frame rates
// vary widely.
func (g *game) Update() error {
	now := time.Now()
	dt := now.Sub(g.frame).Seconds()
	if g.frame.IsZero() || dt > 1 { // the page was hidden
		dt = 0
	}
	g.frame = now
	g.session.Drawn(g.stage.Advance(dt), ebiten.ActualFPS())
	return nil
}

// Draw implements [ebiten.Game]. What it doesn't draw stays on the screen.
func (g *game) Draw(dst *ebiten.Image) {
	if g.pace.Due(time.Now(), g.stage.Live()) {
		g.screen.Draw(dst, g.stage.Scene(), g.scale*enlarged(g.session.Settings()))
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
	g.scale = ebiten.Monitor().DeviceScaleFactor()
	return math.Ceil(w * g.scale), math.Ceil(h * g.scale)
}
