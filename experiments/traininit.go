package experiments

import (
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa"
)

// firstState is what training starts from: values drawn from the seed, or the weights that the recipe names, with an
// optimizer at rest.
func (r Recipe) firstState() (*hsa.State, error) {
	state := hsa.NewState(r.architecture(r.Model), r.Seed)
	if r.Init == "" {
		return state, nil
	}
	from, err := Open(r.Init)
	if err != nil {
		return nil, fmt.Errorf("init: %w", err)
	}
	if err := r.fits(from); err != nil {
		return nil, err
	}
	state.Values = slices.Clone(from.Weights.Values)
	if bad := slices.IndexFunc(state.Values, func(v float32) bool { return math.Abs(float64(v)) > 1e6 }); bad >= 0 { // Open has refused what is not finite
		return nil, fmt.Errorf("init: %s: value %d is %g: no weights to train on from", r.Init, bad, state.Values[bad])
	}
	return state, nil
}

// fits reports whether a model's parameters are those of the recipe's: names and shapes, so that sizes without parameters,
// such as window, chunk and top-K, may differ.
func (r Recipe) fits(from *Trained) error {
	if r.Rival != "" || from.Weights == nil {
		return fmt.Errorf("init: %s: a rival starts from its seed: leave init out", r.Init)
	}
	want, have := r.Model.Params(), from.Weights.Config.Params()
	for i := range max(len(want), len(have)) {
		if i >= len(want) || i >= len(have) || want[i].Name != have[i].Name || !slices.Equal(want[i].Shape, have[i].Shape) {
			return fmt.Errorf("init: %s has other parameters than the recipe's model, from number %d on: set the model's sizes as its config.json has them", r.Init, i)
		}
	}
	return nil
}
