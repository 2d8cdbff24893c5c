// Package conformance runs package hsa through the suite of hsatest: every form of the operator, every variant of the
// model in every form, streamed and one-shot, and the rivals of package baseline, on any backend. Its tests do so in "go test"; "hsalab check" does so on the
// backend it is given.
package conformance
