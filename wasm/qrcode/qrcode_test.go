package qrcode

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// TestCodesAreRead has another library read the codes.
func TestCodesAreRead(t *testing.T) {
	for _, text := range []string{
		"https://example.org/#lesson=depth",
		"https://example.org/flow/#data=circles&k=8&m=32&trace=gaussian&present=true&hide=data.own.method",
		"https://example.org/#" + strings.Repeat("at=0.5,-1.25&", 30),
		strings.Repeat("x", 700), // at level L
	} {
		side, path, err := Path(text)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(path, "M") < side {
			t.Errorf("%s: a path of %d runs on a side of %d", text, strings.Count(path, "M"), side)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(picture(t, text))
		if err != nil {
			t.Fatal(err)
		}
		result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if result.GetText() != text {
			t.Errorf("%s is read as %s", text, result.GetText())
		}
	}
}

// picture paints a code from its path's runs, four pixels a module.
func picture(t *testing.T, text string) image.Image {
	t.Helper()
	side, path, err := Path(text)
	if err != nil {
		t.Fatal(err)
	}
	const scale = 4
	img := image.NewGray(image.Rect(0, 0, scale*side, scale*side))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for run := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		x, y, n := parseRun(t, run)
		for i := range scale * n {
			for j := range scale {
				img.SetGray(scale*x+i, scale*y+j, color.Gray{})
			}
		}
	}
	return img
}

func parseRun(t *testing.T, run string) (x, y, n int) {
	t.Helper()
	var back int
	if _, err := fmt.Sscanf(run, "M%d %dh%dv1H%d", &x, &y, &n, &back); err != nil || back != x {
		t.Fatalf("%q: %v", run, err)
	}
	return x, y, n
}

func TestTooLong(t *testing.T) {
	if _, _, err := Path(strings.Repeat("x", 2000)); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("2000 characters: %v", err)
	}
}
