package safetensors

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrInvalid is matched (errors.Is) by every error that says a file is not a well-formed safetensors file,
// as against one that could not be read. Such a file is damaged, cut short or hostile: fetch or write it again.
var ErrInvalid = errors.New("invalid safetensors file")

// ErrNotFound is matched (errors.Is) by the error for a tensor name that a file does not hold.
var ErrNotFound = errors.New("no such tensor")

// invalid is an error that matches ErrInvalid.
func invalid(format string, args ...any) error {
	return fmt.Errorf("safetensors: %w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// quote renders a name from a file for a message: escaped, and cut, since it may be hostile or megabytes long.
func quote(name string) string {
	const most = 80
	if len(name) <= most {
		return fmt.Sprintf("%q", name)
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return fmt.Sprintf("%q... (%d bytes)", name[:cut], len(name))
}
