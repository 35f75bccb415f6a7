//go:build js && wasm

package main

import (
	"math"

	"flowplayground/render"
	"flowplayground/web"
)

// A pictureOrder asks the game for a picture of its scene.
type pictureOrder struct {
	scale float64
	done  chan web.Raster
}

// Picture returns the scene, drawn anew with scale pixels for each CSS pixel. It
// waits for the game's next update, as the scene is the game's.
func (g *game) Picture(scale float64) web.Raster {
	order := pictureOrder{scale, make(chan web.Raster, 1)}
	g.asked <- order
	return <-order.done
}

// answer draws a picture, if one was asked for.
func (g *game) answer() {
	select {
	case order := <-g.asked:
		scene := *g.stage.Scene()
		scene.Chart.Cursor = 0
		size := func(pixels int) int { return int(math.Round(float64(pixels) / g.ratio * order.scale)) }
		img := render.Compose(&scene, size(g.layout.Canvas.Dx()), size(g.layout.Canvas.Dy()), order.scale*enlarged(g.session.Settings()))
		order.done <- web.Raster{Width: img.Rect.Dx(), Height: img.Rect.Dy(), Pix: img.Pix}
	default:
	}
}
