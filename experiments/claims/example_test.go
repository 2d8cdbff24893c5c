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
	fmt.Println(v.Evidence[1])
	// Output:
	// C7 Mamba-2 alone collapses past its training length.
	// reproduced: 0.90 at 1×, 0.00 at 8× by 3 seeds and 600 rows of hsalab sweep rivals
	// accuracy: 0.00 [0.00, 0.01] at 8×
}

func ExampleTable() {
	verdicts := []claims.Verdict{{
		Claim: "C5", Statement: "Retrieval for every token beats retrieval for blocks.", Paper: "order only", Outcome: claims.NotReproduced,
		Reason: "no difference", Scale: "nano", Seeds: 3, Queries: 600,
		Evidence: []claims.Evidence{{Label: "1 − 8 tokens, accuracy", Ratio: 64, Value: -0.01, Low: -0.03, High: 0.02, Signed: true, P: 0.4, Holm: 0.4}},
	}}
	table := claims.Table(verdicts)
	table.Caption, table.Footnotes = "", nil
	if err := viz.WriteText(os.Stdout, table, viz.TextOptions{Width: 100, ASCII: true}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// The paper's claims
	// +---------------------+------------+----------------+------------------------+-------+-------+-----+
	// | claim               | paper      | verdict        | found                  | scale | seeds | n   |
	// +---------------------+------------+----------------+------------------------+-------+-------+-----+
	// | C5: Retrieval for   | order only | not reproduced | no difference. 1 - 8   | nano  | 3     | 600 |
	// | every token beats   |            |                | tokens, accuracy:      |       |       |     |
	// | retrieval for       |            |                | -0.01 [-0.03, +0.02]   |       |       |     |
	// | blocks.             |            |                | at 64x.                |       |       |     |
	// +---------------------+------------+----------------+------------------------+-------+-------+-----+
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
