package report

import (
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
)

// Report is everything that the committed results show.
type Report struct {
	Drawn    []Drawing
	Missing  []string // files of package records from which nothing could be drawn: they are not there, or have no row for a figure
	Verdicts []claims.Verdict
}

// Options of [Redraw]. The zero value draws everything from the committed rows.
type Options struct {
	Only     []string             // names of the figures that are wanted, or claims; nil for all
	Source   func() claims.Source // makes a source of rows for each of several workers; nil is [claims.Recorded]
	Progress func(name string)    // is told what is done, by one worker at a time; may be nil
}

// Redraw draws the figures and judges the claims.
func Redraw(o Options) (*Report, error) {
	if o.Source == nil {
		o.Source = claims.Recorded
	}
	specs, err := o.specs()
	if err != nil {
		return nil, err
	}
	r := &Report{}
	w := newWorkers(o.Progress)
	if slices.ContainsFunc([]string{claimsName, claimsBriefName, claimsInFullName}, o.wants) {
		w.start(func() error { return r.judge(o.Source(), w.done) })
	}
	drawn := make([]*Drawing, len(specs))
	for _, file := range files(specs) {
		w.start(func() error { return drawFile(file, specs, drawn, o.Source(), w.done) })
	}
	if err := w.wait(); err != nil {
		return nil, err
	}
	for i, d := range drawn {
		switch {
		case d != nil:
			r.Drawn = append(r.Drawn, *d)
		case !slices.Contains(r.Missing, specs[i].Rows):
			r.Missing = append(r.Missing, specs[i].Rows)
		}
	}
	r.Missing = slices.DeleteFunc(r.Missing, r.draws)
	return r, nil
}

// draws reports whether a figure was drawn from a file of rows.
func (r *Report) draws(file string) bool {
	return slices.ContainsFunc(r.Drawn, func(d Drawing) bool { return d.Rows == file })
}

func (o Options) wants(name string) bool { return o.Only == nil || slices.Contains(o.Only, name) }

// specs are those of the figures that are wanted.
func (o Options) specs() ([]Spec, error) {
	specs, err := Specs()
	return slices.DeleteFunc(specs, func(s Spec) bool { return !o.wants(s.Name) }), err
}

// judge judges every claim.
func (r *Report) judge(source claims.Source, done func(string)) error {
	list, err := claims.All()
	if err != nil {
		return err
	}
	if r.Verdicts, err = claims.JudgeAll(list, source, results.Options{}); err != nil {
		return err
	}
	done(claimsName)
	return nil
}

// files lists the files of rows that figures are drawn from.
func files(specs []Spec) []string {
	var list []string
	for _, s := range specs {
		if !slices.Contains(list, s.Rows) {
			list = append(list, s.Rows)
		}
	}
	return list
}

// drawFile draws the figures of one file of rows into their places.
func drawFile(file string, specs []Spec, drawn []*Drawing, source claims.Source, done func(string)) error {
	for i, s := range specs {
		if s.Rows != file {
			continue
		}
		d, err := s.Draw(source)
		if errors.Is(err, records.ErrNone) {
			continue
		} else if err != nil {
			return err
		}
		drawn[i] = &d
		done(s.Name)
	}
	return nil
}

// workers carry out jobs, as many at a time as there are processors.
type workers struct {
	group    sync.WaitGroup
	slots    chan struct{}
	mu       sync.Mutex
	errs     []error
	progress func(string)
}

func newWorkers(progress func(string)) *workers {
	return &workers{slots: make(chan struct{}, runtime.GOMAXPROCS(0)), progress: progress}
}

// start carries out a job when there is a slot.
func (w *workers) start(job func() error) {
	w.group.Go(func() {
		w.slots <- struct{}{}
		defer func() { <-w.slots }()
		if err := job(); err != nil {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.errs = append(w.errs, err)
		}
	})
}

// done reports progress.
func (w *workers) done(name string) {
	if w.progress == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.progress(name)
}

// wait waits for all jobs and joins their errors.
func (w *workers) wait() error {
	w.group.Wait()
	return errors.Join(w.errs...)
}
