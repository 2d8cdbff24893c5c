package experiments

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
)

// textModel is the shipped text model.
func textModel(t testing.TB) *Trained {
	t.Helper()
	m, err := Open("nano-text")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const note = `We left before sunrise. Magic wagon is eagle. The road went along the river for an hour and then turned up into
the hills, where the snow had not yet gone. Magic lantern is fox. We ate bread on a flat stone and looked back.`

func TestAsk(t *testing.T) {
	needles := []recall.Needle{{Key: "lemon", Value: "otter", Depth: 0.5}}
	r, err := Ask(context.Background(), textModel(t), note, needles, []string{"lemon", "what is magic wagon?", "lantern"}, AskOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"otter", "eagle", "fox"} {
		a := r.Answers[i]
		if a.Right != want || a.Predicted != want || !a.Correct {
			t.Errorf("%s: %s, right is %s, want %s", a.Question, a.Predicted, a.Right, want)
		}
		if a.TopChunk != a.GoldChunk || !strings.Contains(a.TopText, want) || a.TopWeight != a.GoldWeight {
			t.Errorf("%s: chunk %d (%s) weighs most, the evidence is in %d", a.Question, a.TopChunk, a.TopText, a.GoldChunk)
		}
	}
	if r.Right() != 3 {
		t.Errorf("%d right", r.Right())
	}
}

// TestReadingWords holds every word to what the reader wrote, also those that the vocabulary lacks.
func TestReadingWords(t *testing.T) {
	text := "Zyzzyva! Magic lemon is otter. Xylophones hum"
	r, err := Ask(context.Background(), textModel(t), text, []recall.Needle{{Key: "wagon", Value: "wolf", Depth: 1}}, []string{"wagon", "lemon"}, AskOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got := strings.TrimLeft(strings.Join(r.probe.Words[:r.Sample.Context()], " "), padding+" ")
	if want := "zyzzyva ! magic lemon is otter . xylophones hum magic wagon is wolf ."; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
	for c := range len(r.Sample.Tokens) / r.ChunkSize() {
		around := r.Around(c)
		inside := around[strings.Index(around, "[")+1 : strings.Index(around, "]")]
		if inside != r.Chunk(c) {
			t.Errorf("chunk %d is %q, in brackets %q", c, r.Chunk(c), inside)
		}
	}
}

func TestAskRefuses(t *testing.T) {
	symbols, err := Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	text := textModel(t)
	for name, c := range map[string]struct {
		model     *Trained
		text      string
		needles   []recall.Needle
		questions []string
		want      string
	}{
		"nothing in the text": {text, note, nil, []string{"pepper"}, "it can be asked about: wagon, lantern"},
		"nothing at all":      {text, "a plain text", nil, []string{"pepper"}, "hide a needle"},
		"no key":              {text, note, nil, []string{"what is love?"}, "names no key"},
		"empty text":          {text, "", []recall.Needle{{Key: "lemon", Value: "fox"}}, []string{"lemon"}, "empty"},
		"wrong value":         {text, note, []recall.Needle{{Key: "lemon", Value: "whale"}}, []string{"lemon"}, "is no value"},
		"depth":               {text, note, []recall.Needle{{Key: "lemon", Value: "fox", Depth: 2}}, []string{"lemon"}, "want 0 (start) to 1 (end)"},
		"symbols":             {symbols, note, nil, []string{"wagon"}, "reads symbols"},
	} {
		if _, err := Ask(context.Background(), c.model, c.text, c.needles, c.questions, AskOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestAskInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Ask(ctx, textModel(t), note, nil, []string{"wagon"}, AskOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestAskable(t *testing.T) {
	got := Askable("magic lemon is otter, magic rocket is green, MAGIC wagon is Fox", []recall.Needle{{Key: "Violin"}, {Key: "spoon"}})
	if want := []string{"violin", "lemon", "wagon"}; !slices.Equal(got, want) {
		t.Errorf("askable %v, want %v", got, want)
	}
}

// TestRetrievalMap compares every cell of the map with the trace.
func TestRetrievalMap(t *testing.T) {
	r, err := Ask(context.Background(), textModel(t), note, nil, []string{"wagon", "lantern"}, AskOptions{})
	if err != nil {
		t.Fatal(err)
	}
	h := r.Map()
	if err := h.Validate(); err != nil {
		t.Fatal(err)
	}
	group := r.Tail.Groups[len(r.Tail.Groups)-1]
	for row, q := range r.Sample.Queries {
		at := r.Tail.Row(0, q.Position-r.Tail.First)
		for c, got := range h.Values[row] {
			weight, picked := group.Weight(at, c)
			switch {
			case c >= q.Position/r.probe.Chunk:
				if !math.IsNaN(got) {
					t.Errorf("chunk %d is not visible to question %d and reads %g", c, row, got)
				}
			case picked && got != float64(weight), !picked && got != 0:
				t.Errorf("question %d, chunk %d: %g, want %g", row, c, got, weight)
			}
		}
		if h.Gold[row].Col != q.Chunk || h.Gold[row].Row != row {
			t.Errorf("gold of question %d at %v, want chunk %d", row, h.Gold[row], q.Chunk)
		}
	}
	if len(h.ColumnText) != len(h.Values[0]) || !strings.Contains(h.ColumnText[r.Answers[0].GoldChunk], "wagon is eagle") && !strings.Contains(h.ColumnText[r.Answers[0].GoldChunk], "eagle") {
		t.Errorf("column texts %q", h.ColumnText)
	}
}

func TestAnswersTable(t *testing.T) {
	r, err := Ask(context.Background(), textModel(t), note, nil, []string{"wagon", "lantern"}, AskOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r.Answers[1].Correct, r.Answers[1].Predicted = false, "goose" // planted
	table := r.Table()
	if err := table.Validate(); err != nil {
		t.Fatal(err)
	}
	if got := table.Groups[0].Rows[1].Cells[1].Text; table.Title != "1 of 2 answers right" || got != "wrong, it is fox" {
		t.Errorf("title %q, verdict %q", table.Title, got)
	}
}

func TestBook(t *testing.T) {
	start, err := Book(50, 0)
	if err != nil {
		t.Fatal(err)
	}
	end, err := Book(50, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(strings.Fields(start)) != 50 || len(strings.Fields(end)) != 50 || start == end {
		t.Errorf("start %q, end %q", start, end)
	}
	for _, c := range []struct {
		n     int
		place float64
	}{{0, 0}, {1 << 30, 0}, {50, -1}, {50, math.NaN()}} {
		if _, err := Book(c.n, c.place); err == nil {
			t.Errorf("%d words at %g: no error", c.n, c.place)
		}
	}
}
