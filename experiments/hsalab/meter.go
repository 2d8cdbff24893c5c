package main

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// lineEvery is the time between two lines of progress where there is no terminal to draw a bar in.
const lineEvery = 10 * time.Second

// meter shows how far a computation is: a bar in a terminal, a line now and then elsewhere. It is for one goroutine.
type meter struct {
	out  io.Writer
	bar  *progressbar.ProgressBar // nil where lines are written
	last time.Time
	now  func() time.Time
}

// meter starts one for a computation of total steps.
func (c *console) meter(total int) *meter {
	m := &meter{out: c.err, now: time.Now}
	m.last = m.now()
	if c.bars {
		m.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(c.err), progressbar.OptionSetWidth(16), progressbar.OptionThrottle(200*time.Millisecond),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetTheme(progressbar.ThemeASCII))
	}
	return m
}

// set shows that done steps are taken, with a text and the time to go.
func (m *meter) set(done int, left time.Duration, text string) {
	text = fmt.Sprintf("%s  %s left", text, short(left))
	if m.bar != nil {
		m.bar.Describe(text)
		_ = m.bar.Set(done) // a terminal that cannot be written to is no reason to stop
		return
	}
	if now := m.now(); now.Sub(m.last) >= lineEvery {
		m.last = now
		fmt.Fprintln(m.out, text)
	}
}

// close takes the bar away.
func (m *meter) close() {
	if m.bar != nil {
		_ = m.bar.Clear()
	}
}
