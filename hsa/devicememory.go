package hsa

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// deviceMemory is a chunk memory that stays on the device, in pages of one shape, so that few graphs are compiled. Each
// page has spare room behind its chunks, the size of the largest piece: a piece that crosses the end of a page is
// written whole, and what lies behind the end begins the next page. Per page a graph picks the best chunks; the host
// merges the short lists.
type deviceMemory struct {
	model       *Model
	page, spare int          // chunks a page, and behind them
	storage     dtypes.DType // of keys and values
	chunks      int
	pages       []devicePage
	graphs      map[graphKey]*routine
	offset      *slot[int32]
	at          int                  // what offset is filled with
	limits      map[int]*slot[int32] // by tokens
	limit       []int                // what limits are filled with
	choices     map[[2]int]*pageChoice
	picked      [2]*tensors.Tensor // keys and values of the last gather
	view        *viewer
}

// devicePage is [landmarks, keys, values]: landmarks [1 C LandmarkSize], the others [Hm C S·D], C = page + spare.
type devicePage [3]*tensors.Tensor

// What a page takes, about. Each piece that is added copies the page it goes to, and each page is a call of its own for a
// retrieval: a GPU copies fast and is slow to call.
const (
	devicePageBytes = 16 << 20
	gpuPageBytes    = 256 << 20
)

func newDeviceMemory(m *Model, largest int, storage dtypes.DType) *deviceMemory {
	kv, landmarks := m.cfg.chunkBytes(m.cfg.Chunk, storage)
	bytes := devicePageBytes
	if isGPU(m.backend) {
		bytes = gpuPageBytes
	}
	return newDevicePages(m, max(largest, bytes/int(kv+landmarks)), largest, storage)
}

// newDevicePages has pages of so many chunks, and takes at most largest at a time.
func newDevicePages(m *Model, page, largest int, storage dtypes.DType) *deviceMemory {
	whole := (page + largest + scoreBlock - 1) / scoreBlock * scoreBlock
	d := &deviceMemory{model: m, page: whole - largest, spare: largest, storage: storage, view: newViewer()}
	d.graphs, d.limits, d.choices = map[graphKey]*routine{}, map[int]*slot[int32]{}, map[[2]int]*pageChoice{}
	d.offset = newSlot(func(flat []int32) { flat[0] = int32(d.at) })
	return d
}

func (d *deviceMemory) len() int { return d.chunks }

// routine is the graph of that key, built the first time.
func (d *deviceMemory) routine(key graphKey, build graphFunc) (*routine, error) {
	if r := d.graphs[key]; r != nil {
		return r, nil
	}
	r, err := d.model.routine(key, build)
	if err == nil {
		d.graphs[key] = r
	}
	return r, err
}

func (d *deviceMemory) add(n int, landmarks, k, v *tensors.Tensor) error {
	if err := d.replace(landmarks); err != nil {
		return err
	}
	if len(d.pages) == 0 {
		if err := d.blankPage(); err != nil {
			return err
		}
	}
	last := &d.pages[len(d.pages)-1]
	d.at = d.chunks - (len(d.pages)-1)*d.page
	offset, err := d.offset.filled()
	if err != nil {
		return err
	}
	r, err := d.routine(graphKey{part: "add chunks"}, func(b *builder, in []*Node) []*Node { return b.addToPage(in) })
	if err != nil {
		return err
	}
	out, err := r.call(last[0], last[1], last[2], landmarks, k, v, offset)
	if err != nil {
		return err
	}
	free(last[:]...)
	copy(last[:], out)
	d.chunks += n
	if d.at+n >= d.page {
		return d.nextPage()
	}
	return nil
}

// addToPage writes chunks into a page at an offset: page and chunks as add has them.
func (b *builder) addToPage(in []*Node) []*Node {
	zero, offset := ScalarZero(in[6].Graph(), in[6].DType()), in[6]
	place := []*Node{zero, offset, zero}
	return []*Node{
		DynamicUpdateSlice(in[0], in[3], place),
		DynamicUpdateSlice(in[1], ConvertDType(b.chunksByHead(in[4]), in[1].DType()), place),
		DynamicUpdateSlice(in[2], ConvertDType(b.chunksByHead(in[5]), in[2].DType()), place),
	}
}

// chunksByHead turns keys or values [1 n S Hm·D] into [Hm n S·D].
func (b *builder) chunksByHead(x *Node) *Node {
	dims, heads, size := x.Shape().Dimensions, b.cfg.MemoryKVHeads, b.cfg.HeadDim()
	x = TransposeAllAxes(Reshape(x, dims[1], dims[2], heads, size), 2, 0, 1, 3)
	return Reshape(x, heads, dims[1], dims[2]*size)
}

