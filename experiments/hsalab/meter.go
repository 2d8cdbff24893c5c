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

// manyLines is how many lines are written at that pace; the log of a long run is to be read.
const manyLines = 30

// Columns of the bar, in a narrow terminal and a wide one.
const narrowBar, wideBar = 5, 10

// meter shows how far a computation is: a bar in a terminal, a line now and then elsewhere. It is for one goroutine.
type meter struct {
	out   io.Writer
	room  int                      // columns for the text beside the bar
	bar   *progressbar.ProgressBar // nil where lines are written
	last  time.Time
	lines int // written
	now   func() time.Time
}

// meter starts one for a computation of total steps.
func (c *console) meter(total int) *meter {
	bar := narrowBar
	if c.width >= 100 {
		bar = wideBar
	}
	m := &meter{out: c.err, room: cmp.Or(c.width, 80) - bar - 10, now: time.Now}
	m.last = m.now()
	if c.bars {
		m.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(c.err), progressbar.OptionSetWidth(bar), progressbar.OptionThrottle(200*time.Millisecond),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetTheme(progressbar.ThemeASCII))
	}
	return m
}

// begin says what is waited for before there is anything to show; an empty text says nothing.
func (m *meter) begin(text string) {
	switch {
	case text == "":
	case m.bar != nil:
		m.show(0, text)
	default:
		fmt.Fprintln(m.out, text)
	}
}

// set shows that done steps are taken, with a text and the time to go.
func (m *meter) set(done int, left time.Duration, text string) {
	m.show(done, fmt.Sprintf("%s left  %s", short(left), text))
}

// show shows that done steps are taken, with the first of the texts that there is room for, or what of the last there is room
// for.
func (m *meter) show(done int, texts ...string) {
	if m.bar != nil {
		text := texts[len(texts)-1]
		for _, t := range texts {
			if len(t) <= m.room {
				text = t
				break
			}
		}
		m.bar.Describe(text[:min(len(text), max(0, m.room))])
		_ = m.bar.Set(done) // a terminal that cannot be written to is no reason to stop
		return
	}
	if now := m.now(); now.Sub(m.last) >= m.every() {
		m.last = now
		m.lines++
		fmt.Fprintln(m.out, texts[0])
	}
}

// every is the time between two lines: a minute, once there were many.
func (m *meter) every() time.Duration {
	if m.lines < manyLines {
		return lineEvery
	}
	return time.Minute
}

// close takes the bar away.
func (m *meter) close() {
	if m.bar != nil {
		_ = m.bar.Clear()
	}
}
