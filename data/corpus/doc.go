// Package corpus reads real text as running words, with nothing to download: the Go distribution on
// every user's machine carries Newton's Opticks ([Opticks]). Any other text file goes by its path
// ([Open]).
//
// A [Text] is split by position ([Text.Split]): training and held-out words never overlap. A
// haystack longer than the held-out part wraps around to its start.
package corpus
