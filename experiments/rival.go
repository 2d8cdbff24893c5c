package experiments

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// architecture is what is trained: the model, or its rival.
func (r Recipe) architecture(model hsa.Config) hsa.Architecture {
	if r.Rival == "" {
		return model
	}
	return baseline.Config{Kind: r.Rival, Of: model}.Network()
}

// validateRival checks what only a rival cannot have.
func (r Recipe) validateRival(model hsa.Config) error {
	if r.Rival == "" {
		return nil
	}
	if r.Label != hsa.NoLabel {
		return fmt.Errorf("recipe: rival %s with label %q: it has no chunks to teach; set label to %q", r.Rival, r.Label, hsa.NoLabel)
	}
	return baseline.Config{Kind: r.Rival, Of: model}.Validate()
}
