package taskpack

// Babi holds the words of the twenty bAbI task families: forms of sentences, whose %s are filled from left to right,
// and the worlds that the stories play in. Forms are written without the first capital and without the final period.
type Babi struct {
	ConfigDefaults BabiDefaults   `json:"config_defaults"`
	Statements     BabiStatements `json:"statements"`
	Questions      BabiQuestions  `json:"questions"`
	Directions     BabiDirections `json:"directions"`
	// Opposite maps each of the directions n, s, e, w to the one that faces it.
	Opposite map[string]string `json:"opposite"`
	Times    []string          `json:"times"`    // the times of one day, in order
	Numerals []string          `json:"numerals"` // the words for 0, 1, 2, …
	Nothing  string            `json:"nothing"`  // what empty hands hold
	Worlds   BabiWorlds        `json:"worlds"`
}

// BabiDefaults are the settings of the original's command line. The twenty families do not read them.
type BabiDefaults struct {
	Coreference float64 `json:"coreference"`
	Conjunction float64 `json:"conjunction"`
	Compound    float64 `json:"compound"`
	Directions  string  `json:"directions"`
}

// BabiStatements are the forms of what is told.
type BabiStatements struct {
	Get         []string    `json:"get"`                     // actor, object
	Drop        []string    `json:"drop"`                    // actor, object
	Give        []string    `json:"give"`                    // giver, receiver, object
	Move        []string    `json:"teleport"`                // actor, place
	Pronoun     BabiPronoun `json:"teleport_coref"`          // the same actor goes on
	They        BabiThey    `json:"teleport_compound_coref"` // the same pair goes on
	Conjunction string      `json:"conjunction"`             // actor, actor
	IsIn        []string    `json:"is_in_true"`              // actor, place
	IsNotIn     []string    `json:"is_in_false"`             // actor, place
	Either      []string    `json:"either"`                  // actor, place, place
	Direction   []string    `json:"dir"`                     // thing, words of a direction, thing
	Bigger      []string    `json:"bigger"`                  // thing, thing
	IsAdjective []string    `json:"is_adjective"`            // actor, state
	IsNoun      []string    `json:"is_noun"`                 // actor, animal: the form for consonants, then for vowels
	Fears       []string    `json:"has_fear"`                // animals, animals
	HasColor    []string    `json:"has_color"`               // actor, color
}

// BabiPronoun is a move told with a pronoun: an adverb that takes the pronoun, then a verb that takes the place.
type BabiPronoun struct {
	Adverbs  []string    `json:"adverbs"`
	Verbs    []string    `json:"verbs"`
	Pronouns BabiGenders `json:"pronouns"`
}

// BabiGenders are the pronouns of an actor whose gender is "male" and of every other one.
type BabiGenders struct {
	Male  string `json:"male"`
	Other string `json:"other"`
}

// BabiThey is a move of the pair that moved last: an adverb, then a verb that takes the place.
type BabiThey struct {
	Adverbs []string `json:"adverbs"`
	Verbs   []string `json:"verbs"`
}

// BabiQuestions are the forms of what is asked, with the question mark.
type BabiQuestions struct {
	WhereActor        string   `json:"where_actor"`         // actor
	WhereObject       string   `json:"where_object"`        // object
	WhereBeforeObject string   `json:"where_before_object"` // object, place
	WhereBeforeActor  string   `json:"where_before_actor"`  // actor, place
	IsInActor         string   `json:"yes_no_is_in_actor"`  // actor, place
	IsInObject        string   `json:"yes_no_is_in_object"` // object, place
	Direction         []string `json:"dir"`                 // [words of a direction, place] and [place, words of a direction]
	DirectionYesNo    string   `json:"dir_yes_no"`          // thing, words of a direction, thing
	Give              []string `json:"give"`                // [giver, receiver], [object] and [giver, object]
	Count             string   `json:"count"`               // actor
	Holding           string   `json:"holding"`             // actor
	Fear              string   `json:"fear"`                // actor
	Color             string   `json:"color"`               // actor
	Size              []string `json:"size"`                // [bigger, smaller] and [what fits, what it fits in]
	Path              string   `json:"path"`                // from, to
	WhereTo           string   `json:"whereto"`             // actor
	WhyMove           string   `json:"why_teleport"`        // actor, place
	WhyGet            string   `json:"why_get"`             // actor, object
}

// BabiDirections are the words that stand between A and B in "the A is … the B" when B lies in direction n, s, e or w
// as seen from A. (So "north" for n, as the original has it, is the reverse of plain English; "south of" is not.)
type BabiDirections struct {
	Cardinal map[string]string `json:"cardinal"` // of places
	Relative map[string]string `json:"relative"` // of shapes
}

// BabiWorlds are the worlds of the families: Basic of tasks 1 to 14 and 19, Sizes of 18, Deduction of 15, Induction of
// 16, Positional of 17 and Motivations of 20.
type BabiWorlds struct {
	Basic       BabiBasic       `json:"basic"`
	Motivations BabiMotivations `json:"motivations"`
	Sizes       []string        `json:"sizes"`
	Deduction   BabiDeduction   `json:"deduction"`
	Induction   BabiInduction   `json:"induction"`
	Positional  BabiPositional  `json:"positional"`
}

// BabiBasic is a house with people and things in it.
type BabiBasic struct {
	Locations []string             `json:"locations"`
	Objects   map[string]string    `json:"objects"` // the place each one starts in
	Fixed     map[string]string    `json:"fixed"`   // what nobody can carry, and its place
	Actors    map[string][2]string `json:"actors"`  // the place each one starts in, and their gender
}

// BabiMotivations is a world in which a state of mind says where one goes and what one gets.
type BabiMotivations struct {
	Locations []string             `json:"locations"`
	Objects   map[string]string    `json:"objects"` // the place of each
	Actors    map[string]string    `json:"actors"`  // the gender of each
	States    map[string][2]string `json:"states"`  // the place one goes to and the object one gets
}

// BabiDeduction is a world of animals with names that are afraid of each other.
type BabiDeduction struct {
	Animals map[string]string `json:"animals"` // the plural of each singular
	Actors  []string          `json:"actors"`
}

// BabiInduction is a world of animals with names and a color for each kind.
type BabiInduction struct {
	Animals []string `json:"animals"`
	Colors  []string `json:"colors"`
	Actors  []string `json:"actors"`
}

// BabiPositional is a world of shapes with or without a color.
type BabiPositional struct {
	Shapes []string `json:"shapes"`
	Colors []string `json:"colors"`
}
