package results

import (
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
	Seed     int64   `json:"seed,omitempty"`   // seed of the model's training
	Sample   int     `json:"sample,omitempty"` // index of the sequence
	Query    int     `json:"query,omitempty"`  // index of the query in its sequence

	Answer    string `json:"answer,omitempty"` // what is right
	Predicted string `json:"pred,omitempty"`   // what the model said
	Correct   bool   `json:"ok,omitempty"`     // whether that counts as right

	GoldChunk  int     `json:"gold"`             // chunk of the evidence; -1: the query has none
	Picked     []int   `json:"picks,omitempty"`  // chunks picked for the query; may be left out to save room
	Rank       int     `json:"rank,omitempty"`   // place of the gold chunk by score, 1 the best; 0: retrieval was not measured
	GoldWeight float64 `json:"weight,omitempty"` // chunk weight of the gold chunk, 0 to 1
	Hit        bool    `json:"hit,omitempty"`    // whether the gold chunk is among the picked

	TopK      int    `json:"k,omitempty"`       // K at test; 0: all visible chunks
	TrainTopK int    `json:"ktrain,omitempty"`  // K in training; 0: all visible chunks
	Encoder   string `json:"enc,omitempty"`     // chunk encoder of the model
	Residual  string `json:"res,omitempty"`     // residual path of the model
	Weights   string `json:"weights,omitempty"` // hash of the weights
	Command   string `json:"cmd,omitempty"`     // what was run
	Commit    string `json:"commit,omitempty"`  // of the code
}

// ID says which measurement a row is: two rows of the same ID are the same query asked of the same model twice.
type ID struct {
	Variant, Task, TaskHash, Haystack string
	Length, TopK                      int
	Seed                              int64
	Sample, Query                     int
}

// ID of the row. An evaluation that resumes skips the IDs it has.
func (r Row) ID() ID {
	return ID{r.Variant, r.Task, r.TaskHash, r.Haystack, r.Length, r.TopK, r.Seed, r.Sample, r.Query}
}

// String names the measurement in an error message.
func (id ID) String() string {
	return fmt.Sprintf("%s on %s %s, length %d, K %d, seed %d, sample %d, query %d",
		id.Variant, id.Task, id.Haystack, id.Length, id.TopK, id.Seed, id.Sample, id.Query)
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
	}
	return r.checkRetrieval()
}

// checkRetrieval holds what is said about the gold chunk together.
func (r Row) checkRetrieval() error {
	const most = 1 + 1e-5 // stick-breaking weights may pass 1 by rounding
	switch {
	case r.GoldChunk < -1:
		return fmt.Errorf("results: gold is %d, want a chunk, or -1 for none", r.GoldChunk)
	case r.Rank < 0:
		return fmt.Errorf("results: rank is %d, want 1 for the best, or 0 if it was not measured", r.Rank)
	case r.Rank > 0 && r.GoldChunk < 0:
		return fmt.Errorf("results: rank %d of a gold chunk, but gold is -1 (none)", r.Rank)
	case r.Rank == 0 && (r.Hit || r.GoldWeight != 0):
		return fmt.Errorf("results: hit or weight without rank: if retrieval was measured, give the rank")
	case !(r.GoldWeight >= 0 && r.GoldWeight <= most):
		return fmt.Errorf("results: weight is %g, want 0 to 1", r.GoldWeight)
	case r.Rank > 0 && len(r.Picked) > 0 && r.Hit != slices.Contains(r.Picked, r.GoldChunk):
		return fmt.Errorf("results: hit is %t, but gold %d and picks %v say otherwise", r.Hit, r.GoldChunk, r.Picked)
	}
	return nil
}
