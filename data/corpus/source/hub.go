//go:build !notebook

package source

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gomlx/go-huggingface/hub"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
)

// converted is the branch on which the hub keeps each public dataset as Parquet, escaped as it stands in addresses.
const converted = "refs%2Fconvert%2Fparquet"

// Hub is a dataset of the Hugging Face hub, such as "deepmind/pg19". Its files are fetched within ctx unless they are
// in the cache. A dataset that holds no files of a known ending (PG19 is a program) is read from the hub's conversion
// to Parquet.
func Hub(ctx context.Context, id string, o HubOptions) (corpus.Corpus, error) {
	if o.Field == "" {
		o.Field = "text"
	}
	revisions := []string{o.Revision}
	if o.Revision == "" {
		revisions = []string{"main", converted}
	}
	for _, revision := range revisions {
		repo := o.repo(id, revision)
		names, err := textNames(repo, o.Folder)
		if err != nil {
			return corpus.Corpus{}, hubError(id, err)
		}
		if len(names) > 0 {
			return fetch(ctx, repo, id, names, o.Field)
		}
	}
	return corpus.Corpus{}, fmt.Errorf("source: dataset %s has no files of text %s: name another revision or folder, or fetch the files and name their path", id, quoted(o.Folder))
}

func (o HubOptions) repo(id, revision string) *hub.Repo {
	repo := hub.New(id).WithType(hub.RepoTypeDataset).WithRevision(revision).WithProgressBar(false)
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
	return repo
}

// textNames are the files of a dataset that can be read, in the order of their names.
func textNames(repo *hub.Repo, folder string) ([]string, error) {
	var names []string
	for name, err := range repo.IterFileNames() {
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(name, folder) && slices.Contains(known, format(name)) && !strings.HasSuffix(name, "README.md") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

func fetch(ctx context.Context, repo *hub.Repo, id string, names []string, field string) (corpus.Corpus, error) {
	paths, err := repo.DownloadFilesCtx(ctx, names...)
	if err != nil {
		return corpus.Corpus{}, hubError(id, err)
	}
	identity := data.Hash(struct {
		ID, Commit, Field string
		Names             []string
	}{id, repo.Info().CommitHash, field, names})
	return corpus.New(id, identity, documents(paths, field)), nil
}

func hubError(id string, err error) error {
	return fmt.Errorf("source: dataset %s: the Hugging Face hub does not give it: %w: check the name and the network, set HF_ENDPOINT for a mirror, or fetch the files and name their path", id, err)
}

func quoted(folder string) string {
	if folder == "" {
		return "that can be read"
	}
	return fmt.Sprintf("below %q", folder)
}
