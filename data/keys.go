package data

// ChunkKeys says which chunk holds the value of which key: for each of the ceil(length/chunk) chunks
// of the sample, the key ids of the needles, decoys too, whose value token lies in it, in the order
// of the context. A needle that straddles two chunks counts for the one that holds its value, as the
// gold chunk does; a key of several needles, as in tasks that repeat keys, is named in the chunk of each. In a task that
// asks by values (see [Placement]) the ids are those of the values that the chunk holds an answer to.
//
// A label over the chunks of a whole batch masks with it the chunks of other sequences that hold the
// key asked for, and so knows equal keys. The questions in the tail repeat keys too and are not
// counted: such a label leaves chunks of the tail out.
func ChunkKeys(s Sample, chunk int) [][]int32 {
	if chunk < 1 {
		panic("data: ChunkKeys: chunk size must be at least 1")
	}
	all := make([]int32, len(s.Needles))
	for i, n := range s.Needles {
		all[i] = n.Key
	}
	keys := make([][]int32, (len(s.Tokens)+chunk-1)/chunk)
	next := 0
	for c := range keys {
		start := next
		for next < len(s.Needles) && int(s.Needles[next].Value)/chunk == c {
			next++
		}
		keys[c] = all[start:next:next]
	}
	return keys
}
