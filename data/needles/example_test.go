package needles_test

import (
	"fmt"
	"log"

	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/data/taskpack"
)

func ExampleMaker_Make() {
	maker, err := needles.New(taskpack.Ours().HSAGroup, byteTokenizer{})
	if err != nil {
		log.Fatal(err)
	}
	config := needles.Config{Task: needles.SingleNeedle, Length: 1024, Depth: 0.5, Seed: 1, Key: needles.DigitKey}
	s, err := maker.Make(config, needles.FromTokens(prose(1024)))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(s.Tokens), s.Evidence[0].Tokens)
	fmt.Printf("%q\n", s.Evidence[0].Text)
	fmt.Printf("%q\n", byteTokenizer{}.Decode(s.Tokens[s.Prompt-50:s.Prompt]))
	fmt.Printf("%q read at %v\n", byteTokenizer{}.Decode(s.Want()), s.Positions())
	// Output:
	// 1024 {460 506}
	// " [The secret code of this text reads:26424773]"
	// "i Which secret code does this text contain? Code: "
	// "26424773" read at {1014 1022}
}

func ExampleMaker_FromSpan() {
	maker, err := needles.New(taskpack.Ours().HSAGroup, byteTokenizer{})
	if err != nil {
		log.Fatal(err)
	}
	s, err := maker.FromSpan(needles.VariableTracking, prose(1024))
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range s.Evidence {
		fmt.Println(e.Tokens, e.Text)
	}
	fmt.Printf("%q of %q\n", byteTokenizer{}.Decode(s.Want()), byteTokenizer{}.Decode(s.Tokens[s.Prompt:s.Scored.End]))
	// Output:
	// {52 74} [LET FQNCG = 23545980]
	// {840 859} [LET OPJLF = ASMHR]
	// {885 904} [LET ASMHR = FQNCG]
	// " OPJLF" of "FQNCG, ASMHR, OPJLF"
}

func ExampleSample_Score() {
	maker, err := needles.New(taskpack.Ours().HSAGroup, byteTokenizer{})
	if err != nil {
		log.Fatal(err)
	}
	s, err := maker.FromSpan(needles.MultiQuery, prose(1024))
	if err != nil {
		log.Fatal(err)
	}
	chosen := append([]int32{0}, s.Want()[1:]...)
	result, err := s.Score(chosen)
	fmt.Println(result.Exact, result.Right, "of", result.Total, err)
	// Output: false 12 of 13 <nil>
}

func ExampleParseTask() {
	fmt.Println(needles.ParseTask("MQ-N"))
	fmt.Println(needles.ParseTask("MK-N"))
	// Output:
	// MQ-N <nil>
	// S-N needles: unknown task "MK-N": want one of S-N, MQ-N, VT, FWE
}

// Consecutive spans of a text of 2500 tokens.
func ExampleAt() {
	for i := range needles.Count(2500, 1024) {
		fmt.Println(needles.At(i, 2500, 1024))
	}
	// Output:
	// {0 1024}
	// {1024 2048}
}
