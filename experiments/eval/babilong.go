package eval

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
)

// babilongAsker asks one of BABILong's tasks, with a mixer of its own for each sample, so that samples do not depend on
// each other.
type babilongAsker struct {
	benchmark
	task      babi.Task
	simulator *babi.Simulator
	scorer    babilong.Scorer
	hash      string
}

// depthWidth is the part of the text around a depth that facts are put into.
const depthWidth = 0.1

func (b benchmark) babilong(name string) (asker, error) {
	if err := b.pack.Require(taskpack.SectionBabi, taskpack.SectionBABILong); err != nil {
		return nil, err
	}
	task, err := babi.ParseTask(name)
	if err != nil {
		return nil, err
	}
	a := &babilongAsker{benchmark: b, task: task, scorer: babilong.NewScorer(b.pack.BABILong)}
	if a.simulator, err = babi.New(b.pack.Babi); err != nil {
		return nil, err
	}
	a.hash = data.Hash(struct{ Name, Tokenizer, Stories, Prompts string }{name, b.tok.Hash(), a.simulator.Hash(), data.Hash(b.pack.BABILong)})
	return a, nil
}

func (a *babilongAsker) info() taskInfo {
	return taskInfo{a.task.String(), "2", a.hash, "text"}
}

func (a *babilongAsker) placed() bool { return true }

func (a *babilongAsker) sample(_ context.Context, s spot) (probed, error) {
	q, err := a.question(s)
	if err != nil {
		return probed{}, err
	}
	mix, err := a.mix(s, q)
	if err != nil {
		return probed{}, err
	}
	ask, err := mix.Ask(a.pack.BABILong)
	if err != nil {
		return probed{}, err
	}
	return a.asked(ask, q), nil
}

// asked is a prompt with the right answer behind it. Each token of the answer takes a hop to every supporting fact, the
// last to the one that names the answer.
func (a *babilongAsker) asked(ask babilong.Ask, q babi.Question) probed {
	right := q.Answer.String()
	asked := question{right: right, context: ask.Context, most: babilong.AnswerTokens, eos: a.tok.EOS(), judge: func(answer string) (float64, error) {
		correct, err := a.scorer.Correct(a.task, right, answer, q.Text)
		if correct {
			return 1, err
		}
		return 0, err
	}}
	var hops []data.Hop
	for i, s := range ask.Supports {
		hops = append(hops, data.Hop{Key: i, Evidence: s.Tokens, Value: s.Value, Chunk: s.Value / a.chunk})
	}
	tokens := ask.Tokens
	for i, token := range a.tok.Encode(" " + right) {
		asked.tokens = append(asked.tokens, queryOf(hops, len(tokens)-1, token, i))
		tokens = append(tokens, token)
	}
	p := data.Sample{Tokens: tokens, Tail: len(asked.tokens) + 1, Queries: asked.tokens}
	return probed{Sample: p, asked: []question{asked}}
}

// question is one of a story that was held out of training, with facts that fit beside prompt and answer.
func (a *babilongAsker) question(s spot) (babi.Question, error) {
	most := max(1, babilong.MaxFacts(s.length))
	var failed error
	q, err := babilong.Draw(a.simulator, a.task, int64(s.seed), s.index, func(q babi.Question) bool {
		if len(q.Statements)+1 > most || !babilong.HeldOut(q) {
			return false
		}
		room, err := a.room(s, q)
		if err != nil {
			failed = err
		}
		if s.depth != anywhere {
			room = int(depthWidth / 2 * float64(room)) // else hardly a sentence begins there
		}
		for _, statement := range q.Statements {
			room -= len(a.tok.Encode(" " + statement))
		}
		return room >= 0
	})
	if failed != nil {
		err = failed
	}
	if err != nil {
		return q, fmt.Errorf("%v at %d tokens: %w", a.task, s.length, err)
	}
	return q, nil
}

// room is how many tokens facts and background may take.
func (a *babilongAsker) room(s spot, q babi.Question) (int, error) {
	before, after, err := babilong.Around(a.pack.BABILong, q)
	if err != nil {
		return 0, err
	}
	free := max(babilong.PromptTokens, len(a.tok.Encode(before))+len(a.tok.Encode(after))+babilong.AnswerTokens)
	if s.length <= free {
		return 0, fmt.Errorf("prompt and answer take %d with this tokenizer: give a greater length", free)
	}
	return s.length - free, nil
}

// mix hides the facts in as much text as leaves room for prompt and answer. At a depth it may take several drafts of
// the text until sentences begin there.
func (a *babilongAsker) mix(s spot, q babi.Question) (babilong.Mix, error) {
	room, err := a.room(s, q)
	if err != nil {
		return babilong.Mix{}, err
	}
	texts, err := a.texts()
	if err != nil {
		return babilong.Mix{}, err
	}
	config := babilong.Config{Tokens: room, Shuffle: true}
	if s.depth != anywhere {
		config.Start = float64(s.depth) / 100 * (1 - depthWidth)
		config.End = config.Start + depthWidth
	}
	seeds := data.Rand("eval "+a.task.String(), s.seed, uint64(s.index))
	for try := 1; ; try++ {
		config.Seed = seeds.Uint64()
		mixer, err := babilong.New(config, texts, a.tok)
		if err != nil {
			return babilong.Mix{}, err
		}
		if mix, err := mixer.Mix(q); err == nil || s.depth == anywhere || try == drafts {
			return mix, err
		}
	}
}

// drafts is how many drafts of a text are made.
const drafts = 20
