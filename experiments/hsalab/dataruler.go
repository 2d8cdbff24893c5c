package main

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/punkt"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/samples"
	"github.com/hsalab/hsalab/data/taskpack"
)

type rulerCmd struct {
	Task string `required:"" placeholder:"NAME" help:"niah_single_1 to _3, niah_multikey_1 to _3, niah_multivalue, niah_multiquery, vt, cwe, fwe, qa_1, qa_2."`
	streamFlags
	textFlags
	Depth *depth `placeholder:"PERCENT" help:"Put all needles at this depth (default: as RULER draws them)."`
	haystackFlags
	Punkt     string `predictor:"dir" placeholder:"DIR" help:"NLTK's punkt_tab/english, with which RULER splits essays (default: sentences end at nearly every mark)."`
	Documents string `predictor:"file" placeholder:"FILE" help:"SQuAD 2.0 for qa_1, HotpotQA for qa_2."`
	First     int    `default:"0" placeholder:"N" help:"Number of the first question of qa_1 and qa_2."`

	ExampleTokens  int    `default:"0" placeholder:"N" help:"Tokens that the solved example of vt may have (default: RULER's 500)."`
	ModelTemplate  string `placeholder:"NAME" help:"Template of the pack around the prompt, such as meta-chat."`
	TemplateTokens int    `default:"0" placeholder:"N" help:"Tokens to keep free for a template that the model adds itself."`
	Tight          bool   `help:"Fit every sample to within a line, sentence, word or document of --length. RULER itself often stays further below."`
	evidenceFlags
}

// Help says where the inputs of the original come from.
func (*rulerCmd) Help() string {
	return "With a pack of your own copy of RULER (hsalab data import-ruler), its essays as --corpus PaulGrahamEssays.json, " +
		"its SQuAD and HotpotQA files as --documents and NLTK's parameters as --punkt, the files are byte-equal to RULER's own for the same seed, length and tokenizer."
}

// Run writes the samples.
func (r *rulerCmd) Run(ctx context.Context, c *console) error {
	if err := r.check(); err != nil {
		return err
	}
	tok, pack, err := r.open()
	if err != nil {
		return err
	}
	run, err := r.run(ctx, tok, pack)
	if err != nil {
		return err
	}
	all := watched(ctx, c, r.Samples, stoppable(ctx, run))
	return c.write(r.Out, func(w io.Writer) error { return r.write(w, run, all, tok) })
}

// run is the stream that the flags ask for.
func (r *rulerCmd) run(ctx context.Context, tok data.Tokenizer, pack *taskpack.Pack) (ruler.Run, error) {
	counter, ok := tok.(data.Counter)
	if !ok {
		return ruler.Run{}, errorf("--tokenizer %s counts no tokens: choose another", r.Tokenizer)
	}
	run := ruler.Run{
		Task: r.Task, Pack: pack, Counter: counter, Length: r.Length, Seed: r.Seed, Samples: r.Samples, First: r.First,
		ExampleTokens: r.ExampleTokens, Tight: r.Tight, ModelTemplate: r.ModelTemplate, TemplateTokens: r.TemplateTokens,
	}
	if r.Depth != nil {
		percent := int(*r.Depth)
		run.Depth = &percent
	}
	return run, r.inputs(ctx, &run, pack.RULER.Tasks[r.Task])
}

// stoppable makes the samples of a run until ctx ends, also within the search for the size that fits, which takes long
// for long samples and knows no end but that of its counting.
func stoppable(ctx context.Context, run ruler.Run) iter.Seq2[data.TextSample, error] {
	run.Counter = counting{ctx, run.Counter}
	return func(yield func(data.TextSample, error) bool) {
		defer func() {
			if cause := recover(); cause == errStopped {
				yield(data.TextSample{}, ctx.Err())
			} else if cause != nil {
				panic(cause)
			}
		}()
		run.All()(yield)
	}
}

// counting counts tokens, and panics with errStopped once ctx has ended.
type counting struct {
	ctx context.Context
	data.Counter
}

var errStopped = errors.New("stopped")

// Count is the number of tokens of a text.
func (c counting) Count(text string) int {
	if c.ctx.Err() != nil {
		panic(errStopped)
	}
	return c.Counter.Count(text)
}

// inputs reads the essay or the documents that a task needs.
func (r *rulerCmd) inputs(ctx context.Context, run *ruler.Run, task taskpack.Task) (err error) {
	switch {
	case task.Haystack == "essay":
		run.Essay, err = r.essay(ctx)
	case task.Family == "qa" && r.Documents == "":
		return errorf("%s asks about the documents of %s: give its file, --documents FILE", r.Task, task.Dataset)
	case task.Family == "qa":
		run.Documents, err = ruler.OpenDocuments(task.Dataset, r.Documents)
	}
	return err
}

func (r *rulerCmd) essay(ctx context.Context) (*ruler.Essay, error) {
	text, err := r.haystackFlags.essay(ctx, r.Length)
	if err != nil {
		return nil, err
	}
	splitter := punkt.Untrained()
	if r.Punkt != "" {
		if splitter, err = punkt.Load(r.Punkt); err != nil {
			return nil, err
		}
	}
	return ruler.NewEssay(text, splitter)
}

// write writes RULER's lines, or with --evidence our own.
func (r *rulerCmd) write(w io.Writer, run ruler.Run, all iter.Seq2[data.TextSample, error], tok data.Tokenizer) error {
	if r.Evidence {
		return samples.Write(w, mapped(all, func(s data.TextSample) (samples.Sample, error) { return samples.FromText(s, tok, r.Chunk) }))
	}
	return ruler.Write(w, mapped(all, func(s data.TextSample) (ruler.Record, error) { return run.Record(s), nil }))
}
