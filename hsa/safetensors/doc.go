// Package safetensors reads and writes the safetensors weight format: a length, a JSON header, and the
// raw little-endian bytes of the tensors. Nothing in such a file can execute.
//
//	8 bytes        header length n, unsigned, little endian
//	n bytes        {"__metadata__":{"k":"v"},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},...}
//	the rest       the tensors, one after the other
//
// A file from a stranger is safe to open. [Read] and [Open] check all of it before memory is taken for a tensor:
// the header is at most [MaxHeader] bytes and inside the file, strict JSON without duplicate or unknown
// keys; every dtype is known; the product of every shape is checked for overflow and agrees with the
// tensor's bytes; and the tensors cover the data exactly, with no gap, no overlap and nothing after the last.
// Every refusal names the tensor and the reason and matches [ErrInvalid].
//
// An open file keeps a few times the memory of its header. Reading one tensor takes that tensor's memory and no more, so
// a large file is read piece by piece.
// A model may be kept in several files, the shards, with a JSON index: [OpenSet] and [WriteSet]. [NewFloats] and
// [File.ReadFloats] convert between 32-bit floats and the types F16 and BF16.
//
// [Write] is deterministic: the same tensors and metadata in any order give the same bytes. [WriteFile] writes
// beside the final name and renames, so an interrupted or failed write leaves the previous file as it was.
package safetensors
