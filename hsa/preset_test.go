package hsa

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestPresets(t *testing.T) {
	for _, p := range Presets() {
		c := p.Config(0)
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if c.Vocab != p.Vocab || p.Config(77).Vocab != 77 {
			t.Errorf("%s: vocabulary %d and %d, want %d and 77", p.Name, c.Vocab, p.Config(77).Vocab, p.Vocab)
		}
		if again, err := Preset(p.Name, 0); err != nil || again != c {
			t.Errorf("%s: %+v, %v", p.Name, again, err)
		}
	}
	if _, err := Preset("nona", 64); err == nil || !strings.Contains(err.Error(), `the nearest is "nano"; there is: nano, tiny, small, paper, ultralong`) {
		t.Errorf("error %v, want one that names what there is", err)
	}
}

// TestPresetSizes holds the sizes that the documentation states.
func TestPresetSizes(t *testing.T) {
	for name, want := range map[string]int{"nano": 176_192, "tiny": 5_100_288, "small": 27_243_840, "paper": 243_550_080, "ultralong": 385_061_442} {
		c, err := Preset(name, 0)
		if err != nil {
			t.Fatal(err)
		}
		if n := c.NumParams(); n != want {
			t.Errorf("%s has %d parameters, want %d", name, n, want)
		}
	}
}

// TestPublishedCounts: the ultralong preset, part by part, against the counts of the published configuration (paper.md
// 10.6 of the notes on the paper: 385,061,440 in total). Those leave out the scalar of the rank decay, one a group.
func TestPublishedCounts(t *testing.T) {
	parts := UltraLong(100278).ParamParts()
	for part, want := range map[string]int{
		"embed": 102_684_672, "lower": 8 * 14_944_384, "lower.0": 14_944_384, "groups.1.layers.3": 14_944_384,
		"chunker": 11_802_048, "chunker.encoder.0": 10_620_288,
		"groups.0.retrieval": 1_049_600 + 1, "groups.1.retrieval": 1_049_600 + 1, "groups.0.hsa": 14_682_176, "head": 1024,
	} {
		if n := sizeOf(parts, part); n != want {
			t.Errorf("%s has %d parameters, the published configuration %d", part, n, want)
		}
	}
	total := 0
	for _, p := range parts {
		total += p.Size()
	}
	if want := 385_061_440 + 2; total != want || total != UltraLong(100278).NumParams() {
		t.Errorf("%d parameters in all, want %d", total, want)
	}
}

// sizeOf is the number of learned values of the parts whose name starts with a prefix.
func sizeOf(parts []ParamPart, prefix string) int {
	n := 0
	for _, p := range parts {
		if strings.HasPrefix(p.Name+".", prefix+".") {
			n += p.Size()
		}
	}
	return n
}

// TestSmallPresetsRun builds and runs the graphs of the presets that a laptop can hold, past one window.
func TestSmallPresetsRun(t *testing.T) {
	for _, name := range []string{"nano", "tiny"} {
		c, err := Preset(name, 64)
		if err != nil {
			t.Fatal(err)
		}
		n := c.Window + c.Chunk + 3
		m := testModel(t, c)
		logits, err := m.Logits(randomTokens(rand.New(rand.NewPCG(1, 1)), c.Vocab, n), 2, c.TopK, Dispatch)
		if err != nil {
			t.Fatal(err)
		}
		if len(logits) != 2*c.Vocab || !(largest(logits) > 0 && largest(logits) < 10) {
			t.Errorf("%s: %d logits up to %g", name, len(logits), largest(logits))
		}
	}
}
