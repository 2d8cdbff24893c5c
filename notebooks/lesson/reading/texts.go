package reading

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// mostTokens bounds what a cell reads, so that it ends within a second or two.
const mostTokens = 1 << 16

// Texts are evaluation texts of a shipped model's task. Close them.
type Texts struct {
	Model string

	trained *experiments.Trained
	model   *hsa.Model
	task    data.Task
}

// Open opens a shipped model for the first task that it was trained on, or for the same in another haystack.
func Open(name, haystack string) (*Texts, error) {
	trained, err := experiments.Open(name)
	if err != nil {
		return nil, err
	}
	task, err := trained.HeldOut(haystack)
	if err != nil {
		return nil, err
	}
	model, err := trained.Model("")
	if err != nil {
		return nil, err
	}
	return &Texts{Model: name, trained: trained, model: model, task: task}, nil
}

// Close frees the model.
func (t *Texts) Close() { t.model.Close() }

func (t *Texts) origin(texts int) viz.Provenance {
	return viz.Provenance{Weights: t.trained.Name + " " + t.trained.Hash(), Note: fmt.Sprintf("texts a point: %d, task %s", texts, t.task.Name())}
}

// length is a multiple of the training length in tokens.
func (t *Texts) length(ratio, texts int) (int, error) {
	length := ratio * t.trained.Weights.Config.TrainingLength
	if ratio < 1 || texts < 1 || length*texts > mostTokens {
		return 0, fmt.Errorf("reading: %d texts of %d times the training length: want at least one of each, and at most %d tokens in all", texts, ratio, mostTokens)
	}
	return length, nil
}

// read streams text number index through a model. Free the stream.
func (t *Texts) read(m *hsa.Model, index, length int) (data.Sample, *hsa.Stream, error) {
	sample, err := t.task.Sample(experiments.EvalSeed, index, length, t.tail())
	if err != nil {
		return sample, nil, err
	}
	stream := m.NewStream(hsa.StreamOptions{MaxTail: sample.Tail})
	if err := stream.Append(sample.Tokens); err != nil {
		stream.Free()
		return sample, nil, err
	}
	return sample, stream, nil
}

// tail is how many tokens of questions a text ends with.
func (t *Texts) tail() int { return t.trained.Weights.Config.TrainingLength / 4 }

// A tally counts answers.
type tally struct {
	right, found, asked int
	weight              float64 // on gold chunks
}

// add counts the answers of a tail.
func (n *tally) add(s data.Sample, tail *hsa.Tail, chunk int) {
	group := &tail.Groups[len(tail.Groups)-1]
	for _, q := range s.Queries {
		at := q.Position - tail.First
		weight, picked := group.Weight(tail.Row(0, at), q.Value/chunk)
		n.asked++
		n.weight += float64(weight)
		if picked {
			n.found++
		}
		if tail.Predict(at) == q.Answer {
			n.right++
		}
	}
}

// point is the share of right answers, with its 95 % interval (Wilson).
func (n tally) point(x float64) viz.Point {
	i := results.Wilson(n.right, n.asked, 0.95)
	return viz.Point{X: x, Y: float64(n.right) / float64(n.asked), Low: i.Low, High: i.High, N: n.asked}
}
