package main

import (
	"path/filepath"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/viz"
)

type figuresCmd struct {
	Out string `default:"out/figures" predictor:"dir" placeholder:"DIR" help:"Directory for the files."`
}

// Run redraws the figures of the committed results.
func (f *figuresCmd) Run(c *console) error {
	list, missing, err := figures.Recorded()
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return records.ErrNone
	}
	written, err := figures.Save(f.Out, list, figures.Print)
	if err != nil {
		return err
	}
	page := viz.Page{Title: "Figures of the committed results", Intro: "Every number comes from the rows that the repository holds, one a question."}
	for _, n := range list {
		page.Sections = append(page.Sections, viz.Section{Heading: n.Figure.Heading(), Figures: []viz.Figure{n.Figure}})
		if err := c.show(n.Figure); err != nil {
			return err
		}
	}
	index := filepath.Join(f.Out, "index.html")
	if err := viz.SavePage(index, page); err != nil {
		return err
	}
	for _, path := range append(written, index) {
		c.say("wrote %s", path)
	}
	for _, name := range missing {
		c.say("left out %s: no results for it are committed", name)
	}
	return nil
}
