//go:build xla && cgo && (linux || darwin)

package plugin

/*
#cgo linux LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>
#include <stddef.h>

// The beginning of a plugin's table of functions, the same in every version.
typedef struct {
	size_t size;
	void *extension;
	size_t version_size;
	void *version_extension;
	int major, minor;
} hsa_plugin_head;

// hsa_plugin_open loads a library for good and returns what its entry returns; error is what went wrong.
static hsa_plugin_head *hsa_plugin_open(const char *path, const char *entry, const char **error) {
	void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	if (library == NULL) {
		*error = dlerror();
		return NULL;
	}
	hsa_plugin_head *(*get)(void) = (hsa_plugin_head *(*)(void))dlsym(library, entry);
	if (get == NULL) {
		*error = "no entry";
		return NULL;
	}
	return get();
}
*/
import "C"

import (
	"debug/elf"
	"strings"
	"unsafe"
)

const (
	thisProgram = "/proc/self/exe" // Linux; elsewhere no program is linked statically
	fixStatic   = "build it again without -extldflags -static"
)

// linkedStatically reports whether a Linux program has no loader to load libraries with.
func linkedStatically(path string) bool {
	f, err := elf.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return false
		}
	}
	return true
}

// Loadable says that this program was built so that it can load plugins.
const Loadable = true

// Version loads the plugin at path and returns the version of its PJRT interface. It refuses, as an [*Error], a library that
// cannot be loaded and an interface that this program cannot use. A loaded plugin stays.
func Version(path string) (major, minor int, err error) {
	if linkedStatically(thisProgram) {
		return 0, 0, refuse(path, fixStatic, "this program is linked statically, and such a program crashes when it loads a library")
	}
	name, symbol := C.CString(path), C.CString(entry)
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(symbol))
	var said *C.char
	head := C.hsa_plugin_open(name, symbol, &said)
	switch {
	case said != nil:
		return 0, 0, unloadable(path, strings.TrimPrefix(C.GoString(said), path+": "))
	case head == nil:
		return 0, 0, refuse(path, fixVersion, "it is a plugin without an interface: %s returns nothing", entry)
	}
	major, minor = int(head.major), int(head.minor)
	return major, minor, judge(path, uint64(head.size), major, minor)
}
