package hsa_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

func ExampleConfig_Set() {
	c := hsa.Nano(64)
	if err := c.Set("weighting", "stick-breaking"); err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Weighting)
	fmt.Println(c.Set("top-k", "8"))
	fmt.Println(c.Set("top_k", "many"))
	// Output:
	// stick-breaking
	// config: unknown key "top-k"; the nearest valid key is "top_k"
	// config: key "top_k": want a whole number, got "many"
}

func ExampleConfig_EncodeTOML() {
	if err := hsa.Nano(64).EncodeTOML(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// vocab = 64
	// dim = 64
	// heads = 4
	// window_kv_heads = 1
	// memory_kv_heads = 1
	// mlp_width = 160
	// chunk = 8
	// window = 16
	// top_k = 4
	// inference_top_k = 0
	// tokens_per_retrieval = 1
	// gumbel_noise = false
	// backbone = "window"
	// mamba_state = 0
	// mamba_expand = 0
	// mamba_head_dim = 0
	// mamba_conv_width = 0
	// lower_layers = 1
	// upper_layers = 1
	// groups = 1
	// retrieval_dim = 32
	// encoder = "cls"
	// encoder_layers = 1
	// encoder_mlp_width = 160
	// encoder_input_norm = false
	// cls_tokens = 1
	// encoder_bias = false
	// weighting = "softmax"
	// rank_decay = false
	// off_by_one = false
	// single_head_retrieval = false
	// hide_window_chunks = false
	// entropy_bias = false
	// far_positions = "none"
	// residual = "bypass"
	// hsa_mlp = true
	// hsa_window = 0
	// window_qk_norm = false
	// hsa_qk_norm = false
	// landmark_norm = false
	// norm_scale = false
	// token_shift = 0
	// rope_theta = 10000.0
	// eps_window = 1e-06
	// eps_final = 1e-06
	// tied_head = false
	// training_length = 0
}

func ExampleDecodeTOML() {
	_, err := hsa.DecodeTOML(strings.NewReader("vocab = 64\ndim = 64\nheads = 4\nwindows = 16\n"))
	fmt.Println(err)
	// Output: config: unknown key "windows"; the nearest valid key is "window"
}

func ExamplePresets() {
	for _, p := range hsa.Presets() {
		c := p.Config(0)
		fmt.Printf("%-9s %9d parameters, S %d, W %d, K %d, %d tokens\n", p.Name, c.NumParams(), c.Chunk, c.Window, c.TopK, p.TrainingLength)
	}
	// Output:
	// nano         176192 parameters, S 8, W 16, K 4, 128 tokens
	// tiny        5100288 parameters, S 64, W 512, K 8, 4096 tokens
	// small      27243840 parameters, S 64, W 512, K 8, 4096 tokens
	// paper     243550080 parameters, S 64, W 512, K 8, 4096 tokens
	// ultralong 385061442 parameters, S 64, W 512, K 32, 8192 tokens
}

func ExampleConfig_ParamParts() {
	for _, p := range hsa.Nano(64).ParamParts() {
		fmt.Println(p.Name, p.Size())
	}
	// Output:
	// embed 4096
	// lower.0 40960
	// chunker 4160
	// chunker.encoder.0 40960
	// groups.0.retrieval 2048
	// groups.0.hsa 38912
	// groups.0.layers.0 40960
	// head 4096
}

// What grows with the text: chunk keys, values and landmarks in memory, and the scores of the chunks in arithmetic.
func ExampleConfig_ForecastStream() {
	c := hsa.Tiny(4096)
	for _, length := range []int{4096, 1 << 20, 1 << 25} {
		f := c.ForecastStream(hsa.StreamPlan{Length: length})
		grows := f.Memory.Of(hsa.MemoryChunkKV) + f.Memory.Of(hsa.MemoryLandmarks)
		fmt.Printf("%8d tokens: %5.0f MB of chunks, %5.1f MFLOPs to read a token, %5.1f to answer one\n",
			length, grows/(1<<20), f.Read.Total()/1e6, f.Answer.Total()/1e6)
	}
	// Output:
	//     4096 tokens:     1 MB of chunks,   5.7 MFLOPs to read a token,   8.3 to answer one
	//  1048576 tokens:   272 MB of chunks,   5.7 MFLOPs to read a token,  16.6 to answer one
	// 33554432 tokens:  8704 MB of chunks,   5.7 MFLOPs to read a token, 276.7 to answer one
}

func ExampleConfig_ForecastTraining() {
	f := hsa.Nano(64).ForecastTraining(8, 1024, hsa.Dense)
	fmt.Printf("%.0f MB, %.1f MFLOPs a token\n", f.Memory.Total()/(1<<20), f.FLOPs.Total()/1e6)
	// Output: 919 MB, 1.9 MFLOPs a token
}
