package results

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Row is what one query of an evaluation gave. A key that is absent from the JSON stands for the zero value;
// text that is not UTF-8 is written with U+FFFD for its bad bytes.
type Row struct {
	Run      string  `json:"run,omitempty"`    // the run directory that the weights come from
	Variant  string  `json:"variant"`          // name of the model or of its variant
	Task     string  `json:"task"`             // name of the task
	Version  string  `json:"tv,omitempty"`     // task version
	TaskHash string  `json:"th,omitempty"`     // hash of the task's configuration and code
	Haystack string  `json:"hay,omitempty"`    // what the needles lie in: noise, decoys, text
	Length   int     `json:"len"`              // tokens of the context
	Ratio    float64 `json:"ratio"`            // Length / training length
	Depth    float64 `json:"depth,omitempty"`  // place of the gold needle: 0 the oldest token, 1 the newest
	At       string  `json:"at,omitempty"`     // depth in percent at which the sample was to have its evidence; "": anywhere
	Seed     int64   `json:"seed,omitempty"`   // seed of the model's training
	Sample   int     `json:"sample,omitempty"` // index of the sequence
	Query    int     `json:"query,omitempty"`  // index of the query in its sequence

	Rule      Rule    `json:"rule,omitempty"`   // how it was scored
	Answer    string  `json:"answer,omitempty"` // what is right
	Predicted string  `json:"pred,omitempty"`   // the likeliest token at each place of the right answer
	Correct   bool    `json:"ok,omitempty"`     // teacher-forced exact match: whether that is the right answer
	Generated string  `json:"gen,omitempty"`    // what the model answered freely
	GenScore  float64 `json:"gscore,omitempty"` // score of that by the rule of the task, 0 to 1

	GoldChunk  int     `json:"gold"`             // chunk of the evidence; -1: the query has none
	Picked     []int   `json:"picks,omitempty"`  // chunks picked for the query; may be left out to save room
	Rank       int     `json:"rank,omitempty"`   // place of the gold chunk by score, 1 the best; 0: retrieval was not measured
	GoldWeight float64 `json:"weight,omitempty"` // chunk weight of the gold chunk, 0 to 1
	Hit        bool    `json:"hit,omitempty"`    // whether the gold chunk is among the picked
	// Layers are the retrievals by layer and hop, where the model has several layers or the answer takes several hops;
	// otherwise the fields above say it all. They are those of the last layer on the last hop.
	Layers []Retrieval `json:"layers,omitempty"`

	YaRN      float64 `json:"yarn,omitempty"`    // factor by which positions were stretched at test; 0: not at all
	TopK      int     `json:"k,omitempty"`       // K at test; 0: all visible chunks
	TrainTopK int     `json:"ktrain,omitempty"`  // K in training; 0: all visible chunks
	Encoder   string  `json:"enc,omitempty"`     // chunk encoder of the model
	Residual  string  `json:"res,omitempty"`     // residual path of the model
	Weights   string  `json:"weights,omitempty"` // hash of the weights
	Command   string  `json:"cmd,omitempty"`     // what was run
	Commit    string  `json:"commit,omitempty"`  // of the code
	Hardware  string  `json:"hw,omitempty"`      // that computed it
}

// Rule is how answers were scored.
type Rule string

const (
	Forced   Rule = ""         // teacher-forced exact match
	Generate Rule = "generate" // free answers, by greedy decoding
	Both     Rule = "both"
)

// Retrieval is how one layer retrieved the gold chunk of one hop.
type Retrieval struct {
	Layer  int     `json:"layer,omitempty"`  // HSA layer, from 0
	Hop    int     `json:"hop,omitempty"`    // hop from the question to the answer, from 0
	Gold   int     `json:"gold"`             // chunk of the hop's evidence
	Rank   int     `json:"rank"`             // as in Row
	Weight float64 `json:"weight,omitempty"` // as GoldWeight in Row
	Hit    bool    `json:"hit,omitempty"`    // as in Row
}

// ID says which measurement a row is: two rows of the same ID are the same query asked of the same model twice.
type ID struct {
	Variant, Task, TaskHash, Haystack, At string
	Rule                                  Rule
	Length, TopK                          int
	YaRN                                  float64
	Seed                                  int64
	Sample, Query                         int
}

// ID of the row. An evaluation that resumes skips the IDs it has.
func (r Row) ID() ID {
	return ID{r.Variant, r.Task, r.TaskHash, r.Haystack, r.At, r.Rule, r.Length, r.TopK, r.YaRN, r.Seed, r.Sample, r.Query}
}

