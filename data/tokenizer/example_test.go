package tokenizer_test

import (
	"fmt"
	"log"
	"slices"

	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/data/words"
)

func ExampleDefault() {
	b, err := tokenizer.Default()
	if err != nil {
		log.Fatal(err)
	}
	text := "The Rays of 1730 differ in Refrangibility."
	tokens, spans := b.EncodeOffsets(text)
	for _, s := range spans {
		fmt.Printf("%s|", text[s.Start:s.End])
	}
	fmt.Println()
	fmt.Println(len(tokens), b.Count(text), b.Decode(tokens) == text)
	fmt.Println(b.Name(), b.Hash(), b.Vocab(), "entries, document end", b.EOS(), "reversible", b.Reversible())
	// Output:
	// The| Rays| of| |1|7|3|0| differ| in| Refrangibility|.|
	// 12 12 true
	// hsalab-4k 594814173265291f 4096 entries, document end 0 reversible true
}

func ExampleTrain() {
	b, err := tokenizer.Train(texts("the light, the lighter the light"), tokenizer.Spec{Name: "tiny", Vocab: 264})
	if err != nil {
		log.Fatal(err)
	}
	for id := int32(257); int(id) < b.Vocab(); id++ {
		fmt.Printf("%q ", b.Decode([]int32{id}))
	}
	// Output:
	// " l" "gh" "he" "igh" "the" " ligh" " light"
}

func ExampleFile() {
	b, err := tokenizer.File("testdata/llama2.json")
	if err != nil {
		log.Fatal(err)
	}
	tokens := b.Encode("the Sun 日")
	fmt.Println(b.Name(), tokens, b.Decode(tokens))
	_, err = tokenizer.File("testdata/golden.json")
	fmt.Println(err)
	// Output:
	// llama2 [331 643 328 233 154 168] the Sun 日
	// tokenizer: golden is no tokenizer that can be used: it has no "model": give a tokenizer.json file of the Hugging Face tokenizers library (testdata/golden.json)
}

func ExampleOpen() {
	tok, err := tokenizer.Open("bytes")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tok.Encode("Sun"), tok.Vocab(), tok.EOS())
	_, err = tokenizer.Open("byte")
	fmt.Println(err)
	// Output:
	// [83 117 110] 257 256
	// tokenizer: open byte: no such file or directory: want "bytes", "hsalab-4k" or the path of a tokenizer.json file
}

func ExampleNewWords() {
	v, err := words.Build(slices.Values([]string{"the", "light", "of", "the", "sun"}), words.Spec{Frequent: 10})
	if err != nil {
		log.Fatal(err)
	}
	w := tokenizer.NewWords("opticks-words", v)
	tokens, spans := w.EncodeOffsets("The  Light of a Prism")
	fmt.Println(tokens, spans, w.Count("The  Light of a Prism"))
	fmt.Println(w.Decode(tokens))
	// Output:
	// [1 2 3 0 0] [{0 3} {5 10} {11 13} {14 15} {16 21}] 5
	// the light of <unk> <unk>
}

func ExampleBPE_ID() {
	b, err := tokenizer.Default()
	if err != nil {
		log.Fatal(err)
	}
	id, ok := b.ID(tokenizer.EndOfText)
	fmt.Println(id, ok, len(b.Encode(tokenizer.EndOfText)), "tokens as text")
	// Output:
	// 0 true 7 tokens as text
}
