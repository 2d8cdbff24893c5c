package hsa

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// chunkMemory keeps what the chunks of a text offer: landmarks, keys and values. One keeps them on the host, for a
// backend that computes there; the other on the device.
type chunkMemory interface {
	// add appends n chunks: landmarks [1 n LandmarkSize], keys and values [1 n S Hm·D]. The tensors stay the caller's.
	add(n int, landmarks, k, v *tensors.Tensor) error
	// len is the number of chunks.
	len() int
	// pick offers to p the scores of all chunks that the tokens of r may see.
	pick(r *retrieving, p *picks) error
	// gather puts the keys and values of the picked chunks beside each token: [Hm T K S D], T ≥ the tokens of p. They are
	// valid until the next call.
	gather(p *picks) (k, v *tensors.Tensor, err error)
	// copyOut copies the chunks from..to-1 out: landmarks [n LandmarkSize], keys and values [n S Hm·D].
	copyOut(from, to int) (landmarks, k, v []float32, err error)
	// free gives the memory back.
	free()
}

// retrieving is one retrieval of a group for consecutive tokens.
type retrieving struct {
	group   int
	queries *tensors.Tensor // [Hr T R']
	visible []int           // [T] chunks that each token may see; 0 for one that takes the retrieval of another
	all     [][]float32     // [Hr·T] receive the scores of the visible chunks where they are not nil
}

// newMemory is an empty memory, to which at most largest chunks are added at a time; storage is the type of its keys and
// values, Float32 where it is not set.
func (m *Model) newMemory(largest int, storage dtypes.DType) chunkMemory {
	if storage == dtypes.InvalidDType {
		storage = dtypes.Float32
	}
	if isGoBackend(m.backend) {
		return newHostMemory(m, storage)
	}
	return newDeviceMemory(m, largest, storage)
}

// scoredPage says which chunks a table of scores is of: size from first on, in rows of stride.
type scoredPage struct{ first, size, stride int }

// scanPage offers the scores of one page [Hr T stride] to every row. Scores of chunks that may not be picked are changed.
func scanPage(changes *interventions, r *retrieving, p *picks, scores []float32, page scoredPage) {
	tokens := len(r.visible)
	for head := range p.heads {
		for t, visible := range r.visible {
			if visible <= page.first {
				continue
			}
			row := head*tokens + t
			part := scores[row*page.stride:][:min(visible-page.first, page.size)]
			if r.all != nil && r.all[row] != nil {
				r.all[row] = append(r.all[row], part...)
			}
			changes.hide(part, page.first)
			p.force(row, part, page.first, changes.forced)
			p.offer(row, part, page.first)
		}
	}
}

// chunkScores are the scores of all chunks of landmarks [1 C LandmarkSize] for queries [Hr T R']: [Hr T C]. It has no
// gradient of its own, so the product can be in the layout in which the landmarks, the larger side, stay as they are; the
// Go backend is many times faster at it with eight rows than with one.
func (b *builder) chunkScores(queries, landmarks *Node, name string) *Node {
	tokens := queries.Shape().Dimensions[1]
	if isGoBackend(queries.Graph().Backend()) {
		queries = padTokens(queries, max(tokens, 8))
	}
	landmarks = b.groupLandmarks(landmarks, name)
	scores := DotGeneral(queries, []int{2}, []int{0}, landmarks, []int{2}, []int{0})
	return b.bestLandmark(sliceTokens(scores, 0, tokens))
}
