// Package framework is what the cells of 02-framework.ipynb call: the parts of a model and what they cost, which chunks
// a token sees, and every switch of the configuration flipped alone.
//
//	var nano = framework.Preset("nano")                           // or with changes: framework.Preset("nano", "top_k=2")
//	nano.Sees(96)                                                 // which chunks each token may pick
//	framework.Switches()                                          // what each switch changes
package framework
