package kernel

import (
	"slices"
	"strings"
	"testing"
)

func TestLineWriter(t *testing.T) {
	var got []string
	w := &lineWriter{line: func(l []byte) { got = append(got, string(l)) }}
	for _, part := range []string{"a", "b\nc\n", "\nd", "e"} {
		if n, err := w.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatalf("Write(%q) = %d, %v", part, n, err)
		}
	}
	if want := []string{"ab", "c", ""}; !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestTailWriter(t *testing.T) {
	var all strings.Builder
	w := &tailWriter{next: &all}
	line := strings.Repeat("x", 99) + "\n"
	for range 1000 {
		w.Write([]byte(line))
	}
	if all.Len() != 100*1000 {
		t.Errorf("%d bytes passed on, want all", all.Len())
	}
	end := w.String()
	if len(end) > outputTail || len(end) < outputTail/2 || !strings.HasPrefix(line, end[:99]) {
		t.Errorf("kept %d bytes, starting %.20q", len(end), end)
	}
}
