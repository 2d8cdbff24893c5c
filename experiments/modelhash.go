package experiments

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
)

// Hash is the fingerprint of config and parameters, for result rows. The config counts, since the same values answer
// otherwise with another top-K or window.
func (t Trained) Hash() string {
	config, values := t.parameters()
	raw, _ := json.Marshal(config) // a config always encodes
	return hashOf(raw, values)
}

func hashOf(config []byte, values []float32) string {
	h := sha256.New()
	h.Write(config)
	_ = binary.Write(h, binary.LittleEndian, values) // a hash takes every write
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// laterKeys are the keys that configs have been given since the first results were committed, with the values that say
// what was the case before. A key that is added stands here too: committed rows name their weights by hash, and most of
// those weights, of the studies' runs, are not kept, so that their hashes cannot be computed anew.
var laterKeys = map[string]string{
	"inference_top_k": "0", "tokens_per_retrieval": "1", "gumbel_noise": "false", "backbone": `"window"`,
	"mamba_state": "0", "mamba_expand": "0", "mamba_head_dim": "0", "mamba_conv_width": "0",
	"cls_tokens": "1", "entropy_bias": "false", "far_positions": `"none"`, "hsa_mlp": "true",
}

// Hashes are the fingerprints under which rows of the model may be recorded: that of today, and that from before the later
// keys, for a model that could be configured then.
func (t Trained) Hashes() []string {
	list := []string{t.Hash()}
	config, values := t.parameters()
	raw, _ := json.Marshal(config)
	for key, value := range laterKeys {
		entry := []byte(`"` + key + `":` + value + `,`)
		if !bytes.Contains(raw, entry) {
			return list
		}
		raw = bytes.Replace(raw, entry, nil, 1)
	}
	return append(list, hashOf(raw, values))
}
