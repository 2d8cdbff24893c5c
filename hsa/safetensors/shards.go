package safetensors

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/google/renameio/v2"
)

// setKey is the metadata key that all shards of one writing and their index share: a hash of all that was written. Shards
// of two writings, mixed by a crash or a copy, are told apart by it.
const setKey = "shard_set"

// WriteSet writes tensors and metadata into a directory under a name, for [OpenSet]: as one file, or, where their data
// takes more than limit bytes, as shards of at most that size (but for a tensor that is larger alone), called
// name-00001-of-00003.safetensors, with an index. All files are written beside their names and flushed before the first is
// renamed, the index last; then what an earlier writing left under the name is removed. After a crash before that the
// directory holds what it held, or is refused when it is opened.
func WriteSet(dir, name string, tensors []Tensor, metadata map[string]string, limit int64) error {
	if err := checkTensors(tensors); err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	shards := cutShards(tensors, limit)
	if len(shards) <= 1 {
		if err := WriteFile(filepath.Join(dir, name+FileExt), tensors, metadata); err != nil {
			return err
		}
		return removeOld(dir, name, []string{name + FileExt})
	}
	if metadata[setKey] != "" {
		return fmt.Errorf("safetensors: metadata %q is reserved for shards", setKey)
	}
	return writeShards(dir, name, shards, metadata)
}

// cutShards cuts tensors, in their order, into shards of at most limit bytes of data.
func cutShards(tensors []Tensor, limit int64) [][]Tensor {
	var shards [][]Tensor
	var size int64
	for _, t := range tensors {
		n := int64(len(t.Data))
		if len(shards) == 0 || size+n > limit {
			shards, size = append(shards, nil), 0
		}
		last := len(shards) - 1
		shards[last], size = append(shards[last], t), size+n
	}
	return shards
}

func writeShards(dir, name string, shards [][]Tensor, metadata map[string]string) error {
	index := newIndex(shards, metadata)
	var pending []*renameio.PendingFile
	var names []string
	defer func() {
		for _, p := range pending {
			_ = p.Cleanup() // after the rename this does nothing
		}
	}()
	for i, tensors := range shards {
		shard := fmt.Sprintf("%s-%05d-of-%05d%s", name, i+1, len(shards), FileExt)
		p, err := newPending(filepath.Join(dir, shard))
		if err != nil {
			return err
		}
		pending, names = append(pending, p), append(names, shard)
		if err := Write(p, tensors, index.shardMetadata(metadata)); err != nil {
			return fmt.Errorf("%s: %w", shard, err)
		}
		index.place(shard, tensors)
	}
	p, err := newPending(filepath.Join(dir, name+IndexExt))
	if err != nil {
		return err
	}
	pending, names = append(pending, p), append(names, name+IndexExt)
	if err := index.write(p); err != nil {
		return err
	}
	return commit(dir, name, pending, names)
}

// commit flushes all files, then gives them their names, and removes what is left of an earlier writing.
func commit(dir, name string, pending []*renameio.PendingFile, names []string) error {
	for _, p := range pending {
		if err := p.Sync(); err != nil {
			return fmt.Errorf("safetensors: %w", err)
		}
	}
	for _, p := range pending {
		if err := p.CloseAtomicallyReplace(); err != nil {
			return fmt.Errorf("safetensors: %w", err)
		}
	}
	return removeOld(dir, name, names)
}

// removeOld removes the files of a set but for those that were just written: the index first, since it is what names the
// shards.
func removeOld(dir, name string, keep []string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	shard := regexp.MustCompile("^" + regexp.QuoteMeta(name) + `-\d{5}-of-\d{5}\.safetensors$`)
	old := []string{name + IndexExt, name + FileExt}
	for _, e := range entries {
		if shard.MatchString(e.Name()) {
			old = append(old, e.Name())
		}
	}
	for _, file := range old {
		if slices.Contains(keep, file) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("safetensors: removing what an earlier writing left: %w", err)
		}
	}
	return nil
}

// indexFile is the JSON of an index.
type indexFile struct {
	Metadata struct {
		TotalSize int64  `json:"total_size"`
		Set       string `json:"shard_set"`
	} `json:"metadata"`
	WeightMap map[string]string `json:"weight_map"`
}

func newIndex(shards [][]Tensor, metadata map[string]string) *indexFile {
	index := &indexFile{WeightMap: map[string]string{}}
	hash := sha256.New()
	fmt.Fprintf(hash, "%q", metadata) // maps are printed in the order of their keys
	for _, tensors := range shards {
		for _, t := range tensors {
			fmt.Fprintf(hash, "%q %s %v\n", t.Name, t.DType, t.Shape)
			hash.Write(t.Data)
			index.Metadata.TotalSize += int64(len(t.Data))
		}
	}
	index.Metadata.Set = hex.EncodeToString(hash.Sum(nil)[:16])
	return index
}

// shardMetadata is the metadata of each shard.
func (i *indexFile) shardMetadata(metadata map[string]string) map[string]string {
	m := map[string]string{setKey: i.Metadata.Set}
	for key, value := range metadata {
		m[key] = value
	}
	return m
}

func (i *indexFile) place(shard string, tensors []Tensor) {
	for _, t := range tensors {
		i.WeightMap[t.Name] = shard
	}
}

func (i *indexFile) write(p *renameio.PendingFile) error {
	enc := json.NewEncoder(p)
	enc.SetIndent("", "  ")
	if err := enc.Encode(i); err != nil {
		return fmt.Errorf("safetensors: writing the index: %w", err)
	}
	return nil
}
