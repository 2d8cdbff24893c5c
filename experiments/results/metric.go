package results

// Metric is a number for a row, and whether the row has it at all.
type Metric func(Row) (value float64, ok bool)

// Accuracy is teacher-forced exact match: 1 for a correct row and 0 for another. Rows that were scored by their free
// answers alone do not have it.
func Accuracy(r Row) (float64, bool) {
	return zeroOne(r.Correct), r.Rule != Generate
}

// Generation is the score of the free answer. Rows that were scored by teacher forcing alone do not have it.
func Generation(r Row) (float64, bool) {
	return r.GenScore, r.Rule != Forced
}

// Score is Accuracy, or Generation of rows that do not have that.
func Score(r Row) (float64, bool) {
	if r.Rule == Generate {
		return Generation(r)
	}
	return Accuracy(r)
}

// Recall is recall@K: 1 if the gold chunk was picked, 0 if not. Rows where retrieval was not measured do not have it.
func Recall(r Row) (float64, bool) {
	return zeroOne(r.Hit), r.Rank > 0
}

// Rank is the place of the gold chunk by score, 1 the best. Rows where retrieval was not measured do not have it.
func Rank(r Row) (float64, bool) {
	return float64(r.Rank), r.Rank > 0
}

// GoldWeight is the chunk weight of the gold chunk. Rows where retrieval was not measured do not have it.
func GoldWeight(r Row) (float64, bool) {
	return r.GoldWeight, r.Rank > 0
}

// Integration is the score of what was retrieved, P(correct | retrieved): only rows all of whose hops were retrieved
// have it. The paper's Figure 4 has a "marginal integration precision", whose definition is not known; this is how the name
// is read here.
func Integration(r Row) (float64, bool) {
	value, ok := Score(r)
	return value, ok && r.Retrieved()
}

// Retrieved reports whether the gold chunk of each hop was picked, by whichever layer.
func (r Row) Retrieved() bool {
	if len(r.Layers) == 0 {
		return r.Hit
	}
	hops := map[int]bool{}
	for _, l := range r.Layers {
		hops[l.Hop] = hops[l.Hop] || l.Hit
	}
	for _, hit := range hops {
		if !hit {
			return false
		}
	}
	return true
}

// AtLayer is a metric of what one layer retrieved for one hop: [Recall], [Rank] or [GoldWeight] of that, or [Integration] over
// the rows where this layer picked the chunk of this hop. Rows without retrievals by layer have it for layer 0 and hop 0.
func AtLayer(metric Metric, layer, hop int) Metric {
	return func(r Row) (float64, bool) {
		if len(r.Layers) == 0 && layer == 0 && hop == 0 {
			return metric(r)
		}
		for _, l := range r.Layers {
			if l.Layer == layer && l.Hop == hop {
				r.GoldChunk, r.Rank, r.GoldWeight, r.Hit, r.Layers = l.Gold, l.Rank, l.Weight, l.Hit, nil
				return metric(r)
			}
		}
		return 0, false
	}
}

func zeroOne(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
