package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

func TestCommandLine(t *testing.T) {
	got := commandLine([]string{"ask", "--text", "my file", "it's", "", "lemon=otter@0.3"})
	if want := `hsalab ask --text 'my file' 'it'\''s' '' lemon=otter@0.3`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestSizes(t *testing.T) {
	for n, want := range map[int64]string{2048: "2 kB", 5 << 20: "5 MB", 3 << 29: "1.5 GB"} {
		if got := size(n); got != want {
			t.Errorf("%d bytes: %s, want %s", n, got, want)
		}
	}
	if speed(950) != "950 tokens/s" || speed(20_400) != "20K tokens/s" {
		t.Errorf("speeds %s, %s", speed(950), speed(20_400))
	}
}

func TestTopK(t *testing.T) {
	for text, want := range map[string]topK{"training": 0, "all": hsa.AllChunks, "7": 7} {
		var k topK
		if err := k.UnmarshalText([]byte(text)); err != nil || k != want {
			t.Errorf("%s: %d, %v", text, k, err)
		}
	}
	for _, text := range []string{"0", "-1", "many", ""} {
		var k topK
		if err := k.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is a top-K of %d", text, k)
		}
	}
}

// TestMeterLines writes a line every ten seconds where there is no terminal.
func TestMeterLines(t *testing.T) {
	var b bytes.Buffer
	m := (&console{err: &b}).meter(100)
	now := time.Unix(0, 0)
	m.last, m.now = now, func() time.Time { return now }
	for i := range 100 {
		now = now.Add(500 * time.Millisecond)
		m.set(i, time.Duration(99-i)*time.Second, "step")
	}
	m.close()
	if lines := strings.Count(b.String(), "\n"); lines != 5 || !strings.HasPrefix(b.String(), "1m20s left  step\n") {
		t.Errorf("%d lines in 50 s: %q", lines, b.String())
	}
}

// TestMeterLinesOfALongRun writes a line a minute after some time.
func TestMeterLinesOfALongRun(t *testing.T) {
	var b bytes.Buffer
	m := (&console{err: &b}).meter(100)
	now := time.Unix(0, 0)
	m.last, m.now = now, func() time.Time { return now }
	m.begin("waiting")
	for range 3600 {
		now = now.Add(time.Second)
		m.show(1, "step")
	}
	if lines := strings.Count(b.String(), "step\n"); lines != 30+55 || !strings.HasPrefix(b.String(), "waiting\n") {
		t.Errorf("%d lines in an hour, want 30 in 5 minutes and one in each after", lines)
	}
}

// TestMeterChooses shows the longest text that there is room for.
func TestMeterChooses(t *testing.T) {
	for width, want := range map[int]string{40: "middling", 80: "a text that is too long for 40", 20: "sho"} {
		var b bytes.Buffer
		m := (&console{err: &b, bars: true, width: width}).meter(10)
		m.show(3, "a text that is too long for 40", "middling", "short")
		if !strings.Contains(b.String(), want) || (width == 20 && strings.Contains(b.String(), "middling")) {
			t.Errorf("%d columns: %q, want %q", width, b.String(), want)
		}
	}
}

// TestMeterBar draws one line again and again in a terminal.
func TestMeterBar(t *testing.T) {
	var b bytes.Buffer
	m := (&console{err: &b, bars: true, width: 60}).meter(10)
	for i := range 10 {
		m.set(i+1, time.Second, "step "+strings.Repeat("long ", 30))
	}
	m.close()
	if strings.Contains(b.String(), "\n") || !strings.Contains(b.String(), "step") {
		t.Errorf("the bar is %q", b.String())
	}
	for line := range strings.SplitSeq(b.String(), "\r") {
		if len(strings.TrimRight(line, " ")) > 60 {
			t.Errorf("%d columns of 60: %q", len(line), line)
		}
	}
}

func wide(columns int) viz.Table {
	row := viz.Row{Label: "row"}
	t := viz.Table{Title: "Wide", Caption: "the caption"}
	for i := range columns {
		t.Columns = append(t.Columns, strings.Repeat("x", 8)+string(rune('a'+i)))
		row.Cells = append(row.Cells, viz.Cell{Value: float64(i)})
	}
	t.Groups = []viz.Group{{Rows: []viz.Row{row}}}
	return t
}

func TestFit(t *testing.T) {
	for columns, want := range map[int]int{1: 1, 3: 1, 12: 3} {
		parts := fit(wide(columns), viz.TextOptions{Width: 60})
		if len(parts) != want {
			t.Errorf("%d columns: %d parts, want %d", columns, len(parts), want)
		}
		var text strings.Builder
		for _, p := range parts {
			if err := viz.WriteText(&text, p, viz.TextOptions{Width: 60}); err != nil {
				t.Fatal(err)
			}
		}
		for i := range columns {
			if name := strings.Repeat("x", 8) + string(rune('a'+i)); strings.Count(text.String(), name) != 1 {
				t.Errorf("%d columns: %s is shown %d times", columns, name, strings.Count(text.String(), name))
			}
		}
		if strings.Count(text.String(), "the caption") != 1 || strings.Contains(text.String(), "≈") {
			t.Errorf("%d columns:\n%s", columns, text.String())
		}
	}
}

func TestNeedles(t *testing.T) {
	got, err := parseNeedles([]string{"lemon=otter@0.3", "wagon=fox"})
	if err != nil || len(got) != 2 || got[0].Depth != 0.3 || got[1].Depth != 0.5 || got[1].Value != "fox" {
		t.Errorf("%+v, %v", got, err)
	}
}
