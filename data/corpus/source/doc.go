// Package source opens corpora by name, for command lines and configurations: what the Go distribution carries, files
// and folders, and datasets of the Hugging Face hub.
//
//	opticks            Newton's Opticks, from the Go distribution
//	go-docs            comments and manuals of the Go distribution
//	go-source          its source files
//	PATH               a file, or all files of a folder
//	hf:OWNER/NAME      a dataset of the hub, fetched once and kept in the hub's cache
//	NAME*8             a corpus eight times over
//	NAME*0.25          a quarter of its documents
//	NAME+NAME          several, one after the other
//
// Files are read by their endings: .jsonl and .ndjson (one object a line), .parquet (one row a document), all others
// as running text that is cut into documents at the ends of paragraphs. Text and JSONL may be compressed (.gz, .zst,
// .bz2). Everything is read in a stream.
package source
