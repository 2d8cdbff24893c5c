package mixture

import (
	"fmt"
	"slices"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
)

// BABILong is one of BABILong's tasks in running text: the prompt of [babilong.Mix.Ask], the answer behind a space, and
// the end. Its stories are those that [babilong.HeldOut] leaves for training.
type BABILong struct {
	task      babi.Task
	simulator *babi.Simulator
	pack      taskpack.BABILong
	tok       data.Tokenizer
	text      Text
	counts    *sync.Map // number of tokens by text
}

var _ Source = BABILong{}

// NewBABILong is the source of a task of the pack, with sentences of the text as background. The tokenizer must be that
// of the text, and have an EOS.
func NewBABILong(pack *taskpack.Pack, task babi.Task, tok data.Tokenizer, text Text) (BABILong, error) {
	if err := checkPrompts(tok, text); err != nil {
		return BABILong{}, err
	}
	if err := pack.Require(taskpack.SectionBabi, taskpack.SectionBABILong); err != nil {
		return BABILong{}, err
	}
	simulator, err := babi.New(pack.Babi)
	if err == nil {
		_, _, err = babilong.Prompt(pack.BABILong, task, "", "")
	}
	return BABILong{task, simulator, pack.BABILong, tok, text, new(sync.Map)}, err
}

// Name is the task's with that of the benchmark: "babilong/qa1".
func (b BABILong) Name() string { return "babilong/" + b.task.String() }

// Hash is the fingerprint of task, stories, prompts, tokenizer and text.
func (b BABILong) Hash() string {
	return data.Hash(struct{ Name, Stories, Prompts, Tokenizer, Text string }{
		b.Name(), b.simulator.Hash(), data.Hash(b.pack), b.tok.Hash(), b.text.Hash(),
	})
}

// Vocab is that of the tokenizer.
func (b BABILong) Vocab() int { return b.tok.Vocab() }

// Sample is a prompt with its answer that fills the sequence, with facts anywhere in its text. All tokens of the answer and
// the end are to be predicted; those of the answer rest on all supporting facts, and their value lies in the last one
// that names it. It fails where no story fits into the length.
func (b BABILong) Sample(seed uint64, index, length int) (Example, error) {
	q, err := babilong.Draw(b.simulator, b.task, int64(seed), index, func(q babi.Question) bool {
		return b.background(q, length) >= leastBackground && !babilong.HeldOut(q)
	})
	if err != nil {
		return Example{}, fmt.Errorf("mixture: %s at %d tokens: %w", b.Name(), length, err)
	}
	answer := append(b.tok.Encode(" "+q.Answer.String()), b.tok.EOS())
	room := b.background(q, length)
	for try := range mixTries {
		var ask babilong.Ask
		if ask, err = b.ask(q, seed, index*mixTries+try, room); err != nil {
			continue
		}
		over := len(ask.Tokens) + len(answer) - length
		if over <= 0 {
			return b.example(ask, answer, -over), nil
		}
		room -= over // the first word takes more tokens without the space before it
	}
	return Example{}, fmt.Errorf("mixture: %s: no background in %d spans of text: %w", b.Name(), mixTries, err)
}

const (
	leastBackground = 4   // tokens of text in a sequence
	mixTries        = 100 // spans of text that are taken before they are said to hold no sentences
)

// background is how many tokens of text there may be beside prompt, facts, answer and end.
func (b BABILong) background(q babi.Question, length int) int {
	before, after, err := babilong.Around(b.pack, q)
	if err != nil {
		return -1
	}
	left := length - b.count(before) - b.count(after) - b.count(" "+q.Answer.String()) - 1
	for _, statement := range q.Statements {
		left -= b.count(" " + statement)
	}
	return left
}

// count is the number of tokens of one of the few texts that questions are made of.
func (b BABILong) count(text string) int {
	if n, known := b.counts.Load(text); known {
		return n.(int)
	}
	n := len(b.tok.Encode(text))
	b.counts.Store(text, n)
	return n
}

// ask hides the facts of a question in so many tokens of background from a random place of the text.
func (b BABILong) ask(q babi.Question, seed uint64, index, room int) (babilong.Ask, error) {
	tokens, err := b.text.span("mixture babilong", seed, index, min(2*room+sentence, b.text.tokens.Len()))
	if err != nil {
		return babilong.Ask{}, err
	}
	for _, statement := range q.Statements {
		room += b.count(" " + statement)
	}
	config := babilong.Config{Tokens: room, Seed: data.Rand("mixture babilong places", seed, uint64(index)).Uint64()}
	mixer, err := babilong.New(config, Documents(tokens, b.tok), b.tok)
	if err != nil {
		return babilong.Ask{}, err
	}
	mix, err := mixer.Mix(q)
	if err != nil {
		return babilong.Ask{}, err
	}
	return mix.Ask(b.pack)
}

// sentence is about how many tokens a long sentence has.
const sentence = 256

// example is a prompt with its answer behind so many EOS that fill the sequence.
func (b BABILong) example(ask babilong.Ask, answer []int32, ends int) Example {
	tokens := slices.Concat(slices.Repeat([]int32{b.tok.EOS()}, ends), ask.Tokens, answer)
	var evidence []data.Span
	for _, s := range ask.Supports {
		evidence = append(evidence, data.Span{Start: ends + s.Tokens.Start, End: ends + s.Tokens.End})
	}
	slices.SortFunc(evidence, func(x, y data.Span) int { return x.Start - y.Start })
	answers := answersAt(len(tokens)-len(answer)-1, len(answer), evidence)
	for i := range len(answers) - 1 {
		if n := len(ask.Supports); n > 0 {
			answers[i].Value = ends + ask.Supports[n-1].Value
		}
	}
	answers[len(answers)-1].Evidence = nil
	return Example{Tokens: tokens, Answers: answers}
}
