package eval

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

// job is one text of an evaluation.
type job struct {
	task *task
	spot
}

// at is the depth that the text's evidence is put at, for the rows.
func (j job) at() string {
	if j.depth == anywhere {
		return ""
	}
	return fmt.Sprint(j.depth)
}

// jobs lists the texts of one length.
func (e *evaluation) jobs(length int) []job {
	var jobs []job
	for _, t := range e.tasks {
		depths := []int{anywhere}
		if t.placed() && len(e.opt.Depths) > 0 {
			depths = e.opt.Depths
		}
		for _, depth := range depths {
			for i := range e.samples(length) {
				jobs = append(jobs, job{t, spot{seed: experiments.EvalSeed, index: i, length: length, depth: depth}})
			}
		}
	}
	return jobs
}

func (e *evaluation) samples(length int) int {
	if e.opt.Samples > 0 {
		return e.opt.Samples
	}
	return DefaultSamples(length)
}

// length evaluates every text of one length.
func (e *evaluation) length(ctx context.Context, length int) error {
	todo := e.jobs(length)
	reader, err := e.open(length)
	if err != nil {
		return err
	}
	defer tightHeap(textMemory(e.trained, length))()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan job)
	go func() {
		defer close(next)
		for _, j := range todo {
			select {
			case next <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	var wg sync.WaitGroup
	for range min(e.workers[length], len(todo)) {
		wg.Go(func() {
			for j := range next {
				if err := e.text(ctx, reader, j); err != nil {
					cancel(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// open is the model as it reads texts of a length: the same for all, but where positions are stretched to each.
func (e *evaluation) open(length int) (experiments.Reader, error) {
	yarn := 0.0
	if e.opt.YaRN {
		yarn = ratio(e.trained, length)
	}
	if e.reader != nil && yarn == e.yarn {
		return e.reader, nil
	}
	e.close()
	reader, err := e.trained.Reader(experiments.ReaderOptions{Backend: e.opt.Backend, TopK: e.opt.TopK, YaRN: yarn})
	if err != nil {
		return nil, err
	}
	e.reader, e.yarn = reader, yarn
	return reader, nil
}

// close frees the model.
func (e *evaluation) close() {
	if e.reader != nil {
		e.reader.Close()
		e.reader = nil
	}
}

// ratio is a length in multiples of the training length.
func ratio(t *experiments.Trained, length int) float64 {
	return float64(length) / float64(max(1, t.Config().TrainingLength))
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

// text evaluates one text and hands its rows over.
func (e *evaluation) text(ctx context.Context, reader experiments.Reader, j job) error {
	variants := e.missing(j)
	if len(variants) == 0 {
		e.meter.passed(j)
		return nil
	}
	meter := e.meter.begin(j)
	p, err := j.task.sample(ctx, j.spot)
	if err != nil {
		return fmt.Errorf("eval: %s: %w", j.task.name, err)
	}
	var rows []results.Row
	for _, variant := range variants {
		made, err := e.rows(ctx, reader, meter, p, variant)
		if err != nil {
			return err
		}
		rows = append(rows, made...)
	}
	return meter.done(func() error {
		if e.opt.Write == nil {
			return nil
		}
		return e.opt.Write(rows...)
	})
}

// missing lists the variants, the model and the controls, whose rows of a text are not there. Rows of a text are written
// together, that of its first question last.
func (e *evaluation) missing(j job) []string {
	var list []string
	for _, variant := range e.variants() {
		if row := e.blank(j, variant, 0); e.opt.Skip == nil || !e.opt.Skip(row.ID()) {
			list = append(list, variant)
		}
	}
	return list
}

// variants are the names under which rows are made.
func (e *evaluation) variants() []string {
	if e.opt.Controls {
		return []string{e.opt.Variant, LabelPrior, Recency}
	}
	return []string{e.opt.Variant}
}

// rows answers the questions of a text, by the model or by a control.
func (e *evaluation) rows(ctx context.Context, reader experiments.Reader, meter *textMeter, p probed, variant string) ([]results.Row, error) {
	if variant != e.opt.Variant {
		return e.controlRows(ctx, meter.job, p, variant)
	}
	r, err := e.read(ctx, reader, p, meter.piece)
	if err != nil {
		return nil, err
	}
	var rows []results.Row
	for i := range p.asked {
		row, err := e.row(meter.job, p, r, i)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
