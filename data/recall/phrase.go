package recall

import "github.com/hsalab/hsalab/data"

// phraseWriter writes words, needles and questions of a form and notes where the needles lie.
type phraseWriter struct {
	form   *Form
	sample data.Sample
	needed []data.Span // [keys] span of the last needle of each key
}

func newPhraseWriter(form *Form, length, tail int) phraseWriter {
	return phraseWriter{
		form:   form,
		sample: data.Sample{Tokens: make([]int32, 0, length), Tail: tail},
		needed: make([]data.Span, len(form.keys)),
	}
}

func (w *phraseWriter) write(tokens ...int32) { w.sample.Tokens = append(w.sample.Tokens, tokens...) }

// needle writes a needle. A key that is asked for must have no other.
func (w *phraseWriter) needle(key int, value int32) {
	words := w.form.needle(key, value)
	w.copyNeedle(key, words[:])
}

// copyNeedle writes the words of a needle as they are, with or without its full stop.
func (w *phraseWriter) copyNeedle(key int, words []int32) {
	start := len(w.sample.Tokens)
	w.write(words...)
	w.needed[key] = data.Span{Start: start, End: start + len(words)}
	w.sample.Needles = append(w.sample.Needles, data.Placement{Key: int32(key), Value: int32(start + phraseValue)})
}

// question asks for a key whose needle is written, and writes the answer.
func (w *phraseWriter) question(key int) {
	evidence := w.needed[key]
	value := evidence.Start + phraseValue
	answer := w.sample.Tokens[value]
	w.sample.Queries = append(w.sample.Queries, data.Query{
		Position: len(w.sample.Tokens) + phraseIs,
		Answer:   answer,
		Key:      key,
		Evidence: evidence,
		Value:    value,
		Chunk:    value / w.form.chunk,
	})
	words := w.form.needle(key, answer)
	w.write(words[:]...)
}
