package data

// Span is a range of token indices [Start, End) of a sample. A negative Start says that there is
// none.
type Span struct {
	Start, End int
}

// NoSpan is the span of evidence that does not exist.
var NoSpan = Span{Start: -1, End: -1}

// Len is the number of tokens of the span, 0 for [NoSpan].
func (s Span) Len() int {
	if s.Start < 0 {
		return 0
	}
	return s.End - s.Start
}

// Contains reports whether token lies in the span.
func (s Span) Contains(token int) bool {
	return s.Start >= 0 && s.Start <= token && token < s.End
}

// Chunks are the chunks of the given size that the span of tokens falls into, ascending: two or more where it
// straddles, none for [NoSpan]. It panics on a size below 1.
func (s Span) Chunks(size int) []int {
	if size < 1 {
		panic("data: Span.Chunks: chunk size must be at least 1")
	}
	if s.Len() == 0 {
		return nil
	}
	chunks := make([]int, 0, (s.End-1)/size-s.Start/size+1)
	for c := s.Start / size; c*size < s.End; c++ {
		chunks = append(chunks, c)
	}
	return chunks
}
