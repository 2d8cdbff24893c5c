package hsa

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
)

// Compute is the type of the operands of the matrix products of training: of projections and MLPs, of attention in the
// windows, the encoder and the chunks, and of the output matrix. Their sums are float32 whatever it is, and so is all else:
// parameters, gradients and moments, norms, softmax, rotary positions, the scores and weights of chunks, state spaces, losses.
type Compute string

const (
	// Float32 is the default, which "" stands for too. A GPU may round the operands to TF32 (backend option tf32=false).
	Float32 Compute = "float32"
	// BFloat16 rounds the operands to 8 significant bits, which GPUs multiply in half the time; the Go backend gains nothing.
	BFloat16 Compute = "bfloat16"
)

// Validate names the values that there are.
func (c Compute) Validate() error {
	if !oneOf(c, "", Float32, BFloat16) {
		return fmt.Errorf("unknown compute %q; there is: %s, %s", c, Float32, BFloat16)
	}
	return nil
}

func (c Compute) products() products {
	if c == BFloat16 {
		return products{dtypes.BFloat16}
	}
	return products{}
}

// products makes matrix products of operands that it narrows first; its zero value leaves them float32. What must not be
// narrowed is a matmul.
type products struct{ operands dtypes.DType }

// product is x·y of [N a b] and [N b c], or of [a b] and [b c].
func (p products) product(x, y *Node) *Node { return matmul(p.narrowed(x), p.narrowed(y)) }

// productT is x·yᵀ of [N a b] and [N c b], or of [a b] and [c b].
func (p products) productT(x, y *Node) *Node { return matmulT(p.narrowed(x), p.narrowed(y)) }

func (p products) narrowed(x *Node) *Node {
	if p.operands == dtypes.InvalidDType {
		return x
	}
	return ConvertDType(x, p.operands)
}
