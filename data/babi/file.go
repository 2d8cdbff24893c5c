package babi

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Write writes stories in the format of the bAbI files: "NUMBER SENTENCE" a line, behind a question a tab, the answer, a
// tab and the numbers of the supporting lines, joined by spaces. Numbers restart at 1 with each story.
func Write(w io.Writer, stories []Story) error {
	buffered := bufio.NewWriter(w)
	for _, story := range stories {
		for i, line := range story.Lines {
			fmt.Fprintf(buffered, "%d %s", i+1, line.Text)
			if line.IsQuestion() {
				fmt.Fprintf(buffered, "\t%s\t%s", line.Answer, joinNumbers(line.Supports))
			}
			buffered.WriteByte('\n')
		}
	}
	return buffered.Flush()
}

// Read reads stories of one task in the format of [Write]. Blank lines are left out. Errors name the line.
func Read(r io.Reader, task Task) ([]Story, error) {
	if err := task.check(); err != nil {
		return nil, err
	}
	var stories []Story
	scanner := bufio.NewScanner(r)
	for row := 1; scanner.Scan(); row++ {
		if strings.TrimSpace(scanner.Text()) == "" {
			continue
		}
		number, line, err := parseLine(scanner.Text(), task)
		if err != nil {
			return nil, fmt.Errorf("babi: line %d: %w", row, err)
		}
		if number == 1 {
			stories = append(stories, Story{Task: task})
		}
		if len(stories) == 0 || number != len(stories[len(stories)-1].Lines)+1 {
			return nil, fmt.Errorf("babi: line %d has the number %d: want the next of its story, or 1 for a new story", row, number)
		}
		last := &stories[len(stories)-1]
		if err := last.checkSupports(line.Supports); err != nil {
			return nil, fmt.Errorf("babi: line %d: %w", row, err)
		}
		last.Lines = append(last.Lines, line)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("babi: reading stories: %w", err)
	}
	return stories, nil
}

func parseLine(text string, task Task) (number int, line Line, err error) {
	first, rest, ok := strings.Cut(text, " ")
	number, err = strconv.Atoi(first)
	if err != nil || number < 1 || !ok {
		return 0, line, fmt.Errorf("%q does not begin with a line number and a space", text)
	}
	fields := strings.Split(rest, "\t")
	line.Text = strings.TrimSpace(fields[0])
	switch len(fields) {
	case 1:
		return number, line, nil
	case 2, 3:
	default:
		return 0, line, fmt.Errorf("%q has %d tabs: want sentence, answer and supports", text, len(fields)-1)
	}
	answer := ParseAnswer(task.Kind(), strings.TrimSpace(fields[1]))
	line.Answer = &answer
	if len(fields) == 3 {
		line.Supports, err = parseNumbers(fields[2])
	}
	return number, line, err
}

// checkSupports verifies that the numbers are those of statements already told.
func (s Story) checkSupports(numbers []int) error {
	for _, n := range numbers {
		if n < 1 || n > len(s.Lines) || s.Lines[n-1].IsQuestion() {
			return fmt.Errorf("support %d is not an earlier statement of the story", n)
		}
	}
	return nil
}

func joinNumbers(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

func parseNumbers(text string) ([]int, error) {
	var numbers []int
	for _, word := range strings.Fields(text) {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, errors.New("supports " + strconv.Quote(text) + " are not line numbers")
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return numbers, nil
}
