package safetensors

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// someTensors are n tensors of 40 bytes.
func someTensors(tb testing.TB, n int) []Tensor {
	var list []Tensor
	for i := range n {
		values := make([]float32, 10)
		values[0] = float32(i)
		list = append(list, mustTensor(tb, fmt.Sprintf("t%02d", i), []int{10}, values))
	}
	return list
}

func fileNames(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestSet writes sets of other sizes over one another, and wants no file left of the one before.
func TestSet(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other-00001-of-00002.safetensors")
	if err := os.WriteFile(other, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		tensors int
		limit   int64
		files   []string
	}{
		{5, 1000, []string{"m.safetensors"}},
		{5, 80, []string{"m-00001-of-00003.safetensors", "m-00002-of-00003.safetensors", "m-00003-of-00003.safetensors", "m.safetensors.index.json"}},
		{4, 80, []string{"m-00001-of-00002.safetensors", "m-00002-of-00002.safetensors", "m.safetensors.index.json"}},
		{2, 1, []string{"m-00001-of-00002.safetensors", "m-00002-of-00002.safetensors", "m.safetensors.index.json"}},
		{0, 1, []string{"m.safetensors"}},
	} {
		tensors, metadata := someTensors(t, c.tensors), map[string]string{"k": "v"}
		if err := WriteSet(dir, "m", tensors, metadata, c.limit); err != nil {
			t.Fatal(err)
		}
		if got := fileNames(t, dir); !slices.Equal(got, append(c.files, filepath.Base(other))) {
			t.Errorf("%d tensors, limit %d: files %q, want %q", c.tensors, c.limit, got, c.files)
		}
		s, err := OpenSet(os.DirFS(dir), "m")
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Names()) != c.tensors || !maps.Equal(s.Metadata(), metadata) {
			t.Errorf("%d tensors, limit %d: names %q, metadata %q", c.tensors, c.limit, s.Names(), s.Metadata())
		}
		for _, want := range tensors {
			f, err := s.File(want.Name)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := f.Tensor(want.Name); err != nil || !bytes.Equal(got.Data, want.Data) {
				t.Errorf("%s: %v, %v", want.Name, got, err)
			}
		}
		if _, err := s.File("none"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a tensor that is not there: error %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSetIsMissing(t *testing.T) {
	if _, err := OpenSet(fstest.MapFS{}, "m"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "m.safetensors") {
		t.Errorf("error %v, want that m.safetensors does not exist", err)
	}
}

// shardFS is a set of two shards with two tensors each.
func shardFS(t *testing.T) fstest.MapFS {
	t.Helper()
	dir := t.TempDir()
	if err := WriteSet(dir, "m", someTensors(t, 4), nil, 80); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range fileNames(t, dir) {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: raw}
	}
	return files
}

// TestHostileIndex spoils the index of a good set.
func TestHostileIndex(t *testing.T) {
	const one, two = "m-00001-of-00002.safetensors", "m-00002-of-00002.safetensors"
	for _, c := range []struct{ name, old, new, why string }{
		{"empty", "", "", "begin with {"},
		{"list", "", "[]", "begin with {"},
		{"cut short", "", `{"weight_map":{`, "not valid JSON"},
		{"nothing in it", "", `{}`, "lists no tensor"},
		{"no map", "", `{"weight_map":{}}`, "lists no tensor"},
		{"map of numbers", `"t00": "` + one + `"`, `"t00": 1`, "want a string"},
		{"unknown key", `"weight_map"`, `"weights"`, `unknown key "weights"`},
		{"map twice", `"weight_map"`, `"weight_map":{},"weight_map"`, `key "weight_map" comes twice`},
		{"tensor twice", `"t00"`, `"t01":"x.safetensors","t00"`, `key "t01" comes twice`},
		{"path upwards", `"t00": "` + one, `"t00": "../` + one, "in the same directory"},
		{"path downwards", `"t00": "` + one, `"t00": "sub/` + one, "in the same directory"},
		{"absolute path", `"t00": "` + one, `"t00": "/` + one, "in the same directory"},
		{"backslash", `"t00": "` + one, `"t00": "..\\` + one, "in the same directory"},
		{"other file", `"t00": "` + one, `"t00": "secrets.txt`, "want the name of a .safetensors file"},
		{"reserved name", `"t00"`, `"__metadata__"`, "reserved"},
		{"missing shard", one, "m-00009-of-00002.safetensors", "file does not exist"},
		{"wrong shard", `"t00": "` + one, `"t00": "` + two, "does not place there"},
		{"unknown tensor", `"t00"`, `"t09"`, "does not place there"},
		{"one tensor more", `"t00"`, `"t09": "` + one + `", "t00"`, "holds 2 of the 3 tensors"},
		{"other writing", `"shard_set": "`, `"shard_set": "x`, "written at another time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := shardFS(t)
			index := files["m.safetensors.index.json"]
			if c.old == "" {
				index.Data = []byte(c.new)
			} else if !bytes.Contains(index.Data, []byte(c.old)) {
				t.Fatalf("the index has no %s to spoil:\n%s", c.old, index.Data)
			} else {
				index.Data = bytes.ReplaceAll(index.Data, []byte(c.old), []byte(c.new))
			}
			_, err := OpenSet(files, "m")
			if err == nil || !strings.Contains(err.Error(), c.why) || !strings.Contains(err.Error(), "m.safetensors.index.json: ") {
				t.Errorf("error %v, want one that says %q and names the index", err, c.why)
			}
			if !errors.Is(err, ErrInvalid) && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("error %v is neither ErrInvalid nor ErrNotExist", err)
			}
		})
	}
	if _, err := OpenSet(shardFS(t), "m"); err != nil {
		t.Errorf("the negative control is refused: %v", err)
	}
}

