package viz

import "math"

// walkData is the interactive walk: what each step shows.
type walkData struct {
	Title  string       `json:"title"`
	Steps  [][2]string  `json:"steps"`  // heading and sentence
	Total  int          `json:"total"`  // chunks, visible or not
	Chunks []walkChunk  `json:"chunks"` // whose scores are drawn
	Gold   []walkChunk  `json:"gold"`
	Picks  []walkPick   `json:"picks"`
	Left   float64      `json:"left"`
	Output []walkOutput `json:"output"`
	Colors []string     `json:"colors"` // of attention
	Lines  []string     `json:"lines"`  // of the picks
}

// walkChunk is a chunk and its score, null where it is not visible.
type walkChunk struct {
	Chunk int      `json:"chunk"`
	Score *float64 `json:"score"`
}

type walkPick struct {
	walkChunk
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
	d := &walkData{Title: s.Heading(), Total: len(s.Scores), Chunks: s.chunks(s.shownChunks()), Gold: s.chunks(s.Gold), Left: round(s.left(), gridDigits), Output: []walkOutput{}, Colors: viridis.hex()}
	for _, st := range s.steps() {
		d.Steps = append(d.Steps, [2]string{st.heading, st.text})
	}
	for i, p := range s.Picks {
		d.Picks = append(d.Picks, s.pick(p))
		d.Lines = append(d.Lines, hexColor(lineColor(i)))
	}
	for _, c := range s.Output {
		d.Output = append(d.Output, walkOutput{short(c.Token, maxLabel), round(c.Probability, gridDigits), c.Answer})
	}
	return spec{Kind: "walk", Width: 720, walkData: d}, nil
}

// chunks returns chunks with their scores.
func (s strip) chunks(list []int) []walkChunk {
	out := make([]walkChunk, len(list))
	for i, c := range list {
		out[i].Chunk = c
		if v := round(s.Scores[c], gridDigits); !math.IsNaN(v) {
			out[i].Score = &v
		}
	}
	return out
}

func (s strip) pick(p Pick) walkPick {
	out := walkPick{walkChunk: s.chunks([]int{p.Chunk})[0], Weight: round(p.Weight, gridDigits)}
	for i, t := range p.Tokens {
		out.Tokens = append(out.Tokens, short(t, maxLabel))
		out.Attention = append(out.Attention, round(p.Attention[i], gridDigits))
	}
	return out
}
