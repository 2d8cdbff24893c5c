package taskpack

// BABILong holds the prompts of BABILong and the labels of its scoring, by task name qa1 to qa20. Templates have fields
// in braces: {instruction}, {examples} and {post_prompt} of the task, {context} and {question} of the sample.
type BABILong struct {
	TaskTemplate    string                    `json:"task_template"`
	UserTemplate    string                    `json:"user_template"`
	DefaultTemplate string                    `json:"default_template"`
	Prompts         map[string]BABILongPrompt `json:"prompts"`
	Labels          map[string][]string       `json:"labels"`
	SplitPoints     BABILongSplitPoints       `json:"split_points"`
}

// BABILongPrompt is what a task says around its context. Each part may be empty.
type BABILongPrompt struct {
	Instruction string `json:"instruction"`
	Examples    string `json:"examples"`
	PostPrompt  string `json:"post_prompt"`
}

// BABILongSplitPoints are where an output is cut before it is scored.
type BABILongSplitPoints struct {
	Sentence     string `json:"sentence"`
	Context      string `json:"context"`
	Example      string `json:"example"`
	QuestionDead string `json:"question_dead"` // never applies: outputs are in lower case by then
}
