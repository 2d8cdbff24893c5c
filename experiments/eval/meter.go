package eval

import (
	"sync"
	"time"
)

// meter counts texts, and forecasts what is left from the work that was done since the start: texts that were there
// already took none, and once there are more the first is left out, which compiles.
type meter struct {
	work   func(length int) float64 // of one text
	report func(Status)             // may be nil

	mu          sync.Mutex
	status      Status
	since       time.Time // since when the work was done: the start, or the end of the first text
	started     time.Time
	total       float64
	past        float64 // of texts that were there
	first       float64 // before since
	worked      float64 // of texts that are done, and of pieces of those under way
	underTokens int     // of texts under way
}

func newMeter(work func(length int) float64, report func(Status)) *meter {
	now := time.Now()
	return &meter{work: work, report: report, started: now, since: now}
}

// expect adds so many texts of a length to what is to do.
func (m *meter) expect(texts, length int) {
	m.status.Total += texts
	m.status.Tokens += texts * length
	m.total += float64(texts) * m.work(length)
}

// passed counts a text that was there already.
func (m *meter) passed(j job) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.past += m.work(j.length)
	m.status.Done++
	m.status.TokensDone += j.length
	m.tell(j)
}

// textMeter counts one text under way.
type textMeter struct {
	*meter
	job  job
	read int // tokens
}

// begin starts to count a text.
func (m *meter) begin(j job) *textMeter { return &textMeter{meter: m, job: j} }

// piece counts tokens that were read of the text.
func (t *textMeter) piece(tokens int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	tokens = min(tokens, t.job.length-t.read)
	if tokens <= 0 {
		return // it is read a second time
	}
	t.count(tokens)
	t.tell(t.job)
}

func (t *textMeter) count(tokens int) {
	t.read += tokens
	t.underTokens += tokens
	t.worked += t.work(t.job.length) * float64(tokens) / float64(t.job.length)
}

// done counts the text once its rows are written, which one goroutine does at a time.
func (t *textMeter) done(write func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := write(); err != nil {
		return err
	}
	t.count(t.job.length - t.read)
	t.underTokens -= t.read
	t.status.Done++
	t.status.TokensDone += t.read
	t.tell(t.job)
	if t.first == 0 {
		t.first, t.since = t.worked, time.Now()
	}
	return nil
}

// tell reports where the evaluation stands.
func (m *meter) tell(j job) {
	s := m.status
	s.Task, s.Length, s.TokensDone = j.task.name, j.length, s.TokensDone+m.underTokens
	s.Elapsed = time.Since(m.started)
	elapsed, worked := time.Since(m.since), m.worked-m.first
	if worked <= 0 {
		elapsed, worked = s.Elapsed, m.worked
	}
	if worked > 0 {
		s.ETA = time.Duration(float64(elapsed) * max(0, m.total-m.past-m.worked) / worked)
	}
	if m.report != nil {
		m.report(s)
	}
}
