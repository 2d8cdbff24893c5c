package babi_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/taskpack"
)

func exampleSimulator() *babi.Simulator {
	simulator, err := babi.New(taskpack.Ours().Babi)
	if err != nil {
		log.Fatal(err)
	}
	return simulator
}

func ExampleSimulator_Story() {
	story, err := exampleSimulator().Story(19, 1, 0)
	if err != nil {
		log.Fatal(err)
	}
	if err := babi.Write(os.Stdout, []babi.Story{story}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 1 The library lies east of the orchard.
	// 2 The workshop lies west of the orchard.
	// 3 The pantry lies north of the workshop.
	// 4 The pantry lies east of the cellar.
	// 5 How does one walk from the workshop to the library?	e,e	1 2
}

func ExampleStory_Questions() {
	story, err := exampleSimulator().Story(2, 1, 0)
	if err != nil {
		log.Fatal(err)
	}
	q := story.Questions()[0]
	fmt.Println(q.Text, q.Answer)
	for _, i := range q.Supports {
		fmt.Println(q.Statements[i])
	}
	// Output:
	// In which place is the lantern now? barn
	// Tomas collected the lantern.
	// Tomas walked to the barn.
}

func ExampleRead() {
	stories, err := babi.Read(strings.NewReader("1 Ingrid walked to the barn.\n2 In which place is Ingrid now?\tbarn\t1\n"), 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(stories), stories[0].Lines[1].Answer, stories[0].Lines[1].Supports)
	// Output: 1 barn [1]
}

func ExampleParseTask() {
	task, err := babi.ParseTask("qa7")
	fmt.Println(task, task.Title(), err)
	_, err = babi.ParseTask("qa21")
	fmt.Println(err)
	// Output:
	// qa7 counting <nil>
	// babi: unknown task "qa21": want qa1 to qa20
}
