package babilong_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
)

func ExampleMixer_Mix() {
	pack := taskpack.Ours()
	simulator, err := babi.New(pack.Babi)
	if err != nil {
		log.Fatal(err)
	}
	story, err := simulator.Story(1, 42, 0)
	if err != nil {
		log.Fatal(err)
	}
	mixer, err := babilong.New(babilong.Config{Tokens: 400, Seed: 42}, texts(), byteTokenizer{})
	if err != nil {
		log.Fatal(err)
	}
	m, err := mixer.Mix(story.Questions()[0])
	if err != nil {
		log.Fatal(err)
	}
	text, _, err := m.Text()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.ReplaceAll(text, ". ", ".\n"))
	fmt.Println("---", m.Question.Text, m.Question.Answer)
	evidence, err := m.Evidence(64)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range evidence {
		fmt.Println(e.Text, e.Tokens, e.Chunks)
	}
	// Output:
	// Wanda set out for the barn.
	// In the year 1700 the miller counted the 0 boats on the river and wrote it down.
	// Nobody asked.
	// In the year 1701 the miller counted the 3 boats on the river and wrote it down.
	// Nobody asked.
	// In the year 1702 the miller counted the 6 boats on the river and wrote it down.
	// Nobody asked.
	// Ingrid walked to the library.
	// In the year 1703 the miller counted the 9 boats on the rive
	// --- In which place is Ingrid now? library
	// Ingrid walked to the library. {310 340} [4 5]
}

func ExampleMix_Sample() {
	mixer, err := babilong.New(babilong.Config{Tokens: 300}, texts(), byteTokenizer{})
	if err != nil {
		log.Fatal(err)
	}
	m, err := mixer.Mix(babi.Question{
		Task: 1, Statements: []string{"Ingrid walked to the barn."}, Text: "In which place is Ingrid now?",
		Answer: babi.NewAnswer(babi.Place, "barn"), Supports: []int{0},
	})
	if err != nil {
		log.Fatal(err)
	}
	s, err := m.Sample(taskpack.Ours().BABILong)
	if err != nil {
		log.Fatal(err)
	}
	e := s.Evidence[0]
	fmt.Println(s.Task, s.Outputs, s.Input[e.Bytes.Start:e.Bytes.End])
	// Output: qa1 [barn] Ingrid walked to the barn.
}

func ExampleScorer_Correct() {
	scorer := babilong.NewScorer(taskpack.Ours().BABILong)
	for _, output := range []string{"The barn. Or the cellar.", "the barn or the cellar"} {
		fmt.Println(scorer.Correct(1, "barn", output, "In which place is Ingrid now?"))
	}
	// Output:
	// true <nil>
	// false <nil>
}

func ExampleWriteCSV() {
	err := babilong.WriteCSV(os.Stdout, []babilong.Row{{Input: "Ingrid walked, slowly.", Target: "barn", Question: "Where?"}})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// input,target,question
	// "Ingrid walked, slowly.",barn,Where?
}

func ExampleReadCSV() {
	_, err := babilong.ReadCSV(strings.NewReader("input,answer\n"))
	fmt.Println(err)
	// Output: babilong: the CSV has no column "target", its header is ["input" "answer"]
}
