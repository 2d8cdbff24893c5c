package kernel

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
)

const (
	// SpecName is the name of the kernelspec, as notebooks record it.
	SpecName = "hsalab"
	// DisplayName is what Jupyter shows for it.
	DisplayName = "HSA Lab (Go)"
)

// logo is a query that picks two of five chunks; Jupyter shows it in the launcher.
//
//go:embed logo.svg
var logo []byte

// spec is the content of a kernel.json.
type spec struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Env           map[string]string `json:"env"`
	Metadata      specMetadata      `json:"metadata"`
}

// specMetadata lets [Status] tell which clone a kernelspec was written for.
type specMetadata struct {
	Root string `json:"hsalab_root"`
}

// browserSpec is the kernelspec for people: errors as panels, completion when gopls has been built.
func browserSpec(p paths, g goEnv) spec {
	return newSpec(p, g, []string{p.bin(), p.goplsBin(), filepath.Join(g.GOROOT, "bin")})
}

// headlessSpec is the kernelspec for runs without a browser: errors as plain text, no completion.
func headlessSpec(p paths, g goEnv) spec {
	s := newSpec(p, g, []string{p.bin(), filepath.Join(g.GOROOT, "bin")})
	s.Argv = append(s.Argv, "-raw_error=true")
	return s
}

func newSpec(p paths, g goEnv, path []string) spec {
	env := map[string]string{
		// Jupyter substitutes the server's own PATH.
		"PATH":    strings.Join(append(path, "${PATH}"), string(filepath.ListSeparator)),
		"GOPROXY": "off",
		// The compiler and the linker collect garbage less often, which is a sixth of a cell's time. Cells that run a model
		// take the usual share again: see package experiments.
		"GOGC": "400",
		// By this show.Begin tells our kernel from the stock one.
		"HSALAB_KERNEL": SpecName,
	}
	maps.Copy(env, g.buildEnv())
	return spec{
		Argv: []string{
			filepath.Join(p.bin(), "gonb"), "--kernel", "{connection_file}",
			"-logtostderr=false", "-log_file=" + os.DevNull, "-stderrthreshold=FATAL", "-go_work=" + p.root,
		},
		DisplayName:   DisplayName,
		Language:      "go",
		InterruptMode: "message",
		Env:           env,
		Metadata:      specMetadata{Root: p.root},
	}
}

// specFile is where a kernelspec of ours lies in a Jupyter data directory.
func specFile(data string) string { return filepath.Join(data, "kernels", SpecName, "kernel.json") }

// write puts the kernelspec into a Jupyter data directory, whole or not at all, and says whether that
// changed anything.
func (s spec) write(data string) (changed bool, err error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return false, err
	}
	file := specFile(data)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return false, err
	}
	if _, err := writeChanged(filepath.Join(filepath.Dir(file), "logo-svg.svg"), logo); err != nil {
		return false, err
	}
	return writeChanged(file, buf.Bytes())
}

// writeChanged writes a file, whole or not at all, unless it has that content already.
func writeChanged(file string, text []byte) (changed bool, err error) {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, text) {
		return false, nil
	}
	return true, renameio.WriteFile(file, text, 0o644)
}

// readSpec reads a kernelspec of ours from a Jupyter data directory; found is false when there is none.
func readSpec(data string) (s spec, found bool, err error) {
	text, err := os.ReadFile(specFile(data))
	if errors.Is(err, fs.ErrNotExist) {
		return s, false, nil
	}
	if err != nil {
		return s, false, err
	}
	return s, true, json.Unmarshal(text, &s)
}
