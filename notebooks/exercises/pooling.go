package exercises

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// A Chunk is the keys of a chunk, as points of the plane.
type Chunk [][2]float64

// logMass is log Σ_j exp(q·k_j).
func (c Chunk) logMass(q [2]float64) float64 {
	var dots []float64
	for _, k := range c {
		dots = append(dots, q[0]*k[0]+q[1]*k[1])
	}
	return floats.LogSumExp(dots)
}

// mean is the mean of the keys.
func (c Chunk) mean() (m [2]float64) {
	for _, k := range c {
		m[0] += k[0] / float64(len(c))
		m[1] += k[1] / float64(len(c))
	}
	return m
}

// opposite are the keys of the paper's counter-example.
var opposite = Chunk{{4, 0}, {-4, 0}}

// MassAcross asks for the log mass of two opposite keys for a query across.
var MassAcross = Exercise[float64]{
	Name: "mass-across",
	Task: "A chunk has the two keys (4, 0) and (−4, 0). What is its log mass, log Σ exp(q·k), for the query (0, 1)?",
	Hints: []string{
		"Both products q·k are 0. What is exp(0), and how many keys are there?",
		"The mass is exp(0) + exp(0) = 2.",
	},
	Why:   "A query that fits no key still finds the mass of all of them: log S for S keys, the same for every chunk.",
	Right: func(a float64) bool { return near(a, opposite.logMass([2]float64{0, 1})) },
	Mistakes: []Mistake[float64]{
		is(0, "0 is the product of the query with each key, and with their mean. Each key then counts exp(0), which is not 0."),
		is(2, "2 is the mass. The LOG mass is its logarithm."),
		is(math.Log10(2), "That is the logarithm to base 10; the exponentials are to base e, and so is the logarithm."),
		is(1, "exp(0) is 1 for one key; there are two."),
		is(opposite.logMass([2]float64{1, 0}), "That is for the query (1, 0), along the keys. This one is across: (0, 1)."),
	},
}

var ahead = [2]float64{1, 0}

// TwinChunks asks for two chunks that mean pooling cannot tell apart.
var TwinChunks = Exercise[[2]Chunk]{
	Name: "twin-chunks",
	Task: "Find two chunks of two keys each that mean pooling cannot tell apart (the same mean), although for the query (1, 0) " +
		"the first has at least 3 more log mass. Check([2]exercises.Chunk{{{x, y}, {x, y}}, {{x, y}, {x, y}}})",
	Hints: []string{
		"The mean stays where it is when the two keys move apart from it in opposite directions. What does the mass do?",
		"Put the second chunk's keys at one place, both at (0, 0), and the first's at (a, 0) and (−a, 0), with a larger than 3 + log 2.",
	},
	Why:   "Every query scores the two alike under mean pooling, whatever it asks for; no projection behind the mean can bring back what it lost.",
	Right: func(a [2]Chunk) bool { return twins(a) && sameMean(a) && gap(a) >= 3 },
	Mistakes: []Mistake[[2]Chunk]{
		{func(a [2]Chunk) bool { return !twins(a) }, "Each of the two chunks has two keys, and each key two numbers."},
		{func(a [2]Chunk) bool { return !sameMean(a) && gap(a) >= 3 }, "The masses are far enough apart, but so are the means: add the same to each chunk until its keys add up to the same."},
		{func(a [2]Chunk) bool { return !sameMean(a) }, "The means differ: the keys of both chunks must add up to the same."},
		{func(a [2]Chunk) bool { return gap(a) <= -3 }, "Right, but the wrong way round: the first chunk is to have the larger mass."},
		{func(a [2]Chunk) bool { return math.Abs(gap(a)) < 1e-9 }, "The means agree, but for the query (1, 0) so do the masses. Only the FIRST number of a key counts for it."},
		{func(a [2]Chunk) bool { return gap(a) < 3 }, "On the way: the means agree and the masses differ, but not by 3 yet. Move the keys of the first chunk further apart."},
	},
}

func twins(a [2]Chunk) bool { return len(a[0]) == 2 && len(a[1]) == 2 }

func sameMean(a [2]Chunk) bool {
	m, n := a[0].mean(), a[1].mean()
	return math.Abs(m[0]-n[0]) < 1e-9 && math.Abs(m[1]-n[1]) < 1e-9
}

func gap(a [2]Chunk) float64 { return a[0].logMass(ahead) - a[1].logMass(ahead) }
