package experiments

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// EvalSeed seeds the samples of an evaluation. Training uses small seeds, so symbols never repeat a training sample.
const EvalSeed = 1 << 40

// EvalOptions says what an evaluation measures. Zero values take the defaults.
type EvalOptions struct {
	Backend   string // as in hsa.OpenBackend
	Haystack  string // as in TaskSpec.Haystacks; default the first
	Lengths   []int  // tokens; default 1, 4, 16 and 64 times the training length
	Sequences int    // sequences a length; 0 takes DefaultSequences
	Tail      int    // tokens of questions; default as in training
	TopK      int    // K at test; 0 that of training, hsa.AllChunks every visible chunk
	Workers   int    // sequences at a time; default one a core, and one for lengths of 256K tokens and more

	Command  string
	Variant  string                        // name in the rows; default the model's
	Seed     int64                         // seed of the model's training, for the rows
	Skip     func(results.ID) bool         // rows that are there already, of a resumed evaluation
	Write    func(...results.Row) error    // receives the rows of one sequence; called by one goroutine at a time
	Progress func(EvalStatus)              // called after each sequence; may be nil
	Forecast func(length int, bytes int64) // called before each length with the peak of memory it will take, as in EvalMemory; may be nil
}

// EvalStatus is where an evaluation stands.
type EvalStatus struct {
	Length             int // of the sequence just done
	Done, Total        int // sequences
	TokensDone, Tokens int
	Elapsed, ETA       time.Duration
}

// DefaultSequences is how many sequences are evaluated at a length: about two million tokens' worth, 2 to 32.
func DefaultSequences(length int) int { return min(32, max(2, (1<<21)/length)) }

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

// Evaluate streams held-out samples through the model and scores answers and retrieval, a row an answer. Only the
// questions and what their windows reach run through the upper half, which is exact (hsa.Stream).
func Evaluate(ctx context.Context, t *Trained, o EvalOptions) error {
	e, err := newEvaluation(t, o)
	if err != nil {
		return err
	}
	defer e.model.Close()
	for _, length := range e.opt.Lengths {
		if e.opt.Forecast != nil {
			e.opt.Forecast(length, EvalMemory(t.Weights.Config, length, e.opt.Tail, min(e.workers(length), e.sequences(length))))
		}
		if err := e.length(ctx, length); err != nil {
			return err
		}
	}
	return nil
}

type evaluation struct {
	trained *Trained
	opt     EvalOptions
	task    data.Task
	model   *hsa.Model
	hash    string
	commit  string

	mu      sync.Mutex
	status  EvalStatus
	started time.Time
}

func newEvaluation(t *Trained, o EvalOptions) (*evaluation, error) {
	cfg := t.Weights.Config
	if o.Haystack == "" {
		o.Haystack = t.Task.Haystacks()[0]
	}
	if len(o.Lengths) == 0 {
		o.Lengths = Ladder(cfg.TrainingLength, 64)
	}
	if o.Tail == 0 {
		o.Tail = defaultTail(t, o.Haystack)
	}
	if o.Variant == "" {
		o.Variant = t.Name
	}
	task, err := t.HeldOut(o.Haystack)
	if err != nil {
		return nil, err
	}
	if task.Vocab() != cfg.Vocab {
		return nil, fmt.Errorf("eval: the task has %d tokens and the model %d", task.Vocab(), cfg.Vocab)
	}
	e := &evaluation{trained: t, opt: o, task: task, hash: t.Hash(), commit: Commit(), started: time.Now()}
	for _, l := range o.Lengths {
		n := e.sequences(l)
		e.status.Total += n
		e.status.Tokens += n * l
	}
	var backend compute.Backend
	if backend, err = hsa.OpenBackend(o.Backend); err != nil {
		return nil, err
	}
	e.model, err = hsa.NewModel(backend, t.Weights)
	return e, err
}

