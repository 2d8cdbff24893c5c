package hsa

// chunkStore is the chunk memory of a stream on the host, in pages, so that it grows without being copied.
type chunkStore struct {
	landmarkSize, kvSize int // floats a chunk
	chunks               int
	landmarks, k, v      [][]float32 // pages of pageChunks chunks
}

const pageChunks = 4096

func newChunkStore(c Config) chunkStore {
	return chunkStore{landmarkSize: c.LandmarkSize(), kvSize: c.Chunk * c.MemoryKVHeads * c.HeadDim()}
}

// add appends n chunks; the slices may hold more than n.
func (s *chunkStore) add(n int, landmarks, k, v []float32) {
	for done := 0; done < n; {
		offset := s.chunks % pageChunks
		if offset == 0 {
			s.landmarks = append(s.landmarks, make([]float32, pageChunks*s.landmarkSize))
			s.k = append(s.k, make([]float32, pageChunks*s.kvSize))
			s.v = append(s.v, make([]float32, pageChunks*s.kvSize))
		}
		m := min(n-done, pageChunks-offset)
		last := len(s.landmarks) - 1
		put := func(page, from []float32, size int) {
			copy(page[offset*size:(offset+m)*size], from[done*size:(done+m)*size])
		}
		put(s.landmarks[last], landmarks, s.landmarkSize)
		put(s.k[last], k, s.kvSize)
		put(s.v[last], v, s.kvSize)
		done, s.chunks = done+m, s.chunks+m
	}
}

// kv is the keys or values of one chunk [S Hm·D].
func (s *chunkStore) kv(pages [][]float32, chunk int) []float32 {
	offset := chunk % pageChunks * s.kvSize
	return pages[chunk/pageChunks][offset : offset+s.kvSize]
}
