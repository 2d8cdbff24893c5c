package hsa

// Chunks is the number of complete chunks in length tokens.
func (c Config) Chunks(length int) int { return length / c.Chunk }

// Visible is the number of chunks that the token at position t (0-based) may see: they are chunks 0..Visible-1.
// A chunk is visible once it is complete before t, so the chunk that holds t never is. With HideWindowChunks a
// chunk must also start at or before t-Window (section 3.3; paper.md 10.2 has the table). With TokensPerRetrieval a
// token sees what the first token of its block sees.
func (c Config) Visible(t int) int {
	t -= t % max(1, c.TokensPerRetrieval)
	if !c.HideWindowChunks {
		return t / c.Chunk
	}
	return max(0, (t-c.Window+c.Chunk)/c.Chunk)
}

// visibility is 1 where the chunk is visible and 0 elsewhere, [T C], for the tokens first..first+tail-1.
func (c Config) visibility(first, tail, chunks int) []float32 {
	mask := make([]float32, tail*chunks)
	for i := range tail {
		for j := range min(c.Visible(first+i), chunks) {
			mask[i*chunks+j] = 1
		}
	}
	return mask
}
