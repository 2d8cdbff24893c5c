package experiments

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// aboutRun is what a run says about its model in the model card: what was trained, how, on what, and what it reached.
func aboutRun(f RunFile, metrics []Metric) string {
	r, m := f.Recipe, f.Recipe.Model
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s", r.Name)
	line("")
	line("%s.", upperFirst(r.Summary))
	line("")
	line("| | |")
	line("|---|---|")
	line("| parameters | %d |", r.numParams())
	line("| architecture | %s |", r.shape())
	line("| beside the paper's model | %s |", besidesPaper(r))
	line("| lengths | %v tokens, %d a step |", r.Curriculum.Lengths, r.TokensPerStep)
	if c := r.Curriculum; len(c.Chunk)+len(c.Window)+len(c.TopK) > 0 {
		line("| by length | chunk %v, window %v, top-K %v |", c.Chunk, c.Window, c.TopK)
	}
	line("| optimizer | AdamW, betas %g %g, rate %g, clip %g |", r.Optimizer.Beta1, r.Optimizer.Beta2, r.Rate, r.Optimizer.Clip)
	line("| seed | %d |", r.Seed)
	line("| task | %s |", taskLine(r.Task))
	line("| command | `%s` |", withoutFolders(f.Command))
	line("| code | %s |", cmp.Or(f.Host.Commit, "unknown"))
	line("| machine | %s, %d cores, %s, backend %s |", f.Host.CPU, f.Host.Cores, f.Host.Go, backendName(f.Host.Backend))
	for _, c := range f.Continued {
		line("| from step %d on | code %s, %s, %d cores, backend %s |", c.Step, c.Host.Commit, c.Host.CPU, c.Host.Cores, backendName(c.Host.Backend))
	}
	if n := len(metrics); n > 0 {
		last := metrics[n-1]
		line("| trained for | %d steps, %d tokens |", last.Step, last.Tokens)
		line("| training accuracy at %d tokens, last steps | %.3f |", last.Length, last.Accuracy)
		if r.Rival == "" {
			line("| recall@%d of the gold chunk, last steps | %.3f |", m.TopK, last.Recall)
		}
	}
	return b.String()
}

// folders are the folders of an absolute path in a command: those of the machine it was given on.
var folders = regexp.MustCompile(`(^|[\s=:+'"])/(?:[^\s/,'"]+/)+`)

// withoutFolders is a command as anyone may read it.
func withoutFolders(command string) string { return folders.ReplaceAllString(command, "$1…/") }

// shape is the architecture in a line.
func (r Recipe) shape() string {
	if r.Rival != "" {
		return fmt.Sprintf("%s, in the place of: %s", r.Rival, architecture(r.Model))
	}
	return architecture(r.Model)
}

func architecture(m hsa.Config) string {
	k := fmt.Sprint(m.TopK)
	if m.TopK == 0 {
		k = "all"
	}
	return fmt.Sprintf("width %d, %d lower and %d upper window layers, %d group(s), chunk %d, window %d, top-K %s, encoder %s, %s residual, %s weights",
		m.Dim, m.LowerLayers, m.UpperLayers, m.Groups, m.Chunk, m.Window, k, m.Encoder, m.Residual, m.Weighting)
}

func besidesPaper(r Recipe) string {
	var parts []string
	if n := r.Model.TokenShift; n > 0 {
		parts = append(parts, fmt.Sprintf("token shift of %d", n))
	}
	switch r.Label {
	case hsa.SequenceLabel:
		parts = append(parts, fmt.Sprintf("gold-chunk label, weight %g", r.LabelWeight))
	case hsa.BatchLabel:
		parts = append(parts, fmt.Sprintf("gold-chunk label against the chunks of the whole batch, weight %g", r.LabelWeight))
	}
	if !r.Model.NormScale {
		parts = append(parts, "norms without scale")
	}
	if !r.Model.WindowQKNorm {
		parts = append(parts, "no QK-norm")
	}
	if r.Model.Weighting == hsa.WeightSoftmax {
		parts = append(parts, "softmax chunk weights in place of stick-breaking")
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

func taskLine(t TaskSpec) string {
	if m := t.Mixture; m != nil {
		return mixtureLine(*m)
	}
	if t.Text == nil {
		return fmt.Sprintf("recall over symbols: %d keys of %d symbol(s), %d values, %d noise symbols", t.Symbols.Keys, t.Symbols.KeySymbols, t.Symbols.Values, t.Symbols.Noise)
	}
	if t.Corpus != "" {
		return "needles in the first 30 % of a text file"
	}
	return "needles in the first 30 % of Newton's Opticks, from the Go distribution"
}

// mixtureLine has the shares of sequences in percent of all, as shares need not add up to one.
func mixtureLine(m MixtureSpec) string {
	all := m.Text
	for _, share := range m.Tasks {
		all += share
	}
	parts := []string{fmt.Sprintf("%.3g %% running text", 100*m.Text/all)}
	for _, name := range slices.Sorted(maps.Keys(m.Tasks)) {
		parts = append(parts, fmt.Sprintf("%.3g %% %s", 100*m.Tasks[name]/all, strings.ReplaceAll(name, "*", `\*`)))
	}
	return fmt.Sprintf("%s, in the corpus `%s`, tokenizer %s", strings.Join(parts, ", "), withoutFolders(m.Corpus), filepath.Base(m.Tokenizer))
}

func backendName(spec string) string {
	if strings.HasPrefix(spec, "xla:") {
		return "xla"
	}
	return "go"
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
