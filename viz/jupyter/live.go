package jupyter

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"strings"
	"sync"
	"time"

	"github.com/hsalab/hsalab/viz"
)

const (
	frame    = 250 * time.Millisecond // between two states in a notebook
	lineTime = 2 * time.Second        // between two lines in a terminal
)

// Progress is the state of a long computation: Done of Total, and a line of
// text such as "loss 1.23, 12 s left". Total zero shows no bar.
type Progress struct {
	Done, Total int
	Text        string
}

// Live is an output that moves: progress and figures, replaced in place up to
// four times a second, however often [Live.Update] is called. In a terminal it
// writes a line of progress now and then and the figures at the end. It may be
// used by several goroutines.
type Live struct {
	mu     sync.Mutex
	out    output
	mode   Mode // of the figures that stay
	id     string
	now    func() time.Time
	last   time.Time // when a state was shown
	state  state     // the latest, shown or not
	closed bool
}

// state is what a Live shows.
type state struct {
	progress Progress
	figs     []viz.Figure
}

// NewLive returns a Live that has shown nothing yet. Close it: the last state
// is kept in the notebook, its figures in mode [Embedded].
func NewLive() *Live { return NewLiveAs(Embedded) }

// NewLiveAs is [NewLive] with the figures that are kept in another mode.
func NewLiveAs(mode Mode) *Live {
	out := current()
	return &Live{out: out, mode: mode, id: out.uniqueID(), now: time.Now}
}

// Update makes p and figs the state to show. It returns at once when the last
// one was shown less than a quarter of a second ago. Figures are drawn here and
// now, so the caller may change their data afterwards. A figure that cannot be
// drawn is an error; the progress is shown all the same.
func (l *Live) Update(p Progress, figs ...viz.Figure) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return fmt.Errorf("jupyter: Live is closed: make a new one")
	}
	l.state = state{p, figs}
	wait := frame
	if !l.out.notebook() {
		wait = lineTime
	}
	if now := l.now(); l.last.IsZero() || now.Sub(l.last) >= wait {
		l.last = now
		return l.draw()
	}
	return nil
}

// Close shows the last state for good: figures in its mode in a notebook, text
// in a terminal. It closes once; later calls do nothing. The data of the last
// figures must be unchanged until then.
func (l *Live) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.closed = true
	defer l.out.flush()
	if !l.out.notebook() {
		return l.closeText()
	}
	var b strings.Builder
	b.WriteString(l.state.progress.html())
	for _, fig := range l.state.figs {
		s, err := render(l.mode, fig)
		if err != nil {
			return err
		}
		b.WriteString(s)
	}
	l.out.update(l.id, b.String())
	return nil
}

func (l *Live) closeText() error {
	l.out.line(l.state.progress.line())
	for _, fig := range l.state.figs {
		if err := l.out.text(fig); err != nil {
			return err
		}
	}
	return nil
}

// draw shows the state as it moves: pictures without scripts, quick to make and
// to replace.
func (l *Live) draw() error {
	if !l.out.notebook() {
		l.out.line(l.state.progress.line())
		return nil
	}
	var b strings.Builder
	b.WriteString(l.state.progress.html())
	var failed error
	for _, fig := range l.state.figs {
		s, err := moving(fig)
		if err != nil {
			failed = err
			continue
		}
		b.WriteString(s)
	}
	l.out.update(l.id, b.String())
	return failed
}

// moving returns fig as an image of vectors, ten times quicker to draw than one
// of pixels; a figure without a picture as it always is.
func moving(fig viz.Figure) (string, error) {
	if !viz.HasPicture(fig) {
		return viz.Fragment(fig, viz.FragmentOptions{Static: true})
	}
	var b bytes.Buffer
	if err := viz.WriteSVG(&b, fig); err != nil {
		return "", err
	}
	return fmt.Sprintf(`<img alt="%s" src="data:image/svg+xml;base64,%s">`,
		html.EscapeString(fig.Alt()), base64.StdEncoding.EncodeToString(b.Bytes())), nil
}

func (p Progress) html() string {
	var b strings.Builder
	b.WriteString("<p>")
	if p.Total > 0 {
		fmt.Fprintf(&b, `<progress value="%d" max="%d"></progress> %d of %d `, p.Done, p.Total, p.Done, p.Total)
	}
	b.WriteString(html.EscapeString(viz.Clean(p.Text)) + "</p>\n")
	return b.String()
}

func (p Progress) line() string {
	if p.Total > 0 {
		return fmt.Sprintf("%d of %d  %s", p.Done, p.Total, viz.Clean(p.Text))
	}
	return viz.Clean(p.Text)
}
