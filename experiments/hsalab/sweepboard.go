package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hsalab/hsalab/experiments/study"
	"github.com/hsalab/hsalab/experiments/sweep"
)

// board shows the runs of a sweep: a line for each run that has ended, and below them, on a terminal, a line for each run
// under way and one for the whole.
type board struct {
	*console
	total, ended, failed int
	begun                time.Time
	started              map[string]time.Time
	live                 map[string]string  // line of each run under way
	done                 map[string]float64 // share of each run under way that is done, roughly
	drawn                int                // lines below that are to be drawn over
	last                 time.Time
}

func newBoard(c *console, total int) *board {
	now := time.Now()
	return &board{console: c, begun: now, last: now, total: total, started: map[string]time.Time{}, live: map[string]string{}, done: map[string]float64{}}
}

// Show takes a run's state over and draws it.
func (b *board) Show(r study.Run, state sweep.State, s sweep.Status, err error) {
	name := r.Name()
	if state == sweep.Running {
		if _, there := b.started[name]; !there {
			b.started[name] = time.Now()
		}
		b.live[name] = fmt.Sprintf("%-28s %-5s %3.0f %%  %s", name, s.Phase, 100*s.Done, s.Text)
		b.done[name] = share(s)
		b.draw(false)
		return
	}
	delete(b.live, name)
	delete(b.done, name)
	b.ended++
	outcome := short(time.Since(b.started[name]))
	if err != nil {
		outcome = err.Error()
	}
	if state == sweep.Failed {
		b.failed++
	}
	b.wipe()
	b.say("%-28s %-7s %s", name, state, outcome)
	b.draw(true)
}

// share is how much of a run is done, as if training and testing took as long as each other.
func share(s sweep.Status) float64 {
	if s.Phase == sweep.Test {
		return (1 + s.Done) / 2
	}
	return s.Done / 2
}

// draw shows the runs under way: on a terminal five times a second, elsewhere every ten seconds.
func (b *board) draw(now bool) {
	every := lineEvery
	if b.bars {
		every = time.Second / 5
	}
	if !(now && b.bars) && time.Since(b.last) < every {
		return
	}
	b.last = time.Now()
	b.wipe()
	lines := []string{b.summary()}
	for _, line := range b.live {
		lines = append(lines, line)
	}
	slices.Sort(lines[1:])
	for _, line := range lines {
		if b.bars && b.width > 0 {
			line = line[:min(len(line), b.width-1)]
		}
		fmt.Fprintln(b.err, line)
	}
	if b.bars {
		b.drawn = len(lines)
	}
}

// summary is the line of the whole.
func (b *board) summary() string {
	text := fmt.Sprintf("%d of %d runs done", b.ended, b.total)
	if b.failed > 0 {
		text += fmt.Sprintf(", %d of them failed", b.failed)
	}
	done := float64(b.ended)
	for _, share := range b.done {
		done += share
	}
	if done == 0 {
		return text
	}
	left := time.Duration(float64(time.Since(b.begun)) * (float64(b.total) - done) / done)
	return text + ", about " + short(left) + " left"
}

// wipe takes the lines below away.
func (b *board) wipe() {
	if b.drawn > 0 {
		fmt.Fprint(b.err, strings.Repeat("\x1b[1A\x1b[2K", b.drawn))
		b.drawn = 0
	}
}

func (b *board) close() { b.wipe() }

func itoa(n int) string { return strconv.Itoa(n) }
