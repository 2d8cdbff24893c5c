package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

type modelCmd struct {
	Name   string   `arg:"" optional:"" predictor:"model" help:"A preset (${presets}), a shipped model (${models}), a recipe (${recipes}), or the directory of a run or of weights."`
	Config string   `placeholder:"FILE" type:"path" help:"The configuration in a .toml or .json file, in place of a name."`
	Set    []string `placeholder:"KEY=VALUE" sep:"none" help:"Change a switch; may be given again."`
	Vocab  int      `placeholder:"N" help:"Number of token ids; left out, that of the preset or model."`
	Length int      `default:"33554432" placeholder:"TOKENS" help:"Length of the text whose streaming is forecast."`
	Batch  int      `default:"8" placeholder:"TEXTS" help:"Texts of a training step that is forecast, each of the training length."`
	Write  string   `placeholder:"FILE" type:"path" help:"Write the configuration to a .toml or .json file."`
}

// Run shows an architecture: its picture, its parameters by part, what training and streaming will take, and every switch.
func (m *modelCmd) Run(c *console) error {
	s, err := m.subject()
	if err != nil {
		return err
	}
	if m.Length < 1 || m.Length > 1<<30 || m.Batch < 1 || m.Batch > 1<<20 {
		return errorf("--length %d, --batch %d: want a length of 1 to 2^30 and a batch of 1 to 2^20", m.Length, m.Batch)
	}
	if m.Write != "" {
		if err := s.cfg.SaveConfig(m.Write); err != nil {
			return err
		}
	}
	c.say("%s", picture(s.name, s.cfg))
	memory, flops := streamTables(s.cfg, s.trained, m.Length)
	if err := c.show(paramTable(s.name, s.cfg), trainingTable(s.cfg, m.Batch, s.trained), memory, flops); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.cfg.EncodeTOML(&b); err != nil {
		return err
	}
	c.say("Every switch, as --write FILE.toml writes them:\n\n%s", b.String())
	if dir, ok := experiments.ModelFolder(m.Name); ok && len(m.Set) == 0 && slices.Contains(presetNames(), m.Name) {
		c.say("This is the preset. The trained model of that name: hsalab model %s", dir)
	}
	return nil
}

// subject is what is shown: a name, an architecture, and the length it is trained at.
type subject struct {
	name    string
	cfg     hsa.Config
	trained int
}

// subject finds the architecture and changes what the flags say.
func (m *modelCmd) subject() (subject, error) {
	s, err := m.find()
	if err != nil {
		return s, err
	}
	if m.Vocab != 0 {
		s.cfg.Vocab = m.Vocab
	}
	for _, change := range m.Set {
		key, value, ok := strings.Cut(change, "=")
		if !ok {
			return s, errorf("--set %s: want KEY=VALUE", change)
		}
		if err := s.cfg.Set(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return s, fmt.Errorf("--set %s: %w", change, err)
		}
	}
	if s.trained == 0 {
		s.trained = 64 * s.cfg.Chunk
	}
	return s, s.cfg.Validate()
}

// find finds what a file or a name stands for: a preset, a trained model, or a recipe that has no model yet.
func (m *modelCmd) find() (subject, error) {
	switch {
	case m.Config != "" && m.Name != "":
		return subject{}, errorf("both %s and --config: want one of them", m.Name)
	case m.Config != "":
		cfg, err := hsa.LoadConfig(m.Config)
		return subject{m.Config, cfg, cfg.TrainingLength}, err
	case m.Name == "":
		return subject{}, errorf("no model: want a preset (%s), a model (%s), or --config FILE", join(presetNames()), modelNames())
	}
	if p, err := hsa.FindPreset(m.Name); err == nil {
		return subject{p.Name, p.Config(0), p.TrainingLength}, nil
	}
	t, err := experiments.Open(m.Name)
	if err == nil && t.Rival != nil {
		return subject{}, errorf("%s is a rival, %s of the model that its config.json holds under \"of\": name that model", m.Name, t.Rival.Config.Kind)
	}
	if err == nil {
		return subject{t.Name, t.Weights.Config, t.Weights.Config.TrainingLength}, nil
	}
	if !slices.Contains(experiments.RecipeNames(), m.Name) {
		return subject{}, fmt.Errorf("%w; the presets are %s", err, join(presetNames()))
	}
	r, err := experiments.FindRecipe(m.Name)
	if err != nil {
		return subject{}, err
	}
	r, err = r.Resolve()
	return subject{m.Name, r.Model, slices.Max(r.Curriculum.Lengths)}, err
}

func presetNames() []string {
	var names []string
	for _, p := range hsa.Presets() {
		names = append(names, p.Name)
	}
	return names
}
