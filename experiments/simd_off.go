//go:build !goexperiment.simd

package experiments

const simdBuild = false
