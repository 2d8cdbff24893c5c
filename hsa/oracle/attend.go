package oracle

import "math"

// head is one query head of one token between the chunks it reads, newest first.
type head struct {
	q       []float64     // [D]
	k, v    [][][]float64 // [K][S][D]
	weights []float64     // [K]
	extra   float64       // added to the denominator of a softmax
	joint   bool          // NSA: one softmax over the tokens of all chunks

	p      [][]float64 // [K][S] attention inside each chunk
	chunks [][]float64 // [K][D] o_k = Σ_j p_j v_j
}

// forward is Eq. 2: o = Σ_k w_k Σ_j p_kj v_kj, p_k = softmax_j(q·k_kj/√D), one softmax a chunk.
func (h *head) forward(out []float64) {
	h.p = h.attention()
	h.chunks = make([][]float64, len(h.k))
	for k := range h.k {
		h.chunks[k] = make([]float64, len(h.q))
		for j, p := range h.p[k] {
			axpy(h.chunks[k], p, h.v[k][j])
		}
		axpy(out, h.weights[k], h.chunks[k])
	}
}

func (h *head) attention() [][]float64 {
	var logits []float64
	for _, chunk := range h.k {
		for _, key := range chunk {
			logits = append(logits, dot(h.q, key)/math.Sqrt(float64(len(h.q))))
		}
	}
	p := make([][]float64, len(h.k))
	joint := softmax(logits, h.extra)
	for k, from := 0, 0; k < len(h.k); k++ {
		to := from + len(h.k[k])
		p[k] = joint[from:to]
		if !h.joint {
			p[k] = softmax(logits[from:to], h.extra)
		}
		from = to
	}
	return p
}

// backward adds the gradients of o·dout: to dq [D], to dk and dv [K][S][D], and to dw [K].
//
//	dw_k = dout·o_k     dv_kj = w_k p_kj dout     dp_kj = w_k dout·v_kj
//	dl_kj = p_kj (dp_kj - Σ_j' p_kj' dp_kj')      the sum over one softmax
//	dq = Σ dl_kj k_kj/√D                          dk_kj = dl_kj q/√D
func (h *head) backward(dout, dq []float64, dk, dv [][][]float64, dw []float64) {
	scale := 1 / math.Sqrt(float64(len(h.q)))
	mean := make([]float64, len(h.k))
	total := 0.0
	for k := range h.k {
		part := dot(dout, h.chunks[k])
		dw[k] += part
		mean[k] = h.weights[k] * part
		total += mean[k]
	}
	for k := range h.k {
		if h.joint {
			mean[k] = total
		}
		for j, p := range h.p[k] {
			axpy(dv[k][j], h.weights[k]*p, dout)
			dl := p * (h.weights[k]*dot(dout, h.v[k][j]) - mean[k])
			axpy(dq, dl*scale, h.k[k][j])
			axpy(dk[k][j], dl*scale, h.q)
		}
	}
}
