package gallery

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/viz"
)

// Sample is a figure with the name of its files.
type Sample struct {
	Name   string
	Figure viz.Figure
}

// Samples returns one or more samples of each kind of figure.
func Samples() []Sample {
	return []Sample{
		{"retrieval", Retrieval()}, {"retrieval-layers", RetrievalLayers()}, {"retrieval-heads", RetrievalHeads()},
		{"million-cells", MillionCells()}, {"one-query", OneQuery()},
		{"needle-map", NeedleMap()}, {"extrapolation", Extrapolation()}, {"ablation", Ablation()},
		{"walk", Walk()}, {"training", Training()}, {"loss", Loss()},
		{"score-mass", ScoreMass()}, {"landmarks", Landmarks()}, {"pick-overlap", PickOverlap()},
		{"mismatch", Mismatch()}, {"residual-norms", ResidualNorms()}, {"cost", Cost()}, {"roofline", Roofline()},
	}
}

// made is the provenance of every sample.
func made(seed string) viz.Provenance {
	return viz.Provenance{
		Command: "hsalab figures --gallery DIR", Commit: "0123abc", Seed: seed,
		Weights: "nano.safetensors sha256:1f2e", Note: "made-up numbers, to show the figure",
	}
}

// Write writes every sample to dir in every form that it has, pictures light and
// dark, and index.html with all of them interactive. It returns the paths.
func Write(dir string) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("gallery: make %s: %w", dir, err)
	}
	var written []string
	page := viz.Page{Title: "Gallery of figures", Intro: "One sample of every kind of figure. The numbers are made up."}
	for _, s := range Samples() {
		paths, err := s.write(dir)
		if err != nil {
			return nil, fmt.Errorf("gallery: %s: %w", s.Name, err)
		}
		written = append(written, paths...)
		page.Sections = append(page.Sections, viz.Section{Heading: s.Name, Text: s.Figure.Alt(), Figures: []viz.Figure{s.Figure}})
	}
	index := filepath.Join(dir, "index.html")
	if err := viz.SavePage(index, page); err != nil {
		return nil, err
	}
	return append(written, index), nil
}

// write writes one sample in all forms.
func (s Sample) write(dir string) ([]string, error) {
	exts := []string{".txt", ".html"}
	if viz.HasPicture(s.Figure) {
		exts = append(exts, ".png", ".svg", ".pdf")
	} else {
		exts = append(exts, ".md", ".tex", ".csv")
	}
	var paths []string
	save := func(name string, fig viz.Figure) error {
		paths = append(paths, filepath.Join(dir, name))
		return viz.Save(paths[len(paths)-1], fig)
	}
	for _, ext := range exts {
		if err := save(s.Name+ext, s.Figure); err != nil {
			return nil, err
		}
	}
	if viz.HasPicture(s.Figure) {
		if err := save(s.Name+"-dark.png", viz.Dark(s.Figure)); err != nil {
			return nil, err
		}
	}
	return paths, nil
}
