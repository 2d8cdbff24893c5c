package experiments

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// EnvModels names a folder of models, a folder a model, in which [Open] looks before any other.
const EnvModels = "HSALAB_MODELS"

// modelsFolder is where the repository keeps the models that are too large to be part of the program.
var modelsFolder = filepath.Join("experiments", "models")

// goModule is the first line of the repository's go.mod.
var goModule = regexp.MustCompile(`(?m)^module github\.com/hsalab/hsalab$`)

// ModelFolders are the folders in which [Open] looks for a model that is not part of the program, the first one first: the
// one that HSALAB_MODELS names, and experiments/models of the clone in which the working directory lies, the program, or
// the source that it was built from. Those that do not exist are left out.
func ModelFolders() []string {
	return modelFolders(os.Getenv(EnvModels), places())
}

// places are the folders from which the repository is looked for.
func places() []string {
	var from []string
	if dir, err := os.Getwd(); err == nil {
		from = append(from, dir)
	}
	if program, err := os.Executable(); err == nil {
		from = append(from, filepath.Dir(program))
	}
	if _, source, _, ok := runtime.Caller(0); ok {
		from = append(from, filepath.Dir(source))
	}
	return from
}

func modelFolders(named string, from []string) []string {
	var list []string
	if named != "" {
		list = append(list, named)
	}
	for _, place := range from {
		if root, ok := repository(place); ok {
			list = append(list, filepath.Join(root, modelsFolder))
		}
	}
	var there []string
	for _, dir := range list {
		if info, err := os.Stat(dir); err == nil && info.IsDir() && !slices.Contains(there, dir) {
			there = append(there, dir)
		}
	}
	return there
}

// repository is the root of the clone in which a folder lies.
func repository(dir string) (root string, ok bool) {
	for filepath.IsAbs(dir) {
		if raw, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil && goModule.Match(raw) {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	return "", false
}

// Models lists the models that [Open] knows by name: those that are part of the program, and those of [ModelFolders].
func Models() []string {
	names := Shipped()
	for _, folder := range ModelFolders() {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if isModel(filepath.Join(folder, e.Name())) && !slices.Contains(names, e.Name()) {
				names = append(names, e.Name())
			}
		}
	}
	slices.Sort(names)
	return names
}

func isModel(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, hsa.ConfigFile))
	return err == nil
}

// findModel is the weights directory that a name or a path stands for: of the program, of a model folder, or on disk.
func findModel(name string) (fs.FS, error) {
	if slices.Contains(Shipped(), name) {
		return fs.Sub(shipped, "weights/"+name)
	}
	if dir, ok := ModelFolder(name); ok {
		return os.DirFS(dir), nil
	}
	return findWeights(name, ModelFolders())
}

// ModelFolder is the folder of a model of [ModelFolders] by its name.
func ModelFolder(name string) (dir string, ok bool) {
	if name != filepath.Base(name) || name == "." || name == ".." {
		return "", false
	}
	for _, folder := range ModelFolders() {
		if dir := filepath.Join(folder, name); isModel(dir) {
			return dir, true
		}
	}
	return "", false
}

// findWeights is a weights directory by path, or that of a finished run.
func findWeights(path string, folders []string) (fs.FS, error) {
	switch finished := RunDir(path).Weights(); {
	case isModel(finished):
		return os.DirFS(finished), nil
	case isModel(path):
		return os.DirFS(path), nil
	}
	if _, err := os.Stat(RunDir(path).runFile()); err == nil {
		return nil, fmt.Errorf("model: run %s is not finished and has no weights yet: train on, or write those of its last checkpoint with \"hsalab export %s --out DIR\"", path, path)
	}
	if _, err := os.Stat(path); err == nil {
		return nil, fmt.Errorf("model: %s is no weights directory: it has no %s", path, hsa.ConfigFile)
	}
	return nil, unknownModel(path, folders)
}

// unknownModel says where was looked, and how a model of that name is come by.
func unknownModel(name string, folders []string) error {
	known := fmt.Sprintf("there is %s, or name a weights directory", strings.Join(Models(), ", "))
	if !slices.Contains(RecipeNames(), name) {
		return fmt.Errorf("no model %.100q: %s", name, known)
	}
	where := "no clone of the repository was found"
	if len(folders) > 0 {
		where = "it is not in " + strings.Join(folders, ", ")
	}
	return fmt.Errorf("no weights of %q: they are not part of the program, and %s: run it inside a clone that has %s, set %s to a folder with %s, or train it with \"hsalab train %s\"; %s",
		name, where, filepath.Join(modelsFolder, name), EnvModels, name, name, known)
}
