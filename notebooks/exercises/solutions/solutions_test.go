package solutions

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/exercises"
)

// passes checks that the solution of an exercise is right, and that it says why.
func passes[A any](t *testing.T, e exercises.Exercise[A], answer A) {
	t.Helper()
	if v := e.Judge(answer); !v.Right || v.Text == "" {
		t.Errorf("%s: the solution is not right: %s", e.Name, v.Text)
	}
	if len(e.Hints) < 2 || e.Task == "" {
		t.Errorf("%s: want a task and two hints", e.Name)
	}
}

// fails checks that a wrong answer is refused with the hint that helps, known by some of its words.
func fails[A any](t *testing.T, e exercises.Exercise[A], words string, answer A) {
	t.Helper()
	if v := e.Judge(answer); v.Right || !strings.Contains(v.Text, words) {
		t.Errorf("%s: a wrong answer gets %q, want a hint with %q", e.Name, v.Text, words)
	}
}

func TestStick(t *testing.T) {
	passes(t, exercises.HalfSticks, HalfSticks())
	fails(t, exercises.HalfSticks, "softmax", []float64{1 / 3., 1 / 3., 1 / 3.})
	fails(t, exercises.HalfSticks, "more than the stick has", []float64{.5, .5, .5})
	fails(t, exercises.HalfSticks, "wrong end", []float64{.125, .25, .5})
	fails(t, exercises.HalfSticks, "used up", []float64{.5, .25, .25})
	fails(t, exercises.HalfSticks, "three weights", []float64{.5})
	fails(t, exercises.HalfSticks, "σ(0) is one half", []float64{1, 2, 3})

	passes(t, exercises.ScoreFor, ScoreFor())
	fails(t, exercises.ScoreFor, "a little more than 0", 0)
	fails(t, exercises.ScoreFor, "not the score", 0.5)
	fails(t, exercises.ScoreFor, "half of the whole", 2)
	fails(t, exercises.ScoreFor, "sign is turned", -ScoreFor())
	fails(t, exercises.ScoreFor, "is its inverse", 0.5*(1+math.Exp(-2)))
	fails(t, exercises.ScoreFor, "What is left", 7)
}

func TestStickFunctions(t *testing.T) {
	softmax := func(s []float64) []float64 {
		w, sum := each(s, math.Exp), 0.0
		for _, x := range w {
			sum += x
		}
		return each(w, func(x float64) float64 { return x / sum })
	}
	oldest := func(s []float64) []float64 {
		slices.Reverse(s)
		w := StickWeights(s)
		slices.Reverse(w)
		return w
	}
	e := exercises.StickWeights
	passes(t, e, StickWeights)
	fails(t, e, "one weight a score", func([]float64) []float64 { return []float64{1} })
	fails(t, e, "That is softmax", softmax)
	fails(t, e, "from the oldest", oldest)
	fails(t, e, "of the whole stick", func(s []float64) []float64 { return each(s, share) })
	fails(t, e, "multiplied by 1 − σ(s)", func(s []float64) []float64 { return sticks(s, share, true) })
	fails(t, e, "Inf", func(s []float64) []float64 {
		return sticks(s, func(x float64) float64 { return math.Exp(x) / (1 + math.Exp(x)) }, false)
	})
	fails(t, e, "stopped with: runtime error", func(s []float64) []float64 { return s[:99] })
	fails(t, e, "One loop and one variable", func(s []float64) []float64 { return s })

	back := exercises.StickScores
	passes(t, back, StickScores)
	fails(t, back, "one score a weight", func([]float64) []float64 { return []float64{} })
	fails(t, back, "the newest chunk only", func(w []float64) []float64 {
		return each(w, func(p float64) float64 { return math.Log(p / (1 - p)) })
	})
	fails(t, back, "undoes softmax", func(w []float64) []float64 { return each(w, math.Log) })
	fails(t, back, "Undo the loop", func(w []float64) []float64 { return w })
}

func share(s float64) float64 { return 1 / (1 + math.Exp(-s)) }

// sticks breaks a stick by a share of each score, and takes it off wrongly if asked to.
func sticks(scores []float64, share func(float64) float64, subtract bool) []float64 {
	w, left := []float64(nil), 1.0
	for _, s := range scores {
		w = append(w, left*share(s))
		if subtract {
			left -= share(s)
		} else {
			left *= 1 - share(s)
		}
	}
	return w
}

func each(xs []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = f(x)
	}
	return out
}
