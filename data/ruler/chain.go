package ruler

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// chain is a chain of assignments: its variables, and a line for each.
type chain struct {
	names, lines []string
	value        string
}

// chains draws the names and values. A name that is drawn twice leaves a chain too short, at which RULER stops.
func (v *vt) chains(hops, letters int, value func() string) ([]chain, error) {
	names := v.distinctWords(v.texts.Alphabet, letters, (hops+1)*v.task.Chains)
	var chains []chain
	for own := range slices.Chunk(names, hops+1) {
		c := chain{names: own, value: value()}
		if len(own) <= hops {
			return nil, errors.New("a name was drawn twice")
		}
		c.lines = append(c.lines, v.value.fill("name", own[0], "value", c.value))
		for i, name := range own[1:] {
			c.lines = append(c.lines, v.assign.fill("name", name, "prev", own[i]))
		}
		chains = append(chains, c)
	}
	return chains, nil
}

// line is a line of the context.
type line struct {
	text string
	gold bool
}

// chainPrompt makes a prompt of so many lines of noise with chains hidden in it.
func (v *vt) chainPrompt(f frame, size, hops, letters int, value func() string) (draft, error) {
	chains, err := v.chains(hops, letters, value)
	if err != nil {
		return draft{}, err
	}
	lines := slices.Repeat([]line{{text: v.texts.NoiseUnit}}, max(0, size))
	for i, c := range chains {
		if lines, err = v.insert(lines, c, i == 0); err != nil {
			return draft{}, err
		}
	}
	w := new(writer)
	fields := []string{"query", chains[0].value, "num_v", strconv.Itoa(v.task.Hops + 1)}
	f.head.write(&w.Builder, fields...)
	for i, l := range lines {
		text := strings.ReplaceAll(l.text, ". \n", ".\n")
		ends := i < len(lines)-1
		if ends && strings.HasSuffix(text, ". ") {
			text = strings.TrimSuffix(text, " ")
		}
		said := strings.TrimRight(text, " ")
		w.piece(said, l.gold)
		w.WriteString(text[len(said):])
		if ends {
			w.WriteByte('\n')
		}
	}
	f.tail.write(&w.Builder, fields...)
	return w.draft(chains[0].names), nil
}

// insert puts the lines of a chain in order between those there are.
func (v *vt) insert(lines []line, c chain, gold bool) ([]line, error) {
	places, err := v.random.Sample(len(lines), len(c.lines))
	if err != nil {
		return nil, err
	}
	slices.Sort(places)
	for i, text := range c.lines {
		lines = slices.Insert(lines, places[i]+i, line{text, gold})
	}
	return lines, nil
}
