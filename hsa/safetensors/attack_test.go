package safetensors

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const (
	goodEntry  = `"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}`
	goodHeader = `{` + goodEntry + `}`
)

// attacks are malformed files, each a small change of a good one; why must be part of the error.
var attacks = []struct {
	name   string
	header string
	data   int
	why    string
}{
	{"empty header", ``, 0, "begin with {"},
	{"leading space", ` ` + goodHeader, 8, "begin with {"},
	{"not JSON", `{"a"`, 0, "not valid JSON"},
	{"two values", goodHeader + `{}`, 8, "not valid JSON"},
	{"NUL padding", goodHeader + "\x00\x00", 8, "not valid JSON"},
	{"trailing comma", `{` + goodEntry + `,}`, 8, "not valid JSON"},
	{"not UTF-8", "{\"\xff\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "not UTF-8"},
	{"half a surrogate", strings.Replace(goodHeader, `"a"`, `"\ud800"`, 1), 8, "not valid Unicode"},
	{"duplicate tensor", `{` + goodEntry + `,` + goodEntry + `}`, 8, `key "a" comes twice`},
	{"duplicate tensor, escaped", `{` + goodEntry + `,` + strings.Replace(goodEntry, "a", `\u0061`, 1) + `}`, 8, `key "a" comes twice`},
	{"duplicate dtype", `{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, 8, `tensor "a": key "dtype" comes twice`},
	{"duplicate metadata", `{"__metadata__":{"k":"1","k":"2"}}`, 0, `__metadata__: key "k" comes twice`},
	{"metadata twice", `{"__metadata__":{},"__metadata__":{}}`, 0, "comes twice"},
	{"metadata number", `{"__metadata__":{"k":1}}`, 0, `__metadata__: "k": want a string`},
	{"metadata null", `{"__metadata__":null}`, 0, "__metadata__: want {"},
	{"tensor null", `{"a":null}`, 0, `tensor "a": want {`},
	{"unknown key", `{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}`, 8, `tensor "a": unknown key "x"`},
	{"key in capitals", `{"a":{"DTYPE":"F32","shape":[2],"data_offsets":[0,8]}}`, 8, `unknown key "DTYPE"`},
	{"missing key", `{"a":{"dtype":"F32","shape":[2]}}`, 0, "want the keys"},
	{"unknown dtype", strings.Replace(goodHeader, "F32", "F33", 1), 8, `tensor "a": unknown dtype "F33"`},
	{"dtype number", strings.Replace(goodHeader, `"F32"`, "32", 1), 8, `"dtype": want a string`},
	{"wrong dtype size", strings.Replace(goodHeader, "F32", "F64", 1), 8, `tensor "a": F64 of shape [2] takes 16 bytes, data_offsets give 8`},
	{"negative shape", strings.Replace(goodHeader, "[2]", "[-2]", 1), 8, "want a whole number"},
	{"two negative axes", strings.Replace(goodHeader, "[2]", "[-2,-1]", 1), 8, "want a whole number"},
	{"fractional shape", strings.Replace(goodHeader, "[2]", "[2.0]", 1), 8, "want a whole number"},
	{"exponent shape", strings.Replace(goodHeader, "[2]", "[2e0]", 1), 8, "want a whole number"},
	{"string shape", strings.Replace(goodHeader, "[2]", `["2"]`, 1), 8, "want a number"},
	{"null shape", strings.Replace(goodHeader, "[2]", "null", 1), 8, "want ["},
	{"shape over 64 bits", strings.Replace(goodHeader, "[2]", "[18446744073709551618]", 1), 8, "want a whole number"},
	{"product overflow", strings.Replace(goodHeader, "[2]", "[4294967296,4294967296,2]", 1), 8, "overflows"},
	{"product wraps to 8", strings.Replace(goodHeader, "[2]", "[4611686018427387906]", 1), 8, "overflows"},
	{"too many axes", strings.Replace(goodHeader, "[2]", "["+strings.Repeat("1,", MaxRank)+"2]", 1), 8, "more than 64"},
	{"one offset", strings.Replace(goodHeader, "[0,8]", "[8]", 1), 8, "want [start, end]"},
	{"three offsets", strings.Replace(goodHeader, "[0,8]", "[0,4,8]", 1), 8, "more than 2"},
	{"negative offset", strings.Replace(goodHeader, "[0,8]", "[-8,0]", 1), 8, "want a whole number"},
	{"backward offsets", strings.Replace(goodHeader, "[0,8]", "[8,0]", 1), 8, "before its start"},
	{"offset past the end", strings.Replace(goodHeader, "[0,8]", "[0,9223372036854775807]", 1), 8, "cut short"},
	{"gap at the start", strings.Replace(goodHeader, "[0,8]", "[1,9]", 1), 9, "leaving a gap after 0"},
	{"gap", `{` + goodEntry + `,"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}`, 20, `tensor "b": starts at 12, leaving a gap after 8`},
	{"overlap", `{` + goodEntry + `,"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}`, 12, `tensor "b": starts at 4, inside`},
	{"same bytes twice", `{` + goodEntry + `,"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, 8, `tensor "b": starts at 0, inside`},
	{"trailing bytes", goodHeader, 9, "1 bytes follow the last tensor"},
	{"bytes and no tensor", `{}`, 1, "1 bytes follow"},
	{"truncated data", goodHeader, 7, "cut short"},
	{"deep arrays", `{"a":` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + `}`, 0, "nested too deep"},
	{"deep objects", `{"a":` + strings.Repeat(`{"a":`, 5000) + `1` + strings.Repeat("}", 5000) + `}`, 0, `unknown key "a"`},
	{"deep shape", strings.Replace(goodHeader, "[2]", "[[2]]", 1), 8, "want a number"},
}

func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			refused(t, rawFile(a.header, make([]byte, a.data)), a.why)
		})
	}
	// The negative control: what the attacks vary is accepted.
	if _, err := read(rawFile(goodHeader, make([]byte, 8))); err != nil {
		t.Errorf("the good file is refused: %v", err)
	}
}

func TestHeaderLength(t *testing.T) {
	good := rawFile(goodHeader, make([]byte, 8))
	for _, n := range []uint64{MaxHeader + 1, 1 << 32, 1 << 63, 1<<64 - 1, 1<<64 - 8} {
		bad := append([]byte(nil), good...)
		binary.LittleEndian.PutUint64(bad, n)
		refused(t, bad, fmt.Sprintf("header of %d bytes; at most 100000000", n))
	}
	bad := append([]byte(nil), good...)
	binary.LittleEndian.PutUint64(bad, uint64(len(good)-prefixBytes+1))
	refused(t, bad, "cut short")
}

// TestTruncated cuts a good file at every length.
func TestTruncated(t *testing.T) {
	good := mustWrite(t, []Tensor{
		mustTensor(t, "a", []int{2, 3}, []float32{1, 2, 3, 4, 5, 6}),
		mustTensor(t, "b", nil, []int64{7}),
	}, map[string]string{"k": "v"})
	for n := range good {
		if _, err := read(good[:n]); !errors.Is(err, ErrInvalid) {
			t.Errorf("cut to %d of %d bytes: error %v, want ErrInvalid", n, len(good), err)
		}
	}
}

// TestHostileName checks that a name of a megabyte with control characters stays out of the error.
func TestHostileName(t *testing.T) {
	name := `\u001b[2J` + strings.Repeat("é", 1<<19)
	_, err := read(rawFile(`{"`+name+`":1}`, nil))
	if err == nil || len(err.Error()) > 300 || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("error not bounded and escaped: %.400v", err)
	}
}

// refused checks that a file is refused as invalid, for the stated reason.
func refused(t *testing.T, file []byte, why string) {
	t.Helper()
	_, err := read(file)
	if !errors.Is(err, ErrInvalid) {
		t.Fatalf("error %v, want ErrInvalid", err)
	}
	if !strings.Contains(err.Error(), why) {
		t.Errorf("error %q, want it to say %q", err, why)
	}
}
