package recall

// Haystack names what surrounds the needles that are asked for.
type Haystack string

const (
	// Noise is a haystack of noise symbols around a fixed number of needles with distinct keys.
	Noise Haystack = "noise"
	// Decoys is a haystack in which NeedleShare of the slots hold needles. The keys asked for
	// appear exactly once each, or as often as they are to repeat; all other needles are decoys,
	// whose keys come from those not asked for, repeat, and have random values. Among chains the
	// value of a decoy is as often as theirs a key: that of an earlier decoy.
	Decoys Haystack = "decoys"
)

// Which names which of the needles of a repeated key the answer takes.
type Which string

const (
	Newest Which = "newest" // the last one in the context
	Oldest Which = "oldest" // the first one
	All    Which = "all"    // all of them, in the order of the context: an answer of several tokens
)

// Config defines a [Symbols] task. Start from [Plain], [Conjunctive] or [Chains], or from a name
// ([Named]).
type Config struct {
	Keys       int      `json:"keys"`        // number of distinct keys; a square if KeySymbols is 2
	Values     int      `json:"values"`      // number of value symbols
	Noise      int      `json:"noise"`       // number of noise symbols
	KeySymbols int      `json:"key_symbols"` // symbols of a key: 1, or 2 for conjunctive keys
	Haystack   Haystack `json:"haystack"`    // Noise or Decoys
	Chunk      int      `json:"chunk"`       // chunk size S that gold chunks are computed for

	// NeedleShare is the share of slots that hold needles: of all slots among decoys, of the slots
	// of a training context in noise.
	NeedleShare float64 `json:"needle_share"`
	// Needles is the largest number of needles in a noise haystack. 0 stands for as many as a
	// context of TrainLength holds, so that a longer haystack adds noise, not needles.
	Needles int `json:"needles"`
	// TrainLength is the training length that Needles follows if it is 0.
	TrainLength int `json:"train_length"`
	// Offset is the number of noise tokens before the first slot, less than a slot. With 0 and a
	// chunk size that slots divide no needle straddles two chunks; with 1 some do.
	Offset int `json:"offset"`

	// Straddle is the share of the needles, decoys too, that lie across a chunk boundary: the key
	// ends a chunk and the value begins the next. All others then lie inside a chunk.
	Straddle float64 `json:"straddle,omitempty"`
	// Repeats is the number of needles of each key asked for, all with different values: 0 for one,
	// or 2 and more. Answer says which of them count.
	Repeats int   `json:"repeats,omitempty"`
	Answer  Which `json:"answer,omitempty"` // Newest, Oldest or All where keys repeat
	// Reverse asks by the value for the key. The values asked for are then what NeedleShare,
	// Haystack and Repeats say of keys: they appear once, or Repeats times, each time with a
	// random key, and decoys have other values.
	Reverse bool `json:"reverse,omitempty"`

	// Hops is the number of needles of a chain, 2 or more: the first has a value, each next one the
	// key of the one before it in the place of a value. 0 makes no chains.
	Hops int `json:"hops,omitempty"`
	// Shallowest is the smallest number of hops asked for, from 1 (every key of a chain may be
	// asked) to Hops (only the last one).
	Shallowest int `json:"shallowest,omitempty"`
	// Listed has the answer name every key on the way, so that each of its tokens is one hop away.
	Listed bool `json:"listed,omitempty"`
}
