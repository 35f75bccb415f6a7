package ode_test

import (
	"testing"

	"flowplayground/ode"
)

func TestBatch(t *testing.T) {
	b := ode.NewBatch[float32](2, 3)
	copy(b[0], []float32{1, 2, 3})
	copy(b[1], []float32{4, 5, 6})
	s := b.Slice(1, 3)
	s[1][0] = 7
	if s.Len() != 2 || s[0][1] != 3 || b[1][1] != 7 {
		t.Errorf("slice %v of %v", s, b)
	}
	c := ode.NewBatch[float32](2, 3)
	c.Copy(b)
	b.Zero()
	if c[1][2] != 6 || b[1][2] != 0 || b[0][0] != 0 {
		t.Errorf("copy %v of what is %v now", c, b)
	}
	if n := ode.Batch[float32](nil).Len(); n != 0 {
		t.Errorf("nothing has length %d", n)
	}
}
