//go:build notebook

package source_test

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/corpus/source"
)

// TestNotebook: what a cell is linked without is refused with a way out.
func TestNotebook(t *testing.T) {
	if _, err := source.Open(t.Context(), "hf:a/b", source.Options{}); err == nil || !strings.Contains(err.Error(), "%goflags -tags=") {
		t.Errorf("a dataset of the hub: %v", err)
	}
	for _, err := range source.Parquet("texts.parquet", "text") {
		if err == nil || !strings.Contains(err.Error(), "texts.parquet: put the line \"%goflags -tags=\"") {
			t.Errorf("a Parquet file: %v", err)
		}
	}
}
