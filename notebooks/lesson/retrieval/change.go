package retrieval

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// A Change is something done to the model while it reads the page, without training it again.
type Change struct {
	Name string
	Do   []hsa.Intervention
}

// Nothing changes nothing: the row to compare with.
func Nothing() Change { return Change{Name: "nothing changed"} }

// Cut takes away what retrieval adds to the stream; the windows stay.
func Cut() Change { return Change{"retrieval cut", []hsa.Intervention{hsa.ScaleHSA(0, 0)}} }

// Scale multiplies what retrieval adds to the stream.
func Scale(factor float32) Change {
	return Change{fmt.Sprintf("retrieval × %g", factor), []hsa.Intervention{hsa.ScaleHSA(0, factor)}}
}

// TopK has every token pick k chunks, all of them where k is 0.
func TopK(k int) Change {
	if k == 0 {
		return Change{"every visible chunk picked", []hsa.Intervention{hsa.SetTopK(hsa.AllChunks)}}
	}
	return Change{fmt.Sprintf("top-K %d", k), []hsa.Intervention{hsa.SetTopK(k)}}
}

// Weigh weighs the picked chunks otherwise.
func Weigh(w hsa.Weighting) Change {
	return Change{"weighted by " + string(w), []hsa.Intervention{hsa.SetWeighting(w)}}
}

// Hide takes chunks out of every token's sight.
func Hide(chunks ...int) Change {
	return Change{listed(chunks) + " hidden", []hsa.Intervention{hsa.MaskChunks(chunks...)}}
}

// listed names chunks: "chunk 12", or "chunks 12, 2".
func listed(chunks []int) string {
	var names []string
	for _, c := range chunks {
		names = append(names, fmt.Sprint(c))
	}
	if len(names) == 1 {
		return "chunk " + names[0]
	}
	return "chunks " + strings.Join(names, ", ")
}

// Copy puts the landmark of one chunk on others.
func (p *Page) Copy(from int, to ...int) (Change, error) {
	c := Change{Name: fmt.Sprintf("landmark of %d also on %s", from, listed(to))}
	landmarks, err := p.landmarks()
	if err != nil {
		return c, err
	}
	if from < 0 || from >= len(landmarks) {
		return c, fmt.Errorf("retrieval: chunk %d; the page has chunks 0 to %d", from, len(landmarks)-1)
	}
	values := make([]float32, len(landmarks[from]))
	for i, v := range landmarks[from] {
		values[i] = float32(v)
	}
	for _, chunk := range to {
		c.Do = append(c.Do, hsa.ReplaceLandmark(chunk, values))
	}
	return c, nil
}
