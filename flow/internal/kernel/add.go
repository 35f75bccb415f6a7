package kernel

// Add adds v to dst, which is as long or shorter.
func Add[T Float](dst, v []T) {
	v = v[:len(dst)]
	done := 0
	if vectorises[T](0) {
		done = addVectors(single(dst), single(v))
	}
	addPlain(dst[done:], v[done:])
}

func addPlain[T Float](dst, v []T) {
	for i, x := range v[:len(dst)] {
		dst[i] += x
	}
}
