package hsa_test

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
)

// What remains of nano without its memory: two window layers and the MLP of the HSA layer between them.
func ExampleMemoryless() {
	m := hsa.Memoryless{Config: hsa.Nano(64)}
	for _, p := range m.Params() {
		fmt.Println(p.Name, p.Shape)
	}
	// Output:
	// embed.weight [64 64]
	// lower.0.attn.q_proj.weight [64 64]
	// lower.0.attn.k_proj.weight [16 64]
	// lower.0.attn.v_proj.weight [16 64]
	// lower.0.attn.o_proj.weight [64 64]
	// lower.0.mlp.gate.weight [160 64]
	// lower.0.mlp.up.weight [160 64]
	// lower.0.mlp.down.weight [64 160]
	// groups.0.hsa.mlp.gate.weight [160 64]
	// groups.0.hsa.mlp.up.weight [160 64]
	// groups.0.hsa.mlp.down.weight [64 160]
	// groups.0.layers.0.attn.q_proj.weight [64 64]
	// groups.0.layers.0.attn.k_proj.weight [16 64]
	// groups.0.layers.0.attn.v_proj.weight [16 64]
	// groups.0.layers.0.attn.o_proj.weight [64 64]
	// groups.0.layers.0.mlp.gate.weight [160 64]
	// groups.0.layers.0.mlp.up.weight [160 64]
	// groups.0.layers.0.mlp.down.weight [64 160]
	// lm_head.weight [64 64]
}

// Heads of 8 numbers turn by four frequencies.
func ExampleNewRotary() {
	fmt.Println(hsa.NewRotary(16, 8).Frequencies)
	// Output:
	// [1 0.5 0.25 0.125]
}
