package experiments_test

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
)

// The shipped text model reads a note with a needle hidden in it.
func ExampleAsk() {
	model, err := experiments.Open("nano-text")
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "The boat came in at noon. Magic wagon is eagle. Nobody was on it, and the tide was turning."
	hidden := []recall.Needle{{Key: "lemon", Value: "otter", Depth: 0.9}}
	reading, err := experiments.Ask(context.Background(), model, text, hidden, []string{"wagon", "lemon"}, experiments.AskOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range reading.Answers {
		fmt.Println(a.Question, a.Predicted, a.Correct)
	}
	// Output:
	// what is magic wagon? eagle true
	// what is magic lemon? otter true
}

func ExampleAskable() {
	fmt.Println(experiments.Askable("The map says: magic rocket is wolf.", []recall.Needle{{Key: "lemon", Value: "fox", Depth: 0.5}}))
	// Output: [lemon rocket]
}

func ExampleTrainingCurve() {
	curve, err := experiments.TrainingCurve("nano", []experiments.Metric{{Step: 20, Length: 32, Loss: 2.5, Accuracy: 0.2}})
	fmt.Println(curve.Title, err)
	// Output: Training nano: loss 2.50 at step 20, 32 tokens a text <nil>
}
