package recall_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// show joins the display forms of tokens.
func show(t data.Task, tokens []int32) string {
	words := make([]string, len(tokens))
	for i, id := range tokens {
		words[i] = t.Token(id)
	}
	return strings.Join(words, " ")
}

func ExampleNew() {
	task, err := recall.New(recall.Plain())
	if err != nil {
		log.Fatal(err)
	}
	sample, err := task.Sample(1, 0, 32, data.TrainTail(32))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(task.Name(), task.Vocab(), "symbols")
	fmt.Println("context:", show(task, sample.Tokens[:sample.Context()]))
	fmt.Println("tail:   ", show(task, sample.Tokens[sample.Context():]))
	for _, q := range sample.Queries[:2] {
		fmt.Printf("key %d: answer %s after token %d, evidence %v in chunk %d\n",
			q.Key, task.Token(q.Answer), q.Position, q.Evidence, q.Chunk)
	}
	// Output:
	// recall-plain-noise 64 symbols
	// context: k16 v14 k25 v11 n3 n9 k5 v3 k12 v13 k19 v0 n14 n9 k2 v14 k7 v0 k22 v2
	// tail:    k5 v3 k16 v14 k19 v0 k22 v2 k2 v14 k25 v11
	// key 5: answer v3 after token 20, evidence {6 8} in chunk 0
	// key 16: answer v14 after token 22, evidence {0 2} in chunk 0
}

func ExampleConjunctive() {
	task, err := recall.New(recall.Conjunctive().With(recall.Decoys))
	if err != nil {
		log.Fatal(err)
	}
	sample, err := task.Sample(1, 0, 40, 9)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("context:", show(task, sample.Tokens[:sample.Context()]))
	fmt.Println("tail:   ", show(task, sample.Tokens[sample.Context():]))
	fmt.Println("keys of the chunks:", data.ChunkKeys(sample, task.Config().Chunk))
	// Output:
	// context: a3 b2 v12 n13 a1 b5 v23 n24 a0 b7 v2 n12 a5 b1 v27 n2 n13 n16 n9 n3 n13 n9 n18 n23 a3 b6 v11 n27 n7 n28 n9
	// tail:    a3 b6 v11 a1 b5 v23 a3 b2 v12
	// keys of the chunks: [[26 13] [7 41] [] [30] []]
}

func ExampleOpticks() {
	train, heldOut, err := recall.Opticks(recall.RunningText())
	if err != nil {
		log.Fatal(err)
	}
	sample, err := train.Sample(1, 0, 64, data.TrainTail(64))
	if err != nil {
		log.Fatal(err)
	}
	v := train.Vocabulary()
	fmt.Println("vocabulary:", train.Vocab(), "words; held out:", heldOut.Haystack(), "words")
	fmt.Println("context:", v.Decode(sample.Tokens[:sample.Context()]))
	fmt.Println("tail:   ", v.Decode(sample.Tokens[sample.Context():]))
	// Output:
	// vocabulary: 1050 words; held out: 84793 words
	// context: 2 magic guitar is rabbit. magic zipper is otter. 50 magic tulip is snake. times magic pumpkin is wolf. narrower than the aperture magic basket is falcon. of the magic cherry is panda.
	// tail:    glass; yet this magic tulip is snake. magic basket is falcon. magic guitar is rabbit. magic cherry is panda.
}

func ExampleForm_Compose() {
	train, _, err := recall.Opticks(recall.RunningText())
	if err != nil {
		log.Fatal(err)
	}
	text := "The Light of the Sun consists of Rays differently refrangible."
	needles := []recall.Needle{{Key: "lemon", Value: "tiger", Depth: 0.5}, {Key: "wagon", Value: "fox", Depth: 1}}
	sample, err := train.Compose(text, needles, []string{"lemon"})
	if err != nil {
		log.Fatal(err)
	}
	q := sample.Queries[0]
	fmt.Println(train.Vocabulary().Decode(sample.Tokens))
	fmt.Printf("%q after token %d, evidence %v in chunk %d\n", train.Token(q.Answer), q.Position, q.Evidence, q.Chunk)
	_, err = train.Compose(text, needles, []string{"castle"})
	fmt.Println(err)
	// Output:
	// <unk> <unk> <unk> <unk> <unk> <unk> the light of the sun consists magic lemon is tiger. of rays differently refrangible. magic wagon is fox. magic lemon is tiger.
	// "tiger" after token 29, evidence {12 17} in chunk 1
	// recall: question "castle": nothing in the text says what magic castle is: add a needle with that key
}
