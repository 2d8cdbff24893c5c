package conformance

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
)

// Forms are the forms of the operator.
var Forms = []hsa.Form{hsa.Dense, hsa.Dispatch, hsa.Gathered}

// Group is the checks of one subject.
type Group struct {
	Subject string // what is checked, as in "operator, dense"
	Checks  func() ([]hsatest.Check, error)
	Close   func() // frees what the checks have built
}

// Definition is the group of the operator's definition itself, in float64, which the others are compared with.
func Definition(o hsatest.Options) Group {
	o.Limit = 1e-6
	return Group{Subject: "definition, float64", Close: func() {}, Checks: func() ([]hsatest.Check, error) {
		return append(hsatest.OperatorChecks(hsatest.Oracle, o), hsatest.DifferencesCheck(hsatest.Oracle, o)), nil
	}}
}

// Operators are the groups of the operator in its three forms.
func Operators(backend compute.Backend, o hsatest.Options) (groups []Group) {
	for _, form := range Forms {
		groups = append(groups, Group{Subject: "operator, " + string(form), Close: func() {}, Checks: func() ([]hsatest.Check, error) {
			return hsatest.OperatorChecks(Operator(backend, form), o), nil
		}})
	}
	return groups
}

// Operator makes operators of one form.
func Operator(backend compute.Backend, form hsa.Form) hsatest.NewOperator {
	return func(s oracle.Spec) (hsatest.Operator, error) { return hsa.NewOperator(backend, s, form) }
}

// Models are the groups of the named variants of the model, all of them if none is named: one-shot in every form, and
// streamed. One more group is a model in which nothing is retrieved.
func Models(backend compute.Backend, o hsatest.Options, names ...string) (groups []Group) {
	variants := hsa.Variants()
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(variants))
	}
	for _, name := range names {
		for _, form := range Forms {
			m := &model{backend: backend, cfg: variants[name], form: form}
			groups = append(groups, Group{Subject: fmt.Sprintf("model %s, %s", name, form), Close: m.close, Checks: func() ([]hsatest.Check, error) {
				if err := m.open(); err != nil {
					return nil, err
				}
				return hsatest.ModelChecks(m.asTested(), m.facts(), o), nil
			}})
		}
	}
	return append(groups, reach(backend, o))
}

// reach is a model whose chunks are longer than the texts.
func reach(backend compute.Backend, o hsatest.Options) Group {
	c := hsa.Variants()["shift"]
	c.Chunk, c.Window, c.HSAWindow, c.LowerLayers = 1000, 4, 3, 2
	m := &model{backend: backend, cfg: c, form: hsa.Dense}
	return Group{Subject: "model without retrieval", Close: m.close, Checks: func() ([]hsatest.Check, error) {
		if err := m.open(); err != nil {
			return nil, err
		}
		return hsatest.ReachChecks(m, m.facts(), c.LowerReach()+c.UpperReach(), o), nil
	}}
}
