package hsa

// kvPages are the keys or the values of the chunks of a text [S Hm·D], in pages of one size in bytes, so that they grow
// without being copied.
type kvPages struct {
	size   int // floats a chunk
	chunks int // a page
	n      int // floats in all
	pages  [][]float32
}

const kvPageFloats = 1 << 18

func newKVPages(size int) kvPages { return kvPages{size: size, chunks: max(1, kvPageFloats/size)} }

// add appends chunks.
func (p *kvPages) add(flat []float32) {
	for len(flat) > 0 {
		offset := p.n % (p.chunks * p.size)
		if offset == 0 {
			p.pages = append(p.pages, make([]float32, p.chunks*p.size))
		}
		n := copy(p.pages[len(p.pages)-1][offset:], flat)
		flat, p.n = flat[n:], p.n+n
	}
}

// chunk is one chunk [S heads·D].
func (p *kvPages) chunk(c int) []float32 {
	offset := c % p.chunks * p.size
	return p.pages[c/p.chunks][offset : offset+p.size]
}

// copyHead copies head m of chunk c into dst [S D].
func (p *kvPages) copyHead(dst []float32, c, m, heads, size int) {
	chunk := p.chunk(c)
	if heads == 1 {
		copy(dst, chunk)
		return
	}
	for s := 0; s*size < len(dst); s++ {
		copy(dst[s*size:(s+1)*size], chunk[(s*heads+m)*size:])
	}
}

// copyOut copies the chunks from..to-1.
func (p *kvPages) copyOut(from, to int) []float32 {
	out := make([]float32, 0, (to-from)*p.size)
	for c := from; c < to; c++ {
		out = append(out, p.chunk(c)...)
	}
	return out
}
