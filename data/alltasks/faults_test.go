package alltasks

import (
	"testing"

	"github.com/hsalab/hsalab/data"
)

// The checks find evidence that is a token off, too long, too short, in other chunks or at another depth.
func TestPlantedFaults(t *testing.T) {
	text := prose(40)
	at := data.Span{Start: 500, End: 560}
	for _, tok := range tokenizers(t) {
		s, tokens, err := data.TextSample{Task: "t", Input: text, Evidence: []data.Evidence{{Text: text[at.Start:at.End], Bytes: at}}}.Locate(tok, chunk)
		if err != nil {
			t.Fatal(err)
		}
		right := s.Evidence[0]
		if reversible(tok) {
			if err := checkEvidence(tok, tokens, s.Evidence); err != nil {
				t.Errorf("%s: %v", tok.Name(), err)
			}
		}
		for name, plant := range map[string]func(e *data.Evidence){
			"early":  func(e *data.Evidence) { e.Tokens.Start--; e.Tokens.End-- },
			"long":   func(e *data.Evidence) { e.Tokens.End++ },
			"short":  func(e *data.Evidence) { e.Tokens.End-- },
			"chunks": func(e *data.Evidence) { e.Chunks = append(e.Chunks, 99) },
		} {
			wrong := right
			plant(&wrong)
			if name != "chunks" {
				wrong.Chunks = wrong.Tokens.Chunks(chunk)
			}
			if checkEvidence(tok, tokens, []data.Evidence{wrong}) == nil {
				t.Errorf("%s: evidence that is wrong (%s) passes", tok.Name(), name)
			}
		}
	}
	evidence := []data.Evidence{{Tokens: data.Span{Start: 400, End: 420}}}
	if checkDepth(0, 500, evidence) == nil || checkDepth(100, 1000, evidence) == nil || checkDepth(100, 500, evidence) != nil {
		t.Error("depths are not told apart")
	}
}
