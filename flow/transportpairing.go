package flow

// A Pairing says which noise goes to which data in flow matching.
type Pairing int

const (
	// Independent pairs point k of the noise with point k of the data. Lines
	// cross, so that the averaged field is curved.
	Independent Pairing = iota
	// Transport pairs the points of a batch, in blocks of [TransportBlock], so
	// that the sum of their squared distances is least (Pooladian et al.,
	// "Multisample Flow Matching", 2023; Tong et al. 2024): the velocities vary
	// less about their mean, so that there is less noise in the gradient, and
	// the paths are straighter.
	Transport
)

// TransportBlock is the largest number of points that are paired together. The
// work per point grows as its square, 3 µs at 64 and 25 µs at 256, while two
// moons were learned no better with 256.
const TransportBlock = 64

// coupling pairs points. It owns its scratch.
type coupling struct {
	assignment
	cost []float64
}

// pair writes to match the index of every noise point's data point.
func pair[T Float](c *coupling, match []int, p Pairing, z1, z2, x1, x2 []T) {
	for k := range match {
		match[k] = k
	}
	if p != Transport {
		return
	}
	for k := 0; k < len(match); k += TransportBlock {
		end := min(k+TransportBlock, len(match))
		block := match[k:end]
		n := len(block)
		if len(c.cost) < n*n {
			c.cost = make([]float64, n*n)
		}
		squaredDistances(c.cost[:n*n], z1[k:end], z2[k:end], x1[k:end], x2[k:end])
		c.solve(block, c.cost[:n*n])
		for i := range block {
			block[i] += k
		}
	}
}

// farthest bounds the costs, so that points that are not finite can be paired
// with any.
const farthest = 1e30

// squaredDistances writes ‖zᵢ - xⱼ‖² to cost[i·n + j].
func squaredDistances[T Float](cost []float64, z1, z2, x1, x2 []T) {
	n := len(z1)
	for i := range n {
		a, b := float64(z1[i]), float64(z2[i])
		row := cost[i*n : (i+1)*n]
		for j := range row {
			d1, d2 := a-float64(x1[j]), b-float64(x2[j])
			c := float64(d1*d1) + float64(d2*d2)
			if !(c < farthest) { // or NaN
				c = farthest
			}
			row[j] = c
		}
	}
}
