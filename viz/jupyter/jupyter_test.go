package jupyter

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hsalab/hsalab/viz"
)

// recorder is a notebook, or a terminal, that keeps what it is given.
type recorder struct {
	mu      sync.Mutex
	inCell  bool
	outputs []string // new outputs, and updates as "id: html"
	lines   []string
	figures []string
	flushes int
}

func (r *recorder) notebook() bool { return r.inCell }
func (r *recorder) html(s string)  { r.add(&r.outputs, s) }
func (r *recorder) update(id, s string) {
	r.add(&r.outputs, id+": "+s)
}
func (r *recorder) uniqueID() string { return "display-1" }
func (r *recorder) line(s string)    { r.add(&r.lines, s) }
func (r *recorder) flush()           { r.flushes++ }
func (r *recorder) text(fig viz.Figure) error {
	r.add(&r.figures, fig.Heading())
	return fig.Validate()
}

func (r *recorder) add(to *[]string, s string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*to = append(*to, s)
}

// record puts a recorder in place of the output, as in a fresh cell.
func record(t *testing.T, inCell bool) *recorder {
	r := &recorder{inCell: inCell}
	var o output = r
	replaced.Store(&o)
	librarySent = false
	t.Cleanup(func() { replaced.Store(nil) })
	return r
}

func loss(points int) viz.Curve {
	s := viz.Series{Name: "loss"}
	for i := range points {
		s.Points = append(s.Points, viz.Point{X: float64(i), Y: 1 / float64(1+i)})
	}
	return viz.Curve{Title: "Training", XLabel: "step", YLabel: "loss", Series: []viz.Series{s}}
}

func table() viz.Table {
	return viz.Table{Title: "Ablation", Columns: []string{"128"}, Groups: []viz.Group{{Rows: []viz.Row{{Label: "CLS", Cells: []viz.Cell{{Value: 1}}}}}}}
}

func libraries(outputs []string) int {
	return strings.Count(strings.Join(outputs, ""), "DecompressionStream")
}

func TestShow(t *testing.T) {
	r := record(t, true)
	if err := Show(table(), loss(3), loss(4)); err != nil {
		t.Fatal(err)
	}
	if len(r.outputs) != 3 || r.flushes != 1 {
		t.Fatalf("%d outputs, %d flushes", len(r.outputs), r.flushes)
	}
	if libraries(r.outputs[:1]) != 0 || libraries(r.outputs[1:2]) != 1 || libraries(r.outputs) != 1 {
		t.Error("the library must come once, with the first chart")
	}
	for _, o := range r.outputs[1:] {
		if !strings.Contains(o, `src="data:image/png;base64,`) || !strings.Contains(o, "currentScript") {
			t.Error("an output lacks its picture or its chart")
		}
	}
}

func TestShowAs(t *testing.T) {
	for mode, want := range map[Mode][2]bool{Embedded: {true, true}, Shared: {true, false}, Static: {false, false}} {
		r := record(t, true)
		if err := ShowAs(mode, loss(3)); err != nil {
			t.Fatal(err)
		}
		chart, library := strings.Contains(r.outputs[0], "currentScript"), libraries(r.outputs) == 1
		if chart != want[0] || library != want[1] {
			t.Errorf("mode %d: chart %v, library %v", mode, chart, library)
		}
	}
}

func TestSameFiguresSameOutputs(t *testing.T) {
	first := record(t, true)
	_ = Show(loss(3), table())
	second := record(t, true)
	_ = Show(loss(3), table())
	if strings.Join(first.outputs, "") != strings.Join(second.outputs, "") {
		t.Error("a second run changes the notebook")
	}
}

func TestShowReportsAndGoesOn(t *testing.T) {
	r := record(t, true)
	err := Show(viz.Curve{}, nil, loss(3))
	if err == nil || !strings.Contains(err.Error(), "figure 0") || !strings.Contains(err.Error(), "figure 1") || len(r.outputs) != 1 {
		t.Errorf("%d outputs, error %v", len(r.outputs), err)
	}
}

