package pretrained_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/data/tokenizer/pretrained"
)

// hub is a hub of one model, lab/small.
func hub(t *testing.T) string {
	definition, err := os.ReadFile("../testdata/neox.json")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"tokenizer.json": string(definition), "tokenizer_config.json": `{"eos_token":"<|padding|>"}`}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/models/lab/small/") {
			w.Write([]byte(`{"id":"lab/small","sha":"abc123","siblings":[{"rfilename":"tokenizer.json"},{"rfilename":"tokenizer_config.json"}]}`))
			return
		}
		for name, text := range files {
			if strings.HasPrefix(r.URL.Path, "/lab/small/resolve/") && strings.HasSuffix(r.URL.Path, "/"+name) {
				w.Header().Set("ETag", `"`+name+`"`)
				w.Header().Set("X-Repo-Commit", "abc123")
				http.ServeContent(w, r, name, time.Time{}, strings.NewReader(text))
				return
			}
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestOpenFromTheHub(t *testing.T) {
	o := pretrained.Options{Endpoint: hub(t), Cache: t.TempDir()}
	tok, err := pretrained.Open(context.Background(), "hf:lab/small", o)
	if err != nil {
		t.Fatal(err)
	}
	if tok.Name() != "small" || tok.EOS() != 1 {
		t.Errorf("%s, EOS %d, want small and the padding of its configuration", tok.Name(), tok.EOS())
	}
	_, err = pretrained.Open(context.Background(), "hf:lab/none", o)
	if err == nil || !strings.Contains(err.Error(), "name the path") {
		t.Errorf("error %v does not say what to do", err)
	}
	if tok, err := pretrained.Open(context.Background(), tokenizer.BytesName, o); err != nil || tok.Vocab() != 257 {
		t.Errorf("bytes: %v, %v", tok, err)
	}
}
