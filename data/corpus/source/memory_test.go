package source_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/hsalab/hsalab/data/corpus/source"
)

// TestParquetMemoryIsBounded reads 32 MB of rows and holds few of them at a time.
func TestParquetMemoryIsBounded(t *testing.T) {
	const rows, bound = 8000, 12 << 20
	path := filepath.Join(t.TempDir(), "large.parquet")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type plain struct {
		Text string `parquet:"text,snappy"`
	}
	w := parquet.NewGenericWriter[plain](f, parquet.MaxRowsPerRowGroup(1000))
	line := strings.Repeat("light travels ", 300)
	for i := range rows {
		if _, err := w.Write([]plain{{fmt.Sprint(i, line)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before, read, most, seen := heap(), 0, uint64(0), 0
	for d, err := range source.Parquet(path, "text") {
		if err != nil {
			t.Fatal(err)
		}
		if read += len(d.Text); seen%200 == 0 {
			most = max(most, heap())
		}
		seen++
	}
	if seen != rows || read < 32<<20 || most > before+bound {
		t.Errorf("%d rows, %d bytes read with %d held, want at most %d", seen, read, int64(most)-int64(before), bound)
	}
}

// heap is the number of bytes in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
