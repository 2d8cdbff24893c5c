// Package kernel makes the Jupyter side of hsalab work with one call: it sets up JupyterLab and a Go
// kernel inside the repository, runs notebooks headless, and starts the lab.
//
// Everything it makes is under the repository root and git-ignored: .venv holds JupyterLab, nbclient and
// nbconvert from the pinned and hashed notebooks/requirements.txt; .cache/kernel holds the Go programs
// the kernel needs, built from the two tool modules beside this package. gonb (the kernel), goimports and
// staticcheck share notebooks/kernel/tools; gopls has notebooks/kernel/gopls, because the two need
// versions of golang.org/x/tools that exclude each other. Both are modules of their own, so the library's
// go.mod carries none of it and "go build ./..." does not see them.
//
// The kernelspec is called hsalab, shown as "HSA Lab (Go)". A cell imports the repository's packages
// without a preamble, because gonb is started with -go_work=ROOT; third-party versions are those of the
// repository's go.mod. GOPROXY=off keeps a cell from changing versions or waiting for a network,
// GOEXPERIMENT=simd makes the pure-Go backend fast, and -ldflags=-s and the build tags of [CellTags] shorten the link,
// which is most of a cell's latency: with the tag notebook, package records reads its files from the clone instead of
// carrying them, package viz draws no PDF, and package source reads neither Parquet nor the hub. "%goflags -tags=" in a
// notebook builds its cells whole. The flags are the same wherever hsalab builds, so [Setup] can warm the build cache for
// the first cell.
//
// The package imports nothing of the models. Without Python it reports [ErrNoPython], without a package
// index [ErrNoIndex]; a caller is meant to say so and to go on with everything but Jupyter.
package kernel
