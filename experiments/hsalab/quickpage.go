package main

import (
	"fmt"

	"github.com/hsalab/hsalab/viz"
)

// sections say what the figures of the page show.
var sections = map[string][2]string{
	"answers": {"Questions about a book", "The text model was trained on texts of 256 words. Here it read a stretch of Newton's Opticks that it had never seen, with a few " +
		"sentences hidden in it, such as “magic lemon is otter .”, and was then asked for each. To answer, it must find the one chunk of eight words that says so."},
	"retrieval": {"What each question retrieved", "A row is a question, a column a chunk of the book in reading order. The colour is the chunk weight: how much of the " +
		"answer comes from that chunk. Gold marks where the evidence lies."},
	"accuracy": {"Accuracy against length", "Trained on short texts, tested on long ones, without any training in between. The bars are 95 % intervals; a narrow one needs many " +
		"questions, and this run asked few. Beyond 64 times the training length the points are from the committed results."},
	"effects": {"What the parts of the model are worth", "Each variant leaves one part of the model out, or changes how many chunks a token picks. All were trained on the same number of " +
		"tokens. The table says what each change does to the accuracy, over all pairs of variants that differ in it alone."},
	"ablation": {"Every variant", "The same runs one by one: a row is a variant, a column a length and the number of chunks picked in testing."},
}

// goOn is what to do next.
const goOn = `hsalab lab                      the notebook, to change and run again
hsalab ask --text FILE --needle lemon=otter@0.5
hsalab eval nano --ratios 1,64,1024,8192
hsalab train nano-text          train it yourself, in minutes

where hsalab is: GOEXPERIMENT=simd go run ./experiments/hsalab`

// page writes the offline page.
func (q *quickstart) page(path string) error {
	p := viz.Page{
		Title: "hsalab quickstart",
		Intro: "A model with hierarchical sparse attention cuts a long text into chunks, makes a landmark for each, lets every token pick the few chunks whose landmarks " +
			"answer its query best, and attends inside those. Learned on short texts, that finds the one right chunk among thousands. This page shows what the models on " +
			"this machine did, a moment ago.",
	}
	for _, n := range q.list {
		words := sections[n.Name]
		p.Sections = append(p.Sections, viz.Section{Heading: words[0], Text: words[1], Figures: []viz.Figure{n.Figure}})
	}
	p.Sections = append(p.Sections, viz.Section{
		Heading: "Go on", Text: "In the directory of the repository:", Pre: goOn,
	})
	if err := viz.SavePage(path, p); err != nil {
		return fmt.Errorf("quickstart: %w", err)
	}
	return nil
}
