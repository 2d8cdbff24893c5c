package echarts

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"strings"
	"testing"
)

// TestLibraryIsTheRelease holds the embedded bytes against those of the
// release, and its licence beside them.
func TestLibraryIsTheRelease(t *testing.T) {
	r, err := gzip.NewReader(bytes.NewReader(Source()))
	if err != nil {
		t.Fatal(err)
	}
	js, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	const released = "bf4a223524e40b77c304bec67e1222cf551f14880cf42c69dc046558e11c07b1"
	if sum := sha256.Sum256(js); hex.EncodeToString(sum[:]) != released {
		t.Errorf("%d bytes with SHA-256 %x are not echarts 5.6.0", len(js), sum)
	}
	for name, want := range map[string]string{"LICENSE": "Apache License", "NOTICE": "Apache ECharts"} {
		if b, err := os.ReadFile(name); err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestScripts(t *testing.T) {
	chart := Chart("id-1", `{"kind":"curve"}`)
	for _, s := range []string{Library(), chart} {
		if !strings.HasPrefix(s, "<script>") || strings.Count(s, "</script>") != 1 || strings.Contains(s, "@KEY@") {
			t.Error("not one whole script element")
		}
		if !strings.Contains(s, Key()) {
			t.Error("library and chart do not meet under one key")
		}
	}
	if !strings.Contains(chart, `"id-1"`) || !strings.Contains(chart, `{"kind":"curve"}`) {
		t.Error("the chart lacks its id or its data")
	}
}
