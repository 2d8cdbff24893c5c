package recall

import "github.com/hsalab/hsalab/data"

func (w *symbolWriter) writeTail() {
	w.noise(w.sample.Tail - len(w.asked)*w.config.question())
	for _, q := range w.asked {
		w.question(q)
	}
}

// question asks about a subject whose needles are written, and writes the answer.
func (w *symbolWriter) question(q question) {
	w.key(w.keys[q.subject*w.config.keysPerSubject()+max(0, q.hops-1)])
	for part, hops := range w.answer(q) {
		last := hops[len(hops)-1]
		query := data.Query{
			Position: len(w.sample.Tokens) - 1,
			Answer:   w.sample.Tokens[last.Value],
			Key:      last.Key,
			Evidence: last.Evidence,
			Value:    last.Value,
			Chunk:    last.Chunk,
			Part:     part,
		}
		if len(hops) > 1 {
			query.Hops = hops
		}
		w.sample.Queries = append(w.sample.Queries, query)
		w.write(query.Answer)
	}
}

// answer is the hops that lead to each token of an answer.
func (w *symbolWriter) answer(q question) [][]data.Hop {
	c := w.config
	switch {
	case c.Listed:
		return each(w.chain(q))
	case c.Hops > 0:
		return [][]data.Hop{w.chain(q)}
	case c.Answer == All:
		all := make([]data.Hop, c.Repeats)
		for i := range all {
			all[i] = w.hop(q.subject, i)
		}
		return each(all)
	case c.Answer == Newest:
		return [][]data.Hop{{w.hop(q.subject, c.Repeats-1)}}
	}
	return [][]data.Hop{{w.hop(q.subject, 0)}}
}

// each is every hop by itself.
func each(hops []data.Hop) [][]data.Hop {
	list := make([][]data.Hop, len(hops))
	for i := range hops {
		list[i] = hops[i : i+1]
	}
	return list
}

// chain is the hops from the key asked for to the value.
func (w *symbolWriter) chain(q question) []data.Hop {
	hops := make([]data.Hop, q.hops)
	for i := range hops {
		hops[i] = w.hop(q.subject, q.hops-1-i)
	}
	return hops
}

// hop is the way to a subject's needle, which are counted in the order of the context.
func (w *symbolWriter) hop(subject, needle int) data.Hop {
	key := w.keys[subject*w.config.keysPerSubject()]
	if w.config.Hops > 0 {
		key = w.keys[subject*w.config.Hops+needle]
	}
	value := int(w.values[subject][needle])
	evidence := data.Span{Start: value - w.config.KeySymbols, End: value + 1}
	if w.config.Reverse {
		evidence = data.Span{Start: value, End: value + 1 + w.config.KeySymbols}
	}
	return data.Hop{Key: int(key), Evidence: evidence, Value: value, Chunk: value / w.config.Chunk}
}