// blankPage adds a page of zeros.
func (d *deviceMemory) blankPage() error {
	whole, storage := d.page+d.spare, d.storage
	r, err := d.routine(graphKey{part: "blank page " + storage.String(), k: whole}, func(b *builder, in []*Node) []*Node {
		g := b.p["embed.weight"].Graph()
		kv := ConvertDType(filled(g, 0, b.cfg.MemoryKVHeads, whole, b.cfg.Chunk*b.cfg.HeadDim()), storage)
		return []*Node{filled(g, 0, 1, whole, b.cfg.LandmarkSize()), kv, Identity(kv)}
	})
	if err != nil {
		return err
	}
	out, err := r.call()
	if err == nil {
		d.pages = append(d.pages, devicePage(out))
	}
	return err
}

// nextPage begins a page with what lies behind the end of the last one.
func (d *deviceMemory) nextPage() error {
	page, spare := d.page, d.spare
	r, err := d.routine(graphKey{part: "next page", k: page, tail: spare}, func(_ *builder, in []*Node) []*Node {
		var out []*Node
		for _, x := range in {
			dims := x.Shape().Dimensions
			behind := Slice(x, AxisRange(), AxisRange(page, page+spare))
			blank := ConvertDType(filled(x.Graph(), 0, dims[0], page, dims[2]), x.DType())
			out = append(out, Concatenate([]*Node{behind, blank}, 1))
		}
		return out
	})
	if err != nil {
		return err
	}
	last := d.pages[len(d.pages)-1]
	out, err := r.call(last[:]...)
	if err == nil {
		d.pages = append(d.pages, devicePage(out))
	}
	return err
}

// replace puts replaced landmarks in their places before they go to the device.
func (d *deviceMemory) replace(landmarks *tensors.Tensor) error {
	if len(d.model.changes.landmarks) == 0 {
		return nil
	}
	return tensors.MutableFlatData(landmarks, func(flat []float32) {
		d.model.changes.replace(flat, d.chunks, d.model.cfg.LandmarkSize())
	})
}

func (d *deviceMemory) copyOut(from, to int) (landmarks, k, v []float32, err error) {
	c := d.model.cfg
	kv := c.Chunk * c.MemoryKVHeads * c.HeadDim()
	landmarks = make([]float32, 0, (to-from)*c.LandmarkSize())
	k, v = make([]float32, (to-from)*kv), make([]float32, (to-from)*kv)
	for i, page := range d.pages {
		first := i * d.page
		a, b := max(from, first), min(to, first+d.page)
		if a >= b {
			continue
		}
		flat, err := d.view.of(page[0])
		if err != nil {
			return nil, nil, nil, err
		}
		landmarks = append(landmarks, flat[(a-first)*c.LandmarkSize():(b-first)*c.LandmarkSize()]...)
		page[0].FinalizeLocal()
		if err := d.copyPage(page, k[(a-from)*kv:(b-from)*kv], v[(a-from)*kv:(b-from)*kv], a-first); err != nil {
			return nil, nil, nil, err
		}
	}
	return landmarks, k, v, nil
}

// copyPage copies keys and values of a page from chunk from on, in float32.
func (d *deviceMemory) copyPage(page devicePage, k, v []float32, from int) error {
	r, err := d.routine(graphKey{part: "page out"}, func(_ *builder, in []*Node) []*Node {
		return []*Node{ConvertDType(Identity(in[0]), dtypes.Float32), ConvertDType(Identity(in[1]), dtypes.Float32)}
	})
	if err != nil {
		return err
	}
	out, err := r.call(page[1], page[2])
	if err != nil {
		return err
	}
	defer free(out...)
	for i, into := range [][]float32{k, v} {
		flat, err := d.view.of(out[i])
		if err != nil {
			return err
		}
		d.unpage(into, flat, from)
	}
	return nil
}

// unpage copies chunks of a page from the given one on, keys or values [Hm C S D], to into [n S Hm D].
func (d *deviceMemory) unpage(into, page []float32, from int) {
	c := d.model.cfg
	heads, size, whole := c.MemoryKVHeads, c.HeadDim(), d.page+d.spare
	for row := range len(into) / (heads * size) {
		for m := range heads {
			at := ((m*whole+from)*c.Chunk + row) * size
			copy(into[(row*heads+m)*size:][:size], page[at:])
		}
	}
}

func (d *deviceMemory) free() {
	for _, page := range d.pages {
		free(page[:]...)
	}
	free(d.picked[:]...)
	d.offset.free()
	for _, s := range d.limits {
		s.free()
	}
	for _, choice := range d.choices {
		choice.index.free()
		choice.mark.free()
	}
	d.pages, d.chunks = nil, 0
}
