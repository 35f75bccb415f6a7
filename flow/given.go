package flow

import (
	"errors"
	"math"
	"sync"
)

// Own is the Data of jobs whose data a person gave: Job.Given holds them.
const Own = "own"

// A Given is data that a person gave: points, or a picture whose darkness is
// their density. It can be written as a text short enough for a link.
type Given struct {
	X, Y []float64 // of points, from -GivenReach to GivenReach
	// Darkness of the cells of a picture, from 0 to MostDarkness, row by row from
	// the top.
	Darkness      []byte
	Width, Height int
}

// The bounds of what a [Given] text holds. A point takes two bytes, a cell half
// of one: either fills some 2,000 characters at most.
const (
	MostGiven    = 750 // points
	MostCells    = 40  // along a side of a picture
	MostDarkness = 15
	GivenReach   = 3.0

	levels = 255 // steps from one side of the points' window to the other
)

// Text returns the data as text: "p" for points or "i" for a picture, and bytes
// in base64url without padding (RFC 4648, section 5). Those of points are x and y,
// a step of 1/255 of the window each, so that coordinates move by a hundredth at
// most. Those of a picture are its width, its height, and two cells each, the
// first in the upper half.
func (g Given) Text() string {
	if g.Width > 0 {
		data := []byte{byte(g.Width), byte(g.Height)}
		for i, d := range g.Darkness {
			if i%2 == 0 {
				data = append(data, d<<4)
			} else {
				data[len(data)-1] |= d
			}
		}
		return "i" + armour(data)
	}
	var data []byte
	for k := range g.X {
		data = append(data, level(g.X[k]), level(g.Y[k]))
	}
	return "p" + armour(data)
}

// level returns the step nearest to a coordinate.
func level(v float64) byte {
	v = min(max(v, -GivenReach), GivenReach)
	return byte(math.Round((v + GivenReach) * (levels / (2 * GivenReach))))
}

// ParseGiven is the inverse of [Given.Text]. A text that it takes is the one that
// Text returns.
func ParseGiven(text string) (Given, error) {
	if text == "" {
		return Given{}, errors.New("flow: there are no points and there is no picture")
	}
	data, err := unarmour(text[1:])
	if err != nil {
		return Given{}, err
	}
	switch text[0] {
	case 'p':
		return readPoints(data)
	case 'i':
		return readPicture(data)
	}
	return Given{}, errors.New("flow: own data begin with p for points or i for a picture")
}

func readPoints(data []byte) (Given, error) {
	n := len(data) / 2
	if len(data)%2 != 0 || n < LeastPoints || n > MostGiven {
		return Given{}, errors.New("flow: own data have fewer than 3 points, more than 750, or half a one")
	}
	g := Given{X: make([]float64, n), Y: make([]float64, n)}
	for k := range g.X {
		g.X[k], g.Y[k] = coordinate(data[2*k]), coordinate(data[2*k+1])
	}
	return g, nil
}

// coordinate is the inverse of level.
func coordinate(b byte) float64 {
	return float64(2*GivenReach)*float64(b)/levels - GivenReach
}

func readPicture(data []byte) (Given, error) {
	if len(data) < 3 || data[0] < 1 || data[1] < 1 || data[0] > MostCells || data[1] > MostCells {
		return Given{}, errors.New("flow: an own picture has from 1 × 1 to 40 × 40 cells")
	}
	g := Given{Width: int(data[0]), Height: int(data[1])}
	n := g.Width * g.Height
	if data = data[2:]; len(data) != (n+1)/2 || n%2 == 1 && data[n/2]&15 != 0 {
		return Given{}, errors.New("flow: an own picture has not as many cells as it says")
	}
	g.Darkness = make([]byte, n)
	for i := range g.Darkness {
		g.Darkness[i] = data[i/2] >> 4
		if i%2 == 1 {
			g.Darkness[i] = data[i/2] & 15
		}
	}
	return g, nil
}

// Dataset returns the data's density, standardised: [NewPointsDataset] or
// [NewImageDataset].
func (g Given) Dataset() (d Dataset, err error) {
	if g.Width > 0 {
		gray := make([]float64, len(g.Darkness))
		for i, v := range g.Darkness {
			gray[i] = 1 - float64(v)/MostDarkness
		}
		d, err = NewImageDataset(gray, g.Width, g.Height)
	} else {
		d, err = NewPointsDataset(g.X, g.Y)
	}
	d.Name, d.Title = Own, "Your own"
	return d, err
}

// given keeps the last dataset that was made: a page asks for it at each change of
// any setting, and 750 points take milliseconds.
var given struct {
	sync.Mutex
	text    string
	dataset Dataset
	err     error
}

// givenDataset returns the dataset of a [Given] text.
func givenDataset(text string) (Dataset, error) {
	given.Lock()
	defer given.Unlock()
	if given.text != text || text == "" {
		g, err := ParseGiven(text)
		var d Dataset
		if err == nil {
			d, err = g.Dataset()
		}
		given.text, given.dataset, given.err = text, d, err
	}
	return given.dataset, given.err
}

// digits are those of base64url. Package encoding/base64 would weigh as much as
// the rest of this file in every program.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// armour writes bytes in base64url without padding.
func armour(data []byte) string {
	var text []byte
	bits, n := uint(0), 0
	for _, b := range data {
		bits, n = bits<<8|uint(b), n+8
		for n >= 6 {
			n -= 6
			text = append(text, digits[bits>>n&63])
		}
	}
	if n > 0 {
		text = append(text, digits[bits<<(6-n)&63])
	}
	return string(text)
}

// unarmour is the inverse of armour. It refuses what armour does not write.
func unarmour(text string) ([]byte, error) {
	var data []byte
	bits, n := uint(0), 0
	for i := range len(text) {
		d := digit(text[i])
		if d < 0 {
			return nil, errors.New("flow: own data have a character that is none of base64url")
		}
		bits, n = bits<<6|uint(d), n+6
		if n >= 8 {
			n -= 8
			data = append(data, byte(bits>>n))
		}
	}
	if n >= 6 || bits&(1<<n-1) != 0 {
		return nil, errors.New("flow: own data are cut short")
	}
	return data, nil
}

func digit(c byte) int {
	for i := range len(digits) {
		if digits[i] == c {
			return i
		}
	}
	return -1
}
