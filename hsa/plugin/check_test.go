package plugin

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// header is the beginning of an ELF file for a machine, without sections.
func header(t *testing.T, machine elf.Machine, kind elf.Type) []byte {
	t.Helper()
	h := elf.Header64{Type: uint16(kind), Machine: uint16(machine), Version: uint32(elf.EV_CURRENT), Ehsize: 64, Phentsize: 56, Shentsize: 64}
	copy(h.Ident[:], elf.ELFMAG)
	h.Ident[elf.EI_CLASS], h.Ident[elf.EI_DATA], h.Ident[elf.EI_VERSION] = byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, h); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestCheckRefuses: each file that is no plugin is refused with what it is and what to do.
func TestCheckRefuses(t *testing.T) {
	if runtime.GOOS != "linux" || machines[runtime.GOARCH] == 0 {
		t.Skip("libraries of other systems are not looked into")
	}
	here, other := machines[runtime.GOARCH], elf.EM_MIPS
	for want, content := range map[string][]byte{
		"it is no shared library for Linux":                   []byte("text, and more of it"),
		"it is no shared library":                             {},
		"it is an archive, such as a Python wheel":            []byte("PK\x03\x04 and so on"),
		"it is a damaged library, or half of one":             header(t, here, elf.ET_DYN)[:40],
		"it is built for EM_MIPS, and this machine is":        header(t, other, elf.ET_DYN),
		"it is no shared library but a program":               header(t, here, elf.ET_EXEC),
		"no PJRT plugin: it has no function GetPjrtApi":       header(t, here, elf.ET_DYN),
		"\"hsalab pjrt fetch\" downloads one for Linux on am": header(t, other, elf.ET_DYN),
	} {
		path := filepath.Join(t.TempDir(), "plugin.so")
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		refused(t, Check(path), path, want)
	}
}

// refused holds that an error names the path, says what is wanted and what to do.
func refused(t *testing.T, err error, path, want string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Path != path || !strings.Contains(err.Error(), want) || len(e.Fix) < 20 {
		t.Errorf("error %v, want one with %q", err, want)
	}
}

func TestCheckRefusesPaths(t *testing.T) {
	dir := t.TempDir()
	refused(t, Check(filepath.Join(dir, "none.so")), filepath.Join(dir, "none.so"), "there is no such file; give the path")
	refused(t, Check(dir), dir, "it is a folder")
	below := filepath.Join(dir, "file")
	if err := os.WriteFile(below, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, Check(filepath.Join(below, "x.so")), filepath.Join(below, "x.so"), "it cannot be read: not a directory")
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		size         uint64
		major, minor int
		want         string // "" accepts
	}{
		{1072, Major, Minor, ""}, {1200, Major, Minor + 50, ""}, {900, Major, 20, ""},
		{1072, 7, 3, "it has PJRT interface 7.3, and this program wants 0.104"},
		{8, 0, 0, "an interface of 8 bytes"}, {1 << 40, 0, 104, "no PJRT interface"},
	} {
		err := judge("p.so", c.size, c.major, c.minor)
		if c.want == "" && err != nil {
			t.Errorf("%+v: %v", c, err)
		} else if c.want != "" {
			refused(t, err, "p.so", c.want)
		}
	}
}

func TestUnloadable(t *testing.T) {
	for said, fix := range map[string]string{
		"libfoo.so.1: cannot open shared object file": "ldd lists it",
		"version `GLIBC_2.38' not found":              "older system",
		"libcudart.so.12: cannot open":                "LD_LIBRARY_PATH",
	} {
		refused(t, unloadable("p.so", said), "p.so", said)
		if err := unloadable("p.so", said); !strings.Contains(err.Error(), fix) {
			t.Errorf("%s: %v, want %q", said, err, fix)
		}
	}
}
