package taskpack

import (
	"fmt"
	"strings"
	"sync"
)

// Version is the version of the format that this package reads and writes.
const Version = 1

// Pack is a task pack. A section that the file does not have is zero: [Pack.Require] says which. It is made by [Ours],
// [Open], [Read] or [ImportRULER].
type Pack struct {
	Name     string            `json:"-"` // where it comes from, for messages
	Version  int               `json:"pack_version"`
	Sources  map[string]string `json:"sources"`
	RULER    RULER             `json:"ruler"`
	Words    Words             `json:"wordlists"`
	HSAGroup HSAGroup          `json:"hsa_group"`
	BABILong BABILong          `json:"babilong"`
	Babi     Babi              `json:"babi"`

	sections map[string]bool
	needles  *needlesOnce
}

// needlesOnce makes the needle words of a pack on first use.
type needlesOnce struct {
	sync.Once
	list *Needles
}

func newPack(name string) *Pack {
	return &Pack{Name: name, Version: Version, sections: map[string]bool{}, needles: new(needlesOnce)}
}

// Needles is [Words.Needles], made once for a pack.
func (p *Pack) Needles() *Needles {
	p.needles.Do(func() { p.needles.list = p.Words.Needles() })
	return p.needles.list
}

// Sections of a pack, as in the file.
const (
	SectionRULER    = "ruler"
	SectionWords    = "wordlists"
	SectionHSAGroup = "hsa_group"
	SectionBABILong = "babilong"
	SectionBabi     = "babi"
)

var sections = []string{SectionRULER, SectionWords, SectionHSAGroup, SectionBABILong, SectionBabi}

// Require is an error if the pack lacks one of the sections.
func (p *Pack) Require(sections ...string) error {
	for _, s := range sections {
		if !p.sections[s] {
			return fmt.Errorf("taskpack: pack %s lacks %s: give a pack that has it, or none for the embedded one", p.Name, s)
		}
	}
	return nil
}

// Lacks is the error of a generator that needs a field the pack does not have, such as "ruler.tasks.vt".
func (p *Pack) Lacks(field ...string) error {
	return fmt.Errorf("taskpack: pack %s lacks %s", p.Name, strings.Join(field, "."))
}

// WithDroppedNouns is the pack with the nouns that an earlier version of the word lists had, which RULER may have drawn
// from: it pins no version. Every word that is drawn then changes.
func (p *Pack) WithDroppedNouns() (*Pack, error) {
	nouns, err := p.Words.withDropped()
	if err != nil {
		return nil, err
	}
	earlier := *p
	earlier.needles = new(needlesOnce)
	earlier.Words.Nouns, earlier.Words.Dropped = nouns, nil
	earlier.Words.Counts, earlier.Words.Sums = nil, nil
	return &earlier, nil
}
