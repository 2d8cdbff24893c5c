package gallery_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/viz/gallery"
)

// Every sample in every form, and a page with all of them.
func ExampleWrite() {
	dir, err := os.MkdirTemp("", "gallery")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	paths, err := gallery.Write(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(gallery.Samples()), "samples,", len(paths), "files,", filepath.Base(paths[len(paths)-1]))
	// Output:
	// 18 samples, 108 files, index.html
}
