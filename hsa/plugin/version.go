package plugin

// The interface that go-xla v0.4.5 is written for. Plugins whose minor number is greater work; with smaller ones what
// the plugin lacks cannot be called.
const (
	Major = 0
	Minor = 104
)

// judge refuses a plugin of another major version. size is that of its table of functions in bytes, as it states it.
func judge(path string, size uint64, major, minor int) error {
	switch {
	case size < headBytes || size > 1<<16:
		return refuse(path, fixVersion, "it states an interface of %d bytes, which is no PJRT interface", size)
	case major != Major:
		return refuse(path, fixVersion, "it has PJRT interface %d.%d, and this program wants %d.%d or a later %d.x", major, minor, Major, Minor, Major)
	}
	return nil
}

// headBytes is the size of what stands before the functions: two words, and the version with two words and two numbers.
const headBytes = 4*8 + 2*4

const fixVersion = "take a plugin that was built from a recent XLA; \"hsalab pjrt fetch\" downloads one for CPUs"
