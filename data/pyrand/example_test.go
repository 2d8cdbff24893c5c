package pyrand_test

import (
	"fmt"

	"github.com/hsalab/hsalab/data/pyrand"
)

// As in Python: r = random.Random(42); r.random(); r.randint(1, 6).
func ExampleRandom() {
	r := pyrand.NewRandom(42)
	fmt.Println(r.Random(), r.RandInt(1, 6))
	// Output:
	// 0.6394267984578837 1
}

func ExampleRandom_Sample() {
	r := pyrand.NewRandom(42)
	fmt.Println(r.Sample(100, 3))
	// Output:
	// [81 14 3] <nil>
}

func ExampleRandom_Shuffle() {
	names := []string{"Ada", "Alan", "Grace", "Kurt"}
	pyrand.NewRandom(42).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	fmt.Println(names)
	// Output:
	// [Grace Alan Kurt Ada]
}

func ExampleLegacy() {
	l := pyrand.NewLegacy(42)
	fmt.Println(l.RandInt(10000, 99999))
	// Output:
	// 25795
}

func ExampleGenerator() {
	g := pyrand.NewGenerator(42)
	fmt.Println(g.Integers(1000), g.Integers(1000))
	// Output:
	// 89 773
}
