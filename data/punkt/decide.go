package punkt

import "strings"

// breaks reports whether a sentence ends inside a context: behind one of its words but the last.
func (p *parameters) breaks(context string) bool {
	list := words(context)
	if len(list) < 2 {
		return false
	}
	this := p.alone(list[0])
	for _, text := range list[1:] {
		next := p.alone(text)
		p.decide(&this, next)
		if this.breaks {
			return true
		}
		this = next
	}
	return false
}

// alone is Punkt's first pass: what a word says without its neighbours.
func (p *parameters) alone(text string) token {
	t := newToken(text)
	switch {
	case text == "." || text == "?" || text == "!":
		t.breaks = true
	case !t.ellipsis && t.endsInPeriod() && !strings.HasSuffix(text, ".."):
		base := strings.ToLower(strings.TrimSuffix(text, "."))
		t.abbrev = p.abbreviations[base] || p.abbreviations[base[strings.LastIndexByte(base, '-')+1:]]
		t.breaks = !t.abbrev
	}
	return t
}

// decide is Punkt's second pass: what the word behind a period says about it.
func (p *parameters) decide(t *token, next token) {
	if !t.endsInPeriod() {
		return
	}
	if p.collocations[[2]string{t.base(), next.name()}] {
		t.breaks = false
		return
	}
	initial, starts := t.initial(), p.startsSentence(next)
	if (t.abbrev || t.ellipsis) && !initial && (starts == yes || next.upperFirst() && p.starters[next.name()]) {
		t.breaks = true
		return
	}
	if !initial && t.base() != number {
		return
	}
	unseen := p.orthography[next.name()]&anyLower == 0
	if starts == no || starts == unknown && initial && next.upperFirst() && unseen {
		t.breaks = false
	}
}

type verdict int

const (
	unknown verdict = iota
	yes
	no
)

// startsSentence is the orthographic test: whether the case of a word says that it begins a sentence.
func (p *parameters) startsSentence(t token) verdict {
	if len(t.text) == 1 && strings.Contains(followed, t.text) {
		return no
	}
	seen := p.orthography[t.name()]
	switch {
	case t.upperFirst() && seen&anyLower != 0 && seen&midUpper == 0:
		return yes
	case t.lowerFirst() && (seen&anyUpper != 0 || seen&beginLower == 0):
		return no
	}
	return unknown
}
