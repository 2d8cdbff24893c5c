package exercises

import "github.com/hsalab/hsalab/hsa/oracle"

// FirstChoice asks where selection begins.
var FirstChoice = Exercise[int]{
	Name: "first-choice",
	Task: "Chunks have 64 tokens and a token picks the top 8. What is the first position whose token has to leave a visible chunk out?",
	Hints: []string{
		"A token that sees 8 chunks picks all of them. How many must it see?",
		"Nine chunks are complete at position 9 · 64.",
	},
	Why: "Up to there the selection is no selection, and a wrong ranking costs nothing. In a training text of 4,096 tokens that is one token in seven; " +
		"in one of 512 it would be all of them.",
	Right: func(a int) bool { return a == firstChoice(8) },
	Mistakes: []Mistake[int]{
		isExactly(512, "At 512 a token sees 8 chunks, and picks all 8."),
		isExactly(575, "One early: the ninth chunk ends at 575, and is visible from the next token on."),
		isExactly(9, "That is how many chunks it sees. At which position?"),
		isExactly(640, "That is where it sees ten."),
	},
}

// firstChoice is the first position that sees more than k chunks.
func firstChoice(k int) int {
	t := 0
	for paperChunks.Visible(t) <= k {
		t++
	}
	return t
}

// A Shared returns the share of the visible chunks of all tokens that are picked.
type Shared = func(length, chunk, k int) float64

// PickedShare asks for the share of picks as a function.
var PickedShare = Exercise[Shared]{
	Name: "picked-share",
	Task: "Write func(length, chunk, k int) float64: over all tokens of a text, the share of the chunks they see that top-k picks. A token at position t sees t/chunk chunks. " +
		"It is tried on (4096, 64, 8), (4096, 64, 64), (128, 8, 4) and (80, 8, 1).",
	Hints: []string{
		"Loop over the tokens and count twice: what each sees, and what it picks of that.",
		"seen += t / chunk; picked += min(k, t/chunk). The share is picked/seen, as floats.",
	},
	Why: "At the paper's training length, top 8 picks less than a quarter of what there is: the model is shown, at every token, what it did not need. " +
		"That is the enforced sparsity of section 6.",
	Blank: func(f Shared) bool {
		defer func() { _ = recover() }() // one that panics is no blank one
		return f(128, 8, 4) == 0 && f(4096, 64, 8) == 0
	},
	Right: func(f Shared) bool { return sameShare(f, pickedShare) },
	Mistakes: []Mistake[Shared]{
		likeShare(func(length, chunk, k int) float64 { return float64(k) / float64(length/chunk) },
			"That is right for the last token only. Earlier ones see fewer chunks, so they leave less out."),
		likeShare(meanOfShares, "You average the share of each token. A token that sees many chunks has more of them to leave out: count chunks, then divide once."),
		likeShare(func(length, chunk, k int) float64 { return 1 - pickedShare(length, chunk, k) }, "That is the share that is left out."),
		likeShare(func(length, chunk, k int) float64 {
			seen, picked := 0, 0
			for t := range length {
				seen += t/chunk + 1
				picked += min(k, t/chunk+1)
			}
			return float64(picked) / float64(seen)
		}, "You count the chunk that the token stands in, which it does not see."),
		{func(f Shared) bool { return f(4096, 64, 64) == 1 && f(128, 8, 4) == 0 }, "Integers divide to integers: make them float64 before you divide."},
	},
}

var shareCases = [][3]int{{4096, 64, 8}, {4096, 64, 64}, {128, 8, 4}, {80, 8, 1}}

func sameShare(f, g Shared) bool {
	for _, c := range shareCases {
		if !near(f(c[0], c[1], c[2]), g(c[0], c[1], c[2])) {
			return false
		}
	}
	return true
}

func likeShare(wrong Shared, hint string) Mistake[Shared] {
	return Mistake[Shared]{func(f Shared) bool { return sameShare(f, wrong) }, hint}
}

func pickedShare(length, chunk, k int) float64 {
	spec := oracle.Spec{Chunk: chunk, Chunks: length / chunk}
	seen, picked := 0, 0
	for t := range length {
		seen += spec.Visible(t)
		picked += min(k, spec.Visible(t))
	}
	return float64(picked) / float64(seen)
}

// meanOfShares is the mean over the tokens that see anything.
func meanOfShares(length, chunk, k int) float64 {
	sum, n := 0.0, 0
	for t := chunk; t < length; t++ {
		sum += float64(min(k, t/chunk)) / float64(t/chunk)
		n++
	}
	return sum / float64(n)
}
