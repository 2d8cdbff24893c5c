package hsa

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// hostMemory is a chunk memory on the host, in pages, so that it grows without copying what it holds. Scores are
// computed page by page in a graph, picked and gathered in plain Go.
type hostMemory struct {
	model                *Model
	landmarkSize, kvSize int // floats a chunk
	chunks               int
	landmarks            []landmarkPage
	k, v                 kvPages
	storage              dtypes.DType
	scores               []*routine // by group
	view                 *viewer
	slots                map[[2]int]*gatherSlots // by tokens and picks
}

// landmarkPage is the landmarks of size chunks from chunk first on. Pages grow fourfold up to landmarkPageFloats, so that
// a short text scores few landmarks that are not there, and a long one has few pages.
type landmarkPage struct {
	first, size int
	tensor      *tensors.Tensor // [1 size LandmarkSize]
	flat        []float32       // its values
}

const (
	firstPageChunks    = 64
	landmarkPageFloats = 1 << 19
)

func newHostMemory(m *Model, storage dtypes.DType) *hostMemory {
	kv := m.cfg.Chunk * m.cfg.MemoryKVHeads * m.cfg.HeadDim()
	return &hostMemory{
		model: m, landmarkSize: m.cfg.LandmarkSize(), kvSize: kv,
		k: newKVPages(kv, storage), v: newKVPages(kv, storage), storage: storage,
		scores: make([]*routine, m.cfg.Groups), view: newViewer(), slots: map[[2]int]*gatherSlots{},
	}
}

func (h *hostMemory) len() int { return h.chunks }

func (h *hostMemory) add(n int, landmarks, k, v *tensors.Tensor) error {
	flat, err := h.view.of(landmarks)
	if err != nil {
		return err
	}
	h.model.changes.replace(flat[:n*h.landmarkSize], h.chunks, h.landmarkSize)
	if err := h.addLandmarks(flat[:n*h.landmarkSize]); err != nil {
		return err
	}
	if flat, err = h.view.of(k); err != nil {
		return err
	}
	h.k.add(flat[:n*h.kvSize])
	if flat, err = h.view.of(v); err != nil {
		return err
	}
	h.v.add(flat[:n*h.kvSize])
	h.chunks += n
	return nil
}

// addLandmarks writes landmarks behind those that are there.
func (h *hostMemory) addLandmarks(flat []float32) error {
	at := h.chunks
	for len(flat) > 0 {
		last := len(h.landmarks) - 1
		if last < 0 || at == h.landmarks[last].first+h.landmarks[last].size {
			if err := h.newLandmarkPage(at); err != nil {
				return err
			}
			last++
		}
		page := &h.landmarks[last]
		n := copy(page.flat[(at-page.first)*h.landmarkSize:], flat)
		flat, at = flat[n:], at+n/h.landmarkSize
	}
	return nil
}

func (h *hostMemory) newLandmarkPage(first int) error {
	size := firstPageChunks
	if n := len(h.landmarks); n > 0 {
		size = max(firstPageChunks, min(4*h.landmarks[n-1].size, landmarkPageFloats/h.landmarkSize))
	}
	page := landmarkPage{first: first, size: size}
	page.tensor = tensors.FromFlatDataAndDimensions(make([]float32, size*h.landmarkSize), 1, size, h.landmarkSize)
	// On a backend that computes on the host the values stay where they are from here on.
	if err := page.tensor.MaterializeOnDevice(h.model.backend, true, 0); err != nil {
		return fmt.Errorf("stream: landmarks: %w", err)
	}
	if err := tensors.MutableFlatData(page.tensor, func(flat []float32) { page.flat = flat }); err != nil {
		return fmt.Errorf("stream: landmarks: %w", err)
	}
	h.landmarks = append(h.landmarks, page)
	return nil
}

func (h *hostMemory) pick(r *retrieving, p *picks) error {
	if h.scores[r.group] == nil {
		name := fmt.Sprintf("groups.%d.retrieval", r.group)
		var err error
		h.scores[r.group], err = h.model.routine(graphKey{part: "scores", group: r.group}, func(b *builder, in []*Node) []*Node {
			return []*Node{b.chunkScores(in[0], in[1], name)}
		})
		if err != nil {
			return err
		}
	}
	most := 0
	for _, n := range r.visible {
		most = max(most, n)
	}
	for i := range h.landmarks {
		page := &h.landmarks[i]
		if page.first >= most {
			return nil
		}
		out, err := h.scores[r.group].call(r.queries, page.tensor)
		if err != nil {
			return err
		}
		scores, err := h.view.of(out[0])
		if err != nil {
			return err
		}
		scanPage(&h.model.changes, r, p, scores, scoredPage{first: page.first, size: page.size, stride: page.size})
		free(out[0])
	}
	return nil
}

func (h *hostMemory) copyOut(from, to int) (landmarks, k, v []float32, err error) {
	landmarks = make([]float32, 0, (to-from)*h.landmarkSize)
	for _, page := range h.landmarks {
		a, b := max(from, page.first), min(to, page.first+page.size)
		if a < b {
			landmarks = append(landmarks, page.flat[(a-page.first)*h.landmarkSize:(b-page.first)*h.landmarkSize]...)
		}
	}
	return landmarks, h.k.copyOut(from, to), h.v.copyOut(from, to), nil
}

func (h *hostMemory) free() {
	for _, page := range h.landmarks {
		free(page.tensor)
	}
	for _, s := range h.slots {
		s.k.free()
		s.v.free()
	}
	*h = *newHostMemory(h.model, h.storage)
}

// gatherSlots receive the keys and values of picked chunks.
type gatherSlots struct {
	picks *picks
	k, v  *slot[float32]
}

func (h *hostMemory) gather(p *picks) (k, v *tensors.Tensor, err error) {
	cfg := h.model.cfg
	key := [2]int{p.tokens, p.k}
	s := h.slots[key]
	if s == nil {
		s = &gatherSlots{}
		dims := []int{cfg.MemoryKVHeads, p.tokens, p.k, cfg.Chunk, cfg.HeadDim()}
		s.k = newSlot(func(flat []float32) { h.gatherInto(flat, &h.k, s.picks) }, dims...)
		s.v = newSlot(func(flat []float32) { h.gatherInto(flat, &h.v, s.picks) }, dims...)
		h.slots[key] = s
	}
	s.picks = p
	if k, err = s.k.filled(); err != nil {
		return nil, nil, err
	}
	v, err = s.v.filled()
	return k, v, err
}

// gatherInto copies the picked chunks of pages into flat [Hm T K S D]; empty slots keep what they hold, for they weigh 0,
// but what is no number.
func (h *hostMemory) gatherInto(flat []float32, pages *kvPages, p *picks) {
	cfg := h.model.cfg
	block := cfg.Chunk * cfg.HeadDim()
	for m := range cfg.MemoryKVHeads {
		head := min(m, p.heads-1)
		for t := range p.tokens {
			chunks, _ := p.row(head*p.tokens + t)
			for slot, c := range chunks {
				at := ((m*p.tokens+t)*p.k + slot) * block
				pages.copyHead(flat[at:at+block], int(c), m, cfg.MemoryKVHeads, cfg.HeadDim())
			}
		}
	}
}