// defaultTail is the tail of training, but for one-symbol decoys, which need keys that are not asked for, and for needle
// tasks, whose questions are short.
func defaultTail(t *Trained, haystack string) int {
	if t.Task.Mixture != nil {
		return needleTail
	}
	tail := data.TrainTail(t.Weights.Config.TrainingLength)
	if s := t.Task.Symbols; s != nil && s.KeySymbols == 1 && haystack == "decoys" {
		return min(tail, s.Keys/2)
	}
	return tail
}

func (e *evaluation) sequences(length int) int {
	if e.opt.Sequences > 0 {
		return e.opt.Sequences
	}
	return DefaultSequences(length)
}

func (e *evaluation) workers(length int) int {
	switch {
	case e.opt.Workers > 0:
		return e.opt.Workers
	case length >= 1<<18:
		return 1
	}
	return runtime.GOMAXPROCS(0)
}

// length evaluates every sequence of one length.
func (e *evaluation) length(ctx context.Context, length int) error {
	defer tightHeap(e.trained.Weights.Config.ChunkMemory(length))()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	go func() {
		defer close(next)
		for i := range e.sequences(length) {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	var wg sync.WaitGroup
	for range min(e.workers(length), e.sequences(length)) {
		wg.Go(func() {
			for i := range next {
				if err := e.sequence(ctx, length, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// tightPercent is how far the collector then lets the heap grow.
const tightPercent = 20

// largeChunks is how many bytes of chunks make the collector keep the heap tight.
const largeChunks = 64 << 20

// tightHeap has the collector let the heap grow by a fifth, not double, where chunks are most of it: they hold no
// pointers, so a collection costs little. The function it returns undoes that.
func tightHeap(chunks int64) (undo func()) {
	if chunks < largeChunks {
		return func() {}
	}
	old := debug.SetGCPercent(tightPercent)
	return func() { debug.SetGCPercent(old) }
}

// sequence evaluates one sequence and hands its rows over.
func (e *evaluation) sequence(ctx context.Context, length, index int) error {
	if e.done(length, index) {
		e.report(length)
		return nil
	}
	sample, err := e.task.Sample(EvalSeed, index, length, e.opt.Tail)
	if err != nil {
		return err
	}
	tail, err := e.read(ctx, sample)
	if err != nil {
		return err
	}
	var rows []results.Row
	for i, answer := range answersOf(sample) {
		rows = append(rows, e.row(sample, tail, index, i, answer))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.opt.Write != nil {
		if err := e.opt.Write(rows...); err != nil {
			return err
		}
	}
	e.reportLocked(length)
	return nil
}

// done reports whether a resumed evaluation has this sequence; rows of a sequence are written together.
func (e *evaluation) done(length, index int) bool {
	if e.opt.Skip == nil {
		return false
	}
	row := e.blank(length, index, 0)
	return e.opt.Skip(row.ID())
}

// read streams a sample through the model in pieces, so that an interrupt is heard.
func (e *evaluation) read(ctx context.Context, s data.Sample) (*hsa.Tail, error) {
	const piece = 1 << 16
	stream := e.model.NewStream(hsa.StreamOptions{MaxTail: s.Tail})
	defer stream.Free()
	for rest := s.Tokens; len(rest) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		n := min(piece, len(rest))
		if err := stream.Append(rest[:n]); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	return stream.Tail(s.Tail, hsa.TailOptions{TopK: e.opt.TopK, AllScores: true})
}

func (e *evaluation) report(length int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.reportLocked(length)
}

func (e *evaluation) reportLocked(length int) {
	s := &e.status
	s.Length, s.Done, s.TokensDone = length, s.Done+1, s.TokensDone+length
	s.Elapsed = time.Since(e.started)
	s.ETA = time.Duration(float64(s.Elapsed) / float64(s.TokensDone) * float64(s.Tokens-s.TokensDone))
	if e.opt.Progress != nil {
		e.opt.Progress(*s)
	}
}
