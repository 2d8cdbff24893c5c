package main

import (
	"context"
	"io"
	"iter"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/babilong"
	"github.com/hsalab/hsalab/data/samples"
	"github.com/hsalab/hsalab/data/taskpack"
)

type babilongCmd struct {
	Task string `required:"" placeholder:"qa1…qa20" help:"Which of the twenty tasks."`
	streamFlags
	textFlags
	Depth   *depth `placeholder:"PERCENT" help:"Put the facts into a tenth of the text around this depth (default: anywhere)."`
	Shuffle bool   `help:"Take sentences from random places instead of the texts in order."`
	haystackFlags
	evidenceFlags
}

// Help says what a length is.
func (*babilongCmd) Help() string {
	return "The text is --length less 300 tokens, which BABILong keeps free for the prompt, or less as much as prompt and answer take where that is more. " +
		"Stories of more than --length/8 facts are left out, as BABILong does. The CSV has the text, the question and the answer; " +
		"--evidence writes whole prompts, with the supporting facts as evidence."
}

// mostStories is how many stories are told for each sample before none is said to be short enough.
const mostStories = 1000

// width is the part of the text around a depth that facts are put into.
const width = 0.1

// Run writes the samples.
func (b *babilongCmd) Run(ctx context.Context, c *console) error {
	if err := b.check(); err != nil {
		return err
	}
	task, err := babi.ParseTask(b.Task)
	if err != nil {
		return err
	}
	tok, pack, err := b.open()
	if err != nil {
		return err
	}
	if err := pack.Require(taskpack.SectionBabi, taskpack.SectionBABILong); err != nil {
		return err
	}
	questions, err := b.questions(pack, task)
	if err != nil {
		return err
	}
	mixer, err := b.mixer(ctx, tok, pack, questions)
	if err != nil {
		return err
	}
	mixes := watched(ctx, c, b.Samples, numbered(b.Samples, func(i int) (babilong.Mix, error) { return mixer.Mix(questions[i]) }))
	return c.write(b.Out, func(w io.Writer) error { return b.write(w, mixes, tok, pack) })
}

// questions are the first of the stream that are short enough.
func (b *babilongCmd) questions(pack *taskpack.Pack, task babi.Task) ([]babi.Question, error) {
	simulator, err := babi.New(pack.Babi)
	if err != nil {
		return nil, err
	}
	most := max(1, babilong.MaxFacts(b.Length))
	var questions []babi.Question
	for i := 0; len(questions) < b.Samples; i++ {
		if i >= mostStories*b.Samples {
			return nil, errorf("--length %d: of %d stories of %v too few have at most %d facts with the question: give a greater length", b.Length, i, task, most)
		}
		story, err := simulator.Story(task, b.Seed, i)
		if err != nil {
			return nil, err
		}
		questions = append(questions, babilong.Questions([]babi.Story{story}, most)...)
	}
	return questions[:b.Samples], nil
}

// mixer hides facts in as much text as leaves room for the prompts and answers of the questions.
func (b *babilongCmd) mixer(ctx context.Context, tok data.Tokenizer, pack *taskpack.Pack, questions []babi.Question) (*babilong.Mixer, error) {
	free := babilong.PromptTokens
	for _, q := range questions {
		prompt, _, err := babilong.Prompt(pack.BABILong, q.Task, "", q.Text)
		if err != nil {
			return nil, err
		}
		free = max(free, len(tok.Encode(prompt))+babilong.AnswerTokens)
	}
	if b.Length <= free {
		return nil, errorf("--length %d: prompt and answer of %s take %d tokens with this tokenizer: give a greater length", b.Length, b.Task, free)
	}
	texts, err := b.texts(ctx, b.Length)
	if err != nil {
		return nil, err
	}
	config := babilong.Config{Tokens: b.Length - free, Seed: uint64(b.Seed), Shuffle: b.Shuffle}
	if b.Depth != nil {
		config.Start = float64(*b.Depth) / 100 * (1 - width)
		config.End = config.Start + width
	}
	return babilong.New(config, texts, tok)
}

// write writes BABILong's CSV, or with --evidence our own lines.
func (b *babilongCmd) write(w io.Writer, mixes iter.Seq2[babilong.Mix, error], tok data.Tokenizer, pack *taskpack.Pack) error {
	if b.Evidence {
		return samples.Write(w, mapped(mixes, func(m babilong.Mix) (samples.Sample, error) {
			s, err := m.Sample(pack.BABILong)
			if err != nil {
				return samples.Sample{}, err
			}
			return samples.FromText(s, tok, b.Chunk)
		}))
	}
	var rows []babilong.Row
	for row, err := range mapped(mixes, babilong.Mix.Row) {
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return babilong.WriteCSV(w, rows)
}
