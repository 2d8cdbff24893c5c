package hsa

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// ownAllocations runs f and counts the objects that were allocated by functions of this package themselves, by function,
// through the heap profile with every allocation sampled.
func ownAllocations(f func()) map[string]int64 {
	rate := runtime.MemProfileRate
	runtime.MemProfileRate = 1
	defer func() { runtime.MemProfileRate = rate }()
	before := allocationsByFunction()
	f()
	after := allocationsByFunction()
	grown := map[string]int64{}
	for name, n := range after {
		own := strings.HasPrefix(name, "github.com/hsalab/hsalab/hsa.") && !strings.HasSuffix(name, ".allocationsByFunction")
		if own && n > before[name] {
			grown[name] = n - before[name]
		}
	}
	return grown
}

// allocationsByFunction is how many objects the function at the top of each stack has allocated so far. The runtime
// publishes a collection's profile with the next one but one.
func allocationsByFunction() map[string]int64 {
	for range 3 {
		runtime.GC()
	}
	var records []runtime.MemProfileRecord
	for n, ok := runtime.MemProfile(nil, true); !ok; {
		records = make([]runtime.MemProfileRecord, n+100)
		n, ok = runtime.MemProfile(records, true)
		records = records[:min(n, len(records))]
	}
	counts := map[string]int64{}
	for _, r := range records {
		frames := runtime.CallersFrames(r.Stack())
		for {
			frame, more := frames.Next()
			if !strings.HasPrefix(frame.Function, "runtime.") {
				counts[frame.Function] += r.AllocObjects
				break
			}
			if !more {
				break
			}
		}
	}
	return counts
}

// TestNextAllocatesNothing: once its graphs are built, decoding allocates nothing in this package's own code, through
// the ends of chunks too. Pages of the chunk memory, which grow by the thousand, are not reached here.
func TestNextAllocatesNothing(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("what moves to and from a device is allocated anew")
	}
	for _, name := range []string{"base", "groups", "inner", "blocks-2g", "far", "shift", "norms", "single"} {
		t.Run(name, func(t *testing.T) {
			c := smallConfig()
			variants[name](&c)
			s := testModel(t, c).NewStream(StreamOptions{MaxTail: 4})
			defer s.Free()
			tokens := randomTokens(rand.New(rand.NewPCG(2, 2)), c.Vocab, 200)
			decode := func(tokens []int32) {
				for _, token := range tokens {
					if _, err := s.Next(token); err != nil {
						t.Fatal(err)
					}
				}
			}
			decode(tokens[:150])
			for name, n := range ownAllocations(func() { decode(tokens[150:]) }) {
				t.Errorf("%s allocated %d objects in 50 tokens", name, n)
			}
			runtime.KeepAlive(sink)
		})
	}
}

var sink []byte

// TestOwnAllocationsAreCounted: the counter sees what this package allocates.
func TestOwnAllocationsAreCounted(t *testing.T) {
	grown := ownAllocations(func() {
		for range 7 {
			sink = make([]byte, 100)
		}
	})
	total := int64(0)
	for _, n := range grown {
		total += n
	}
	if total < 7 {
		t.Errorf("7 objects were allocated and %d counted: %v", total, grown)
	}
}

// BenchmarkNext decodes behind a text.
func BenchmarkNext(b *testing.B) {
	m := testModel(b, Nano(64))
	for _, length := range benchLengths {
		b.Run(fmt.Sprintf("%dK", length>>10), func(b *testing.B) {
			s := readText(b, m, length)
			defer s.Free()
			for range 16 {
				if _, err := s.Next(1); err != nil {
					b.Fatal(err)
				}
			}
			b.ResetTimer()
			for b.Loop() {
				if _, err := s.Next(1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
