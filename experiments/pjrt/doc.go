// Package pjrt fetches, on request, the plugin with which hsalab runs on XLA's CPU compiler.
//
// XLA is reached through a PJRT plugin, a shared library. For Linux on amd64 one is published as a Python wheel;
// [Fetch] downloads exactly that wheel with the pip of the machine's python3, so the user's own index, proxy and
// certificates apply, and unpacks the library into a cache directory. The wheel and the library are both held to
// the SHA-256 sums recorded here. Nothing is ever fetched unasked, and nothing else of the wheel is kept or run.
//
//	path, err := pjrt.Fetch(ctx, "") // about 63 MB once; at once thereafter
//	backend, err := hsa.OpenBackend("xla:" + path)
//
// The program must be built with -tags xla to open it.
package pjrt