// TestForeignIndex: an index without our mark, as other programs write it, is read.
func TestForeignIndex(t *testing.T) {
	shard := mustWrite(t, someTensors(t, 2), map[string]string{"format": "pt"})
	files := fstest.MapFS{
		"m.safetensors.index.json":     {Data: []byte(`{"metadata":{"total_size":80,"more":{"x":[1]}},"weight_map":{"t00":"m-00001-of-00001.safetensors","t01":"m-00001-of-00001.safetensors"}}`)},
		"m-00001-of-00001.safetensors": {Data: shard},
	}
	s, err := OpenSet(files, "m")
	if err != nil || len(s.Names()) != 2 {
		t.Errorf("%v, %v", s, err)
	}
}

// TestMixedShards: a shard of another writing of the same tensors is refused, as a crash could leave it.
func TestMixedShards(t *testing.T) {
	files, dir := shardFS(t), t.TempDir()
	tensors := someTensors(t, 4)
	tensors[0].Data[3] = 7
	if err := WriteSet(dir, "m", tensors, nil, 80); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "m-00002-of-00002.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	files["m-00002-of-00002.safetensors"].Data = raw
	if _, err := OpenSet(files, "m"); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "another time") {
		t.Errorf("error %v", err)
	}
}

// TestWriteSetKeepsOldOnError: a set that cannot be written leaves the one before and no temporary file.
func TestWriteSetKeepsOldOnError(t *testing.T) {
	dir := t.TempDir()
	if err := WriteSet(dir, "m", someTensors(t, 4), nil, 80); err != nil {
		t.Fatal(err)
	}
	before := fileNames(t, dir)
	bad := append(someTensors(t, 3), Tensor{Name: "bad", DType: F32, Shape: []int{1}})
	for why, err := range map[string]error{
		"takes 4 bytes": WriteSet(dir, "m", bad, nil, 80),
		"given twice":   WriteSet(dir, "m", append(someTensors(t, 3), someTensors(t, 1)...), nil, 80),
		"reserved":      WriteSet(dir, "m", someTensors(t, 4), map[string]string{setKey: "x"}, 80),
		"not valid":     WriteSet(dir, "m", someTensors(t, 4), map[string]string{"k": "\xff"}, 80),
	} {
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("error %v, want one with %q", err, why)
		}
	}
	if after := fileNames(t, dir); !slices.Equal(before, after) {
		t.Errorf("files %q became %q", before, after)
	}
	if _, err := OpenSet(os.DirFS(dir), "m"); err != nil {
		t.Error(err)
	}
	if err := WriteSet(filepath.Join(dir, "none"), "m", someTensors(t, 4), nil, 80); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing directory: error %v", err)
	}
}

// FuzzIndex: any index is refused, or the set that it opens holds what it says.
func FuzzIndex(f *testing.F) {
	const shard = "m-00001-of-00001.safetensors"
	data := mustWrite(f, someTensors(f, 2), nil)
	for _, text := range []string{
		`{"weight_map":{"t00":"` + shard + `","t01":"` + shard + `"}}`,
		`{"metadata":{"total_size":80},"weight_map":{"t00":"` + shard + `"}}`,
		`{"metadata":{"shard_set":"x"},"weight_map":{"t00":"../a.safetensors"}}`,
		`{"weight_map":{"t00":"` + shard + `","t00":"` + shard + `"}}`,
		`{"weight_map":1}`, `{`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, index []byte) {
		s, err := OpenSet(fstest.MapFS{"m" + IndexExt: {Data: index}, shard: {Data: data}}, "m")
		if err != nil {
			if !errors.Is(err, ErrInvalid) && !errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("refused for another reason: %v", err)
			}
			return
		}
		if !slices.Equal(s.Names(), []string{"t00", "t01"}) {
			t.Fatalf("tensors %q", s.Names())
		}
	})
}

func ExampleWriteSet() {
	dir, err := os.MkdirTemp("", "set")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	a, _ := NewTensor("a", []int{4}, []float32{1, 2, 3, 4})
	b, _ := NewTensor("b", []int{2}, []float32{5, 6})
	if err := WriteSet(dir, "model", []Tensor{a, b}, nil, 16); err != nil {
		log.Fatal(err)
	}
	set, err := OpenSet(os.DirFS(dir), "model")
	if err != nil {
		log.Fatal(err)
	}
	defer set.Close()
	names, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, name := range names {
		fmt.Println(filepath.Base(name))
	}
	fmt.Println(set.Names())
	// Output:
	// model-00001-of-00002.safetensors
	// model-00002-of-00002.safetensors
	// model.safetensors.index.json
	// [a b]
}
