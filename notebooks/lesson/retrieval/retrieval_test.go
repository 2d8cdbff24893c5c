package retrieval

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/oracle"
)

func open(t *testing.T) *Page {
	t.Helper()
	p, err := Read(Story)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func ExampleRead() {
	page, err := Read(Story)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer page.Close()
	gold, err := page.Evidence("pepper")
	fmt.Println(page.Right(), gold, err)
	// Output: true 12 <nil>
}

func ExamplePage_Try() {
	page, err := Read(Story)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer page.Close()
	for _, c := range []Change{Nothing(), Hide(12), Cut(), TopK(1)} {
		o, err := page.Try("pepper", c)
		fmt.Println(c.Name, o.Right, o.Picked, err)
	}
	// Output:
	// nothing changed true true <nil>
	// chunk 12 hidden false false <nil>
	// retrieval cut false true <nil>
	// top-K 1 true true <nil>
}

// TestScoresByHand holds scores from the measured query against those of the model.
func TestScoresByHand(t *testing.T) {
	p := open(t)
	query, err := p.Query("wagon")
	if err != nil {
		t.Fatal(err)
	}
	landmarks, err := p.landmarks()
	if err != nil {
		t.Fatal(err)
	}
	_, e, err := p.explain("wagon")
	if err != nil {
		t.Fatal(err)
	}
	for c, s := range oracle.Scores(query, landmarks[:e.Visible]) {
		if math.Abs(s-float64(e.Heads[0].Scores[c])) > 1e-4 {
			t.Errorf("chunk %d: %g by hand, %g in the model", c, s, e.Heads[0].Scores[c])
		}
	}
}

// TestFigures draws every figure of the page.
func TestFigures(t *testing.T) {
	p := open(t)
	figures := map[string]interface{ Validate() error }{"chunks": p.Chunks(), "visible": p.Visible()}
	add := func(name string, fig interface{ Validate() error }, err error) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		figures[name] = fig
	}
	landmarks, err := p.Landmarks("pepper")
	add("landmarks", landmarks, err)
	scores, err := p.Scores("pepper")
	add("scores", scores, err)
	walk, err := p.Walk("lantern")
	add("walk", walk, err)
	weights, err := p.Weights("pepper")
	add("weights", weights, err)
	everyone, err := p.Everyone()
	add("everyone", everyone, err)
	compare, err := p.Compare("pepper", Nothing(), Scale(2), TopK(0), Weigh(hsa.WeightOffByOne))
	add("compare", compare, err)
	reach, err := p.Reach("pepper", Nothing(), Cut())
	add("reach", reach, err)
	for name, fig := range figures {
		if err := fig.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReach holds the reach without retrieval to what the windows allow, and shows that with it the evidence counts.
func TestReach(t *testing.T) {
	p := open(t)
	with, err := p.Gradients("wagon", Nothing())
	if err != nil {
		t.Fatal(err)
	}
	cut, err := p.Gradients("wagon", Cut())
	if err != nil {
		t.Fatal(err)
	}
	c := p.config()
	reach := c.LowerLayers*c.Window + c.UpperLayers*c.Window + c.TokenShift
	for back, norm := range cut {
		if (norm > 0) != (back <= reach) {
			t.Errorf("%d tokens back the gradient is %g; windows reach %d", back, norm, reach)
		}
	}
	i, err := p.question("wagon")
	if err != nil {
		t.Fatal(err)
	}
	if q := p.Sample.Queries[i]; with[q.Position-q.Value] == 0 {
		t.Error("with retrieval the answer does not depend on its evidence")
	}
}

func TestErrors(t *testing.T) {
	for _, text := range []string{"Nothing to ask.", "Magic lemon is otter. " + strings.Repeat("and so on ", 200)} {
		if p, err := Read(text); err == nil {
			p.Close()
			t.Errorf("%.30q is no error", text)
		}
	}
	if p, err := Read("Nobody knows.", recall.Needle{Key: "lemon", Value: "otter", Depth: 1}); err != nil {
		t.Error(err)
	} else {
		p.Close()
	}
	p := open(t)
	if _, err := p.Walk("violin"); err == nil || !strings.Contains(err.Error(), "pepper") {
		t.Errorf("a key that nothing asks for: %v", err)
	}
	if _, err := p.Copy(99, 1); err == nil {
		t.Error("a copy of no chunk is no error")
	}
	if _, err := MassOf("nono"); err == nil {
		t.Error("no model is no error")
	}
}

// TestMass holds what notebook 22 says of nano: the gold chunk is on top, and the others are not ranked by mass.
func TestMass(t *testing.T) {
	m, err := MassOf("nano")
	if err != nil || m.Figure.Validate() != nil || m.Table().Validate() != nil {
		t.Fatal(err, m.Figure.Validate())
	}
	if m.Found[0] < 0.8 || m.Rank[0] > 0.9 || m.Questions[0] == 0 {
		t.Errorf("%+v", m)
	}
}
