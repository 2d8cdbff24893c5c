package main

import (
	"cmp"
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// lineEvery is the time between two lines of progress where there is no terminal to draw a bar in.
const lineEvery = 10 * time.Second

const barWidth = 8 // columns

// meter shows how far a computation is: a bar in a terminal, a line now and then elsewhere. It is for one goroutine.
type meter struct {
	out  io.Writer
	room int                      // columns for the text beside the bar
	bar  *progressbar.ProgressBar // nil where lines are written
	last time.Time
	now  func() time.Time
}

// meter starts one for a computation of total steps.
func (c *console) meter(total int) *meter {
	m := &meter{out: c.err, room: cmp.Or(c.width, 80) - barWidth - 10, now: time.Now}
	m.last = m.now()
	if c.bars {
		m.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(c.err), progressbar.OptionSetWidth(barWidth), progressbar.OptionThrottle(200*time.Millisecond),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetTheme(progressbar.ThemeASCII))
	}
	return m
}

// set shows that done steps are taken, with a text and the time to go.
func (m *meter) set(done int, left time.Duration, text string) {
	text = fmt.Sprintf("%s left  %s", short(left), text)
	if m.bar != nil {
		m.bar.Describe(text[:min(len(text), max(0, m.room))])
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
