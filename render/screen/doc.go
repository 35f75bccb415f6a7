// Package screen draws a render.Scene on an Ebiten canvas, in the browser only. Everything that changes seldom is drawn by
// package render into one backdrop the size of the canvas, part by part and only where it changed. A frame is then the
// backdrop and the particles, so that little is left to do sixty times a second.
package screen
