//go:build goexperiment.simd

package experiments

const simdBuild = true