func TestShowOutsideNotebook(t *testing.T) {
	r := record(t, false)
	if err := Show(loss(3)); err != nil {
		t.Fatal(err)
	}
	Library()
	if len(r.outputs) != 0 || len(r.figures) != 1 {
		t.Errorf("%d outputs, %d figures as text", len(r.outputs), len(r.figures))
	}
}

// TestLive calls Update a thousand times within a second of a false clock.
func TestLive(t *testing.T) {
	r := record(t, true)
	now := time.Unix(1000, 0)
	l := NewLive()
	l.now = func() time.Time { return now }
	for i := range 1000 {
		now = now.Add(time.Millisecond)
		if err := l.Update(Progress{Done: i + 1, Total: 1000, Text: "loss <1>"}, loss(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.outputs); n != 4 {
		t.Fatalf("%d states in one second, want 4", n)
	}
	if !strings.Contains(r.outputs[0], "loss &lt;1&gt;") || strings.Contains(r.outputs[0], "<script") {
		t.Error("a moving state is not an escaped text with pictures")
	}
	if err := errors.Join(l.Close(), l.Close()); err != nil {
		t.Fatal(err)
	}
	last := r.outputs[len(r.outputs)-1]
	if len(r.outputs) != 5 || !strings.HasPrefix(last, "display-1: ") || !strings.Contains(last, "1000 of 1000") || libraries(r.outputs) != 1 {
		t.Error("the last state is not kept as an interactive figure")
	}
	if l.Update(Progress{}) == nil {
		t.Error("a closed Live was updated")
	}
}

// TestLiveAs keeps the figure in each mode when the Live is closed.
func TestLiveAs(t *testing.T) {
	for mode, want := range map[Mode][2]bool{Embedded: {true, true}, Shared: {true, false}, Static: {false, false}} {
		r := record(t, true)
		l := NewLiveAs(mode)
		if err := errors.Join(l.Update(Progress{}, loss(3)), l.Close()); err != nil {
			t.Fatal(err)
		}
		last := r.outputs[len(r.outputs)-1:]
		if chart, library := strings.Contains(last[0], "currentScript"), libraries(last) == 1; chart != want[0] || library != want[1] {
			t.Errorf("mode %d: chart %v, library %v", mode, chart, library)
		}
	}
}

func TestLiveOutsideNotebook(t *testing.T) {
	r := record(t, false)
	l := NewLive()
	for i := range 100 {
		if err := l.Update(Progress{Done: i, Total: 100, Text: "a\x1b[2Jb"}, loss(i+1), table()); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if len(r.lines) != 2 || r.lines[1] != "99 of 100  a[2Jb" || len(r.figures) != 2 {
		t.Errorf("lines %q, %d figures", r.lines, len(r.figures))
	}
}

func TestLiveConcurrent(t *testing.T) {
	record(t, true)
	l := NewLive()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { _ = l.Update(Progress{Done: i}, loss(i+1)) })
	}
	wg.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestDependencies keeps what makes a cell slow to build out of this package.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	for _, dep := range strings.Fields(string(out)) {
		for _, heavy := range []string{"github.com/gomlx", "net/http", "html/template", "hsalab/hsa", "hsalab/data", "hsalab/experiments"} {
			if strings.HasPrefix(dep, heavy) || strings.HasPrefix(dep, "github.com/hsalab/"+heavy) {
				t.Errorf("viz/jupyter depends on %s", dep)
			}
		}
	}
}

// In a terminal a figure is text; in a notebook it is interactive.
func ExampleShow() {
	os.Setenv("LC_ALL", "C.UTF-8")
	if err := Show(table()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Ablation
	// ┌─────┬─────┐
	// │     │ 128 │
	// ├─────┼─────┤
	// │ CLS │ 1   │
	// └─────┴─────┘
}

// A moving curve for a loop of training.
func ExampleLive() {
	live := NewLive()
	defer live.Close()
	for step := 1; step <= 1; step++ {
		if err := live.Update(Progress{Done: step, Total: 1, Text: "loss 0.5"}); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// 1 of 1  loss 0.5
	// 1 of 1  loss 0.5
}
