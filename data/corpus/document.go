package corpus

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Document is one text of a corpus: the unit that is for training, for validation or for haystacks.
type Document struct {
	Name string // where it comes from: a file, or a row of one
	Part int    // number among the documents that Name was cut into, in order; 0 if it was not cut
	Text string

	key [sha256.Size]byte // what the split depends on
}

// NewDocument is a document of its own.
func NewDocument(name, text string) Document {
	return Document{Name: name, Text: text, key: sha256.Sum256([]byte(text))}
}

// derived is a document made of another text: it lies in the split of that text.
func derived(name, text, origin string) Document {
	return Document{Name: name, Text: text, key: sha256.Sum256([]byte(origin))}
}

// Split is what the document is for. It depends on the text alone, so copies of a text are together.
func (d Document) Split() Split {
	switch binary.LittleEndian.Uint64(d.key[:]) % shares {
	case 0:
		return Haystack
	case 1:
		return Validation
	}
	return Train
}

// share is a number from 0 to 1 that depends on the text alone, apart from Split.
func (d Document) share() float64 {
	return float64(binary.LittleEndian.Uint64(d.key[8:])>>11) / (1 << 53)
}

// Hash is the first 16 hexadecimal digits of the SHA-256 of the text.
func (d Document) Hash() string {
	sum := sha256.Sum256([]byte(d.Text))
	return hex.EncodeToString(sum[:8])
}

// Split says what documents are for.
type Split string

// The splits: 18 of 20 documents are for training, one of 20 each for validation and for haystacks. No document is
// in two.
const (
	Train      Split = "train"
	Validation Split = "validation"
	Haystack   Split = "haystack"
)

// shares is the number of equal shares of a corpus, two of which are not for training.
const shares = 20
