package viz

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/viz/internal/echarts"
)

// spec is what the drawing script (internal/echarts) gets: an ECharts option
// made of go-echarts types, and the values behind it, which depend on the kind.
// It is data only, without a line of code, so nothing in it can be run.
type spec struct {
	Kind     string  `json:"kind"`
	Renderer string  `json:"renderer,omitempty"` // svg for lines, canvas for cells
	Width    int     `json:"width"`              // at most, in CSS pixels
	Height   int     `json:"height,omitempty"`
	Option   *option `json:"option,omitempty"`
	X        string  `json:"x,omitempty"` // names for the tooltip
	Y        string  `json:"y,omitempty"`

	*mapData
	*denseData
	*curveData
	*scatterData
	*walkData
	*panelData
}

// json returns the spec as JSON that is safe inside a script element: <, > and &
// are escaped.
func (s spec) json() (string, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("viz: encode chart: %w", err)
	}
	return string(b), nil
}

// FragmentOptions say what [Fragment] puts in.
type FragmentOptions struct {
	// Static leaves the interactive form out: the picture alone.
	Static bool
}

// Fragment returns fig as HTML to put into a page or a notebook cell: the
// picture, which a script replaces by the interactive form as soon as
// [Library] has run on the page, before or after; and the provenance. Without
// scripts, as in a notebook that is not trusted, the picture stays. A [Table]
// is an HTML table. The same value gives the same bytes.
func Fragment(fig Figure, o FragmentOptions) (string, error) {
	if err := check(fig); err != nil {
		return "", err
	}
	if t, ok := fig.(interface{ markup() string }); ok {
		return figureHTML(t.markup(), fig), nil
	}
	d, err := picture(fig)
	if err != nil {
		return "", err
	}
	alt := fig.Alt()
	img, err := imageHTML(fig, d, alt)
	if err != nil {
		return "", err
	}
	if o.Static {
		return figureHTML(img+"\n", fig), nil
	}
	s, err := d.spec()
	if err != nil {
		return "", err
	}
	js, err := s.json()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(js))
	id := "hsalab-" + hex.EncodeToString(sum[:6])
	div := fmt.Sprintf(`<div id="%s" role="img" aria-label="%s">%s</div>`, id, escape(alt), img)
	return figureHTML(div+echarts.Chart(id, js), fig), nil
}

// Library returns the script element that a page needs once for all interactive
// figures on it. It is about 450 kB and fetches nothing.
func Library() string { return echarts.Library() }

// imageHTML returns the picture as an img element with a text alternative.
func imageHTML(fig Figure, d drawn, alt string) (string, error) {
	dpi := pngDPI
	if h, ok := d.(heatForm); ok && h.dense() {
		dpi = denseDPI
	}
	b, err := lightPNGOf(fig, d, dpi)
	if err != nil {
		return "", err
	}
	w, h := d.pictureSize()
	return fmt.Sprintf(`<img alt="%s" width="%.0f" height="%.0f" src="data:image/png;base64,%s">`,
		escape(alt), w.Points()*4/3, h.Points()*4/3, base64.StdEncoding.EncodeToString(b)), nil
}

func figureHTML(body string, fig Figure) string {
	var b strings.Builder
	b.WriteString(`<figure class="hsalab-figure">` + body)
	if fields := fig.Origin().fields(); len(fields) > 0 {
		b.WriteString("<figcaption><small>")
		for i, f := range fields {
			if i > 0 {
				b.WriteString("<br>")
			}
			b.WriteString(f.name + ": <code>" + escape(f.value) + "</code>")
		}
		b.WriteString("</small></figcaption>")
	}
	b.WriteString("</figure>\n")
	return b.String()
}
