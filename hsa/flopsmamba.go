package hsa

// mixer is one Mamba-2 layer: its projections, and its state space span by span.
func (n *flopCount) mixer(length int) {
	inner, heads, conv := n.c.mambaWidths()
	n.add(FLOPsProjections, product(length, n.c.Dim, inner+conv+heads)+product(length, inner, n.c.Dim))
	for from := 0; from < length; from += ssdBlock * ssdSpan {
		n.span(min(length-from, ssdBlock*ssdSpan))
	}
}

// span is the state space over the blocks of one span, in the order of ssdOneSpan: decays between the tokens of a block,
// C·B and what it reads; what each block leaves behind, carried to the blocks after it; and what those read of it.
func (n *flopCount) span(length int) {
	inner, heads, _ := n.c.mambaWidths()
	state := n.c.MambaState
	block := min(length, ssdBlock)
	blocks := (length + block - 1) / block
	rows := blocks * block
	n.add(FLOPsStateSpace, product(blocks*heads, block, block*block)+product(rows, state, block)+product(rows, block, inner))
	n.add(FLOPsStateSpace, 2*product(blocks*heads, block, block)+product(rows, state, inner))
	n.add(FLOPsStateSpace, product(heads, blocks, (blocks+1)*(blocks+1))+product(blocks+1, blocks+1, state*inner))
	n.add(FLOPsStateSpace, product(rows, state, inner))
}

// mixerActivations are the numbers a token that a Mamba-2 layer leaves behind: the norm, the two projections and the sum;
// the parts they are cut in; the convolution, three a tap; SiLU and softplus; what goes into the state space and what
// becomes of its output.
func (c Config) mixerActivations(length int) float64 {
	inner, heads, conv := c.mambaWidths()
	i, h, v := float64(inner), float64(heads), float64(conv)
	n := c.normed(c.Dim) + 2*float64(c.Dim) + 2*(i+v+h) + v*float64(4+3*c.MambaConvWidth) + 8*h
	n += 7*i + c.normed(inner) + h + 2*float64(c.MambaState)
	return n + c.stateActivations(min(length, ssdBlock*ssdSpan))
}

// stateActivations are those of the state space in one span, a token: decays between the tokens of a block, four times;
// its inputs and outputs by token and by head; the states of the blocks, six times.
func (c Config) stateActivations(length int) float64 {
	inner, heads, _ := c.mambaWidths()
	i, h, state := float64(inner), float64(heads), float64(c.MambaState)
	block := min(length, ssdBlock)
	blocks := (length + block - 1) / block
	n := float64(block)*(4*h+1) + 7*i + 7*h + 2*state
	n += 6 * state * i / float64(block) * float64(blocks+1) / float64(blocks)
	if blocks*block > length {
		n += 2*i + 2*state + h
	}
	return n * float64(blocks*block) / float64(length)
}
