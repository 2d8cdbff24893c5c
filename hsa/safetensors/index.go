package safetensors

import (
	"io"
	"io/fs"
	"strings"
)

// readIndex reads the text of an index, which is no larger than a header may be.
func readIndex(dir fs.FS, name string) ([]byte, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, MaxHeader+1))
	if err == nil && len(raw) > MaxHeader {
		err = invalid("index of more than %d bytes", MaxHeader)
	}
	return raw, err
}

// shardIndex is the index of a set in shards.
type shardIndex struct {
	in     map[string]string // shard by tensor
	shards map[string]int    // tensors by shard
	set    string            // what all shards of one writing have in common; "" where another program wrote them
}

// parseIndex decodes an index strictly.
func parseIndex(raw []byte) (shardIndex, error) {
	index := shardIndex{in: map[string]string{}, shards: map[string]int{}}
	p, err := newParser("index", raw)
	if err != nil {
		return index, err
	}
	err = p.object(map[string]bool{}, func(key string) error {
		switch key {
		case "metadata":
			return p.object(map[string]bool{}, func(key string) error { return index.metadatum(p, key) })
		case "weight_map":
			return p.object(map[string]bool{}, func(key string) error { return index.place(p, key) })
		}
		return p.invalid("unknown key %s", quote(key))
	})
	if err == nil && len(index.in) == 0 {
		err = invalid("the index lists no tensor in weight_map")
	}
	return index, err
}

// metadatum reads one value of the index's metadata, of which only the set is of use here.
func (i *shardIndex) metadatum(p *parser, key string) error {
	var value any
	if err := p.dec.Decode(&value); err != nil {
		return p.invalid("%v", err)
	}
	if text, ok := value.(string); ok && key == setKey {
		i.set = text
	}
	return nil
}

// place reads which shard holds a tensor. A shard lies beside the index: its name is no path.
func (i *shardIndex) place(p *parser, tensor string) error {
	shard, err := p.text()
	if err != nil {
		return err
	}
	if err := checkName(tensor); err != nil {
		return invalid("index: %s", err)
	}
	if !fs.ValidPath(shard) || strings.ContainsAny(shard, `/\:`) || !strings.HasSuffix(shard, FileExt) {
		return p.invalid("shard %s of tensor %s: want the name of a %s file in the same directory", quote(shard), quote(tensor), FileExt)
	}
	i.in[tensor] = shard
	i.shards[shard]++
	return nil
}

// check holds an open shard against the index.
func (i shardIndex) check(shard string, f *File) error {
	for _, e := range f.entries {
		if i.in[e.name] != shard {
			return invalid("%s holds tensor %s, which the index does not place there", quote(shard), quote(e.name))
		}
	}
	if len(f.entries) != i.shards[shard] {
		return invalid("%s holds %d of the %d tensors that the index places there", quote(shard), len(f.entries), i.shards[shard])
	}
	if set := f.metadata[setKey]; set != i.set {
		return invalid("%s was written at another time than the index: write all shards again", quote(shard))
	}
	return nil
}
