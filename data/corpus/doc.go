// Package corpus reads real text with nothing to download: the Go distribution on every user's machine carries
// Newton's Opticks and its own documentation and source. Any other text goes by its path.
//
// A [Corpus] is a sequence of documents, read in a stream: [OpticksCorpus], [GoDocs], [GoSource], files
// ([TextFile], [JSONLFile]); package [github.com/hsalab/hsalab/data/corpus/source] opens corpora by name, Parquet
// and the Hugging Face hub among them. Each [Document] is for training, for validation or for haystacks ([Split]),
// which depends on its text alone.
//
// A [Text] is one book as running words in memory ([Opticks], [Open]), for the word models. It is split by position
// ([Text.Split]): training and held-out words never overlap. A haystack longer than the held-out part wraps around to
// its start.
package corpus
