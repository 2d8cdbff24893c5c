package recall_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/words"
)

func TestTextErrors(t *testing.T) {
	task := newText(t, recall.RunningText())
	v := task.Vocabulary()
	for _, size := range [][2]int{{0, 0}, {9, 5}, {100, 4}, {100, 100}} {
		if _, err := task.Sample(1, 0, size[0], size[1]); err == nil {
			t.Errorf("length %d, tail %d: no error", size[0], size[1])
		}
		if got := task.Queries(size[0], size[1]); got != 0 {
			t.Errorf("length %d, tail %d: Queries = %d, want 0", size[0], size[1], got)
		}
	}
	foreign, err := words.Build(slices.Values([]string{"the", "is", "."}), words.Spec{Frequent: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		config   recall.TextConfig
		v        *words.Vocabulary
		haystack []int32
		want     string
	}{
		{"empty haystack", recall.RunningText(), v, nil, "empty"},
		{"needle word in the haystack", recall.RunningText(), v, []int32{v.ID("lemon")}, "lemon"},
		{"id outside the vocabulary", recall.RunningText(), v, []int32{int32(v.Size())}, "encode the text"},
		{"vocabulary without needles", recall.RunningText(), foreign, []int32{1}, "reserve"},
		{"chunk 0", recall.TextConfig{NeedleShare: 0.5, Needles: 1}, v, []int32{0}, "Chunk"},
		{"share 0", recall.TextConfig{Chunk: 8, Needles: 1}, v, []int32{0}, "NeedleShare"},
		{"no training length", recall.TextConfig{Chunk: 8, NeedleShare: 1}, v, []int32{0}, "TrainLength"},
		{"negative needles", recall.TextConfig{Chunk: 8, NeedleShare: 1, Needles: -1}, v, []int32{0}, "Needles"},
		{"decoys above 1", recall.RunningText().WithDecoys(2), v, []int32{0}, "DecoyShare"},
	} {
		_, err := recall.NewText(tt.config, tt.v, tt.haystack)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
	book, err := opticks()
	if err != nil {
		t.Fatal(err)
	}
	for _, share := range []float64{0, 1, -1} {
		if _, _, err := recall.Split(recall.RunningText(), book, share, 1000); err == nil {
			t.Errorf("training share %g: no error", share)
		}
	}
}
