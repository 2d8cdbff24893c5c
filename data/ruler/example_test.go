package ruler_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/data/tokenizer"
)

func ExampleRun_All() {
	run := ruler.Run{Task: "niah_single_1", Counter: tokenizer.Bytes{}, Length: 1200, Seed: 42, Samples: 2}
	for sample, err := range run.All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(sample.Evidence[0].Text, sample.Outputs, sample.Length)
	}
	// Output:
	// Among the secret numbers for swift-mine there is 8038374. [8038374] 1131
	// Among the secret numbers for sage-quill there is 5667265. [5667265] 1131
}

// The haystack is an essay of one's own, and the needle lies in its middle.
func ExampleNewEssay() {
	essay, err := ruler.NewEssay(strings.Repeat("The sea was calm. We saw no land. ", 200), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	middle := 50
	run := ruler.Run{Task: "niah_single_2", Counter: tokenizer.Bytes{}, Length: 8000, Samples: 1, Essay: essay, Depth: &middle}
	for sample, err := range run.All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		at := sample.Evidence[0].Bytes
		fmt.Println(sample.Input[at.Start-36 : at.End+18])
	}
	// Output:
	// . The sea was calm. We saw no land. Among the secret numbers for tangy-motor there is 7691148. The sea was calm.
}

func ExampleWrite() {
	run := ruler.Run{Task: "niah_single_1", Counter: tokenizer.Bytes{}}
	records := func(yield func(ruler.Record, error) bool) {
		yield(run.Record(data.TextSample{Input: "A secret: 12. Which?", AnswerPrefix: " It is", Outputs: []string{"12"}, Length: 30}), nil)
	}
	if err := ruler.Write(os.Stdout, records); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"index": 10, "input": "A secret: 12. Which?", "outputs": ["12"], "length": 30, "length_w_model_temp": 30, "answer_prefix": " It is", "token_position_answer": 10}
}

func ExampleRead() {
	file := strings.NewReader(`{"index": 0, "input": "Which?", "outputs": ["12"], "length": 30, "length_w_model_temp": 30, "answer_prefix": " It is"}`)
	for record, err := range ruler.Read(file) {
		fmt.Println(record.Input+record.AnswerPrefix, record.Outputs, err)
	}
	// Output:
	// Which? It is [12] <nil>
}

func ExampleMetric_Score() {
	predictions := []string{" The numbers are 12 and 56.", "I do not know."}
	references := [][]string{{"12", "34", "56"}, {"78"}}
	fmt.Println(ruler.MetricOf("niah").Score(predictions, references))
	fmt.Println(ruler.MetricOf("qa").Score(predictions, references))
	// Output:
	// 33.33 <nil>
	// 50 <nil>
}

func ExampleClean() {
	fmt.Printf("%q\n", ruler.Clean("\t12\x00 34 \n"))
	// Output:
	// "12\n 34"
}

func ExampleTasks() {
	tasks := ruler.Tasks(taskpack.Ours())
	fmt.Println(len(tasks), tasks[:3])
	// Output:
	// 13 [cwe fwe niah_multikey_1]
}

func ExampleOpenDocuments() {
	_, err := ruler.OpenDocuments("trivia", "questions.json")
	fmt.Println(err)
	// Output:
	// ruler: documents of kind "trivia": want squad or hotpotqa
}
