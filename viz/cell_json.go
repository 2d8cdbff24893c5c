package viz

import (
	"encoding/json"
	"math"
)

// cellJSON is a [Cell] in JSON, where a value that was not measured is null: JSON has no NaN.
type cellJSON struct {
	Value *float64
	Low   float64 `json:",omitempty"`
	High  float64 `json:",omitempty"`
	N     int     `json:",omitempty"`
	Text  string  `json:",omitempty"`
	Best  bool    `json:",omitempty"`
	Tied  bool    `json:",omitempty"`
}

// MarshalJSON encodes the cell; a NaN Value is null.
func (c Cell) MarshalJSON() ([]byte, error) {
	j := cellJSON{&c.Value, c.Low, c.High, c.N, c.Text, c.Best, c.Tied}
	if math.IsNaN(c.Value) {
		j.Value = nil
	}
	return json.Marshal(j)
}

// UnmarshalJSON decodes what MarshalJSON encodes.
func (c *Cell) UnmarshalJSON(raw []byte) error {
	var j cellJSON
	if err := json.Unmarshal(raw, &j); err != nil {
		return err
	}
	*c = Cell{math.NaN(), j.Low, j.High, j.N, j.Text, j.Best, j.Tied}
	if j.Value != nil {
		c.Value = *j.Value
	}
	return nil
}
