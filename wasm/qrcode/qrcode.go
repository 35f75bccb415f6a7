// Package qrcode draws texts as QR codes.
package qrcode

import (
	"fmt"
	"strings"

	"rsc.io/qr/coding"
)

const (
	// quiet is the width of the empty rim that cameras need, in modules.
	quiet = 4
	// most is the largest version drawn: 97 modules, which a telephone still reads
	// from a projector.
	most = 20
)

// Path returns the dark modules of a text's code as the path of an SVG, and the
// side of the square around it in the same units, its empty rim included. A text
// that needs a finer code than cameras read from afar is an error.
func Path(text string) (side int, path string, err error) {
	code, err := encode(text)
	if err != nil {
		return 0, "", err
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1H%dz", from+quiet, y+quiet, x-from, from+quiet)
			}
		}
	}
	return code.Size + 2*quiet, b.String(), nil
}

// encode takes the coarsest code that holds the text and of which 15 % may be
// hidden, or else 7 %.
func encode(text string) (*coding.Code, error) {
	content := coding.String(text)
	for _, level := range []coding.Level{coding.M, coding.L} {
		for v := coding.Version(1); v <= most; v++ {
			if content.Bits(v) > 8*v.DataBytes(level) {
				continue
			}
			plan, err := coding.NewPlan(v, level, 0)
			if err != nil {
				return nil, err
			}
			return plan.Encode(content)
		}
	}
	return nil, fmt.Errorf("%d characters are too many for a QR code that cameras read from afar", len(text))
}
