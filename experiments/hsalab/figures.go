package main

import (
	"path/filepath"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/gallery"
)

type figuresCmd struct {
	Out     string `default:"out/figures" predictor:"dir" placeholder:"DIR" help:"Directory for the files."`
	Gallery string `predictor:"dir" placeholder:"DIR" help:"Instead, write a made-up sample of every kind of figure, in every form."`
}

// Run redraws the figures of the committed results, or writes the gallery.
func (f *figuresCmd) Run(c *console) error {
	if f.Gallery != "" {
		return f.gallery(c)
	}
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

// gallery writes a sample of every kind of figure.
func (f *figuresCmd) gallery(c *console) error {
	written, err := gallery.Write(f.Gallery)
	if err != nil {
		return err
	}
	c.say("wrote %d files; open %s", len(written), written[len(written)-1])
	return nil
}
