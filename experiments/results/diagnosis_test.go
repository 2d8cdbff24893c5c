package results

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeDiagnoses(t *testing.T) {
	want := []Diagnosis{{Variant: "nano", Length: 128, Ratio: 1, ScoreMass: 0.5}, {Variant: "nano", Length: 512, Ratio: 4, Layer: 1}}
	var text strings.Builder
	for _, d := range want {
		if err := json.NewEncoder(&text).Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	got, err := DecodeDiagnoses(strings.NewReader(text.String()))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for name, bad := range map[string]string{
		"unknown key": `{"variant":"v","length":1,"ratio":1,"color":1}`, "torn": `{"variant":`, "no variant": `{"length":1,"ratio":1}`, "no ratio": `{"variant":"v","length":1}`,
	} {
		if _, err := DecodeDiagnoses(strings.NewReader(bad)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
