package experiments

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/taskpack"
)

// babilongTasks lists qa1 to qa20.
func babilongTasks() []string {
	var names []string
	for t := babi.Task(1); t <= 20; t++ {
		names = append(names, t.String())
	}
	return names
}

// babilongAsker asks one of BABILong's tasks, with a mixer of its own for each sample, so that samples do not depend on
// each other.
type babilongAsker struct {
	benchmark
	task      babi.Task
	simulator *babi.Simulator
	scorer    babilong.Scorer
	hash      string
}

// storiesASample is how many stories are told for a sample before none is said to be short enough.
const storiesASample = 1000

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
	return taskInfo{a.task.String(), "1", a.hash, "text"}
}

func (a *babilongAsker) placed() bool { return true }

func (a *babilongAsker) sample(_ context.Context, s spot) (probed, error) {
	q, err := a.question(s)
	if err != nil {
		return probed{}, err
	}
	mixer, err := a.mixer(s, q)
	if err != nil {
		return probed{}, err
	}
	mix, err := mixer.Mix(q)
	if err != nil {
		return probed{}, err
	}
	text, err := mix.Sample(a.pack.BABILong)
	if err != nil {
		return probed{}, err
	}
	judge := func(answer string) (float64, error) {
		right, err := a.scorer.Correct(a.task, q.Answer.String(), answer, q.Text)
		if right {
			return 1, err
		}
		return 0, err
	}
	return a.prompted(text, judge, func(int) (data.TextSample, error) { return a.located(text, text.Evidence...) })
}

// question is the first of the sample's stories that is short enough.
func (a *babilongAsker) question(s spot) (babi.Question, error) {
	most := max(1, babilong.MaxFacts(s.length))
	for i := range storiesASample {
		story, err := a.simulator.Story(a.task, int64(s.seed), s.index*storiesASample+i)
		if err != nil {
			return babi.Question{}, err
		}
		if short := babilong.Questions([]babi.Story{story}, most); len(short) > 0 {
			return short[s.index%len(short)], nil
		}
	}
	return babi.Question{}, fmt.Errorf("%v at %d tokens: none of %d stories has at most %d facts with the question: give a greater length", a.task, s.length, storiesASample, most)
}

// mixer hides facts in as much text as leaves room for prompt and answer.
func (a *babilongAsker) mixer(s spot, q babi.Question) (*babilong.Mixer, error) {
	prompt, _, err := babilong.Prompt(a.pack.BABILong, q.Task, "", q.Text)
	if err != nil {
		return nil, err
	}
	free := max(babilong.PromptTokens, len(a.tok.Encode(prompt))+babilong.AnswerTokens)
	if s.length <= free {
		return nil, fmt.Errorf("%v at %d tokens: prompt and answer take %d with this tokenizer: give a greater length", a.task, s.length, free)
	}
	texts, err := a.texts()
	if err != nil {
		return nil, err
	}
	config := babilong.Config{Tokens: s.length - free, Seed: data.Rand("eval "+a.task.String(), s.seed, uint64(s.index)).Uint64(), Shuffle: true}
	if s.depth != anywhere {
		config.Start = float64(s.depth) / 100 * (1 - depthWidth)
		config.End = config.Start + depthWidth
	}
	return babilong.New(config, texts, a.tok)
}
