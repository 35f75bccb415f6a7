// Package render turns numbers into pixels: a density into colours, points into dots, losses into a chart, strings into
// labels. It knows nothing of windows, browsers or models: everything is drawn on an image.RGBA, so that golden images
// hold it in place. Package render/screen puts the same pieces on an Ebiten canvas.
//
// All drawing takes place in pixels of the whole canvas: an image whose Rect is a part of the canvas receives just that
// part. Sizes of type and margins are given in design pixels; Layout.Unit says how many pixels one of them takes.
package render
