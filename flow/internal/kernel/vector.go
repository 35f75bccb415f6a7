package kernel

// singleSize is the size of the numbers that vectors are made of. Where a
// program is built with GOEXPERIMENT=simd and the machine has vectors, kernels of
// float32 run on them unless points are left over, with the same bits. What
// they are called with is float32 then, and is looked at as such: a generic
// function that did it would be a call where package flow is compiled for size.
const singleSize = 4
