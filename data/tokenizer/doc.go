// Package tokenizer turns text into token ids and back: byte-level BPE as tokenizer.json files define it ([File],
// [BPE]), bytes ([Bytes]) and whole words ([Words]), behind [github.com/hsalab/hsalab/data.Tokenizer]. [Train] makes
// tokenizers, [Open] opens them by name or path.
//
// # Files
//
// A tokenizer.json file of the Hugging Face tokenizers library works if its model is BPE, with the normalizers NFC,
// NFD, NFKC, NFKD, Prepend and Replace and the pre-tokenizers ByteLevel, Digits, Split and Metaspace: the shapes of
// GPT-2, GPT-NeoX, Llama 2 (byte fallback) and Llama 3 (ignored merges). Everything else is refused with a sentence,
// not ignored. Bytes that are no UTF-8 go through a byte-level tokenizer or one with byte fallback and come back the
// same. Unicode normalization knows the characters of Unicode 15.
//
// The files are read and run here and not by go-huggingface, whose hftokenizer (v0.4.1) splits byte-level text at spaces
// alone, drops the pre-tokenizer Digits and patterns with a look-ahead, replaces bytes that are no UTF-8, and
// takes time quadratic in the length of a piece. Where it can be right, a test holds the two against each other;
// others compare with what the original library made of thousands of texts. Files of the hub come through
// go-huggingface, see [github.com/hsalab/hsalab/data/tokenizer/pretrained].
//
// The other way round, [Definition] writes any of them, words and bytes too, as a tokenizer.json file for that library.
//
// # The tokenizer that comes with the lab
//
// [Default] is hsalab-4k: 4,096 entries, of which id 0 ends a document ([EndOfText]), ids 1 to 256 are the bytes and the
// others 3,839 merges. Digits are tokens of their own. It was trained on the training split of Newton's Opticks
// (eight times over) and of a quarter of the comments and manuals of the Go distribution, go1.26.8; the 1,660 documents
// have 9,434,238 bytes and the hash b1d364b54459f0c3:
//
//	hsalab tokenizer train --vocab 4096 --split train --corpus 'opticks*8+go-docs*0.25' --out data/tokenizer/hsalab-4k.json.gz
//
// On documents of the validation split it takes 3.6 bytes of Opticks a token, 3.1 of Go documentation, 2.5 of Go
// source.
package tokenizer
