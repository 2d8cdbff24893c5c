package recall_test

import (
	"fmt"
	"log"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// print shows one sample of a task, context and tail.
func print(config recall.Config, length, tail int) (*recall.Symbols, data.Sample) {
	task, err := recall.New(config)
	if err != nil {
		log.Fatal(err)
	}
	sample, err := task.Sample(1, 0, length, tail)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(task.Name())
	fmt.Println("context:", show(task, sample.Tokens[:sample.Context()]))
	fmt.Println("tail:   ", show(task, sample.Tokens[sample.Context():]))
	return task, sample
}

// A chain of two hops: every hop has its gold chunk and finds an intermediate answer.
func ExampleChains() {
	task, sample := print(recall.Chains(2), 32, 12)
	for _, q := range sample.Queries[:3] {
		fmt.Printf("%s:", task.Token(sample.Tokens[q.Position]))
		for _, step := range q.Steps() {
			fmt.Printf(" chunk %d holds %s,", step.Chunk, task.Token(sample.Tokens[step.Value]))
		}
		fmt.Println(" the answer is", task.Token(q.Answer))
	}
	// Output:
	// recall-chain2-noise
	// context: n3 n5 k51 v10 k41 k51 k45 v1 k39 k45 k61 v2 n4 n1 k50 v10 k17 k50 k29 k61
	// tail:    k41 v10 k17 v10 k39 v1 k45 v1 k50 v10 k51 v10
	// k41: chunk 0 holds k51, chunk 0 holds v10, the answer is v10
	// k17: chunk 2 holds k50, chunk 1 holds v10, the answer is v10
	// k39: chunk 1 holds k45, chunk 0 holds v1, the answer is v1
}

func ExampleConfig_Deep() {
	print(recall.Chains(3).Deep(), 32, 6)
	// Output:
	// recall-chain3-deep-noise
	// context: n2 n12 n7 n4 k29 v12 k1 v6 k13 k29 k40 v2 k5 k40 k51 k1 n2 n3 k58 k51 k44 k5 n12 n14 k19 k13
	// tail:    k58 v6 k44 v2 k19 v12
}

func ExampleConfig_Listing() {
	task, sample := print(recall.Chains(3).Listing(), 32, 8)
	for _, q := range sample.Queries[:3] {
		fmt.Printf("part %d: %s in chunk %d\n", q.Part, task.Token(q.Answer), q.Chunk)
	}
	fmt.Printf("chance: 1 in %.0f\n", 1/task.Chance())
	// Output:
	// recall-chain3-listed-noise
	// context: k26 v14 n15 n14 k11 v3 k1 v5 k25 k26 n10 n14 n6 n13 k13 k25 k59 k11 k39 k1 k54 k59 k19 k39
	// tail:    k54 k59 k11 v3 k13 k25 k26 v14
	// part 0: k59 in chunk 2
	// part 1: k11 in chunk 2
	// part 2: v3 in chunk 0
	// chance: 1 in 62496
}

func ExampleConfig_Straddling() {
	task, sample := print(recall.Plain().Straddling(1), 32, 6)
	for _, q := range sample.Queries {
		fmt.Printf("key and value in chunks %v, gold chunk %d\n", q.Evidence.Chunks(task.Config().Chunk), q.Chunk)
	}
	// Output:
	// recall-plain-straddle-noise
	// context: n5 n13 n8 n9 n1 n3 n12 k17 v0 n12 n13 n2 n8 n7 n3 k5 v4 n11 n11 n5 n6 n0 n14 k0 v8 n0
	// tail:    k0 v8 k5 v4 k17 v0
	// key and value in chunks [2 3], gold chunk 3
	// key and value in chunks [1 2], gold chunk 2
	// key and value in chunks [0 1], gold chunk 1
}

func ExampleConfig_Repeating() {
	print(recall.Plain().Repeating(2, recall.Newest), 32, 6)
	print(recall.Plain().Repeating(2, recall.Oldest), 32, 6)
	print(recall.Plain().Repeating(2, recall.All), 32, 6)
	// Output:
	// recall-plain-newest2-noise
	// context: k24 v2 n2 n13 k24 v5 k21 v8 k7 v13 n1 n8 k26 v0 k15 v15 k21 v0 k26 v8 k7 v4 k15 v6 n11 n11
	// tail:    k7 v4 k15 v6 k26 v8
	// recall-plain-oldest2-noise
	// context: k5 v0 n8 n7 k16 v4 k13 v7 k21 v14 n4 n2 k0 v9 k21 v6 k5 v1 n10 n9 k0 v15 k13 v13 k16 v5
	// tail:    k0 v9 k5 v0 k21 v14
	// recall-plain-all2-noise
	// context: n14 n12 k11 v8 k0 v9 k5 v13 k6 v5 k17 v10 k5 v8 k6 v6 k0 v8 k11 v1 n13 n3 n2 n5 k17 v6
	// tail:    k17 v10 v6 k6 v5 v6
}

func ExampleConfig_Reversed() {
	_, sample := print(recall.Plain().Reversed(), 32, 6)
	print(recall.Plain().Reversed().Repeating(2, recall.All), 32, 6)
	fmt.Println("values of the chunks:", data.ChunkKeys(sample, 8))
	// Output:
	// recall-plain-reverse-noise
	// context: k11 v3 k3 v15 k0 v0 n0 n3 n0 n3 k3 v31 k9 v6 k14 v5 n4 n2 k8 v16 k15 v10 k14 v4 k12 v18
	// tail:    v10 k15 v3 k11 v5 k14
	// recall-plain-reverse-all2-noise
	// context: k7 v27 k0 v31 k6 v25 k12 v29 k0 v12 k7 v29 k1 v12 k7 v31 k14 v27 n3 n7 k7 v25 n13 n15 n14 n7
	// tail:    v27 k7 k14 v25 k6 k7
	// values of the chunks: [[3 15 0] [31 6 5] [16 10 4] [18]]
}

func ExampleConfig_With() {
	print(recall.Chains(2).Deep().With(recall.Decoys), 48, 4)
	// Output:
	// recall-chain2-deep-decoys
	// context: k31 v6 k39 k31 n14 n8 k37 v3 k32 k31 k33 v15 k12 v15 k55 k37 k6 k33 k31 k6 k3 v11 n12 n1 k63 k6 n10 n0 k62 v13 n4 n6 k20 k12 k25 v5 k33 k32 k40 v1 n1 n15 k50 v12
	// tail:    k20 v15 k55 v3
}

func ExampleNamed() {
	for _, name := range recall.Names() {
		config, err := recall.Named(name)
		if err != nil {
			log.Fatal(err)
		}
		task, err := recall.New(config)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%-14s %-30s chance 1 in %.0f\n", name, task.Name(), 1/task.Chance())
	}
	_, err := recall.Named("chains")
	fmt.Println(err)
	// Output:
	// plain          recall-plain-noise             chance 1 in 16
	// wide           recall-plain-noise             chance 1 in 32
	// conjunctive    recall-conjunctive-noise       chance 1 in 32
	// chain2         recall-chain2-noise            chance 1 in 16
	// chain3         recall-chain3-noise            chance 1 in 16
	// chain2-deep    recall-chain2-deep-noise       chance 1 in 16
	// chain3-deep    recall-chain3-deep-noise       chance 1 in 16
	// chain2-listed  recall-chain2-listed-noise     chance 1 in 1008
	// chain3-listed  recall-chain3-listed-noise     chance 1 in 62496
	// reverse        recall-plain-reverse-noise     chance 1 in 16
	// reverse-all    recall-plain-reverse-all2-noise chance 1 in 240
	// straddle       recall-plain-straddle-noise    chance 1 in 16
	// straddle-half  recall-plain-straddle50-noise  chance 1 in 16
	// newest         recall-plain-newest2-noise     chance 1 in 16
	// oldest         recall-plain-oldest2-noise     chance 1 in 16
	// recall: unknown task "chains"; there is: plain, wide, conjunctive, chain2, chain3, chain2-deep, chain3-deep, chain2-listed, chain3-listed, reverse, reverse-all, straddle, straddle-half, newest, oldest
}

func ExampleConfig_Validate() {
	config := recall.Chains(2)
	config.Listed = true
	fmt.Println(config.Validate())
	fmt.Println(config.Listing().Validate())
	// Output:
	// recall: Shallowest 1 with Listed: want Hops 2, the answer names the others
	// <nil>
}
