// Package hsatest is the conformance suite of hierarchical sparse attention: what must hold of every operator and of
// every language model, whatever computes it. One call runs it:
//
//	hsatest.TestOperator(newOperator, hsatest.Options{Limit: 1e-5, Shapes: 200})
//	hsatest.TestModel(model, facts, hsatest.Options{Limit: 1e-5})
//
// Both return what failed, like testing/fstest, and import no testing package: "hsalab check" runs the same checks on
// any backend, and package conformance runs package hsa through them. OperatorChecks and ModelChecks give the checks one by one.
//
//	check.go       a check, what it finds, and running many
//	generate.go    problems of all small shapes from a source of numbers
//	compare.go     the measure of error
//	operator.go    the operator interface and its list of checks
//	agreement.go   against the float64 definition in package oracle, and that against finite differences
//	worked.go      worked numbers: chunk weights, visibility, one whole example
//	properties.go  sums, orders, shifts, ties, nothing visible
//	isolation.go   what must not depend on what: causality, gradients, repeated runs, inputs
//	model.go       the language-model interfaces and their list of checks
//	text.go        causality, lengths around chunk edges, refusals
//	splits.go      streaming = one-shot
//	kept.go        streams whose state is kept
//	reach.go       what lies beyond the windows
//
// The suite is held to account by its own tests: for each check there is a planted fault that it must catch.
package hsatest
