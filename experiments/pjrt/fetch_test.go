package pjrt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func quiet() options { return options{progress: func(string) {}} }

func TestFetchOnce(t *testing.T) {
	f := newFake(t, goodWheel())
	dir := t.TempDir()
	var steps []string
	path, err := f.fetch(t.Context(), dir, options{progress: func(s string) { steps = append(steps, s) }})
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(path); err != nil || string(raw) != libraryText {
		t.Fatalf("the library holds %q, %v", raw, err)
	}
	want := []string{filepath.Join("fake-plugin-1.0", "plugin.so")}
	if diff := cmp.Diff(want, leftovers(t, dir)); diff != "" {
		t.Errorf("files in the cache (-want +got):\n%s", diff)
	}
	if len(steps) != 2 {
		t.Errorf("progress %q, want a download and an unpacking", steps)
	}
	again, err := f.fetch(t.Context(), dir, quiet())
	if err != nil || again != path {
		t.Errorf("second fetch: %q, %v", again, err)
	}
	requirement := strings.TrimSpace(f.requirement())
	if diff := cmp.Diff([]string{requirement}, f.calls(t)); diff != "" {
		t.Errorf("calls of pip (-want +got):\n%s", diff)
	}
}

func TestFetchReplacesATruncatedLibrary(t *testing.T) {
	f := newFake(t, goodWheel())
	dir := t.TempDir()
	name := f.library(dir)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("\x7fELF"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, ok := f.find(dir); ok {
		t.Fatal("a truncated library was found")
	}
	if _, err := f.fetch(t.Context(), dir, quiet()); err != nil {
		t.Fatal(err)
	}
	if err := f.verify(name); err != nil {
		t.Error(err)
	}
}

// TestVerify is the negative control of the sum: the same size, one bit away.
func TestVerify(t *testing.T) {
	f := newFake(t, goodWheel())
	name := filepath.Join(t.TempDir(), "plugin.so")
	for text, want := range map[string]error{libraryText: nil, "\x7fELF b library\n": ErrCorrupt} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := f.verify(name); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

func TestFetchFailures(t *testing.T) {
	big := goodWheel()
	big["fake_plugin/plugin.so"] += "more"
	changed := goodWheel()
	changed["fake_plugin/plugin.so"] = strings.Replace(libraryText, "a", "b", 1)
	missing := goodWheel()
	delete(missing, "fake_plugin/plugin.so")
	for name, c := range map[string]struct {
		members map[string]string
		script  string // of python3
		wheel   string // sum of the wheel, when it is not the fake's own
		want    error
		says    string
	}{
		"no pip":          {script: "echo 'No module named pip'; exit 1", want: ErrNoPython, says: "ensurepip"},
		"no index":        {script: "echo 'ERROR: Could not find a version'; exit 1", want: ErrNoIndex, says: "Could not find a version"},
		"hash by pip":     {script: "echo 'THESE PACKAGES DO NOT MATCH THE HASHES'; exit 1", want: ErrCorrupt, says: "another hash"},
		"disk full":       {script: "echo 'No space left on device'; exit 1", says: "disk is full"},
		"nothing left":    {script: "exit 0", want: ErrCorrupt, says: "0 wheels"},
		"hash by us":      {wheel: strings.Repeat("0", 64), want: ErrCorrupt, says: "SHA-256"},
		"no library":      {members: missing, want: ErrCorrupt, says: "fake_plugin/plugin.so"},
		"library larger":  {members: big, want: ErrCorrupt, says: "bytes"},
		"library changed": {members: changed, want: ErrCorrupt, says: "SHA-256"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.members == nil {
				c.members = goodWheel()
			}
			f := newFake(t, c.members)
			if c.script != "" {
				f.python(t, c.script)
			}
			if c.wheel != "" {
				f.wheelSum = c.wheel
			}
			dir := t.TempDir()
			_, err := f.fetch(t.Context(), dir, quiet())
			if err == nil || (c.want != nil && !errors.Is(err, c.want)) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want %v with %q", err, c.want, c.says)
			}
			if left := leftovers(t, dir); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

func TestFetchWithoutPython(t *testing.T) {
	f := newFake(t, goodWheel())
	t.Setenv("PATH", t.TempDir())
	if _, err := f.fetch(t.Context(), t.TempDir(), quiet()); !errors.Is(err, ErrNoPython) {
		t.Errorf("error %v, want ErrNoPython", err)
	}
}

func TestFetchNotAZip(t *testing.T) {
	f := newFake(t, goodWheel())
	if err := os.WriteFile(f.wheel, []byte("no zip"), 0o644); err != nil {
		t.Fatal(err)
	}
	f.wheelSum = sumOf([]byte("no zip"))
	if _, err := f.fetch(t.Context(), t.TempDir(), quiet()); !errors.Is(err, ErrCorrupt) {
		t.Errorf("error %v, want ErrCorrupt", err)
	}
}

// TestFetchStopped cancels while pip runs.
func TestFetchStopped(t *testing.T) {
	f := newFake(t, goodWheel())
	f.python(t, `: > "$LOG"; exec /bin/sleep 60`)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for range 500 {
			if _, err := os.Stat(f.log); err == nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
	}()
	dir := t.TempDir()
	start := time.Now()
	if _, err := f.fetch(ctx, dir, quiet()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("stopped after %v", d)
	}
	if left := leftovers(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestUnpackStopped cancels before the library is written.
func TestUnpackStopped(t *testing.T) {
	f := newFake(t, goodWheel())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	name := filepath.Join(t.TempDir(), "out", "plugin.so")
	if err := f.unpack(ctx, f.wheel, name); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if left := leftovers(t, filepath.Dir(name)); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestAbandonedWorkIsRemoved(t *testing.T) {
	f := newFake(t, goodWheel())
	dir := t.TempDir()
	old, fresh := filepath.Join(dir, workPrefix+"old"), filepath.Join(dir, workPrefix+"fresh")
	for name, age := range map[string]time.Duration{old: 25 * time.Hour, fresh: time.Minute} {
		if err := os.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-age)
		if err := os.Chtimes(name, when, when); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.fetch(t.Context(), dir, quiet()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("work of a fetch killed a day ago is still there: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("work of another fetch that may be running was removed: %v", err)
	}
}

func TestPlatforms(t *testing.T) {
	if err := checkPlatform("linux", "amd64"); err != nil {
		t.Error(err)
	}
	for _, p := range [][2]string{{"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}} {
		if err := checkPlatform(p[0], p[1]); !errors.Is(err, ErrPlatform) || !strings.Contains(err.Error(), p[0]+"/"+p[1]) {
			t.Errorf("%v: %v", p, err)
		}
	}
}

func TestFindNothing(t *testing.T) {
	if path, ok := Find(t.TempDir()); ok {
		t.Errorf("found %q in an empty directory", path)
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if path, ok := Find(""); ok {
		t.Errorf("found %q in an empty cache", path)
	}
}

// TestFetchPublished downloads the real plugin, which needs a package index, when HSALAB_REQUIRE_XLA is 1.
func TestFetchPublished(t *testing.T) {
	if os.Getenv("HSALAB_REQUIRE_XLA") != "1" {
		t.Skip("downloads 63 MB: set HSALAB_REQUIRE_XLA=1 to run it")
	}
	dir := t.TempDir()
	path, err := Fetch(t.Context(), dir, WithProgress(func(step string) { t.Log(step) }))
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(path); err != nil {
		t.Error(err)
	}
	start := time.Now()
	if again, err := Fetch(t.Context(), dir); err != nil || again != path {
		t.Errorf("second fetch: %q, %v", again, err)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("the second fetch took %v", d)
	}
	if found, ok := Find(dir); !ok || found != path {
		t.Errorf("Find: %q, %v", found, ok)
	}
}
