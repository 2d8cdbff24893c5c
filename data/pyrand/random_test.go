package pyrand_test

import (
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data/pyrand"
)

// vectors are draws of the original generators, Python 3.11 and NumPy 1.26.
type vectors struct {
	Python    map[string]map[string]any `json:"python_random"`
	Legacy    map[string]map[string]any `json:"numpy_legacy"`
	Generator map[string]map[string]any `json:"numpy_generator"`
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// check compares a draw with a vector, both in their JSON form.
func check(t *testing.T, want, got any) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, plain); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// times gives n draws.
func times[T any](n int, draw func() T) []T {
	drawn := make([]T, n)
	for i := range drawn {
		drawn[i] = draw()
	}
	return drawn
}

func sample(t *testing.T, r *pyrand.Random, n, k int) []int {
	t.Helper()
	drawn, err := r.Sample(n, k)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

func permutation(n int, shuffle func(int, func(i, j int))) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// randomBits are draws of 1, 7, 23, 32, 33 and 128 bits, as decimal text.
func randomBits(r *pyrand.Random) []string {
	var drawn []string
	for _, k := range []int{1, 7, 23, 32, 33} {
		drawn = append(drawn, strconv.FormatUint(r.GetRandBits(k), 10))
	}
	low, high := r.GetRandBits(64), r.GetRandBits(64)
	wide := new(big.Int).SetUint64(high)
	wide.Lsh(wide, 64).Add(wide, new(big.Int).SetUint64(low))
	return append(drawn, wide.String())
}

func TestRandomVectors(t *testing.T) {
	for text, want := range readVectors(t).Python {
		seed, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(text, func(t *testing.T) { check(t, want, randomDraws(t, pyrand.NewRandom(seed))) })
	}
}

// randomDraws are the draws of the vectors, in the order in which they were made from one stream.
func randomDraws(t *testing.T, r *pyrand.Random) map[string]any {
	t.Helper()
	draws := map[string]any{}
	draws["random_x3"] = times(3, func() string { return strconv.FormatFloat(r.Random(), 'g', -1, 64) })
	draws["getrandbits_1_7_23_32_33_128"] = randomBits(r)
	draws["randint_1000000_9999999_x4"] = times(4, func() int { return r.RandInt(1000000, 9999999) })
	draws["shuffle_range10"] = permutation(10, r.Shuffle)
	draws["sample_range1_k1"] = sample(t, r, 1, 1)
	draws["sample_range40_k4"] = sample(t, r, 40, 4)
	draws["sample_range40_k1"] = sample(t, r, 40, 1)
	draws["sample_range20_k5"] = sample(t, r, 20, 5)
	draws["sample_range85_k6"] = sample(t, r, 85, 6)
	draws["sample_range86_k6"] = sample(t, r, 86, 6)
	draws["sample_range1000_k50"] = sample(t, r, 1000, 50)
	many := sample(t, r, 8166, 4096)
	draws["sample_range8166_k4096_first5_last5"] = append(slices.Clone(many[:5]), many[len(many)-5:]...)
	var letters []string
	for _, i := range r.Choices(26, 6) {
		letters = append(letters, string(rune('a'+i)))
	}
	draws["choices_26_k6"] = letters
	draws["choice_of_6171620"] = r.RandBelow(6171620)
	draws["next_getrandbits32"] = r.GetRandBits(32)
	return draws
}

func TestSampleRefusesWithoutDrawing(t *testing.T) {
	r := pyrand.NewRandom(1)
	for _, k := range []int{-1, 6} {
		if _, err := r.Sample(5, k); err == nil {
			t.Errorf("sample of %d from 5: no error", k)
		}
	}
	if drawn := sample(t, r, 5, 0); len(drawn) != 0 {
		t.Errorf("sample of none: %v", drawn)
	}
	if r.RandBelow(0) != 0 {
		t.Error("RandBelow(0) is not 0")
	}
	if got, want := r.GetRandBits(64), pyrand.NewRandom(1).GetRandBits(64); got != want {
		t.Errorf("something was drawn: next %d, want %d", got, want)
	}
}

func TestRandBelowOneDraws(t *testing.T) {
	r := pyrand.NewRandom(1)
	r.RandBelow(1)
	if r.GetRandBits(32) == pyrand.NewRandom(1).GetRandBits(32) {
		t.Error("RandBelow(1) drew nothing")
	}
}

func TestMisusePanics(t *testing.T) {
	for name, misuse := range map[string]func(){
		"bits":           func() { pyrand.NewRandom(1).GetRandBits(65) },
		"below":          func() { pyrand.NewRandom(1).RandBelow(-1) },
		"int":            func() { pyrand.NewRandom(1).RandInt(2, 1) },
		"legacy empty":   func() { pyrand.NewLegacy(1).RandInt(3, 3) },
		"legacy wide":    func() { pyrand.NewLegacy(1).RandInt(0, 1<<32+1) },
		"legacy no key":  func() { pyrand.NewLegacyKey(nil) },
		"generator none": func() { pyrand.NewGenerator(1).Integers(0) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			misuse()
		})
	}
}
