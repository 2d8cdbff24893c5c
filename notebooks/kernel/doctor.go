package kernel

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// A Check is one part of what notebooks need, as [Doctor] found it.
type Check struct {
	// Name is the part.
	Name string
	// OK says whether it is in order.
	OK bool
	// Optional is true for a part that notebooks run without.
	Optional bool
	// Detail is what was found.
	Detail string
	// Fix says what to do; it is empty when OK.
	Fix string
}

// minDisk is the space that a fresh set-up needs: .venv 250 MB, Go modules and build cache over 1 GB.
const minDisk = 2 << 30

// Doctor examines everything that notebooks need and changes nothing. It looks at the package index only
// when the virtual environment is missing. The checks come in the order in which to mend them.
func Doctor(ctx context.Context, o Options) []Check {
	p, err := o.paths()
	if err != nil {
		return []Check{{Name: "clone", Detail: err.Error(), Fix: ErrNoRoot.Error()}}
	}
	g, goErr := readGoEnv(ctx, p)
	checks := []Check{
		checkGo(g, goErr),
		checkWritable(p),
		checkDisk(p),
		checkPython(ctx, o),
		checkVenv(p),
	}
	if !checks[len(checks)-1].OK {
		checks = append(checks, checkIndex(ctx, o, p))
	}
	return append(checks,
		checkTools("gonb and goimports", p.kernelTools(), g),
		checkSpec(p),
		checkOwnJupyter(p),
		checkNotebooks(p),
		checkCompletion(p, g),
	)
}

func checkGo(g goEnv, err error) Check {
	if err != nil {
		return Check{Name: "go", Detail: err.Error(), Fix: ErrNoGo.Error()}
	}
	return Check{Name: "go", OK: true, Detail: g.GOVERSION + " in " + g.GOROOT}
}

func checkWritable(p paths) Check {
	c := Check{Name: "clone", OK: true, Detail: p.root + " is writable"}
	f, err := os.CreateTemp(p.root, ".hsalab-doctor-")
	if err != nil {
		return Check{Name: "clone", Detail: err.Error(), Fix: "make the clone writable for you, or clone it again"}
	}
	f.Close()
	os.Remove(f.Name())
	return c
}

func checkDisk(p paths) Check {
	free, err := freeDisk(p.root)
	if err != nil {
		return Check{Name: "disk", OK: true, Detail: "free space unknown: " + err.Error()}
	}
	c := Check{Name: "disk", OK: free >= minDisk, Detail: fmt.Sprintf("%.1f GB free", float64(free)/1e9)}
	if !c.OK {
		c.Fix = "free some space: a fresh set-up needs 2 GB"
	}
	return c
}

func checkPython(ctx context.Context, o Options) Check {
	exe, err := findPython(ctx, o)
	if err != nil {
		return Check{Name: "python", Detail: err.Error(), Fix: ErrNoPython.Error()}
	}
	return Check{Name: "python", OK: true, Detail: exe}
}

func checkVenv(p paths) Check {
	if err := p.requireVenv(); err != nil {
		return Check{Name: "jupyter", Detail: err.Error(), Fix: "run \"hsalab lab\", which sets it up"}
	}
	return Check{Name: "jupyter", OK: true, Detail: p.venv()}
}

// checkIndex has pip fetch the smallest of the pinned packages, by the road that the set-up takes.
func checkIndex(ctx context.Context, o Options, p paths) Check {
	c := Check{Name: "package index", OK: true, Detail: "reachable"}
	if err := fetchProbe(ctx, o, p); err != nil {
		c.OK, c.Detail, c.Fix = false, firstLine(err.Error()), ErrNoIndex.Error()
	}
	return c
}

func fetchProbe(ctx context.Context, o Options, p paths) error {
	python, err := findPython(ctx, o)
	if err != nil {
		return err
	}
	r, err := p.readRequirements()
	if err != nil {
		return err
	}
	probe, err := r.only("webencodings")
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "hsalab-probe-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	file := filepath.Join(tmp, "requirements.txt")
	if err := os.WriteFile(file, []byte(probe), 0o644); err != nil {
		return err
	}
	args := []string{"-I", "-m", "pip", "download", "-q", "--disable-pip-version-check", "--retries", "0",
		"--no-deps", "--require-hashes", "-d", tmp, "-r", file}
	_, err = command{name: python, args: args}.run(ctx, nil)
	return indexError(err)
}

func checkTools(name string, t toolSet, g goEnv) Check {
	if !t.ready(g) {
		return Check{Name: name, Detail: "not built, or for other versions", Fix: "run \"hsalab lab\", which builds them"}
	}
	return Check{Name: name, OK: true, Detail: t.bin}
}

func checkSpec(p paths) Check {
	i, err := p.inspect("this clone", p.venvData(), "hsalab lab")
	switch {
	case err != nil:
		return Check{Name: "kernelspec", Detail: err.Error(), Fix: "remove " + i.File + " and run \"hsalab lab\""}
	case !i.Found:
		return Check{Name: "kernelspec", Detail: "not written", Fix: "run \"hsalab lab\", which writes it"}
	case i.Problem != "":
		return Check{Name: "kernelspec", Detail: i.Problem, Fix: "run \"hsalab lab\", which writes it anew"}
	}
	return Check{Name: "kernelspec", OK: true, Detail: i.File}
}
