package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/hsalab/hsalab/experiments"
)

// trainLines say where a run stands, for the room that a line may have, the longest first: time to go ("<" where it may be
// less), step, loss in nats, accuracy, recall@K unless nothing is retrieved, stage of the curriculum and its tokens a text,
// speed.
func trainLines(s experiments.TrainStatus, rival bool) []string {
	m := s.Metric
	recall := [2]string{fmt.Sprintf("  recall %.2f", m.Recall), fmt.Sprintf(" rec %.2f", m.Recall)}
	if rival {
		recall = [2]string{}
	}
	long := fmt.Sprintf("%s left  step %d/%d  loss %.2f  acc %.2f%s  stage %d/%d: %d tokens  %s",
		trainETA(s), s.Step, s.MaxSteps, m.Loss, m.Accuracy, recall[0], s.Stage+1, s.Stages, s.Length, trainSpeed(s))
	brief := fmt.Sprintf("%s %d/%d loss %.2f acc %.2f%s %d/%d:%d %s",
		trainETA(s), s.Step, s.MaxSteps, m.Loss, m.Accuracy, recall[1], s.Stage+1, s.Stages, s.Length, strings.Replace(trainSpeed(s), "tokens", "t", 1))
	return []string{long, brief}
}

func trainETA(s experiments.TrainStatus) string {
	switch {
	case s.ETA == 0 && s.Step < s.MaxSteps:
		return "?"
	case s.Adaptive:
		return "<" + roughly(s.ETA)
	}
	return roughly(s.ETA)
}

func trainSpeed(s experiments.TrainStatus) string {
	if s.TokensPerSec == 0 {
		return "? tokens/s"
	}
	return speed(s.TokensPerSec)
}

// roughly shows a duration in its two greatest units.
func roughly(d time.Duration) string {
	switch {
	case d < time.Minute:
		return short(d)
	case d < 48*time.Hour:
		return strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
	}
	return fmt.Sprintf("%dd%dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
}

// firstLine says what is waited for before the first step, where that takes long; else it is empty.
func firstLine(r experiments.Recipe, backend string) string {
	var waits []string
	if r.Task.Mixture != nil {
		waits = append(waits, "the corpus is made into tokens, if it is new")
	}
	if strings.HasPrefix(backend, "xla") {
		waits = append(waits, "the first step is compiled, on a GPU for a minute or two")
	}
	return strings.Join(waits, "; ")
}
