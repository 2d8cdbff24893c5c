package recall_test

import (
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

func TestSymbolsGolden(t *testing.T) {
	for _, tt := range []struct {
		name         string
		config       recall.Config
		length, tail int
		tokens, hash string
	}{
		{"plain", recall.Plain(), 128, 48, "669852ce2b0f9606", "898121ecf1c77752"},
		{"plain, long", recall.Plain(), 4096, 16, "c4791c1d599f9d73", "898121ecf1c77752"},
		{"plain, decoys", recall.Plain().With(recall.Decoys), 1024, 16, "e3988d97a8d1be51", "2c0641435afea226"},
		{"wide", recall.Wide(), 128, 48, "ecbe44eca9db6906", "8607856dc99fdccb"},
		{"conjunctive", recall.Conjunctive(), 128, 48, "c5f078dec94524d6", "be4789f1e1feddaa"},
		{"conjunctive, decoys", recall.Conjunctive().With(recall.Decoys), 1024, 24, "5b6e6638ded94400", "de1586a6dfeb6c96"},
	} {
		task := newSymbols(t, tt.config)
		s := sampleOf(t, task, 7, 3, tt.length, tt.tail)
		if got := data.HashTokens(s.Tokens); got != tt.tokens {
			t.Errorf("%s: tokens %q, want %q", tt.name, got, tt.tokens)
		}
		if got := task.Hash(); got != tt.hash {
			t.Errorf("%s: hash %q, want %q", tt.name, got, tt.hash)
		}
	}
}

// TestNamedGolden pins one sample of 1,024 tokens of each further task. Queries follow from the tokens (checkSymbols).
func TestNamedGolden(t *testing.T) {
	for _, tt := range []struct {
		name         string
		haystack     recall.Haystack
		tokens, hash string
	}{
		{"chain2", recall.Noise, "b859386d3aa60d7e", "fbe9525896ed5fb3"},
		{"chain2", recall.Decoys, "2dea4dadf26fdd1d", "38126237be85de8b"},
		{"chain3", recall.Noise, "285f4e7adcb8c181", "aad3cc7c7a558c99"},
		{"chain3", recall.Decoys, "e54424f585688a58", "78c0fef844cbf9ea"},
		{"chain2-deep", recall.Noise, "8db188dbaa0f3997", "dc8b64d494394a24"},
		{"chain2-deep", recall.Decoys, "3c4c894f9592e331", "3d0d38c151049c5e"},
		{"chain3-deep", recall.Noise, "405acb24361628f3", "a0bfb1469695e01f"},
		{"chain3-deep", recall.Decoys, "f50960e75042ca7d", "e5fa05ed654043e7"},
		{"chain2-listed", recall.Noise, "ef7c481c00b48755", "730c749dc0c3f1a4"},
		{"chain2-listed", recall.Decoys, "5cf14b999ebb2efd", "60d219ae0c358b10"},
		{"chain3-listed", recall.Noise, "05b5ede76dcfcef2", "977c91490eb194be"},
		{"chain3-listed", recall.Decoys, "7bd487dcf8ac88a1", "cc213e086d4be164"},
		{"reverse", recall.Noise, "1ebca0aacfeec7aa", "1112b96a977cd161"},
		{"reverse", recall.Decoys, "c5056eda0275da46", "f4349fd0ad560a34"},
		{"reverse-all", recall.Noise, "6b00d99517aca42a", "a62abd304353c3bd"},
		{"reverse-all", recall.Decoys, "bc15bbfb82cb6a1a", "76f68813beb71ee0"},
		{"straddle", recall.Noise, "7451d8ebff396282", "af92fa498ab9e9a4"},
		{"straddle", recall.Decoys, "67d234c5d3ef88df", "124ab98c59771e41"},
		{"straddle-half", recall.Noise, "3db04f321f9d49d4", "21ae5fb9388bf172"},
		{"straddle-half", recall.Decoys, "dd3ccf33230de9d8", "e40f82631777bbcd"},
		{"newest", recall.Noise, "c6c692295f99d631", "abffeb759817f74d"},
		{"newest", recall.Decoys, "fb48d3c75bb5672c", "9b7654fa8c2c6f96"},
		{"oldest", recall.Noise, "e7a19dc970d6b4e6", "74fa04d9053a4fea"},
		{"oldest", recall.Decoys, "ee6bfc15f10146a5", "aa0b53749b9b4d3f"},
	} {
		task := newSymbols(t, named(t, tt.name).With(tt.haystack))
		s := sampleOf(t, task, 7, 3, 1024, 48)
		if err := checkSymbols(task, s, 1024, 48); err != nil {
			t.Errorf("%s, %s: %v", tt.name, tt.haystack, err)
		}
		if got := data.HashTokens(s.Tokens); got != tt.tokens {
			t.Errorf("%s, %s: tokens %q, want %q", tt.name, tt.haystack, got, tt.tokens)
		}
		if got := task.Hash(); got != tt.hash {
			t.Errorf("%s, %s: hash %q, want %q", tt.name, tt.haystack, got, tt.hash)
		}
	}
}
