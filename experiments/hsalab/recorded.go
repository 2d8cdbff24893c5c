package main

import (
	"context"
	"fmt"
	"time"

	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/records"
)

// recordedModel is the model whose answers of a GPU are asked for again.
const recordedModel = "tiny"

// recordedTexts says how many texts of each task are read again, by length: together 21 answers.
var recordedTexts = []struct{ length, samples int }{{4096, 4}, {1 << 16, 3}}

// replay asks the shipped model again what it answered on a GPU.
func (k *checkCmd) replay(ctx context.Context, c *console) error {
	rows, err := records.Rows(records.TinyFile)
	if err != nil {
		return err
	}
	tiny, err := experiments.Open(recordedModel)
	if err != nil {
		return err
	}
	start, asked, differ := time.Now(), 0, 0
	for _, texts := range recordedTexts {
		for _, task := range []needles.Task{needles.SingleNeedle, needles.MultiQuery, needles.VariableTracking} {
			m := c.meter(0)
			done, err := eval.Replay(ctx, tiny, rows, eval.Options{
				Backend: k.Backend, Tasks: []string{task.String()}, Lengths: []int{texts.length}, Samples: texts.samples,
				Progress: func(s eval.Status) {
					m.set(s.TokensDone, s.ETA, fmt.Sprintf("%v at %d tokens, %d of %d texts", task, s.Length, s.Done, s.Total))
				},
			})
			m.close()
			if err != nil {
				return err
			}
			c.say("%s  %-5v %6d tokens  %d answers, %d as recorded", verdict(len(done.Differ) == 0), task, texts.length, done.Asked, done.Asked-len(done.Differ))
			for _, d := range done.Differ {
				c.say("      sample %d: recorded %q, now %q", d.Recorded.Sample, d.Recorded.Predicted, d.Now.Predicted)
			}
			asked, differ = asked+done.Asked, differ+len(done.Differ)
		}
	}
	c.say("%d answers, %d otherwise than recorded, %s", asked, differ, short(time.Since(start)))
	if differ > 0 {
		return errorf("%d of %d answers are not those recorded", differ, asked)
	}
	return nil
}
