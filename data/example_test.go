package data_test

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
)

// Two needles with key 4 (decoys) and one with key 9 in a context of eight tokens.
func ExampleChunkKeys() {
	sample := data.Sample{
		Tokens:  []int32{4, 20, 9, 21, 4, 22, 30, 31, 9, 21},
		Tail:    2,
		Queries: []data.Query{{Position: 8, Answer: 21, Key: 9, Evidence: data.Span{Start: 2, End: 4}, Value: 3, Chunk: 0}},
		Needles: []data.Placement{{Key: 4, Value: 1}, {Key: 9, Value: 3}, {Key: 4, Value: 5}},
	}
	for chunk, keys := range data.ChunkKeys(sample, 4) {
		fmt.Println("chunk", chunk, "holds the values of keys", keys)
	}
	// Output:
	// chunk 0 holds the values of keys [4 9]
	// chunk 1 holds the values of keys [4]
	// chunk 2 holds the values of keys []
}

func ExampleSample_Check() {
	sample := data.Sample{
		Tokens:  []int32{9, 21, 30, 31, 9, 21},
		Tail:    2,
		Queries: []data.Query{{Position: 4, Answer: 21, Key: 9, Evidence: data.Span{Start: 0, End: 2}, Value: 1, Chunk: 0}},
		Needles: []data.Placement{{Key: 9, Value: 1}},
	}
	fmt.Println(sample.Check(2))
	sample.Queries[0].Chunk = 1
	fmt.Println(sample.Check(2))
	// Output:
	// <nil>
	// data: query 0: gold chunk 1, value token 1 lies in chunk 0
}

func ExampleRand() {
	r := data.Rand("haystack", 1, 2)
	again := data.Rand("haystack", 1, 2)
	other := data.Rand("haystack", 2, 1)
	first := r.Uint64()
	fmt.Println(first == again.Uint64(), first == other.Uint64())
	// Output:
	// true false
}

func ExampleTrainTail() {
	for _, length := range []int{32, 64, 128} {
		fmt.Println(length, "=", length-data.TrainTail(length), "+", data.TrainTail(length))
	}
	// Output:
	// 32 = 20 + 12
	// 64 = 40 + 24
	// 128 = 80 + 48
}

// The question for key 2 takes two hops: key 2 has key 1 as its value, and key 1 has 11.
func ExampleQuery_Steps() {
	tokens := []int32{1, 11, 2, 1, 2, 11}
	query := data.Query{
		Position: 4, Answer: 11, Key: 1, Evidence: data.Span{Start: 0, End: 2}, Value: 1, Chunk: 0,
		Hops: []data.Hop{
			{Key: 2, Evidence: data.Span{Start: 2, End: 4}, Value: 3, Chunk: 1},
			{Key: 1, Evidence: data.Span{Start: 0, End: 2}, Value: 1, Chunk: 0},
		},
	}
	for i, step := range query.Steps() {
		fmt.Printf("hop %d: key %d in chunk %d, finds %d\n", i, step.Key, step.Chunk, tokens[step.Value])
	}
	// Output:
	// hop 0: key 2 in chunk 1, finds 1
	// hop 1: key 1 in chunk 0, finds 11
}
