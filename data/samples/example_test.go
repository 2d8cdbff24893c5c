package samples_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/samples"
	"github.com/hsalab/hsalab/data/tokenizer"
)

func ExampleFromText() {
	s, err := samples.FromText(data.TextSample{
		Task: "mine", Version: "1", Input: "It rains. The key is 12. Which key?", AnswerPrefix: " It is", Outputs: []string{"12"}, Budget: 4,
		Evidence: []data.Evidence{{Text: "The key is 12.", Bytes: data.Span{Start: 10, End: 24}}},
	}, tokenizer.Bytes{}, 16)
	if err != nil {
		log.Fatal(err)
	}
	s.TokenizerHash = "…"
	if err := samples.Write(os.Stdout, one(s)); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"task":"mine","version":"1","index":0,"seed":0,"input":"It rains. The key is 12. Which key?","answer_prefix":" It is","outputs":["12"],"length":45,"budget":4,"tokenizer":"bytes","tokenizer_hash":"…","chunk":16,"evidence":[{"text":"The key is 12.","bytes":[10,24],"tokens":[10,24],"chunks":[0,1]}]}
}

func ExampleFromTask() {
	config := recall.Plain()
	config.TrainLength = 32
	task, err := recall.New(config)
	if err != nil {
		log.Fatal(err)
	}
	sample, err := task.Sample(1, 0, 24, 4)
	if err != nil {
		log.Fatal(err)
	}
	s := samples.FromTask(task, sample, 1, 0, 8)
	fmt.Println(s.Input)
	for i, q := range s.Queries {
		fmt.Println("after token", q.Position, "comes", s.Outputs[i], "says", s.Evidence[q.Evidence[0]])
	}
	// Output:
	// k18 v13 k15 v2 n0 n9 k21 v14 k27 v4 k24 v11 k4 v5 n14 n10 k12 v6 k17 v8 k12 v6 k21 v14
	// after token 20 comes v6 says {k12 v6 [58 64] [16 18] [2]}
	// after token 22 comes v14 says {k21 v14 [21 28] [6 8] [0]}
}

func ExampleRead() {
	const file = `{"task": "mine", "input": "The key is 12.", "tokenizer": "bytes", "chunk": 8, "length": 14,
		"evidence": [{"text": "12", "bytes": [11, 13], "tokens": [11, 13], "chunks": [1]}]}`
	for s, err := range samples.Read(strings.NewReader(file)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(s.Task, s.Text().Evidence[0].Tokens)
	}
	// Output: mine {11 13}
}
