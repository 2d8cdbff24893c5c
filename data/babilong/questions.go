package babilong

import "github.com/hsalab/hsalab/data/babi"

// PromptTokens is what BABILong keeps free for the prompt in a sample of a nominal length: the mix of facts and
// background is that much shorter.
const PromptTokens = 300

// MaxFacts is the greatest number of facts and question together that BABILong takes for a nominal length in tokens; 0,
// for lengths of 0 and below, says that there is none.
func MaxFacts(nominal int) int {
	return max(0, nominal/8)
}

// Questions gives the questions of the stories in order, without those that have more facts, with the question, than
// maxFacts; 0 takes all. (The original can never draw the last one. This takes it in.)
func Questions(stories []babi.Story, maxFacts int) []babi.Question {
	var questions []babi.Question
	for _, story := range stories {
		for _, q := range story.Questions() {
			if maxFacts == 0 || len(q.Statements)+1 <= maxFacts {
				questions = append(questions, q)
			}
		}
	}
	return questions
}
