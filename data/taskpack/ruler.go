package taskpack

// RULER holds the texts and settings of NVIDIA's RULER. Templates have fields in braces: {context} and {query} of every
// sample, and those that a family names.
type RULER struct {
	Families       Families          `json:"families"`
	Tasks          map[string]Task   `json:"tasks"`           // by name, such as niah_single_1
	ModelTemplates map[string]string `json:"model_templates"` // around {task_template}, by model family
}

// Families are the five kinds of RULER tasks.
type Families struct {
	NIAH NIAH `json:"niah"`
	VT   VT   `json:"vt"`
	CWE  CWE  `json:"cwe"`
	FWE  FWE  `json:"fwe"`
	QA   QA   `json:"qa"`
}

// Prompt is what all families have. AnswerPrefix follows the template; Budget is the number of tokens that a model may
// answer with.
type Prompt struct {
	Template     string `json:"template"`
	AnswerPrefix string `json:"answer_prefix"`
	Budget       int    `json:"tokens_to_generate"`
}

// NIAH is the needle in a haystack: {type_needle_v}, {key} and {value} are fields of Needle.
type NIAH struct {
	Prompt
	Needle           string      `json:"needle"`
	NoiseUnit        string      `json:"noise_unit"`
	SingularRewrites [][2]string `json:"singular_rewrites"` // applied to the template where one value is asked for
	QueryJoin        string      `json:"query_join"`
	QueryLastJoin    string      `json:"query_last_join"`
	Depths           []int       `json:"depths"` // in percent
}

// VT is variable tracking: {name}, {value} and {prev} are fields of the assignments, {num_v} one of the prompt.
type VT struct {
	Prompt
	NoiseUnit   string `json:"noise_unit"`
	AssignValue string `json:"assign_value"`
	AssignVar   string `json:"assign_var"`
	ICLValue    string `json:"icl_value"` // the value in the solved example
	Alphabet    string `json:"alphabet"`  // of the names
}

// CWE is common words extraction: {i} and {word} are fields of Item, {num_cw} one of the prompt.
type CWE struct {
	Prompt
	Item string `json:"item"`
}

// FWE is frequent words extraction.
type FWE struct {
	Prompt
	NoiseWord string             `json:"noise_word"` // stands for the most frequent word
	Alphabet  string             `json:"alphabet"`   // of the coded words
	Zeta      map[string]float64 `json:"zeta,omitempty"`
}

// QA is question answering over documents: {i} and {document} are fields of Document.
type QA struct {
	Prompt
	Document     string `json:"document"`
	DocumentJoin string `json:"document_join"`
}

// Task is the setting of one task. Which fields count depends on the family.
type Task struct {
	Family string `json:"family"` // niah, vt, cwe, fwe or qa

	Haystack  string `json:"type_haystack,omitempty"` // niah: noise, essay or needle; vt: noise
	KeyKind   string `json:"type_needle_k,omitempty"` // niah: words, numbers or uuids
	ValueKind string `json:"type_needle_v,omitempty"`
	Keys      int    `json:"num_needle_k,omitempty"` // niah: keys in the haystack
	Values    int    `json:"num_needle_v,omitempty"` // niah: values of a key
	Queries   int    `json:"num_needle_q,omitempty"` // niah: keys asked for

	Chains int `json:"num_chains,omitempty"` // vt
	Hops   int `json:"num_hops,omitempty"`   // vt: assignments from variable to variable in a chain

	CommonRepeats   int `json:"freq_cw,omitempty"`  // cwe: how often a common word stands in the list
	UncommonRepeats int `json:"freq_ucw,omitempty"` // cwe: how often any other word does
	CommonWords     int `json:"num_cw,omitempty"`   // cwe

	Alpha float64 `json:"alpha,omitempty"` // fwe: exponent of the zeta distribution of the words

	Dataset string `json:"dataset,omitempty"` // qa: squad or hotpotqa
}
