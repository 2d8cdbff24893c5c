package viz

import "strings"

// Provenance says where the numbers of a figure come from. It is carried by
// every form of the figure: as tEXt in PNG, metadata in SVG and PDF, and as a
// footer in HTML and text. Empty fields are left out.
type Provenance struct {
	Command  string // the command that made the figure
	Commit   string // the commit of the code
	Seed     string // the seed or seeds
	Weights  string // name and hash of the weights
	Hardware string // the machine that measured
	Note     string // anything else a reader must know
}

// field is one named entry of a Provenance.
type field struct{ name, value string }

// fields returns the entries that are set, cleaned, in a fixed order.
func (p Provenance) fields() []field {
	all := []field{
		{"Command", p.Command}, {"Commit", p.Commit}, {"Seed", p.Seed},
		{"Weights", p.Weights}, {"Hardware", p.Hardware}, {"Note", p.Note},
	}
	set := all[:0]
	for _, f := range all {
		if f.value = Clean(f.value); f.value != "" {
			set = append(set, f)
		}
	}
	return set
}

// String returns the set fields as one line: "Command: …; Commit: …".
func (p Provenance) String() string {
	var parts []string
	for _, f := range p.fields() {
		parts = append(parts, f.name+": "+f.value)
	}
	return strings.Join(parts, "; ")
}
