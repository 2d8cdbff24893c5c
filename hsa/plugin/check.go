package plugin

import (
	"debug/elf"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
)

// entry is the function of a plugin that returns its interface.
const entry = "GetPjrtApi"

// Check reads the file at path and reports as an [*Error] why it cannot be a PJRT plugin for this machine: it is not
// there, or no shared library, or one for another processor or system, or one without the function of a plugin. It runs
// nothing of the file. Outside Linux only what is no library at all is noticed.
func Check(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return unreadable(path, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return unreadable(path, err)
	} else if info.IsDir() {
		return refuse(path, fixPath, "it is a folder")
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(f, head); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return unreadable(path, err)
	}
	if err := checkFormat(path, string(head)); err != nil || runtime.GOOS != "linux" {
		return err
	}
	return checkELF(path, f)
}

func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return refuse(path, fixPath, "there is no such file")
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return refuse(path, "make it readable for this user, or "+fixPath, "it cannot be read: %v", err)
}

// checkFormat judges a file by its first four bytes.
func checkFormat(path, head string) error {
	switch isELF := head == elf.ELFMAG; {
	case head == "PK\x03\x04":
		return refuse(path, "unpack it (python3 -m zipfile -e FILE DIR) and name the .so file in it", "it is an archive, such as a Python wheel, and no library")
	case isELF && runtime.GOOS != "linux":
		return refuse(path, fixMachine, "it is a library for Linux, and this is %s", runtime.GOOS)
	case !isELF && runtime.GOOS == "linux":
		return refuse(path, fixPath, "it is no shared library for Linux")
	}
	return nil
}

// machines are the processors of ELF files by their names in Go.
var machines = map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64, "riscv64": elf.EM_RISCV, "ppc64le": elf.EM_PPC64, "s390x": elf.EM_S390}

func checkELF(path string, r io.ReaderAt) error {
	f, err := elf.NewFile(r)
	if err != nil {
		return refuse(path, "copy or download it again", "it is a damaged library, or half of one: %v", err)
	}
	if want, known := machines[runtime.GOARCH]; known && f.Machine != want {
		return refuse(path, fixMachine, "it is built for %s, and this machine is %s", f.Machine, runtime.GOARCH)
	}
	if f.Type != elf.ET_DYN {
		return refuse(path, fixPath, "it is no shared library but a program or a part of one (%s)", f.Type)
	}
	symbols, err := f.DynamicSymbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return refuse(path, "copy or download it again", "it is a damaged library: %v", err)
	}
	if !slices.ContainsFunc(symbols, func(s elf.Symbol) bool { return s.Name == entry && s.Section != elf.SHN_UNDEF }) {
		return refuse(path, fixPath, "it is a library, but no PJRT plugin: it has no function %s", entry)
	}
	return nil
}
