package punkt_test

import (
	"fmt"

	"github.com/hsalab/hsalab/data/punkt"
)

func ExampleSplitter_Split() {
	for _, sentence := range punkt.Untrained().Split(`It rained. "Again?" he said. Nobody answered...`) {
		fmt.Println(sentence)
	}
	// Output:
	// It rained.
	// "Again?"
	// he said.
	// Nobody answered...
}

func ExamplePrefixes_Split() {
	prefixes := punkt.Untrained().Prefixes("Snow fell. It was cold. We slept.")
	whole, rest := prefixes.Split(len("Snow fell. It was"))
	for _, s := range append(prefixes.Spans()[:whole:whole], rest...) {
		fmt.Println(prefixes.Text()[s.Start:s.End])
	}
	// Output:
	// Snow fell.
	// It was
}

func ExampleLoad() {
	_, err := punkt.Load("nowhere")
	fmt.Println(err)
	// Output:
	// punkt: open nowhere/abbrev_types.txt: no such file or directory: give the folder of a language of NLTK's punkt_tab, such as punkt_tab/english
}
