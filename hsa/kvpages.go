package hsa

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/compute/dtypes/float16"
)

// kvPages are the keys or the values of the chunks of a text [S Hm·D], in pages of one size in bytes, so that they grow
// without being copied.
type kvPages struct {
	size   int // numbers a chunk
	chunks int // a page
	n      int // numbers in all
	pages  []kvPage
	make   func(n int) kvPage
}

// kvPage is a run of numbers in the type they are stored in.
type kvPage interface {
	// put stores numbers from a place on, as many as there is room for, and returns how many that is.
	put(at int, flat []float32) int
	// take reads numbers from a place on.
	take(into []float32, at int)
	// bytes is the memory the page takes.
	bytes() int
}

const kvPageBytes = 1 << 20

// newKVPages are empty pages; storage is Float32, or Float16 or BFloat16 to round numbers to half the memory.
func newKVPages(size int, storage dtypes.DType) kvPages {
	p := kvPages{size: size, make: func(n int) kvPage { return make(floatPage, n) }}
	width := 4
	switch storage {
	case dtypes.Float16:
		width, p.make = 2, func(n int) kvPage { return make(halfPage, n) }
	case dtypes.BFloat16:
		width, p.make = 2, func(n int) kvPage { return make(brainPage, n) }
	}
	p.chunks = max(1, kvPageBytes/width/size)
	return p
}

// checkStorage refuses types that keys and values are not stored in; none is Float32.
func checkStorage(storage dtypes.DType) error {
	switch storage {
	case dtypes.InvalidDType, dtypes.Float32, dtypes.Float16, dtypes.BFloat16:
		return nil
	}
	return fmt.Errorf("stream: keys and values cannot be stored as %s; want Float32, Float16 or BFloat16", storage)
}

// add appends chunks.
func (p *kvPages) add(flat []float32) {
	for len(flat) > 0 {
		offset := p.n % (p.chunks * p.size)
		if offset == 0 {
			p.pages = append(p.pages, p.make(p.chunks*p.size))
		}
		n := p.pages[len(p.pages)-1].put(offset, flat)
		flat, p.n = flat[n:], p.n+n
	}
}

// copyHead copies head m of chunk c into dst [S D].
func (p *kvPages) copyHead(dst []float32, c, m, heads, size int) {
	page, offset := p.pages[c/p.chunks], c%p.chunks*p.size
	if heads == 1 {
		page.take(dst, offset)
		return
	}
	for s := 0; s*size < len(dst); s++ {
		page.take(dst[s*size:(s+1)*size], offset+(s*heads+m)*size)
	}
}

// copyOut copies the chunks from..to-1.
func (p *kvPages) copyOut(from, to int) []float32 {
	out := make([]float32, (to-from)*p.size)
	for c := from; c < to; c++ {
		p.pages[c/p.chunks].take(out[(c-from)*p.size:(c-from+1)*p.size], c%p.chunks*p.size)
	}
	return out
}

type floatPage []float32

func (p floatPage) put(at int, flat []float32) int { return copy(p[at:], flat) }
func (p floatPage) take(into []float32, at int)    { copy(into, p[at:]) }
func (p floatPage) bytes() int                     { return 4 * len(p) }

type halfPage []float16.Float16

func (p halfPage) put(at int, flat []float32) int {
	n := min(len(flat), len(p)-at)
	for i, v := range flat[:n] {
		p[at+i] = float16.FromFloat32(v)
	}
	return n
}

func (p halfPage) take(into []float32, at int) {
	for i := range into {
		into[i] = p[at+i].Float32()
	}
}

func (p halfPage) bytes() int { return 2 * len(p) }

type brainPage []bfloat16.BFloat16

func (p brainPage) put(at int, flat []float32) int {
	n := min(len(flat), len(p)-at)
	for i, v := range flat[:n] {
		p[at+i] = bfloat16.FromFloat32(v)
	}
	return n
}

func (p brainPage) take(into []float32, at int) {
	for i := range into {
		into[i] = p[at+i].Float32()
	}
}

func (p brainPage) bytes() int { return 2 * len(p) }
