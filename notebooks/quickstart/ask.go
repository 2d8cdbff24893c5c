package quickstart

import (
	"context"
	"os"
	"os/signal"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/show"
)

// TextModel is the shipped model that reads text.
const TextModel = "nano-text"

// Hide is a needle for [Ask]: the sentence "magic key is value ." at a depth, 0 the start of the text and 1 its end.
func Hide(key, value string, depth float64) recall.Needle {
	return recall.Needle{Key: key, Value: value, Depth: depth}
}

// Book is so many words of Newton's Opticks that the text model was not trained on.
func Book(words int) string {
	text, err := experiments.Book(words, 0)
	show.Check(err)
	return text
}

// Ask has the text model read a text with needles hidden in it and answer about each, and about those that the text
// states itself. It shows the answers and the retrieval heat map.
func Ask(text string, needles ...recall.Needle) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	model, err := experiments.Open(TextModel)
	show.Check(err)
	reading, err := experiments.Ask(ctx, model, text, needles, experiments.Askable(text, needles), experiments.AskOptions{})
	show.Check(err)
	show.Figures(reading.Table(), reading.Map())
}
