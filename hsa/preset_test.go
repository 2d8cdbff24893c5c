package hsa

import (
	"strings"
	"testing"
)

func TestPreset(t *testing.T) {
	c, err := Preset("nano", 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	if n := c.NumParams(); n < 150_000 || n > 250_000 {
		t.Errorf("nano has %d parameters, want about 0.2M", n)
	}
	if _, err := Preset("nona", 64); err == nil || !strings.Contains(err.Error(), "nano") {
		t.Errorf("error %v, want one that names what there is", err)
	}
}
