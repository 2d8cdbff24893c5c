package taskpack

// HSAGroup holds the texts of the tasks that the HSA group evaluates with: single needle, multiple queries, variable
// tracking and, in training only, frequent words.
type HSAGroup struct {
	Note         string          `json:"note"`
	SingleNeedle HSASingleNeedle `json:"s_niah"`
	MultiQuery   HSAMultiQuery   `json:"mq_niah"`
	Variables    HSAVariables    `json:"vt"`
	Frequent     HSAFrequent     `json:"fwe"`
}

// HSASingleNeedle surrounds a key: NeedleHead key NeedleTail in the haystack, Question key at the end.
type HSASingleNeedle struct {
	NeedleHead string `json:"needle_head"`
	NeedleTail string `json:"needle_tail"`
	Question   string `json:"question"`
}

// HSAMultiQuery has needles of a name and its number, both {} of Needle in that order.
type HSAMultiQuery struct {
	Needle     string `json:"needle"`
	Question   string `json:"question"` // {} is the names asked for, joined by QueryJoin
	AnswerHead string `json:"answer_head"`
	QueryJoin  string `json:"query_join"`
	AnswerJoin string `json:"answer_join"`
}

// HSAVariables has needles that assign {value} or {prev} to {var}.
type HSAVariables struct {
	AssignValue string `json:"assign_value"`
	AssignVar   string `json:"assign_var"`
	Question    string `json:"question"` // the value asked for follows
	AnswerHead  string `json:"answer_head"`
	AnswerJoin  string `json:"answer_join"`
}

// HSAFrequent is the prompt around a {context} of coded words.
type HSAFrequent struct {
	Template string `json:"template"`
}
