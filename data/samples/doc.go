// Package samples writes and reads samples of any task together with their evidence: a JSON object a line.
//
//	{"task": "niah_single_1", "version": "1", "index": 0, "seed": 42,
//	 "input": "…", "answer_prefix": " It is", "outputs": ["8038374"], "length": 1131, "budget": 128,
//	 "tokenizer": "hsalab-4k", "tokenizer_hash": "…", "chunk": 64,
//	 "evidence": [{"text": "…", "bytes": [512, 569], "tokens": [190, 207], "chunks": [2, 3]}]}
//
// The benchmarks' own formats, RULER's JSON lines and BABILong's CSV, do not say what an answer rests on; this one does.
// Bytes are those of input and answer_prefix together; tokens are those of the tokenizer, without special tokens.
//
// The samples of benchmarks ([FromText]) are text: whoever reads them tokenizes it. The samples of the needle and recall
// tasks ([FromNeedles], [FromTask]) are tokens that their text need not give back, so the line has them too, and the
// predictions that are asked for:
//
//	"tokens": [17, 4, …], "queries": [{"position": 4090, "answer": 61, "evidence": [0]}]
//
// The answer of a query is the token after its position; its evidence are numbers in the list of evidence.
package samples
