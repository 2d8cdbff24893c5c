package main

import (
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/data/taskpack"
)

type importRULERCmd struct {
	Dir         string `arg:"" predictor:"dir" help:"A copy of NVIDIA's RULER (git clone https://github.com/NVIDIA/RULER; its word list may take git lfs pull)."`
	Wonderwords string `predictor:"dir" placeholder:"DIR" help:"Folder of the package wonderwords, or of its word lists (default: that of the virtual environment in use, or in the copy)."`
	Out         string `required:"" predictor:"file" placeholder:"PACK.json" help:"Pack to write."`
}

// Run makes the pack. Nothing of the copy is run.
func (i *importRULERCmd) Run(c *console) error {
	words, err := i.words()
	if err != nil {
		return err
	}
	pack, err := taskpack.ImportRULER(i.Dir, words)
	if err != nil {
		return err
	}
	if err := pack.Save(i.Out); err != nil {
		return err
	}
	c.say("%s: %d tasks, %d nouns, %d adjectives, %d verbs", i.Out, len(pack.RULER.Tasks), len(pack.Words.Nouns), len(pack.Words.Adjectives), len(pack.Words.Verbs))
	c.say("use it: hsalab data ruler --pack %s --task niah_single_1", i.Out)
	return nil
}

// words is the folder of the word lists.
func (i *importRULERCmd) words() (string, error) {
	const lists, installed = "nounlist.txt", "lib/python*/site-packages/wonderwords"
	patterns := []string{i.Wonderwords}
	if i.Wonderwords == "" {
		patterns = []string{filepath.Join(i.Dir, "wonderwords"), filepath.Join(i.Dir, ".venv", installed), filepath.Join(i.Dir, "venv", installed)}
		if environment := os.Getenv("VIRTUAL_ENV"); environment != "" {
			patterns = append(patterns, filepath.Join(environment, installed))
		}
	}
	for _, pattern := range patterns {
		for _, folder := range []string{"assets", ""} {
			if found, _ := filepath.Glob(filepath.Join(pattern, folder, lists)); len(found) > 0 {
				return filepath.Dir(found[0]), nil
			}
		}
	}
	if i.Wonderwords != "" {
		return "", errorf("--wonderwords %s: no %s there: want the folder of the Python package, or assets in it", i.Wonderwords, lists)
	}
	return "", errorf("RULER draws its words from the Python package wonderwords, which is not here: install it (pip install wonderwords) and name its folder, --wonderwords DIR")
}
