package eval

import (
	"context"
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// reading is what came out of one text.
type reading struct {
	tail *hsa.Tail // of the questions, with the right answers behind them or, of one free answer alone, without
	free [][]int32 // the free answer of each question; nil where none was wanted
}

// read streams a text through the model and answers its questions, as the rule says; tick is told of tokens that are read.
func (e *evaluation) read(ctx context.Context, reader experiments.Reader, p probed, tick func(tokens int)) (reading, error) {
	judged := p.asked[0].judge != nil
	if judged && e.opt.Rule == results.Generate {
		return readOnce(ctx, reader, p, tick)
	}
	stream, err := startText(ctx, reader, p.Tokens, p.Tail, tick)
	if err != nil {
		return reading{}, err
	}
	r := reading{}
	r.tail, err = stream.Tail(p.Tail, hsa.TailOptions{AllScores: true})
	stream.Free()
	if err != nil || e.opt.Rule == results.Forced {
		return r, err
	}
	for _, q := range p.asked {
		answer, known := forcedAnswer(r.tail, q)
		if !known {
			if answer, err = generate(ctx, reader, p, q, tick); err != nil {
				return r, err
			}
		}
		r.free = append(r.free, answer)
	}
	return r, nil
}

// forcedAnswer is the free answer where the teacher-forced one says what it is: up to and with the first token that is
// wrong both are the same, so an exact-match answer of several tokens must be generated only where an earlier one than
// the last is wrong.
func forcedAnswer(tail *hsa.Tail, q question) (answer []int32, known bool) {
	if q.judge != nil {
		return nil, false
	}
	for i, token := range q.tokens {
		answer = append(answer, tail.Predict(token.Position-tail.First))
		if answer[i] != token.Answer && i < len(q.tokens)-1 {
			return nil, false
		}
	}
	return answer, true
}

// generate reads the text up to a question once more and answers freely.
func generate(ctx context.Context, reader experiments.Reader, p probed, q question, tick func(int)) ([]int32, error) {
	last := q.tokens[0].Position
	stream, err := startText(ctx, reader, p.Tokens[:last], 1, tick)
	if err != nil {
		return nil, err
	}
	defer stream.Free()
	return decode(ctx, stream, p.Tokens[last], q)
}

// readOnce reads a text up to its only question, and answers freely; retrieval is that of the answer's first token.
func readOnce(ctx context.Context, reader experiments.Reader, p probed, tick func(int)) (reading, error) {
	q := p.asked[0]
	last := q.tokens[0].Position
	stream, err := startText(ctx, reader, p.Tokens[:last+1], 1, tick)
	if err != nil {
		return reading{}, err
	}
	defer stream.Free()
	tail, err := stream.Tail(1, hsa.TailOptions{AllScores: true})
	if err != nil {
		return reading{}, err
	}
	first := tail.Predict(0)
	answer := []int32{}
	if first != q.eos {
		rest := q
		rest.most--
		if answer, err = decode(ctx, stream, first, rest); err != nil {
			return reading{}, err
		}
		answer = slices.Insert(answer, 0, first)
	}
	return reading{tail: tail, free: [][]int32{answer}}, nil
}

// decode answers greedily after a token: as many tokens as the answer may have, or up to its end.
func decode(ctx context.Context, stream experiments.Stream, token int32, q question) ([]int32, error) {
	var answer []int32
	for len(answer) < q.most {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		logits, err := stream.Next(token)
		if err != nil {
			return nil, err
		}
		if token = likeliest(logits); token == q.eos {
			break
		}
		answer = append(answer, token)
	}
	return answer, nil
}

// likeliest is the first of the tokens with the greatest logit.
func likeliest(logits []float32) int32 {
	best := 0
	for i, v := range logits {
		if v > logits[best] {
			best = i
		}
	}
	return int32(best)
}

// pieceOfText is how many tokens are read between two looks at whether to stop.
const pieceOfText = 1 << 16

// startText streams tokens in pieces, so that an interrupt is heard; tick is told between them. The stream must be freed.
func startText(ctx context.Context, reader experiments.Reader, tokens []int32, tail int, tick func(int)) (experiments.Stream, error) {
	stream := reader.NewStream(tail)
	for i, piece := range slices.Collect(slices.Chunk(tokens, pieceOfText)) {
		if i > 0 {
			tick(pieceOfText)
		}
		err := context.Cause(ctx)
		if err == nil {
			err = stream.Append(piece)
		}
		if err != nil {
			stream.Free()
			return nil, err
		}
	}
	return stream, nil
}

// goldSteps are the hops to an answer's token with their gold chunks for a chunk size; none without evidence.
func goldSteps(q data.Query, chunk int) []int {
	var chunks []int
	for _, h := range q.Steps() {
		if h.Value < 0 {
			return nil
		}
		chunks = append(chunks, h.Value/chunk)
	}
	return chunks
}
