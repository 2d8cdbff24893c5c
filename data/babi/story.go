package babi

// Story is one numbered story: line i has the number i+1.
type Story struct {
	Task  Task
	Lines []Line
}

// Line is one line of a story: a statement, or a question with its answer and support.
type Line struct {
	Text     string  // the sentence, with its first capital and final mark
	Answer   *Answer // nil for a statement
	Supports []int   // numbers of the statements that the answer rests on, ascending
}

// IsQuestion reports whether the line is a question.
func (l Line) IsQuestion() bool { return l.Answer != nil }

// Question is one question of a story, with the statements told before it.
type Question struct {
	Task       Task
	Statements []string // every statement before the question, in order, without the earlier questions
	Text       string
	Answer     Answer
	Supports   []int // indices of Statements, ascending
}

// Questions gives the questions of the story in order. The supports of its lines must be earlier statements, as those of
// told and read stories are.
func (s Story) Questions() []Question {
	var (
		questions  []Question
		statements []string
		index      = make(map[int]int, len(s.Lines)) // of the statement with a line number
	)
	for i, line := range s.Lines {
		if !line.IsQuestion() {
			index[i+1] = len(statements)
			statements = append(statements, line.Text)
			continue
		}
		q := Question{Task: s.Task, Statements: statements[:len(statements):len(statements)], Text: line.Text, Answer: *line.Answer}
		for _, number := range line.Supports {
			q.Supports = append(q.Supports, index[number])
		}
		questions = append(questions, q)
	}
	return questions
}
