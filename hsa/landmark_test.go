package hsa

import (
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// retrievalOf runs the first retrieval of a model over one text: its queries and scores [Hr L …], and the landmarks of
// memory [C LandmarkSize].
func retrievalOf(t *testing.T, c Config, values []float32, tokens []int32) (queries, scores, landmarks []float32) {
	t.Helper()
	exec := MustNewExec(testBackend(t), func(flat, ids *Node) (*Node, *Node, *Node) {
		byName, _ := c.unpack(flat)
		a := (&builder{cfg: c, p: byName}).forward(ids, tailOptions{topK: c.TopK, form: Dense})
		return a.groups[0].queries, a.groups[0].scores, a.mem.landmarks
	})
	defer exec.Finalize()
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(tokens, 1, len(tokens)))
	return tensors.MustCopyFlatData[float32](out[0]), tensors.MustCopyFlatData[float32](out[1]), tensors.MustCopyFlatData[float32](out[2])
}

// TestBestLandmarkScores: a chunk's score is the largest of query·landmark over its landmarks, which lie one behind the
// other in memory, each with all its heads; every landmark is the best one somewhere.
func TestBestLandmarkScores(t *testing.T) {
	c := smallConfig()
	c.CLSTokens = 3
	tokens := randomTokens(rand.New(rand.NewPCG(7, 7)), c.Vocab, 24)
	queries, scores, landmarks := retrievalOf(t, c, livelyValues(c, 2), tokens)
	heads, size, chunks := c.RetrievalHeads(), c.LandmarkHead(), c.Chunks(len(tokens))
	won := map[int]int{}
	for h := range heads {
		for token := range tokens {
			q := widened(queries[(h*len(tokens)+token)*size:][:size])
			for chunk := range chunks {
				best, at := math.Inf(-1), -1
				for i := range c.CLSTokens {
					lmk := landmarks[((chunk*c.CLSTokens+i)*heads+h)*size:][:size]
					if s := dot(q, widened(lmk)); s > best {
						best, at = s, i
					}
				}
				won[at]++
				if d := math.Abs(best - float64(scores[(h*len(tokens)+token)*chunks+chunk])); d > 1e-5 {
					t.Fatalf("head %d, token %d, chunk %d: the score is off by %g", h, token, chunk, d)
				}
			}
		}
	}
	if len(won) != c.CLSTokens {
		t.Errorf("the best landmark was %v, want each of %d somewhere", won, c.CLSTokens)
	}
}

// TestBlocksShareTheLeadersRetrieval: the scores of a token are those that the first token of its block has in the model
// without blocks.
func TestBlocksShareTheLeadersRetrieval(t *testing.T) {
	c := smallConfig()
	tokens := randomTokens(rand.New(rand.NewPCG(7, 7)), c.Vocab, 26)
	values := livelyValues(c, 2)
	_, alone, _ := retrievalOf(t, c, values, tokens)
	c.TokensPerRetrieval = 3
	_, shared, _ := retrievalOf(t, c, values, tokens)
	chunks := c.Chunks(len(tokens))
	for row := range c.RetrievalHeads() * len(tokens) {
		head, token := row/len(tokens), row%len(tokens)
		leader := head*len(tokens) + token - token%3
		if d := maxDiff(alone[leader*chunks:][:chunks], shared[row*chunks:][:chunks]); d > 1e-6 {
			t.Errorf("head %d, token %d: scores differ by %g from the leader's", head, token, d)
		}
		if c.Visible(token) != (token-token%3)/c.Chunk {
			t.Errorf("token %d sees %d chunks", token, c.Visible(token))
		}
	}
	if maxDiff(alone, shared) < 1e-3 {
		t.Error("the blocks change no score, so the test shows nothing")
	}
}

// TestLandmarkSize is the length of what a chunk keeps to be scored by.
func TestLandmarkSize(t *testing.T) {
	for _, name := range []string{"base", "single", "two-cls", "three-cls", "mean", "entropy"} {
		c := smallConfig()
		variants[name](&c)
		tokens := randomTokens(rand.New(rand.NewPCG(7, 7)), c.Vocab, 3*c.Chunk)
		if _, _, landmarks := retrievalOf(t, c, livelyValues(c, 2), tokens); len(landmarks) != 3*c.LandmarkSize() {
			t.Errorf("%s: 3 chunks keep %d values, want 3·%d", name, len(landmarks), c.LandmarkSize())
		}
	}
}

// TestBatchLabelOfSeveralLandmarks: the label over the whole batch ranks chunks by their best landmark, and with its
// bias, as the retrieval does.
func TestBatchLabelOfSeveralLandmarks(t *testing.T) {
	for _, name := range []string{"base", "three-cls", "entropy"} {
		c := smallConfig()
		variants[name](&c)
		b := recallBatch(c, 1, 48)
		b.SameKey = make([]float32, b.Q*c.Chunks(b.L))
		state := NewState(c, 1)
		state.Values = livelyValues(c, 1)
		got := steps(t, newTestTrainer(t, c, TrainOptions{Label: BatchLabel}, state), 1, same(b), 1)[0]
		_, scores, _ := retrievalOf(t, c, livelyValues(c, 1), b.Tokens)
		chunks, want := c.Chunks(b.L), 0.0
		for i, at := range b.Positions {
			want -= logSoftmaxAt(scores[int(at)*chunks:][:chunks], int(b.Gold[i])) / float64(b.Q)
		}
		if d := math.Abs(want - float64(got.LabelLoss)); d > 1e-5 {
			t.Errorf("%s: a label loss of %g, want %g", name, got.LabelLoss, want)
		}
	}
}
