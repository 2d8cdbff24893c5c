package eval

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

// Options says what an evaluation measures. Zero values take the defaults.
type Options struct {
	Backend   string       // as in hsa.OpenBackend
	Tasks     []string     // as TaskSpec.Tasks has them, "ruler" and "babilong" for all of theirs (but qa_1 and qa_2 without Documents); default the first
	Lengths   []int        // tokens; default 1, 4, 16 and 64 times the training length
	Depths    []int        // percent at which tasks that can place their evidence put it; others, and all by default, have it anywhere
	Samples   int          // texts a task, length and depth; 0 takes DefaultSamples
	Rule      results.Rule // how answers are scored
	Controls  bool         // answer the same questions without a model too: LabelPrior and Recency
	Tail      int          // tokens of questions; default as in training
	TopK      int          // K at test; 0 that of training, hsa.AllChunks every visible chunk
	YaRN      bool         // stretch the positions of a rival with full attention to each length
	Documents []string     // files of questions: SQuAD 2.0 for RULER's qa_1, HotpotQA for qa_2

	Workers int   // texts at a time; default one a core, one for lengths of 256K tokens and more, fewer where memory is short
	Free    int64 // bytes of memory that may be taken; default what the system has free
	Force   bool  // start even if the forecast of memory does not fit

	Command  string
	Run      string                        // the run that the weights come from, for the rows
	Variant  string                        // name in the rows; default the model's
	Seed     int64                         // seed of the model's training, for the rows
	Skip     func(results.ID) bool         // rows that are there already, of a resumed evaluation
	Write    func(...results.Row) error    // receives the rows of one text; called by one goroutine at a time
	Progress func(Status)                  // called after each text, and after pieces of long ones; may be nil
	Forecast func(length int, bytes int64) // called for each length before the first with the peak of memory it will take, as in Memory; may be nil
}

// Status is where an evaluation stands.
type Status struct {
	Task               string // of the text that was read last
	Length             int
	Done, Total        int // texts
	TokensDone, Tokens int
	Elapsed, ETA       time.Duration
}

// DefaultSamples is how many texts are evaluated at a length: about two million tokens' worth, 2 to 32.
func DefaultSamples(length int) int { return min(32, max(2, (1<<21)/length)) }

// Ratios are the multiples of the training length that evaluations use; the last is the paper's own, from 4K in
// training to 32M tokens.
var Ratios = []int{1, 4, 16, 64, 256, 1024, 8192}

// Ladder is the training length times each of Ratios up to most.
func Ladder(trainingLength, most int) []int {
	var lengths []int
	for _, ratio := range Ratios {
		if ratio <= most {
			lengths = append(lengths, trainingLength*ratio)
		}
	}
	return lengths
}

// Run streams held-out samples through the model and scores answers and retrieval, a row an answer. Only the
// questions and what their windows reach run through the upper half, which is exact (hsa.Stream). It errs with
// [MemoryError] before it starts if what it will take does not fit.
func Run(ctx context.Context, t *experiments.Trained, o Options) error {
	e, err := newEvaluation(ctx, t, o)
	if err != nil {
		return err
	}
	if err := e.fit(); err != nil {
		return err
	}
	defer e.close()
	for _, length := range e.opt.Lengths {
		if err := e.length(ctx, length); err != nil {
			return err
		}
	}
	return nil
}

// evaluation is one under way.
type evaluation struct {
	trained  *experiments.Trained
	opt      Options
	tasks    []*task
	hash     string
	host     experiments.Host
	hardware string
	workers  map[int]int // by length
	meter    *meter
	reader   experiments.Reader // nil until it is wanted
	yarn     float64
}

// task is one task of an evaluation.
type task struct {
	asker
	is    taskInfo
	name  string // as it was asked for
	prior prior
}

func newEvaluation(ctx context.Context, t *experiments.Trained, o Options) (*evaluation, error) {
	o, err := o.filled(t)
	if err != nil {
		return nil, err
	}
	host := experiments.ThisHost(o.Backend)
	e := &evaluation{
		trained: t, opt: o, hash: t.Hash(), host: host, hardware: host.Hardware(), workers: map[int]int{},
		meter: newMeter(func(length int) float64 { return work(t, length) }, o.Progress),
	}
	for _, name := range o.Tasks {
		a, err := openAsker(ctx, t, name, o)
		if err != nil {
			return nil, err
		}
		e.tasks = append(e.tasks, &task{asker: a, is: a.info(), name: name})
	}
	for _, length := range o.Lengths {
		e.meter.expect(len(e.jobs(length)), length)
	}
	return e, nil
}

// filled is the options with the defaults of a model, checked.
func (o Options) filled(t *experiments.Trained) (Options, error) {
	cfg := t.Config()
	if o.Variant == "" {
		o.Variant = t.Name
	}
	if len(o.Tasks) == 0 {
		all := t.Task.Tasks()
		if len(all) == 0 {
			return o, fmt.Errorf("eval: model %s does not say what it was trained on: its task.json is empty", t.Name)
		}
		o.Tasks = all[:1]
	}
	o.Tasks = t.Task.Expand(o.Tasks, len(o.Documents) > 0)
	if len(o.Lengths) == 0 {
		o.Lengths = Ladder(cfg.TrainingLength, GlanceRatio)
	}
	o.Lengths = slices.Compact(slices.Sorted(slices.Values(o.Lengths)))
	for _, l := range o.Lengths {
		if err := data.CheckSize(0, l, min(l-1, data.TrainTail(cfg.TrainingLength))); err != nil {
			return o, fmt.Errorf("eval: %w", err)
		}
	}
	for _, d := range o.Depths {
		if d < 0 || d > 100 {
			return o, fmt.Errorf("eval: depth %d: want 0 to 100 percent", d)
		}
	}
	switch {
	case o.Samples < 0 || o.Workers < 0:
		return o, fmt.Errorf("eval: %d samples, %d workers: want positive numbers, or 0 for the default", o.Samples, o.Workers)
	case o.Rule != results.Forced && o.Rule != results.Generate && o.Rule != results.Both:
		return o, fmt.Errorf("eval: scoring rule %q: want %q, %q, or %q for teacher forcing", o.Rule, results.Generate, results.Both, results.Forced)
	}
	return o, nil
}
