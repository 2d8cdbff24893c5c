package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClaims(t *testing.T) {
	file := filepath.Join(t.TempDir(), "claims.md")
	out := succeeds(t, "claims", "C2", "c9", "--out", file)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"bypassing residual path", "not testable at this scale"} {
		if !strings.Contains(strings.Join(strings.Fields(string(raw)), " "), want) {
			t.Errorf("the file lacks %q:\n%s", want, raw)
		}
	}
	if !strings.Contains(out, "C9 landmark attention") || strings.Contains(out, "C1 ") {
		t.Errorf("claims C2 c9 prints\n%s", out)
	}
}
