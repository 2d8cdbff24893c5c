package closeup

import (
	"context"
	"strings"
	"testing"
)

// TestStraddling: with its evidence inside a chunk nano answers; across two it retrieves the chunk of the key.
func TestStraddling(t *testing.T) {
	table, found, err := straddling(context.Background(), 128, 4, []string{"nano"})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Validate(); err != nil {
		t.Error(err)
	}
	rows := table.Groups[0].Rows
	inside, across := rows[0].Cells[1].Value, rows[1].Cells[1].Value
	if inside < 0.9 || across > inside-0.3 {
		t.Errorf("accuracy %g inside, %g across", inside, across)
	}
	if mean(found[0].keysWeight) <= mean(found[0].weight) {
		t.Error("the chunk of the value outweighs that of the key")
	}
	if _, _, err := straddling(context.Background(), 256, 1, []string{"nano-text"}); err == nil || !strings.Contains(err.Error(), "does not read symbols") {
		t.Errorf("a text model: %v", err)
	}
}

func TestFailure(t *testing.T) {
	r, err := open("nano", "decoys")
	if err != nil {
		t.Fatal(err)
	}
	defer r.model.Close()
	f, err := r.failure(context.Background(), 1024, 1)
	if err != nil {
		t.Fatal(err)
	}
	if a := f.answer(); a.Correct || a.Right == a.Predicted {
		t.Errorf("right is %s, answered %s", a.Right, a.Predicted)
	}
	rivals := f.rivals()
	if err := rivals.Validate(); err != nil {
		t.Error(err)
	}
	gold := 0
	for _, row := range rivals.Groups[0].Rows {
		if strings.HasPrefix(row.Cells[3].Text, "gold") {
			gold++
		}
	}
	if gold != 1 {
		t.Errorf("%d gold chunks among the rivals", gold)
	}
	if _, err := r.failure(context.Background(), 128, 10000); err == nil {
		t.Error("more failures than questions")
	}
}
