package render

import (
	"image"
	"image/color"
	"testing"
)

func TestFit(t *testing.T) {
	p := NewPen(Layout{Unit: 1}, &Dark)
	const caption = "t = 0.45 · held-out 1.532 nats"
	full := p.width(caption, labelStyle)
	for _, c := range []struct {
		width float64
		want  string
	}{
		{full, caption},
		{full - 1, "t = 0.45"},
		{p.width("t = 0…", labelStyle), "t = 0…"},
		{0, ""},
		{-5, ""},
	} {
		if got := p.fit(caption, c.width, labelStyle); got != c.want {
			t.Errorf("in %.1f pixels: %q, want %q", c.width, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	p := NewPen(Layout{Unit: 1}, &Dark)
	got := p.wrap("t = 0.45 · held-out 1.532 nats · more", 300, labelStyle)
	if want := [2]string{"t = 0.45", "held-out 1.532 nats · more"}; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// ink returns the smallest rectangle around all that is not background.
func ink(img *image.RGBA) (r image.Rectangle) {
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			if img.RGBAAt(x, y) != Dark.Background {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func TestAnchors(t *testing.T) {
	p := NewPen(Layout{Unit: 1}, &Dark)
	for a, inside := range map[anchor]image.Rectangle{
		left:   image.Rect(50, 8, 76, 21),
		center: image.Rect(37, 8, 64, 21),
		right:  image.Rect(24, 8, 50, 21),
	} {
		img := image.NewRGBA(image.Rect(0, 0, 100, 40))
		p.on(img)
		p.clear()
		p.text("HHH", 50, 20, a, labelStyle, Dark.Text)
		if got := ink(img); got.Empty() || !got.In(inside) {
			t.Errorf("anchor %v: ink in %v, want it in %v", a, got, inside)
		}
	}
}

// The formula of WCAG 2.2 for contrast; AA asks for 4.5.
func TestTextStandsOut(t *testing.T) {
	for _, theme := range []Theme{Dark, Light} {
		for _, c := range []color.RGBA{theme.Text, theme.Muted, theme.CNF, theme.NF} {
			for _, back := range []color.RGBA{theme.Background, theme.Surface} {
				a, b := luminance(c)+0.05, luminance(back)+0.05
				if got := max(a, b) / min(a, b); got < 4.5 {
					t.Errorf("%v on %v has contrast %.2f", c, back, got)
				}
			}
		}
	}
}
