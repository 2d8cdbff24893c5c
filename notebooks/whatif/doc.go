// Package whatif is what the cells of 06-interventions.ipynb call: a trained model reads a text, one thing about it is
// changed without training it again, and the text is read once more. What changes in the answers is what that thing was
// worth.
//
//	var text = whatif.Book(600, quickstart.Hide("lemon", "otter", 0.2))
//	text.Mask("lemon")                   // hide the chunk that says what magic lemon is
//	whatif.Effects("nano", 128, 10)      // every intervention, over many questions, with tests
package whatif
