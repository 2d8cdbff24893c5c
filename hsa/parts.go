package hsa

import "strings"

// ParamPart is the parameters of one part of the model.
type ParamPart struct {
	Name   string // such as "lower.0", "chunker.encoder.0" or "groups.1.hsa"
	Params []Param
}

// Size is the number of learned values of the part.
func (p ParamPart) Size() int {
	n := 0
	for _, x := range p.Params {
		n += x.Size()
	}
	return n
}

// ParamParts cuts the parameters into the parts of the model, in the order of the flat vector: embed, each lower layer,
// each encoder layer and the rest of the chunker, for each group its retrieval, HSA layer and upper layers, and the head.
func (c Config) ParamParts() []ParamPart {
	var parts []ParamPart
	at := map[string]int{}
	for _, p := range c.Params() {
		name := partOf(p.Name)
		i, ok := at[name]
		if !ok {
			i = len(parts)
			at[name] = i
			parts = append(parts, ParamPart{Name: name})
		}
		parts[i].Params = append(parts[i].Params, p)
	}
	return parts
}

// partOf is the part that a parameter belongs to.
func partOf(name string) string {
	words := strings.Split(name, ".")
	depth := 1
	switch words[0] {
	case "embed", "token_shift":
		return "embed"
	case "final_norm", "lm_head":
		return "head"
	case "lower":
		depth = 2
	case "chunker":
		if words[1] == "encoder" {
			depth = 3
		}
	case "groups":
		depth = 3
		if words[2] == "layers" {
			depth = 4
		}
	}
	return strings.Join(words[:depth], ".")
}
