package babilong

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/taskpack"
)

// Scorer judges outputs by the labels of a pack.
type Scorer struct{ pack taskpack.BABILong }

// NewScorer is the scorer of the pack.
func NewScorer(pack taskpack.BABILong) Scorer { return Scorer{pack} }

// Correct reports whether an output answers the question, as BABILong decides it: in the output's first sentence, in
// lower case, the labels of the task that do not stand in the question are exactly the target. A target that is a list
// wants all its parts. Labels are found as substrings. It fails on a task for which the pack has no labels.
func (s Scorer) Correct(task babi.Task, target, output, question string) (bool, error) {
	labels, known := s.pack.Labels[task.String()]
	if !known {
		return false, fmt.Errorf("babilong: the pack has no labels of %v", task)
	}
	output, question = s.firstSentence(output), strings.ToLower(question)
	var found []string
	for _, label := range labels {
		label = strings.ToLower(label)
		if strings.Contains(output, label) && !strings.Contains(question, label) {
			found = append(found, label)
		}
	}
	want := []string{strings.ToLower(target)}
	if strings.Contains(target, ",") && len(target) > 3 {
		want = strings.Split(want[0], ",")
	}
	return slices.Equal(sortedSet(found), sortedSet(want)), nil
}

// firstSentence is the part of the output that counts, in lower case.
func (s Scorer) firstSentence(output string) string {
	output = strings.ToLower(output)
	for _, mark := range []string{s.pack.SplitPoints.Sentence, s.pack.SplitPoints.Context, s.pack.SplitPoints.Example} {
		output, _, _ = strings.Cut(output, mark)
	}
	return output
}

func sortedSet(words []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(words)))
}

// Accuracy is the share of correct outputs in per cent, 0 of none.
func Accuracy(correct []bool) float64 {
	if len(correct) == 0 {
		return 0
	}
	n := 0
	for _, c := range correct {
		if c {
			n++
		}
	}
	return 100 * float64(n) / float64(len(correct))
}
