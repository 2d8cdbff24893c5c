package experiments

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/hsalab/hsalab/hsa"
)

// LoadRecipe reads a run file: TOML that names a recipe as base and says what is different, with the keys that run.json
// has. A key that no recipe has is an error.
//
//	base = "nano"
//	learning_rate = 2e-3
//	[model]
//	weighting = "stick-breaking"
func LoadRecipe(path string) (Recipe, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Recipe{}, fmt.Errorf("run file: %w", err)
	}
	r, err := decodeRecipe(raw)
	if err != nil {
		return r, fmt.Errorf("run file %s: %w", path, err)
	}
	return r, nil
}

func decodeRecipe(raw []byte) (Recipe, error) {
	var changes map[string]any
	if _, err := toml.Decode(string(raw), &changes); err != nil {
		return Recipe{}, err
	}
	name, ok := changes["base"].(string)
	if !ok {
		return Recipe{}, fmt.Errorf("key \"base\" is missing: name the recipe it starts from, one of %s", strings.Join(RecipeNames(), ", "))
	}
	delete(changes, "base")
	r, err := FindRecipe(name)
	if err != nil {
		return r, err
	}
	return r.With(changes)
}

// Set is the recipe with one key changed: KEY=VALUE, the key a path such as model.top_k, the value as in a run file; bare
// words are strings.
func (r Recipe) Set(change string) (Recipe, error) {
	key, text, ok := strings.Cut(change, "=")
	key, text = strings.TrimSpace(key), strings.TrimSpace(text)
	if !ok || key == "" {
		return r, fmt.Errorf("%q: want KEY=VALUE", change)
	}
	var value map[string]any
	if _, err := toml.Decode("v = "+text, &value); err != nil {
		value = map[string]any{"v": text}
	}
	changes := value["v"]
	path := strings.Split(key, ".")
	for _, part := range slices.Backward(path) {
		changes = map[string]any{part: changes}
	}
	next, err := r.With(changes.(map[string]any))
	if err != nil {
		return r, fmt.Errorf("%s: %w", change, err)
	}
	return next, nil
}

// With is the recipe with changes merged in key by key, as a run file has them. A key that no recipe has is an error that
// names the nearest.
func (r Recipe) With(changes map[string]any) (Recipe, error) {
	if err := checkKeys("", changes, reflect.TypeFor[Recipe]()); err != nil {
		return r, err
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return r, err
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return r, err
	}
	merge(all, changes)
	if raw, err = json.Marshal(all); err != nil {
		return r, err
	}
	var next Recipe
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&next); err != nil {
		return r, fmt.Errorf("recipe: %w", err)
	}
	next.Model = followEncoder(next.Model, changes)
	return next, nil
}

// merge sets in all what changes holds; tables are merged, everything else replaced. Tasks of a mixture are replaced
// whole, so that a run file says all of its shares.
func merge(all, changes map[string]any) {
	for key, value := range changes {
		old, isTable := all[key].(map[string]any)
		table, wantsTable := value.(map[string]any)
		if isTable && wantsTable && key != "tasks" {
			merge(old, table)
			continue
		}
		all[key] = value
	}
}

// followEncoder sets what an encoder brings with it, where changes name an encoder and not its parts: all but "none" have
// layers, and "cls" alone has CLS tokens.
func followEncoder(c hsa.Config, changes map[string]any) hsa.Config {
	changed, _ := changes["model"].(map[string]any)
	if changed["encoder"] == nil {
		return c
	}
	if changed["encoder_layers"] == nil {
		c.EncoderLayers = partsOf(c.Encoder != hsa.EncoderNone, c.EncoderLayers)
	}
	if changed["cls_tokens"] == nil {
		c.CLSTokens = partsOf(c.Encoder == hsa.EncoderCLS, c.CLSTokens)
	}
	return c
}

// partsOf is a number of parts of which there is at least one, or 0 of what has none.
func partsOf(has bool, n int) int {
	if !has {
		return 0
	}
	return max(1, n)
}
