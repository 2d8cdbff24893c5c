package exercises

// A wiring is the numbers of the exercises: the stream, what was retrieved, and an MLP that triples.
var wiring = struct{ x, h float64 }{1, 2}

func triple(y float64) float64 { return 3 * y }

// BypassOut asks for the output of a layer with the bypass.
var BypassOut = Exercise[float64]{
	Name: "bypass-out",
	Task: "The stream carries x = 1, retrieved is H = 2, and the MLP triples: M(y) = 3y. What leaves the layer with the bypass, x + M(x + H)?",
	Hints: []string{
		"The MLP reads the sum of the two. Only its output, and x, go on.",
		"x + H is 3, the MLP makes 9 of it.",
	},
	Why:   "The standard residual gives 12: it adds H once more, unprocessed. The bypass lets H into the stream through the MLP alone.",
	Right: func(a float64) bool { return near(a, wiring.x+triple(wiring.x+wiring.h)) },
	Mistakes: []Mistake[float64]{
		is(wiring.x+wiring.h+triple(wiring.x+wiring.h), "That is the standard residual. With the bypass H itself is not added."),
		is(triple(wiring.x+wiring.h), "That is what the MLP gives. The stream's own x goes on as well."),
		is(wiring.x+triple(wiring.h), "The MLP reads x + H, not H alone."),
		is(wiring.x+triple(wiring.x), "That is the layer without retrieval."),
	},
}

// LazyMLP asks what arrives where the MLP does nothing.
var LazyMLP = Exercise[[]float64]{
	Name: "lazy-mlp",
	Task: "The MLP has not learned anything yet: M(y) = 0 for every y. x = 1 and H = 2 as before. What leaves the layer, first with the standard residual, " +
		"then with the bypass? Check([]float64{…, …})",
	Hints: []string{
		"Put 0 in the place of M in x + H + M(x + H) and in x + M(x + H).",
		"Standard leaves x + H, the bypass x.",
	},
	Why: "With the bypass nothing of what was retrieved gets past a lazy MLP: to be used, it has to be read. That is the idea behind the claim that the bypass " +
		"teaches a model to use what it finds. Whether it does is a matter of measuring.",
	Right: func(a []float64) bool { return nearAll(a, []float64{wiring.x + wiring.h, wiring.x}) },
	Mistakes: []Mistake[[]float64]{
		wrongCount(2, "Two numbers: standard first, then the bypass."),
		areAll("The other way round: standard first.", wiring.x, wiring.x+wiring.h),
		areAll("The stream's own x always goes on.", wiring.h, 0),
		areAll("H has no way around the MLP in the bypass.", wiring.x+wiring.h, wiring.x+wiring.h),
	},
}

// Gate asks for the two gates that make the gated residual the others.
var Gate = Exercise[[]float64]{
	Name: "gate",
	Task: "The library has a third residual, x + g·H + M(x + H), with a gate g between 0 and 1 that the model learns. Which g makes it the bypass, and which the standard residual? " +
		"Check([]float64{…, …})",
	Hints: []string{
		"Compare the three formulas term by term.",
		"In the bypass the term with H alone is missing; in the standard residual it is whole.",
	},
	Why:   "So the choice need not be made by hand: with the gate, training can say how much of H it wants unprocessed.",
	Right: func(a []float64) bool { return nearAll(a, []float64{0, 1}) },
	Mistakes: []Mistake[[]float64]{
		wrongCount(2, "Two numbers: the gate of the bypass, then that of the standard residual."),
		areAll("The other way round: the bypass is the one without H of its own.", 1, 0),
		areAll("At one half it is between the two.", 0.5, 0.5),
	},
}
