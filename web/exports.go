package web

import (
	"context"
	"fmt"
)

// A Raster is a picture: rows of pixels of four bytes, red, green, blue and
// opacity.
type Raster struct {
	Width, Height int
	Pix           []byte
}

// exportName returns the name of a file without its extension: the data, the
// models' widths and what else there is to say.
func exportName(s Settings, what string) string {
	name := fmt.Sprintf("flow-playground-%s-m%d-k%d", s.Data, s.M, s.K)
	if what != "" {
		name += "-" + what
	}
	return name
}

// exportedSamples is how many points of each model are exported.
const exportedSamples = 1000

// samples returns points of both models in CSV, the same for equal seeds and
// equal flows.
func (s *Session) samples(ctx context.Context) (csv string, err error) {
	var points [2][][2]float64
	for _, k := range kinds {
		if points[k], err = s.Sample(ctx, k.String(), exportedSamples, s.Settings().Seed); err != nil {
			return "", err
		}
	}
	return samplesCSV(points), nil
}
