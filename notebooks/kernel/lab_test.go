package kernel

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestLab(t *testing.T) {
	needJupyter(t)
	entry := "HSALAB_TEST=" + rand.Text()
	key, value, _ := strings.Cut(entry, "=")
	t.Setenv(key, value)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- Lab(ctx, LabOptions{Notebook: "testdata/two.ipynb", Ready: func(url string) { ready <- url }})
	}()
	var address string
	select {
	case address = <-ready:
	case err := <-done:
		t.Fatalf("the lab ended: %v", err)
	case <-time.After(time.Minute):
		t.Fatal("the lab did not start within a minute")
	}
	checkLab(t, address)
	cancel()
	if err := <-done; err != nil {
		t.Errorf("stopped by its context: %v", err)
	}
	if left := marked(entry); len(left) > 0 {
		t.Errorf("processes left: %v", left)
	}
}

// checkLab asks a running lab for its kernels, with its token and without.
func checkLab(t *testing.T, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if want := "/lab/tree/notebooks/kernel/testdata/two.ipynb"; u.Path != want {
		t.Errorf("the lab opens %s, want %s", u.Path, want)
	}
	if host, _, _ := net.SplitHostPort(u.Host); host != "127.0.0.1" {
		t.Errorf("the lab listens on %s", u.Host)
	}
	kernels := "http://" + u.Host + "/api/kernelspecs"
	if status, _ := get(t, kernels); status != http.StatusForbidden {
		t.Errorf("without the token: status %d", status)
	}
	if _, body := get(t, kernels+"?"+u.RawQuery); !strings.Contains(body, DisplayName) {
		t.Errorf("with the token, kernels: %s", body)
	}
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

func TestLabPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if err := checkPort(port); !errors.Is(err, ErrPortInUse) {
		t.Errorf("a taken port: got %v, want ErrPortInUse", err)
	}
	l.Close()
	if err := checkPort(port); err != nil {
		t.Errorf("a free port: %v", err)
	}
}

func TestLabPage(t *testing.T) {
	p := newClone(t, "")
	inside, outside := filepath.Join(p.notebooks(), "a.ipynb"), filepath.Join(t.TempDir(), "b.ipynb")
	write(t, inside, "")
	write(t, outside, "")
	if got, err := labPage(p, inside); got != "/lab/tree/notebooks/a.ipynb" || err != nil {
		t.Errorf("inside the clone: %q, %v", got, err)
	}
	if _, err := labPage(p, outside); err == nil || !strings.Contains(err.Error(), "outside the clone") {
		t.Errorf("outside the clone: %v", err)
	}
	if _, err := labPage(p, inside+".absent"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a notebook that is not there: %v", err)
	}
}

func TestLabNotSetUp(t *testing.T) {
	p := newClone(t, "")
	if err := Lab(t.Context(), LabOptions{Root: p.root}); !errors.Is(err, ErrNotSetUp) {
		t.Errorf("got %v, want ErrNotSetUp", err)
	}
}
