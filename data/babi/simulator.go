package babi

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/taskpack"
)

// attempts is how many stories are thrown away before a world is said to be too small. Task 3 keeps about one of five.
const attempts = 1000

// Simulator tells stories in the words of a task pack. It is safe for concurrent use.
type Simulator struct {
	pack taskpack.Babi
	hash string
}

// New makes a simulator of the pack. It fails on forms with the wrong number of %s and on worlds too small for a task.
func New(pack taskpack.Babi) (*Simulator, error) {
	if err := checkPack(&pack); err != nil {
		return nil, err
	}
	return &Simulator{pack: pack, hash: data.Hash(pack)}, nil
}

// Hash is the fingerprint of the pack, for result rows.
func (s *Simulator) Hash() string { return s.hash }

// Story tells the story of the given index in the stream of a task and seed. It fails on an unknown task, and where the
// pack's world is so small that no story comes about.
func (s *Simulator) Story(task Task, seed int64, index int) (Story, error) {
	if err := task.check(); err != nil {
		return Story{}, err
	}
	rng := data.Rand("babi "+task.String(), uint64(seed), uint64(index))
	for range attempts {
		t := newTeller(rng, &s.pack)
		if families[task].tell(t) {
			return Story{Task: task, Lines: t.lines}, nil
		}
	}
	return Story{}, fmt.Errorf("babi: no story of %s (%s) in %d attempts: give the pack's world more places, people or things",
		task, task.Title(), attempts)
}

// Stories tells the first n stories of a stream.
func (s *Simulator) Stories(task Task, seed int64, n int) ([]Story, error) {
	stories := make([]Story, 0, n)
	for i := range n {
		story, err := s.Story(task, seed, i)
		if err != nil {
			return nil, err
		}
		stories = append(stories, story)
	}
	return stories, nil
}
