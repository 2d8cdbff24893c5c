// Package baseline has the rivals of hierarchical sparse attention: language models without a chunk memory that a model of
// package hsa is measured against. A rival is named by its kind and by the model whose place it takes, so that sizes,
// vocabulary and training length are that model's, and a comparison cannot be spoiled by a second set of sizes:
//
//	NoMemory        the same model without its memory: sliding windows (or Mamba-2 layers) and the MLPs of its HSA
//	                layers. It shows what recency and answer priors are worth.
//	FullAttention   every attention sees the whole text, with rotary positions; the HSA layer attends too, and the
//	                layers of the chunk encoder are decoder layers, so that depth and parameters are about the same.
//	                At test time WithYaRN stretches its positions beyond the training length.
//
// Both are made of the layers of package hsa (hsa.Memoryless): no layer is written twice, and a rival differs from its
// model in nothing but what its kind says. They are not switches of hsa.Config because a rival has positions that a model
// lacks and no use for half of the model's keys, and because every config file names every key. hsa.Memoryless gives
// graphs; what runs them is here:
//
//	config.go   the kinds, and what each makes of a model (configfile.go: as JSON)
//	yarn.go     rotary positions for texts beyond the training length
//	weights.go  safetensors + config.json
//	model.go    a rival ready to run, and the one-shot forward
//	stream.go   long texts piece by piece (carry.go: what is kept of them): in bounded memory without full attention,
//	            in memory that grows with the text with it
//
// A hsa.Trainer trains them: Config.Network is an hsa.Architecture. What is measured of retrieval stays 0.
package baseline
