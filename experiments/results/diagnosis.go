package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Diagnosis is what one HSA layer of a model does at one length, over the questions of held-out samples: a line of JSON.
// Norms are means of L2 norms over questions; what is retrieved is that of the last hop, whose chunk has the answer.
type Diagnosis struct {
	Variant string  `json:"variant"`
	Seed    int64   `json:"seed"`
	Task    string  `json:"task"`
	Length  int     `json:"length"`
	Ratio   float64 `json:"ratio"` // Length / training length
	Layer   int     `json:"layer"` // from 0

	Samples   int `json:"samples"`
	Questions int `json:"questions"` // tokens of answers that have evidence

	Residual float64 `json:"residual_norm"` // the stream that the layer reads
	HSA      float64 `json:"hsa_norm"`      // what came out of the chunks
	Window   float64 `json:"window_norm"`   // what the layer's own window attention added; 0 where it has none
	MLP      float64 `json:"mlp_norm"`
	Output   float64 `json:"output_norm"` // the stream behind the layer

	// ScoreMass is Spearman's correlation of the score of a chunk with its log attention mass log Σ exp(q·k/√D), over the
	// chunks that a question sees: the mean over questions and query heads, with a 95 % interval over samples (claim C13).
	ScoreMass     float64 `json:"score_mass"`
	ScoreMassLow  float64 `json:"score_mass_low"`
	ScoreMassHigh float64 `json:"score_mass_high"`

	Recall      float64 `json:"recall"`      // recall@K of the gold chunk
	Retrieved   int     `json:"retrieved"`   // questions whose gold chunk was picked
	Integration float64 `json:"integration"` // share of these that were answered right; 0 without any

	Weights string `json:"weights"`
	Command string `json:"command,omitempty"`
	Commit  string `json:"commit,omitempty"`
}

// DecodeDiagnoses reads JSON lines of diagnoses. A key that no diagnosis has, or a line without variant, length and
// ratio, is an error.
func DecodeDiagnoses(r io.Reader) ([]Diagnosis, error) {
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	var list []Diagnosis
	for line := 1; ; line++ {
		var d Diagnosis
		err := decoder.Decode(&d)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err == nil && (d.Variant == "" || d.Length <= 0 || !(d.Ratio > 0)) {
			err = errors.New("want a variant, a length and its ratio to the training length")
		}
		if err != nil {
			return nil, fmt.Errorf("results: diagnosis %d: %w", line, err)
		}
		list = append(list, d)
	}
}
