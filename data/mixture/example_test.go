package mixture_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// A third of the sequences is text and two thirds are recall, whose symbols follow the ids of the tokenizer.
func Example() {
	folder, err := os.MkdirTemp("", "tokens")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	tokens, err := mixture.Tokenize(context.Background(), folder, proverbs(100), tokenizer.Bytes{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer tokens.Close()
	task, err := recall.New(recall.Plain())
	if err != nil {
		log.Fatal(err)
	}
	m, err := mixture.New(mixture.Config{
		Seed: 1, Text: 1, Tasks: map[string]float64{task.Name(): 2}, AnswerWeight: 1,
		Lengths: []mixture.Shape{{Length: 32, Sequences: 4, Share: 1}},
	}, mixture.NewText(tokens), mixture.NewRecall(task, tokens.Info().Vocab))
	if err != nil {
		log.Fatal(err)
	}
	stream, err := m.Stream(context.Background(), m.Start(), mixture.StreamOptions{Workers: 2})
	if err != nil {
		log.Fatal(err)
	}
	defer stream.Close()
	for range 2 {
		b, err := stream.Next()
		if err != nil {
			log.Fatal(err)
		}
		for _, s := range b.Sequences {
			fmt.Println(b.Step, s.Index, s.Source, data.HashTokens(s.Tokens), len(s.Answers), "answers")
		}
	}
	position, err := json.Marshal(stream.Position())
	fmt.Println(string(position), err)
	// Output:
	// 0 0 recall-plain-noise d7933cacbdf1e6f7 6 answers
	// 0 1 recall-plain-noise 6a15f342ec4161f8 6 answers
	// 0 2 recall-plain-noise a357bad9f0f72056 6 answers
	// 0 3 text 45681ed08ecf7d82 0 answers
	// 1 4 text b57c3ccaf08e1e95 0 answers
	// 1 5 recall-plain-noise b189a421d77b5099 6 answers
	// 1 6 text 977f16ddc8c1cb47 0 answers
	// 1 7 text fe91912c0719268f 0 answers
	// {"step":2,"mixture":"4e8e0a49d3d723e0"} <nil>
}

func ExampleTokenize() {
	folder, err := os.MkdirTemp("", "tokens")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	tokens, err := mixture.Tokenize(context.Background(), folder, proverbs(2), tokenizer.Bytes{}, func(p mixture.Progress) {
		fmt.Printf("%+v\n", p)
	})
	if err != nil {
		log.Fatal(err)
	}
	defer tokens.Close()
	span, err := tokens.Span(50, 12)
	fmt.Printf("%d %q %v\n", tokens.Len(), tokenizer.Bytes{}.Decode(span), err)
	// Output:
	// {Documents:1 Bytes:52 Tokens:52}
	// {Documents:2 Bytes:104 Tokens:105}
	// 106 ".\n<|endoftext|>Proverb 1" <nil>
}
