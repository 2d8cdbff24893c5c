package taskpack_test

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data/taskpack"
)

func ExampleOurs() {
	pack := taskpack.Ours()
	fmt.Println(pack.RULER.Families.VT.AssignValue)
	fmt.Println(pack.RULER.Tasks["niah_multiquery"].Queries, "keys asked for")
	// Output:
	// set {name} to {value}
	// 4 keys asked for
}

func ExampleRead() {
	_, err := taskpack.Read("mine.json", strings.NewReader(`{"pack_version": 1, "sources": {}, "ruler": {"families": {}}}`))
	fmt.Println(err)
	// Output:
	// taskpack: pack mine.json lacks ruler.families.niah
}

func ExampleWords_Needles() {
	words := taskpack.Words{Adjectives: []string{"red", "old"}, Nouns: []string{"kite", "door"}}
	needles := words.Needles()
	for i := range needles.Len() {
		fmt.Println(needles.At(i))
	}
	// Output:
	// old-door
	// old-kite
	// red-door
	// red-kite
}

func ExampleImportRULER() {
	_, err := taskpack.ImportRULER("nowhere", "wonderwords/assets")
	fmt.Println(err)
	// Output:
	// taskpack: import RULER: open nowhere/scripts/data/synthetic/constants.py: no such file or directory: give the folder of a copy of NVIDIA/RULER
}

func ExamplePack_Require() {
	pack, err := taskpack.Read("mine.json", strings.NewReader(`{"pack_version": 1, "sources": {}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pack.Require(taskpack.SectionBabi))
	// Output:
	// taskpack: pack mine.json lacks babi: give a pack that has it, or none for the embedded one
}
