package hsa

import "github.com/gomlx/gomlx/core/tensors"

// everyChunk are the keys and values of all chunks that a piece may see, copied out of the memory [1 C S Hm·D], zeros
// behind them. Memory grows with the text: it is for the comparison of top-K with no top-K, and for traces of short
// texts, not for the longest ones.
type everyChunk struct {
	chunks, room int // chunks that are there, C
	k, v         *tensors.Tensor
}

// keysAndValues are those of the picked chunks [Hm T K S D], or in the dense form those of all chunks.
func (u *upperHalf) keysAndValues(r *upperRoom) (k, v *tensors.Tensor, err error) {
	if r.dense {
		return u.everyChunks(r)
	}
	return u.s.memory.gather(&r.picks)
}

// everyChunks copies the chunks out that a piece may see, unless they are there from the piece before.
func (u *upperHalf) everyChunks(r *upperRoom) (k, v *tensors.Tensor, err error) {
	cfg, e := u.s.model.cfg, &u.every
	n, room := u.visibleTo(r.first+r.tokens-1), u.powerOfTwo(r.first+r.tokens-1)
	if e.k != nil && e.chunks >= n && e.room == room {
		return e.k, e.v, nil
	}
	_, keys, values, err := u.s.memory.copyOut(0, n)
	if err != nil {
		return nil, nil, err
	}
	free(e.k, e.v)
	width := cfg.MemoryKVHeads * cfg.HeadDim()
	pad := make([]float32, (room-n)*cfg.Chunk*width)
	e.chunks, e.room = n, room
	e.k = tensors.FromFlatDataAndDimensions(append(keys, pad...), 1, room, cfg.Chunk, width)
	e.v = tensors.FromFlatDataAndDimensions(append(values, pad...), 1, room, cfg.Chunk, width)
	return e.k, e.v, nil
}
