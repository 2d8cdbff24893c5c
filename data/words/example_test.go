package words_test

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data/words"
)

func ExampleBuild() {
	text := func(yield func(string) bool) {
		for p := range words.Pieces("Light is, and Light was, in 1704.") {
			if !yield(p.Text) {
				return
			}
		}
	}
	v, err := words.Build(text, words.Spec{Frequent: 3, Reserved: []string{"magic"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Token(0), v.Token(1), v.Token(2), v.Token(3), v.Token(4))
	for _, t := range v.Encode("Magic light!") {
		fmt.Println(t.ID, t.Start, t.End)
	}
	// Output:
	// <unk> magic , light .
	// 1 0 5
	// 3 6 11
	// 0 11 12
}

func ExampleScanner() {
	s := words.NewScanner(strings.NewReader("Newton's\n_Opticks_, 1704"))
	for s.Scan() {
		p := s.Piece()
		fmt.Printf("%s[%d:%d] ", p.Text, p.Start, p.End)
	}
	fmt.Println(s.Err())
	// Output:
	// newton[0:6] '[6:7] s[7:8] opticks[10:17] ,[18:19] 1[20:21] 7[21:22] 0[22:23] 4[23:24] <nil>
}

func ExampleRead() {
	v, err := words.Read(strings.NewReader(
		`{"format":"hsalab-words","version":1,"unknown":"<unk>","reserved":["magic"],"words":["is","."]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Decode([]int32{1, 0, 2, 0, 3}))
	_, err = words.Read(strings.NewReader(
		`{"format":"hsalab-words","version":1,"unknown":"<unk>","reserved":["is"],"words":["is","."]}`))
	fmt.Println(err)
	// Output:
	// magic <unk> is <unk>.
	// words: "is" stands twice in the vocabulary
}
