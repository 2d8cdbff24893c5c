package viz

import "math"

// walkData is the interactive walk: what each step shows.
type walkData struct {
	Title  string       `json:"title"`
	Steps  [][2]string  `json:"steps"` // heading and sentence
	Scores []*float64   `json:"scores"`
	Gold   []int        `json:"gold"`
	Picks  []walkPick   `json:"picks"`
	Left   float64      `json:"left"`
	Output []walkOutput `json:"output"`
	Colors []string     `json:"colors"` // of attention
	Lines  []string     `json:"lines"`  // of the picks
}

type walkPick struct {
	Chunk     int       `json:"chunk"`
	Weight    float64   `json:"weight"`
	Tokens    []string  `json:"tokens"`
	Attention []float64 `json:"attention"`
}

type walkOutput struct {
	Token  string  `json:"token"`
	P      float64 `json:"p"`
	Answer bool    `json:"answer"`
}

func (s strip) spec() (spec, error) {
	d := &walkData{Title: s.Heading(), Gold: append([]int{}, s.Gold...), Left: round(s.left(), gridDigits), Output: []walkOutput{}, Colors: viridis.hex()}
	for _, st := range s.steps() {
		d.Steps = append(d.Steps, [2]string{st.heading, st.text})
	}
	for _, v := range s.Scores {
		if math.IsNaN(v) {
			d.Scores = append(d.Scores, nil)
			continue
		}
		v = round(v, gridDigits)
		d.Scores = append(d.Scores, &v)
	}
	for i, p := range s.Picks {
		d.Picks = append(d.Picks, p.data())
		d.Lines = append(d.Lines, hexColor(lineColor(i)))
	}
	for _, c := range s.Output {
		d.Output = append(d.Output, walkOutput{short(c.Token, maxLabel), round(c.Probability, gridDigits), c.Answer})
	}
	return spec{Kind: "walk", Width: 720, walkData: d}, nil
}

func (p Pick) data() walkPick {
	out := walkPick{Chunk: p.Chunk, Weight: round(p.Weight, gridDigits)}
	for i, t := range p.Tokens {
		out.Tokens = append(out.Tokens, short(t, maxLabel))
		out.Attention = append(out.Attention, round(p.Attention[i], gridDigits))
	}
	return out
}
