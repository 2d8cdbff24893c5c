package babilong

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/punkt"
	"github.com/hsalab/hsalab/data/taskpack"
)

// AnswerTokens is the most that a model may answer with.
const AnswerTokens = 20

// Prompt writes the prompt of a task around a context and a question, in the pack's default template and without the
// white space around it. at is the byte in which the context, itself without white space around it, begins. It fails on
// a task for which the pack has no prompt.
func Prompt(pack taskpack.BABILong, task babi.Task, context, question string) (text string, at int, err error) {
	parts, known := pack.Prompts[task.String()]
	if !known {
		return "", 0, fmt.Errorf("babilong: the pack has no prompt of %v", task)
	}
	before, after, ok := strings.Cut(pack.DefaultTemplate, "{context}")
	if !ok {
		return "", 0, fmt.Errorf("babilong: the pack's default template has no {context}")
	}
	fields := strings.NewReplacer("{instruction}", parts.Instruction, "{examples}", parts.Examples,
		"{post_prompt}", parts.PostPrompt, "{question}", trim(question))
	before = strings.TrimLeftFunc(fields.Replace(before), punkt.IsSpace)
	after = strings.TrimRightFunc(fields.Replace(after), punkt.IsSpace)
	return before + trim(context) + after, len(before), nil
}

func trim(text string) string { return strings.TrimFunc(text, punkt.IsSpace) }

// Sample is the mix as a text sample with its prompt: the supporting facts are the evidence, by their bytes in the
// prompt. Use [data.TextSample.Locate] for their tokens there.
func (m Mix) Sample(pack taskpack.BABILong) (data.TextSample, error) {
	text, facts, err := m.Text()
	if err != nil {
		return data.TextSample{}, err
	}
	q := m.Question
	prompt, at, err := Prompt(pack, q.Task, text, q.Text)
	if err != nil {
		return data.TextSample{}, err
	}
	s := data.TextSample{
		Task: q.Task.String(), Version: data.Hash(pack), Index: m.Index, Seed: int64(m.Seed), Input: prompt, Outputs: []string{q.Answer.String()},
		Budget: AnswerTokens, Length: len(m.tok.Encode(prompt)) + AnswerTokens,
	}
	for _, i := range q.Supports {
		s.Evidence = append(s.Evidence, data.Evidence{
			Text: q.Statements[i], Bytes: data.Span{Start: facts[i].Start + at, End: facts[i].End + at}, Tokens: data.NoSpan,
		})
	}
	return s, s.CheckEvidence()
}
