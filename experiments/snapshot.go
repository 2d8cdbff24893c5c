package experiments

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/hsalab/hsalab/viz"
)

// Snapshot is what a probe retrieved and answered at one step of a training.
type Snapshot struct {
	Step    int         `json:"step"`
	Picks   [][]int     `json:"picks"`   // by question
	Weights [][]float32 `json:"weights"` // chunk weights of the picks
	Right   []bool      `json:"right"`   // whether the answer was right
}

// Snapshot is the short form of a reading, for a record of a training.
func (r *Reading) Snapshot(step int) Snapshot {
	s := Snapshot{Step: step}
	group := r.Tail.Groups[len(r.Tail.Groups)-1]
	for i, q := range r.Sample.Queries {
		at := r.Tail.Row(0, q.Position-r.Tail.First)
		s.Picks = append(s.Picks, group.Picks[at])
		s.Weights = append(s.Weights, group.Weights[at])
		s.Right = append(s.Right, r.Answers[i].Correct)
	}
	return s
}

// RightCount is the number of right answers.
func (s Snapshot) RightCount() int {
	n := 0
	for _, right := range s.Right {
		if right {
			n++
		}
	}
	return n
}

// Map is the retrieval heat map of a snapshot of a probe.
func (p *Probe) Map(s Snapshot) (viz.HeatMap, error) {
	if len(s.Picks) != len(p.Sample.Queries) || len(s.Weights) != len(s.Picks) || len(s.Right) != len(s.Picks) {
		return viz.HeatMap{}, fmt.Errorf("snapshot: of %d questions and the probe has %d: it is of another probe", len(s.Picks), len(p.Sample.Queries))
	}
	h := emptyMap(p.Sample, p.Chunk, p.Word)
	h.Title = fmt.Sprintf("Step %d: %d of %d answers right", s.Step, s.RightCount(), len(s.Right))
	for row, picks := range s.Picks {
		fillRow(&h, row, picks, s.Weights[row])
	}
	return h, h.Validate()
}

const snapshotFile = "snapshots.jsonl"

// AddSnapshot appends a snapshot to the record of a run.
func (d RunDir) AddSnapshot(s Snapshot) error {
	line, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(string(d), snapshotFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return nil
}

// Snapshots reads the snapshots of a run, by rising step, each step once: a run that was killed goes on from its
// checkpoint and repeats some. A line that an interruption has torn is left out.
func (d RunDir) Snapshots() ([]Snapshot, error) {
	raw, err := os.ReadFile(filepath.Join(string(d), snapshotFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var list []Snapshot
	for line := range bytes.Lines(raw) {
		var s Snapshot
		if json.Unmarshal(line, &s) == nil {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b Snapshot) int { return cmp.Compare(a.Step, b.Step) })
	return slices.CompactFunc(list, func(a, b Snapshot) bool { return a.Step == b.Step }), nil
}
