package viz

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/opts"
)

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

	MinInterval float64        `json:"minInterval,omitempty"`
	Tick        *opts.AxisTick `json:"axisTick,omitempty"`
}

// truncate cuts the name of an axis to a width in pixels.
type truncate struct {
	MaxWidth int `json:"maxWidth"`
}

type yAxis struct {
	opts.YAxis
	Interval float64 `json:"interval,omitempty"`
	Offset   int     `json:"offset,omitempty"` // pixels left of the first x

	MinInterval float64 `json:"minInterval,omitempty"`

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
	Z          int             `json:"z,omitempty"` // what is drawn over what
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
		TitleStyle: &opts.TextStyle{FontSize: 12, FontWeight: "normal", Width: 330, Overflow: "truncate"},
	}
}

// chartLine is a sentence below the title.
func chartLine(s string, width int) opts.Title {
	return opts.Title{
		Title: s, Left: "0", Top: "28",
		TitleStyle: &opts.TextStyle{FontSize: 12, FontWeight: "normal", Width: width - 20, Overflow: "truncate"},
	}
}

// yMargin returns the pixels between an axis and its name, and those left of the
// axis: as much as its longest tick label takes.
func yMargin(a axis) (nameGap, left int) {
	longest := 0
	for _, t := range a.ticks() {
		longest = max(longest, len(a.label(t)))
	}
	nameGap = max(44, 18+7*longest)
	return nameGap, nameGap + 28
}

// precision returns the digits after the point that tell values in r apart.
func precision(r Range) int {
	return int(min(6, max(0, 2-math.Floor(math.Log10(r.High-r.Low)))))
}
