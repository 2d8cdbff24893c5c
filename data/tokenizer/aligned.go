package tokenizer

import "github.com/hsalab/hsalab/data"

// aligned is a text that remembers where each of its bytes comes from.
type aligned struct {
	text string
	base int // without from and to, byte i comes from byte base+i of the original
	// from and to are [len(text)]: byte i stands for the original bytes [from[i], to[i]).
	from, to []int32
}

// sub is the part [i, j).
func (a aligned) sub(i, j int) aligned {
	if a.from == nil {
		return aligned{text: a.text[i:j], base: a.base + i}
	}
	return aligned{text: a.text[i:j], from: a.from[i:j], to: a.to[i:j]}
}

// span is where the bytes [i, j) come from.
func (a aligned) span(i, j int) data.Span {
	switch {
	case a.from == nil:
		return data.Span{Start: a.base + i, End: a.base + j}
	case i == j:
		return data.Span{}
	}
	return data.Span{Start: int(a.from[i]), End: int(a.to[j-1])}
}

// rewriter builds an aligned text out of another.
type rewriter struct {
	source   aligned
	text     []byte
	from, to []int32
}

func rewrite(source aligned) *rewriter {
	n := len(source.text) + len(source.text)/8 + 8
	return &rewriter{source, make([]byte, 0, n), make([]int32, 0, n), make([]int32, 0, n)}
}

// put writes s for the bytes [i, j) of the source. With i = j it is an insertion before byte i.
func (r *rewriter) put(s string, i, j int) {
	var at data.Span
	switch {
	case i < j || r.source.from == nil:
		at = r.source.span(i, j)
	case i < len(r.source.text):
		at.Start, at.End = int(r.source.from[i]), int(r.source.from[i])
	}
	r.text = append(r.text, s...)
	for range len(s) {
		r.from, r.to = append(r.from, int32(at.Start)), append(r.to, int32(at.End))
	}
}

// keep copies the bytes [i, j) of the source.
func (r *rewriter) keep(i, j int) {
	r.text = append(r.text, r.source.text[i:j]...)
	for k := i; k < j; k++ {
		at := r.source.span(k, k+1)
		r.from, r.to = append(r.from, int32(at.Start)), append(r.to, int32(at.End))
	}
}

func (r *rewriter) done() aligned { return aligned{text: string(r.text), from: r.from, to: r.to} }
