// Package echarts holds the interactive chart library: Apache ECharts 5.6.0
// (Apache-2.0, see LICENSE and NOTICE beside), embedded as gzip and never
// fetched, with the script that starts it and draws a chart.
//
// The library is started at most once a page, whoever brings it: it hangs on
// window under a key that names its version. Source: npm package echarts@5.6.0,
// dist/echarts.min.js, gzip -9 -n.
package echarts

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"sync"
)

var (
	//go:embed echarts.min.js.gz
	library []byte
	//go:embed js/*.js
	scripts embed.FS

	loader = strings.Replace(script("loader"), "@KINDS@", kinds(), 1)
	chart  = script("chart")
)

// kinds is what draws each kind of figure, in the order in which one uses the
// other.
func kinds() string {
	var b strings.Builder
	for _, name := range []string{"heatmap", "dense", "curve", "scatter", "walk", "panels"} {
		b.WriteString(script(name))
	}
	return b.String()
}

// script returns one embedded file.
func script(name string) string {
	b, err := scripts.ReadFile("js/" + name + ".js")
	if err != nil {
		panic("echarts: " + err.Error()) // embedded above
	}
	return string(b)
}

// Key returns the name on window under which library and drawing code hang. It
// changes with either, so two versions on one page do not meet.
var Key = sync.OnceValue(func() string {
	h := sha256.New()
	h.Write(library)
	h.Write([]byte(loader))
	return "hsalab-" + hex.EncodeToString(h.Sum(nil))[:8]
})

// Library returns the script element, about 450 kB, that defines the library
// for the page it is put on. Several on a page are harmless.
var Library = sync.OnceValue(func() string {
	js := strings.NewReplacer(
		"@KEY@", Key(),
		"@DATA@", base64.StdEncoding.EncodeToString(library),
	).Replace(loader)
	return "<script>" + js + "</script>\n"
})

// Chart returns the script element that draws spec, a JSON value that is safe
// inside a script element, into the element right before it. It finds that by
// its own place in the page and only then by id; where the library does not
// appear within ten seconds, it leaves the element as it is.
func Chart(id, spec string) string {
	js := strings.NewReplacer("@KEY@", Key(), "@ID@", id, "@SPEC@", spec).Replace(chart)
	return "<script>" + js + "</script>\n"
}

// Source returns the embedded library, gzip-compressed.
func Source() []byte { return library }
