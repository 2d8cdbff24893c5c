// Package yourtext is what the cells of 07-your-own-text.ipynb call: a reader's own text, from a string or a file, with
// needles that it states itself or that are hidden in it, is read by the text model, asked about, and looked into.
//
//	var text = yourtext.File("../LICENSE", quickstart.Hide("lemon", "otter", 0.3))
//	text.Ask()                           // the answers, and what was retrieved
//	text.Walk("lemon")                   // one of them step by step
package yourtext
