package ruler

// nearest is the name that takes the fewest changes of a letter to become the wanted one, the first of several.
func nearest(wanted string, names []string) string {
	best, fewest := "", 0
	for _, name := range names {
		if n := distance(wanted, name); best == "" || n < fewest {
			best, fewest = name, n
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
