package claims_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// rows of a rival that answers nine of ten questions at its training length, and none at 8 times that, in three seeds.
func rows() []results.Row {
	var list []results.Row
	for seed := range int64(3) {
		for _, ratio := range []int{1, 8} {
			for i := range 100 {
				list = append(list, results.Row{
					Variant: "mamba2", Task: "recall-conjunctive-noise", Haystack: "noise", Length: 128 * ratio, Ratio: float64(ratio),
					Seed: seed, Sample: i, Correct: ratio == 1 && i%10 > 0, GoldChunk: -1, Command: "hsalab sweep rivals", Commit: "0123abc",
				})
			}
		}
	}
	return list
}

func ExampleJudge() {
	list, err := claims.All()
	if err != nil {
		fmt.Println(err)
		return
	}
	c := list[6]
	v, err := claims.Judge(c, c.Measures[0], claims.Planted{"studies/rivals": rows()}, results.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Claim, v.Statement)
	fmt.Println(v.Outcome+":", v.Reason, "by", v.Seeds, "seeds and", v.Queries, "rows of", v.Command)
	// Output:
	// C7 Mamba-2 alone collapses past its training length.
	// reproduced: 0.90 [0.86, 0.93] at 1×, 0.00 [0.00, 0.01] at 8× by 3 seeds and 600 rows of hsalab sweep rivals
}

func ExampleSummary() {
	verdicts := []claims.Verdict{{
		Claim: "C5", Title: "retrieval per token", Outcome: claims.NotReproduced,
		Reason: "1 − 8 tokens, accuracy is left open (0.00 [−0.01, +0.02] at 1×, −0.01 [−0.03, +0.02] at 64×)", Scale: "nano", Seeds: 3, Queries: 600,
		Evidence: []claims.Evidence{{Label: "1 − 8 tokens, accuracy", Ratio: 64, Value: -0.01, Low: -0.03, High: 0.02, Signed: true, P: 0.4, Holm: 0.4}},
	}}
	if err := viz.WriteText(os.Stdout, claims.Summary(verdicts), viz.TextOptions{Width: 100, ASCII: true}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// The paper's claims
	// +------------------------+----------------+----------------------------------+-------+-------+-----+
	// | claim                  | verdict        | found                            | scale | seeds | n   |
	// +------------------------+----------------+----------------------------------+-------+-------+-----+
	// | C5 retrieval per token | not reproduced | 1 - 8 tokens, accuracy is left   | nano  | 3     | 600 |
	// |                        |                | open (0.00 [-0.01, +0.02] at 1x, |       |       |     |
	// |                        |                | -0.01 [-0.03, +0.02] at 64x)     |       |       |     |
	// +------------------------+----------------+----------------------------------+-------+-------+-----+
	// Computed from the committed rows: reproduced, not reproduced, or not testable at this scale.
	// Intervals are 95 %.
	// p by Student's test over seeds, Holm-corrected for all tests of this table: none of 1 below 0.05
}

func ExampleSave() {
	dir, err := os.MkdirTemp("", "claims")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "claims.json")
	verdicts := []claims.Verdict{{Claim: "C1", Outcome: claims.NotTestable, Reason: "no rows"}}
	if err := claims.Save(path, verdicts); err != nil {
		fmt.Println(err)
		return
	}
	raw, err := os.ReadFile(path)
	fmt.Println(len(raw) > 100, err)
	// Output: true <nil>
}
