package solutions

// FirstChoice: nine chunks are complete, and one has to be left out, from position 9·64 on.
func FirstChoice() int { return 9 * 64 }

// PickedShare counts what each token sees and what it picks of that.
func PickedShare(length, chunk, k int) float64 {
	seen, picked := 0, 0
	for t := range length {
		seen += t / chunk
		picked += min(k, t/chunk)
	}
	return float64(picked) / float64(seen)
}
