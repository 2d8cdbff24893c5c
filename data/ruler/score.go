package ruler

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/hsalab/hsalab/data/punkt"
)

// Metric is how an answer counts: the share of the references that it holds, in any case of letters.
type Metric int

const (
	MatchAll  Metric = iota // the share of all references: niah, vt, cwe, fwe
	MatchPart               // 1 if it holds any of them: qa
)

// MetricOf is the metric of a family of tasks: niah, vt, cwe, fwe or qa.
func MetricOf(family string) Metric {
	if family == "qa" {
		return MatchPart
	}
	return MatchAll
}

// Clean is a prediction as RULER scores it: without white space around it, and with line feeds for control characters.
func Clean(prediction string) string {
	prediction = strings.TrimFunc(prediction, punkt.IsSpace)
	prediction = strings.Map(func(r rune) rune {
		if r < 0x20 {
			return '\n'
		}
		return r
	}, prediction)
	return strings.TrimFunc(prediction, punkt.IsSpace)
}

// Match is the score of one cleaned prediction against its references, 0 to 1; 0 if there are none.
func (m Metric) Match(prediction string, references []string) float64 {
	lower := cases.Lower(language.Und)
	prediction = lower.String(prediction)
	held := 0
	for _, r := range references {
		if strings.Contains(prediction, lower.String(r)) {
			held++
		}
	}
	switch {
	case held == 0:
		return 0
	case m == MatchPart:
		return 1
	}
	return float64(held) / float64(len(references))
}

// Score is RULER's score of a file, 0 to 100 with two decimals: the mean of Match over its samples. Predictions are
// cleaned first.
func (m Metric) Score(predictions []string, references [][]string) (float64, error) {
	if len(predictions) != len(references) || len(predictions) == 0 {
		return 0, fmt.Errorf("ruler: %d predictions for %d samples: give one for each", len(predictions), len(references))
	}
	sum := 0.0
	for i, p := range predictions {
		sum += m.Match(Clean(p), references[i])
	}
	return round2(sum / float64(len(predictions)) * 100), nil
}

// Nulls is the number of predictions that are empty when cleaned, which RULER reports beside its score.
func Nulls(predictions []string) int {
	nulls := 0
	for _, p := range predictions {
		if Clean(p) == "" {
			nulls++
		}
	}
	return nulls
}

// round2 rounds to two decimals as Python does: the decimal nearest to the exact value.
func round2(x float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 2, 64), 64)
	return rounded
}
