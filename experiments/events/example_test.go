package events_test

import (
	"fmt"
	"os"
	"time"

	"github.com/hsalab/hsalab/experiments/events"
)

// ExampleOpen records two steps, and then goes on from the first.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "events")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	record(dir, 0, 1, 2)
	record(dir, 1, 2, 3)
	files, err := events.Files(dir)
	if err != nil {
		panic(err)
	}
	list, err := events.Read(files[0])
	if err != nil {
		panic(err)
	}
	for _, e := range list {
		fmt.Println(e.Step, e.Scalars)
	}
	// Output:
	// 1 [{train/loss 0.5}]
	// 2 [{train/loss 1}]
	// 3 [{train/loss 1.5}]
}

func record(dir string, from int, steps ...int) {
	w, err := events.Open(dir, from)
	if err != nil {
		panic(err)
	}
	defer w.Close()
	for _, s := range steps {
		e := events.Event{Time: time.Now(), Step: s, Scalars: []events.Scalar{{Tag: "train/loss", Value: float32(s) / 2}}}
		if err := w.Write(e); err != nil {
			panic(err)
		}
	}
}
