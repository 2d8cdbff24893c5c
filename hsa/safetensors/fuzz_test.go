package safetensors

import (
	"bytes"
	"errors"
	"testing"
)

// FuzzRead: any bytes are refused as invalid or accepted; what is accepted can be read, written and read again unchanged.
func FuzzRead(f *testing.F) {
	for _, a := range attacks {
		if len(a.header) < 1000 {
			f.Add(rawFile(a.header, make([]byte, a.data)))
		}
	}
	f.Add(rawFile(goodHeader, make([]byte, 8)))
	f.Add(rawFile(`{"__metadata__":{"k":"v"},"b":{"shape":[],"dtype":"I64","data_offsets":[0,8]}}   `, make([]byte, 8)))
	f.Fuzz(func(t *testing.T, file []byte) {
		opened, err := read(file)
		if err != nil {
			if !errors.Is(err, ErrInvalid) {
				t.Fatalf("refused for another reason: %v", err)
			}
			return
		}
		tensors := readAll(t, opened)
		once := mustWrite(t, tensors, opened.Metadata())
		copied, err := read(once)
		if err != nil {
			t.Fatalf("what we wrote is refused: %v", err)
		}
		if again := mustWrite(t, readAll(t, copied), copied.Metadata()); !bytes.Equal(once, again) {
			t.Fatalf("written twice, it differs:\n%q\n%q", once, again)
		}
	})
}
