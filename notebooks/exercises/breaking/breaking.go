package breaking

import (
	"slices"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/exercises"
	"github.com/hsalab/hsalab/notebooks/lesson/retrieval"
)

// key is what the exercises ask the model about.
const key = "pepper"

// outcome is what becomes of the question under a change of the page; a failure stops the check.
func outcome(change func(*retrieval.Page) (retrieval.Change, error)) retrieval.Outcome {
	page := read()
	defer page.Close()
	c, err := change(page)
	must(err)
	o, err := page.Try(key, c)
	must(err)
	return o
}

func read() *retrieval.Page {
	page, err := retrieval.Read(retrieval.Story)
	must(err)
	return page
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// evidence is the gold chunk of the question.
func evidence() int {
	page := read()
	defer page.Close()
	gold, err := page.Evidence(key)
	must(err)
	return gold
}

// TakesMost asks which chunk gets the largest weight when the model is switched to stick-breaking.
var TakesMost = exercises.Exercise[int]{
	Name: "takes-most",
	Task: "The model learned with softmax weights. Switch it to stick-breaking, and ask it about pepper again: the picks and their scores stay the same. " +
		"Which chunk takes most of the stick?",
	Hints: []string{
		"Look up the four picks and their scores in notebook 20, or with page.Scores(\"pepper\"). In which order is the stick broken?",
		"The newest pick is asked first, and takes σ(score) of the whole stick. Its score is far above 0.",
	},
	Why: "Softmax only compared scores, so training never taught this model to score what it does not want below 0. " +
		"Stick-breaking takes scores at their word: the newest pick says yes, and nothing is left.",
	Right: func(a int) bool {
		return a == outcome(func(*retrieval.Page) (retrieval.Change, error) {
			return retrieval.Weigh(hsa.WeightStickBreaking), nil
		}).Best
	},
	Mistakes: []exercises.Mistake[int]{
		{Is: func(a int) bool { return a == evidence() }, Hint: "The gold chunk has the highest score, but it is not the first to be asked, and stick-breaking is about who is asked first."},
		{Is: func(a int) bool { return a == 2 }, Hint: "That is the oldest of the picks. The stick is broken from the newest one on."},
		{Is: func(a int) bool { return a < 0 || a > 15 }, Hint: "The page has chunks 0 to 15."},
	},
}

// Reach asks how far back the answer depends on the text once retrieval is cut.
var Reach = exercises.Exercise[int]{
	Name: "reach",
	Task: "Cut retrieval. How many tokens back can a token stand and still change the answer? (0 is the last token of the question.) " +
		"The model has one window layer below the memory and one above; a token sees 16 earlier ones in each, and its vector is mixed from its own embedding and those of the 2 before it.",
	Hints: []string{
		"Follow the path from the answer down: the upper layer looks back some tokens; each of these looked back in the lower layer; and each of those is a mix with its predecessors.",
		"The steps add up: 16, then 16 more, then 2 more. The figure of the gradient shows where it becomes exactly 0.",
	},
	Why: "Layers add their windows up. Further back the gradient is not small but exactly 0: without retrieval nothing that stands there can change the answer, " +
		"however long the model is trained.",
	Right: func(a int) bool { return a == lastBack(retrieval.Cut()) },
	Mistakes: []exercises.Mistake[int]{
		{Is: func(a int) bool { return a == 16 }, Hint: "That is one window. What the upper layer sees there has itself looked back, in the lower layer."},
		{Is: func(a int) bool { return a == 32 }, Hint: "Two windows, right. But the tokens that the lower one sees are mixed with their predecessors too."},
		{Is: func(a int) bool { return a == 18 }, Hint: "One window and the mix. There are two layers with a window each."},
		{Is: func(a int) bool { return a == 36 || a == 35 || a == 33 }, Hint: "Nearly: 0 is the token that asks, and 16 earlier ones are 1 to 16 back. The embeddings are mixed once, at the bottom."},
		{Is: func(a int) bool { return a == lastBack(retrieval.Nothing()) }, Hint: "That is how far it reaches with retrieval: to the start of the text. Cut it."},
	},
}

// lastBack is how many tokens back the last one stands that the answer depends on.
func lastBack(c retrieval.Change) int {
	page := read()
	defer page.Close()
	norms, err := page.Gradients(key, c)
	must(err)
	last := 0
	for back, norm := range norms {
		if norm > 0 {
			last = back
		}
	}
	return last
}

// Flood asks for the fewest copies of a landmark that push the evidence out of the picks.
var Flood = exercises.Exercise[[]int]{
	Name: "flood",
	Task: "Put the landmark of the gold chunk of pepper, chunk 12, on other chunks as well, so that chunk 12 itself is no longer picked. Name as few chunks as possible. " +
		"The model picks the top 4, and of equal scores the older chunk wins. Check([]int{…, …})",
	Hints: []string{
		"Copies score exactly what the original scores. Who is picked among equals, and how many places are there?",
		"All four places have to go to copies on chunks older than 12.",
	},
	Why: "A landmark is all that retrieval sees of a chunk: four copies that say nothing take all four places, and the answer is lost. " +
		"A text can do the same to a model with many statements that look alike; top-K is then too small, and a larger K at test helps, if weights stay sharp.",
	Right: func(a []int) bool { return distinct(a) && len(a) == picks() && !picked(a) },
	Mistakes: []exercises.Mistake[[]int]{
		{Is: func(a []int) bool { return slices.Contains(a, evidence()) }, Hint: "Chunk 12 has its own landmark already. Name other chunks."},
		{Is: func(a []int) bool { return !distinct(a) }, Hint: "Name each chunk once, from 0 to 14: chunk 15 is not visible to the question."},
		{Is: func(a []int) bool { return len(a) > picks() && !picked(a) }, Hint: "Chunk 12 is out, but fewer do it: how many places are there?"},
		{Is: func(a []int) bool { return len(a) < picks() }, Hint: "Too few: chunk 12 ties with its copies, and there is still a place for it."},
		{Is: func(a []int) bool { return newest(a) > evidence() }, Hint: "Enough copies, but chunk 12 is still picked: of equal scores the older wins, and one of yours is newer than 12."},
	},
}

func picks() int {
	page := read()
	defer page.Close()
	return page.TopK()
}

// picked reports whether the evidence is picked when its landmark is on these chunks too.
func picked(copies []int) bool {
	return outcome(func(p *retrieval.Page) (retrieval.Change, error) { return p.Copy(evidence(), copies...) }).Picked
}

func distinct(a []int) bool {
	b := slices.Clone(a)
	slices.Sort(b)
	return len(a) > 0 && len(slices.Compact(b)) == len(a) && b[0] >= 0 && slices.Max(a) < 15
}

func newest(a []int) int {
	if len(a) == 0 {
		return -1
	}
	return slices.Max(a)
}
