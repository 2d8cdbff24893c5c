package experiments

import (
	"sync"
	"time"
)

// evalMeter counts texts, and forecasts what is left from the work that was done since the start: texts that were there
// already took none.
type evalMeter struct {
	work   func(length int) float64 // of one text
	report func(EvalStatus)         // may be nil

	mu                  sync.Mutex
	status              EvalStatus
	started             time.Time
	total, past, worked float64
}

func newEvalMeter(work func(length int) float64, report func(EvalStatus)) *evalMeter {
	return &evalMeter{work: work, report: report, started: time.Now()}
}

// expect adds so many texts of a length to what is to do.
func (m *evalMeter) expect(texts, length int) {
	m.status.Total += texts
	m.status.Tokens += texts * length
	m.total += float64(texts) * m.work(length)
}

// passed counts a text that was there already.
func (m *evalMeter) passed(j evalJob) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.past += m.work(j.length)
	m.count(j)
}

// done counts a text once its rows are written, which one goroutine does at a time.
func (m *evalMeter) done(j evalJob, write func() error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := write(); err != nil {
		return err
	}
	m.worked += m.work(j.length)
	m.count(j)
	return nil
}

func (m *evalMeter) count(j evalJob) {
	s := &m.status
	s.Task, s.Length, s.Done, s.TokensDone = j.task.name, j.length, s.Done+1, s.TokensDone+j.length
	s.Elapsed = time.Since(m.started)
	if m.worked > 0 {
		s.ETA = time.Duration(float64(s.Elapsed) * max(0, m.total-m.past-m.worked) / m.worked)
	}
	if m.report != nil {
		m.report(*s)
	}
}
