package taskpack

import (
	"embed"
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed ours/*.json
var ours embed.FS

// Ours is the embedded pack, in our own words. It is shared: do not change it.
func Ours() *Pack { return loadOurs() }

// loadOurs puts the embedded sections, a file each, together as one pack.
var loadOurs = sync.OnceValue(func() *Pack {
	whole := map[string]any{
		"pack_version": Version,
		"sources":      map[string]string{"hsalab": "written for hsalab (Apache-2.0)"},
	}
	files, err := fs.Glob(ours, "ours/*.json")
	embedded(err)
	for _, file := range files {
		text, err := ours.ReadFile(file)
		embedded(err)
		whole[strings.TrimSuffix(path.Base(file), ".json")] = json.RawMessage(text)
	}
	text, err := json.Marshal(whole)
	embedded(err)
	p, err := parse("ours", text)
	embedded(err)
	return p
})

// embedded panics on an error of the embedded pack, which is a fault of the program.
func embedded(err error) {
	if err != nil {
		panic("taskpack: embedded pack: " + err.Error())
	}
}