// String names the measurement in an error message.
func (id ID) String() string {
	text := fmt.Sprintf("%s on %s %s, length %d, K %d, seed %d, sample %d, query %d",
		id.Variant, id.Task, id.Haystack, id.Length, id.TopK, id.Seed, id.Sample, id.Query)
	if id.At != "" {
		text += ", depth " + id.At + " %"
	}
	if id.Rule != Forced {
		text += ", scored by " + string(id.Rule)
	}
	if id.YaRN != 0 {
		text += fmt.Sprintf(", YaRN %g", id.YaRN)
	}
	return text
}

// Check reports the first field that cannot be: every row is checked when written and when read.
func (r Row) Check() error {
	switch {
	case r.Variant == "":
		return fmt.Errorf("results: row without a variant")
	case r.Task == "":
		return fmt.Errorf("results: row without a task")
	case r.Length <= 0:
		return fmt.Errorf("results: len is %d, want tokens, at least 1", r.Length)
	case !(r.Ratio > 0) || math.IsInf(r.Ratio, 0):
		return fmt.Errorf("results: ratio is %g, want length / training length", r.Ratio)
	case !(r.Depth >= 0 && r.Depth <= 1):
		return fmt.Errorf("results: depth is %g, want 0 to 1", r.Depth)
	case r.Sample < 0 || r.Query < 0:
		return fmt.Errorf("results: sample %d, query %d: want indices from 0", r.Sample, r.Query)
	case r.TopK < 0 || r.TrainTopK < 0:
		return fmt.Errorf("results: k %d, ktrain %d: want 0 (all visible chunks) or more", r.TopK, r.TrainTopK)
	case r.YaRN != 0 && !(r.YaRN > 1 && !math.IsInf(r.YaRN, 0)):
		return fmt.Errorf("results: yarn is %g, want a factor above 1, or 0 for none", r.YaRN)
	}
	return cmp.Or(r.checkScore(), r.checkRetrieval(), r.checkLayers())
}

// checkScore holds together how the row was scored and what was scored.
func (r Row) checkScore() error {
	switch r.Rule {
	case Forced:
		if r.Generated != "" || r.GenScore != 0 {
			return fmt.Errorf("results: a free answer in a row that is scored by teacher forcing alone: want rule %q or %q", Generate, Both)
		}
	case Generate:
		if r.Predicted != "" || r.Correct {
			return fmt.Errorf("results: pred or ok in a row of rule %q: want rule %q", Generate, Both)
		}
	case Both:
	default:
		return fmt.Errorf("results: rule is %q, want %q, %q or none", r.Rule, Generate, Both)
	}
	if !(r.GenScore >= 0 && r.GenScore <= 1) {
		return fmt.Errorf("results: gscore is %g, want 0 to 1", r.GenScore)
	}
	return nil
}

// checkLayers reports the first retrieval of a layer that cannot be.
func (r Row) checkLayers() error {
	if len(r.Layers) > 0 && r.Rank == 0 {
		return fmt.Errorf("results: retrieval by layer without rank")
	}
	for _, l := range r.Layers {
		if l.Layer < 0 || l.Hop < 0 || l.Gold < 0 || l.Rank < 1 || !(l.Weight >= 0 && l.Weight <= mostWeight) {
			return fmt.Errorf("results: retrieval %+v of a layer: want indices from 0, a rank from 1 and a weight from 0 to 1", l)
		}
	}
	return nil
}

// mostWeight bounds chunk weights: those of stick-breaking may pass 1 by rounding.
const mostWeight = 1 + 1e-5

// checkRetrieval holds what is said about the gold chunk together.
func (r Row) checkRetrieval() error {
	switch {
	case r.GoldChunk < -1:
		return fmt.Errorf("results: gold is %d, want a chunk, or -1 for none", r.GoldChunk)
	case r.Rank < 0:
		return fmt.Errorf("results: rank is %d, want 1 for the best, or 0 if it was not measured", r.Rank)
	case r.Rank > 0 && r.GoldChunk < 0:
		return fmt.Errorf("results: rank %d of a gold chunk, but gold is -1 (none)", r.Rank)
	case r.Rank == 0 && (r.Hit || r.GoldWeight != 0):
		return fmt.Errorf("results: hit or weight without rank: if retrieval was measured, give the rank")
	case !(r.GoldWeight >= 0 && r.GoldWeight <= mostWeight):
		return fmt.Errorf("results: weight is %g, want 0 to 1", r.GoldWeight)
	case r.Rank > 0 && len(r.Picked) > 0 && r.Hit != slices.Contains(r.Picked, r.GoldChunk):
		return fmt.Errorf("results: hit is %t, but gold %d and picks %v say otherwise", r.Hit, r.GoldChunk, r.Picked)
	}
	return nil
}
