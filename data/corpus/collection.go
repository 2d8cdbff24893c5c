package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"iter"
	"strings"
)

// Corpus is a sequence of documents, read in a stream and anew each time: memory does not depend on its size.
type Corpus struct {
	name, identity string
	documents      iter.Seq2[Document, error]
}

// New is a corpus of documents that can be read again and again. The identity changes whenever what is read
// changes: token caches depend on it.
func New(name, identity string, documents iter.Seq2[Document, error]) Corpus {
	return Corpus{name, identity, documents}
}

// Name is what the corpus is called, such as "opticks" or "opticks/train".
func (c Corpus) Name() string { return c.name }

// Identity changes whenever the documents change: it names their source and its version, or the sizes and times of
// files. Unlike [Summary.Hash] it is known before they are read, and differs between machines.
func (c Corpus) Identity() string { return c.identity }

// Documents are the documents in order. The first error ends them.
func (c Corpus) Documents() iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		for d, err := range c.documents {
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

// Texts are the texts of the documents.
func (c Corpus) Texts() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for d, err := range c.Documents() {
			if !yield(d.Text, err) {
				return
			}
		}
	}
}

// Only is the documents of one split.
func (c Corpus) Only(s Split) Corpus {
	return c.filter(string(s), func(d Document) bool { return d.Split() == s })
}

// Share is a share of the documents, such as 0.1, chosen by their text: the same ones on every machine, independently
// of the splits. It panics on a share outside 0 to 1.
func (c Corpus) Share(share float64) Corpus {
	if !(share >= 0 && share <= 1) {
		panic(fmt.Sprintf("corpus: Share(%g): want 0 to 1", share))
	}
	return c.filter(fmt.Sprint(share), func(d Document) bool { return d.share() < share })
}

func (c Corpus) filter(name string, keep func(Document) bool) Corpus {
	return New(c.name+"/"+name, c.identity+"/"+name, func(yield func(Document, error) bool) {
		for d, err := range c.documents {
			if (err != nil || keep(d)) && !yield(d, err) {
				return
			}
		}
	})
}

// Join is the documents of several corpora, one after the other. A corpus that stands twice counts twice.
func Join(parts ...Corpus) Corpus {
	names, identities := make([]string, len(parts)), make([]string, len(parts))
	for i, p := range parts {
		names[i], identities[i] = p.name, p.identity
	}
	return New(strings.Join(names, "+"), strings.Join(identities, "+"), func(yield func(Document, error) bool) {
		for _, p := range parts {
			for d, err := range p.documents {
				if !yield(d, err) || err != nil {
					return
				}
			}
		}
	})
}

// Summary is what a corpus holds.
type Summary struct {
	Documents int
	Bytes     int64
	Hash      string // fingerprint of all texts in order, the same on every machine
}

// Digest sums up documents as they pass.
type Digest struct {
	summary Summary
	hash    hash.Hash
}

// NewDigest is the digest of no documents.
func NewDigest() *Digest { return &Digest{hash: sha256.New()} }

// Add takes a document in.
func (s *Digest) Add(d Document) {
	s.summary.Documents++
	s.summary.Bytes += int64(len(d.Text))
	fmt.Fprintf(s.hash, "%d:%s", len(d.Text), d.Text)
}

// Summary is the sum of the documents so far.
func (s *Digest) Summary() Summary {
	s.summary.Hash = hex.EncodeToString(s.hash.Sum(nil)[:8])
	return s.summary
}

// Summary reads the whole corpus and sums it up.
func (c Corpus) Summary() (Summary, error) {
	s := NewDigest()
	for d, err := range c.Documents() {
		if err != nil {
			return Summary{}, err
		}
		s.Add(d)
	}
	if s.summary.Documents == 0 {
		return Summary{}, fmt.Errorf("corpus: %s holds no documents: choose another split or a larger corpus", c.name)
	}
	return s.Summary(), nil
}
