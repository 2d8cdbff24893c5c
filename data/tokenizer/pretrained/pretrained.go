// Package pretrained opens tokenizers of the Hugging Face hub beside those that
// [github.com/hsalab/hsalab/data/tokenizer.Open] knows. It is apart from that package so that what needs no network
// does not link it.
package pretrained

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/gomlx/go-huggingface/hub"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// prefix begins the name of a model of the hub.
const prefix = "hf:"

// Options say where the hub is and what it is told.
type Options struct {
	Revision string // branch or commit; "" stands for "main"
	Endpoint string // address of the hub; "" is the usual one, or HF_ENDPOINT
	Cache    string // folder that files are kept in; "" is the hub's usual one
	Token    string // for models that need one
}

// Open opens a tokenizer by name: "hf:OWNER/NAME" is that of a model of the Hugging Face hub, whose tokenizer.json is
// fetched within ctx unless it is in the cache. All other names go to tokenizer.Open.
func Open(ctx context.Context, name string, o Options) (data.Tokenizer, error) {
	id, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return tokenizer.Open(name)
	}
	local, err := fetch(ctx, id, o)
	if err != nil {
		return nil, fmt.Errorf("pretrained: tokenizer of %s: the Hugging Face hub does not give it: %w: check the name and the network, set HF_ENDPOINT for a mirror, or fetch its tokenizer.json and name the path", id, err)
	}
	b, err := tokenizer.File(local)
	if err != nil {
		return nil, err
	}
	return b.Named(path.Base(id)), nil
}

// fetch brings tokenizer.json here, and tokenizer_config.json beside it if there is one.
func fetch(ctx context.Context, id string, o Options) (string, error) {
	repo := hub.New(id).WithProgressBar(false)
	if o.Revision != "" {
		repo = repo.WithRevision(o.Revision)
	}
	if o.Endpoint != "" {
		repo = repo.WithEndpoint(o.Endpoint)
	}
	if o.Cache != "" {
		repo = repo.WithCacheDir(o.Cache)
	}
	if o.Token != "" {
		repo = repo.WithAuth(o.Token)
	}
	repo.Verbosity = 0
	if err := repo.DownloadInfo(false); err != nil {
		return "", err
	}
	if config := "tokenizer_config.json"; repo.HasFile(config) {
		if _, err := repo.DownloadFileCtx(ctx, config); err != nil {
			return "", err
		}
	}
	return repo.DownloadFileCtx(ctx, "tokenizer.json")
}
