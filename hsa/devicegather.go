package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// pageChoice says which slots of a gather are filled by one page, and with which of its chunks.
type pageChoice struct {
	memory *deviceMemory
	page   int
	picks  *picks
	index  *slot[int32]   // chunk in the page [Hm T K]; any where the slot is not of this page
	mark   *slot[float32] // 1 where it is [Hm T K]
}

func (d *deviceMemory) choice(p *picks) *pageChoice {
	key := [2]int{p.tokens, p.k}
	c := d.choices[key]
	if c == nil {
		c = &pageChoice{memory: d}
		heads := d.model.cfg.MemoryKVHeads
		c.index = newSlot(func(flat []int32) {
			clear(flat)
			c.each(func(slot, chunk int) { flat[slot] = int32(chunk) })
		}, heads, p.tokens, p.k)
		c.mark = newSlot(func(flat []float32) {
			clear(flat)
			c.each(func(slot, _ int) { flat[slot] = 1 })
		}, heads, p.tokens, p.k)
		d.choices[key] = c
	}
	c.picks = p
	return c
}

// each visits the slots that the page fills.
func (c *pageChoice) each(visit func(slot, chunk int)) {
	p := c.picks
	for m := range c.memory.model.cfg.MemoryKVHeads {
		for t := range p.tokens {
			chunks, _ := p.row(min(m, p.heads-1)*p.tokens + t)
			for slot, chunk := range chunks {
				if int(chunk)/c.memory.page == c.page {
					visit((m*p.tokens+t)*p.k+slot, int(chunk)%c.memory.page)
				}
			}
		}
	}
}

func (d *deviceMemory) gather(p *picks) (k, v *tensors.Tensor, err error) {
	c := d.choice(p)
	free(d.picked[:]...)
	d.picked = [2]*tensors.Tensor{}
	for i, page := range d.pages {
		if c.page = i; i > 0 && !d.needs(p, i) {
			continue
		}
		if err := d.gatherPage(c, page); err != nil {
			return nil, nil, err
		}
	}
	if d.picked[0] == nil { // no chunk yet
		if err := d.blankPage(); err != nil {
			return nil, nil, err
		}
		if err := d.gatherPage(c, d.pages[0]); err != nil {
			return nil, nil, err
		}
	}
	return d.picked[0], d.picked[1], nil
}

// needs reports whether anything was picked from a page.
func (d *deviceMemory) needs(p *picks, page int) bool {
	for row := range p.count {
		chunks, _ := p.row(row)
		for _, chunk := range chunks {
			if int(chunk)/d.page == page {
				return true
			}
		}
	}
	return false
}

// gatherPage adds what one page holds of the picked chunks to what the others gave.
func (d *deviceMemory) gatherPage(c *pageChoice, page devicePage) error {
	index, err := c.index.filled()
	if err != nil {
		return err
	}
	mark, err := c.mark.filled()
	if err != nil {
		return err
	}
	first := d.picked[0] == nil
	r, err := d.routine(graphKey{part: "gather", start: first}, func(b *builder, in []*Node) []*Node {
		k, v := b.pagePicks(in[0], in[2], in[3]), b.pagePicks(in[1], in[2], in[3])
		if !first {
			k, v = Add(k, in[4]), Add(v, in[5])
		}
		return []*Node{k, v}
	})
	if err != nil {
		return err
	}
	args := []*tensors.Tensor{page[1], page[2], index, mark}
	if !first {
		args = append(args, d.picked[:]...)
	}
	out, err := r.call(args...)
	if err != nil {
		return err
	}
	free(d.picked[:]...)
	d.picked = [2]*tensors.Tensor(out)
	return nil
}

// pagePicks gathers chunks of a page [Hm C S·D] by index [Hm T K] where mark is 1, and 0 elsewhere: [Hm T K S D].
func (b *builder) pagePicks(page, index, mark *Node) *Node {
	dims, slots := page.Shape().Dimensions, index.Shape().Dimensions
	flat := Add(MulScalar(Iota(index.Graph(), index.Shape(), 0), dims[1]), index)
	rows := Gather(Reshape(page, dims[0]*dims[1], dims[2]), Reshape(flat, -1, 1))
	rows = Mul(ConvertDType(rows, mark.DType()), Reshape(mark, -1, 1))
	return Reshape(rows, slots[0], slots[1], slots[2], b.cfg.Chunk, b.cfg.HeadDim())
}
