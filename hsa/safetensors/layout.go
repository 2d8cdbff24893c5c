package safetensors

import (
	"cmp"
	"slices"
)

// entry is one tensor as the header describes it: its data is bytes start to end of the data part.
type entry struct {
	name       string
	dtype      DType
	shape      []int
	start, end int64
}

// size is the number of bytes of data.
func (e entry) size() int64 { return e.end - e.start }

// checkLayout sorts the entries by place and checks that each has the size of its shape and that together they cover the
// dataSize bytes of data exactly.
func checkLayout(entries []entry, dataSize int64) error {
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.name, b.name))
	})
	covered := int64(0)
	for _, e := range entries {
		if err := e.check(dataSize); err != nil {
			return err
		}
		switch {
		case e.start < covered:
			return invalid("tensor %s: starts at %d, inside the one before it, which ends at %d", quote(e.name), e.start, covered)
		case e.start > covered:
			return invalid("tensor %s: starts at %d, leaving a gap after %d", quote(e.name), e.start, covered)
		}
		covered = e.end
	}
	if covered != dataSize {
		return invalid("%d bytes follow the last tensor", dataSize-covered)
	}
	return nil
}

// check holds one entry against the size of the data part and against its own shape.
func (e entry) check(dataSize int64) error {
	switch {
	case e.end < e.start:
		return invalid("tensor %s: ends at %d, before its start %d", quote(e.name), e.end, e.start)
	case e.end > dataSize:
		return invalid("tensor %s: ends at %d of %d bytes of data: the file is cut short", quote(e.name), e.end, dataSize)
	}
	want, err := byteSize(e.dtype, e.shape)
	if err != nil {
		return invalid("tensor %s: %s", quote(e.name), err)
	}
	if want != e.size() {
		return invalid("tensor %s: %s of shape %v takes %d bytes, data_offsets give %d",
			quote(e.name), e.dtype, e.shape, want, e.size())
	}
	return nil
}
