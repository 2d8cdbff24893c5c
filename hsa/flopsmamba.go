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
