package viz

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/hsalab/hsalab/viz/internal/echarts"
)

// spec is what the drawing script (internal/echarts) gets: an ECharts option
// made of go-echarts types, and the values behind it. It is data only, without
// a line of code, so nothing in it can be run.
type spec struct {
	Kind     string `json:"kind"`
	Renderer string `json:"renderer"` // svg for lines, canvas for cells
	Width    int    `json:"width"`    // at most, in CSS pixels
	Height   int    `json:"height"`
	Option   option `json:"option"`
	X        string `json:"x"` // names for the tooltip
	Y        string `json:"y"`

	// of a heat map
	Value string       `json:"value,omitempty"`
	Cells [][]*float64 `json:"cells,omitempty"` // null where not visible
	Rows  []string     `json:"rows,omitempty"`
	Cols  []string     `json:"cols,omitempty"`
	Peaks [][]int      `json:"peaks,omitempty"` // source column of each maximum
	Text  []string     `json:"text,omitempty"`  // of each column

	// of a curve
	Log2  bool    `json:"log2,omitempty"`
	XStep float64 `json:"xStep,omitempty"` // between ticks
	YStep float64 `json:"yStep,omitempty"`
}

// option is an ECharts option. The fields that the go-echarts types lack, or
// narrow to 32 bits, are added where they are used.
type option struct {
	Animation bool         `json:"animation"`
	Title     []opts.Title `json:"title"`
	Tooltip   opts.Tooltip `json:"tooltip"`
	Legend    *opts.Legend `json:"legend,omitempty"`
	Grid      chartGrid    `json:"grid"`
	XAxis     xAxis        `json:"xAxis"`
	YAxis     yAxis        `json:"yAxis"`
	VisualMap *visualMap   `json:"visualMap,omitempty"`
	Series    []series     `json:"series"`
}

type chartGrid struct {
	opts.Grid
	Background string `json:"backgroundColor,omitempty"`
}

type xAxis struct {
	opts.XAxis
	Interval float64   `json:"interval,omitempty"`
	Truncate *truncate `json:"nameTruncate,omitempty"`
}

// truncate cuts the name of an axis to a width in pixels.
type truncate struct {
	MaxWidth int `json:"maxWidth"`
}

type yAxis struct {
	opts.YAxis
	Interval float64 `json:"interval,omitempty"`
	Offset   int     `json:"offset,omitempty"` // pixels left of the first x

	Tick     *opts.AxisTick `json:"axisTick,omitempty"`
	Truncate *truncate      `json:"nameTruncate,omitempty"`
}

type visualMap struct {
	opts.VisualMap
	Min         float64 `json:"min"`
	Max         float64 `json:"max"`
	Precision   int     `json:"precision"`
	SeriesIndex int     `json:"seriesIndex"`
	ItemHeight  int     `json:"itemHeight"`
}

type series struct {
	Type       string          `json:"type"`
	Name       string          `json:"name"`
	Data       any             `json:"data"`
	Symbol     string          `json:"symbol,omitempty"`
	SymbolSize int             `json:"symbolSize,omitempty"`
	ShowSymbol *bool           `json:"showSymbol,omitempty"`
	ItemStyle  *opts.ItemStyle `json:"itemStyle,omitempty"`
	LineStyle  *opts.LineStyle `json:"lineStyle,omitempty"`
	MarkLine   *markLine       `json:"markLine,omitempty"`
	Silent     bool            `json:"silent,omitempty"`
	Clip       bool            `json:"clip"`

	// All cells are drawn at once, and none is drawn again under the mouse.
	Progressive *int      `json:"progressive,omitempty"`
	Emphasis    *emphasis `json:"emphasis,omitempty"`
}

type emphasis struct {
	Disabled bool `json:"disabled"`
}

// chartTitle keeps the title inside the chart, whatever its length.
func chartTitle(title string, width int) opts.Title {
	return opts.Title{
		Title: title, Left: "0", Top: "0",
		TitleStyle: &opts.TextStyle{FontSize: 15, Width: width - 20, Overflow: "truncate"},
	}
}

// chartNote is a short text at the right, in line with the legend.
func chartNote(s string) opts.Title {
	return opts.Title{
		Title: s, Right: "0", Top: "28",
		TitleStyle: &opts.TextStyle{FontSize: 12, FontWeight: "normal", Width: 200, Overflow: "truncate"},
	}
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

// precision returns the digits after the point that tell values in r apart.
func precision(r Range) int {
	return int(min(6, max(0, 2-math.Floor(math.Log10(r.High-r.Low)))))
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
	img, err := imageHTML(d)
	if err != nil {
		return "", err
	}
	if o.Static {
		return figureHTML(img+"\n", fig), nil
	}
	js, err := d.spec().json()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(js))
	id := "hsalab-" + hex.EncodeToString(sum[:6])
	div := fmt.Sprintf(`<div id="%s" role="img" aria-label="%s">%s</div>`, id, escape(fig.Alt()), img)
	return figureHTML(div+echarts.Chart(id, js), fig), nil
}

// Library returns the script element that a page needs once for all interactive
// figures on it. It is about 450 kB and fetches nothing.
func Library() string { return echarts.Library() }

// imageHTML returns the picture as an img element with its text alternative.
func imageHTML(d drawn) (string, error) {
	var b bytes.Buffer
	if err := WritePNG(&b, d); err != nil {
		return "", err
	}
	w, h := d.pictureSize()
	return fmt.Sprintf(`<img alt="%s" width="%.0f" height="%.0f" src="data:image/png;base64,%s">`,
		escape(d.Alt()), w.Points()*4/3, h.Points()*4/3, base64.StdEncoding.EncodeToString(b.Bytes())), nil
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
