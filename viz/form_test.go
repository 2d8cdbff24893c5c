package viz_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// TestSameValueSameBytes writes every form twice.
func TestSameValueSameBytes(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(io.Writer, viz.Figure) error{
		"PNG": viz.WritePNG, "SVG": viz.WriteSVG, "PDF": viz.WritePDF, "HTML": viz.WriteHTML,
	} {
		if !bytes.Equal(written(t, write, retrieval()), written(t, write, retrieval())) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

func TestPNGCarriesProvenance(t *testing.T) {
	h := retrieval()
	h.Provenance.Note = "naïve"
	got := pngText(t, written(t, viz.WritePNG, h))
	for key, want := range map[string]string{
		"Title": h.Title, "Command": h.Provenance.Command, "Commit": "0123abc", "Seed": "7", "Weights": h.Provenance.Weights, "Note": "naïve",
	} {
		if got[key] != want {
			t.Errorf("%s is %q, want %q", key, got[key], want)
		}
	}
}

// pngText reads the text chunks of a PNG.
func pngText(t *testing.T, b []byte) map[string]string {
	t.Helper()
	decode(t, b) // checks the sums
	texts := make(map[string]string)
	for b = b[8:]; len(b) >= 12; {
		n := binary.BigEndian.Uint32(b)
		kind, body := string(b[4:8]), string(b[8:8+n])
		key, value, _ := strings.Cut(body, "\x00")
		switch kind {
		case "tEXt":
			texts[key] = value
		case "iTXt":
			texts[key] = strings.TrimLeft(value, "\x00")
		}
		b = b[12+n:]
	}
	return texts
}

// TestSVGIsWellFormed parses every picture: its elements are those of a
// drawing, whatever the texts, and its metadata are there.
func TestSVGIsWellFormed(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"svg": true, "title": true, "desc": true, "metadata": true, "g": true, "path": true, "text": true, "image": true}
	for _, fig := range everything() {
		if !viz.HasPicture(fig) {
			continue
		}
		svg := written(t, viz.WriteSVG, fig)
		dec := xml.NewDecoder(bytes.NewReader(svg))
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v", fig.Heading(), err)
			}
			if e, ok := tok.(xml.StartElement); ok && !known[e.Name.Local] {
				t.Errorf("%q: element %s", fig.Heading(), e.Name.Local)
			}
		}
		if c := fig.Origin().Commit; c == "0123abc" && !bytes.Contains(svg, []byte("Commit: 0123abc")) {
			t.Errorf("%q: no provenance", fig.Heading())
		}
	}
}

// TestPDFCarriesProvenance reads the updated document information back.
func TestPDFCarriesProvenance(t *testing.T) {
	pdf := written(t, viz.WritePDF, retrieval())
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.HasSuffix(pdf, []byte("%%EOF\n")) {
		t.Fatal("not a PDF")
	}
	title := "/Title <FEFF00520065007400720069006500760061006C" // "Retrieval"
	at := bytes.LastIndex(pdf, []byte(title))
	table := bytes.LastIndex(pdf, []byte("xref\n"))
	if at < 0 || table < at || bytes.Count(pdf, []byte("startxref")) != 2 {
		t.Error("the document information is not appended as an update")
	}
}

// TestPDFImagesStandUpright follows the coordinates of the page to its images.
// A drawing in which y points down needs rows that are turned, and only that:
// the canvas of gonum turns one of the two.
func TestPDFImagesStandUpright(t *testing.T) {
	h := retrieval()
	pdf := written(t, viz.WritePDF, h)
	up, images := imagesUp(t, pdf)
	if images != 3 { // map, sample of the legend, colour bar
		t.Fatalf("%d images", images)
	}
	if up {
		t.Error("the canvas turns images itself now: pdfCanvas must not")
	}
}

// imagesUp reports whether the last image is drawn with y pointing up, and how
// many there are.
func imagesUp(t *testing.T, pdf []byte) (up bool, images int) {
	t.Helper()
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		z, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue
		}
		page, err := io.ReadAll(z)
		if err != nil || !bytes.Contains(page, []byte(" Do")) {
			continue
		}
		signs := []float64{1}
		words := strings.Fields(string(page))
		for i, w := range words {
			switch last := len(signs) - 1; w {
			case "q":
				signs = append(signs, signs[last])
			case "Q":
				signs = signs[:last]
			case "cm":
				d, err := strconv.ParseFloat(words[i-3], 64)
				if err != nil {
					t.Fatal(err)
				}
				signs[last] *= d
			case "Do":
				images++
				up = signs[last] > 0
			}
		}
	}
	return up, images
}

// TestMarkdownAndCSV reads a table back.
func TestMarkdownAndCSV(t *testing.T) {
	table := ablation()
	md, err := table.Markdown()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| **bypass** |", `| CLS | **0.991**\* \[0.985, 0.997\] n=192 |`, "| unknown |", "| diverged |"} {
		if !strings.Contains(md, want) {
			t.Errorf("Markdown lacks %s", want)
		}
	}
	s, err := table.CSV()
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	if err != nil || len(records) != 13 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	if got := strings.Join(records[1], ","); got != "bypass,CLS,noise 128,0.991,0.985,0.997,192,,true,false" {
		t.Errorf("first record is %s", got)
	}
	table.Groups[0].Rows[0].Label = "=HYPERLINK(1)"
	if s, _ := table.CSV(); strings.Contains(s, ",=HYPER") {
		t.Error("a spreadsheet would run a label as a formula")
	}
}

func TestSave(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.png", "a.svg", "a.PDF", "a.html", "a.txt"} {
		path := filepath.Join(dir, name)
		if err := viz.Save(path, extrapolation()); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, fig := range map[string]viz.Figure{"b.jpg": extrapolation(), "b": extrapolation(), "b.md": extrapolation(), "b.png": ablation(), "b.csv": viz.Table{}} {
		if err := viz.Save(filepath.Join(dir, name), fig); err == nil {
			t.Errorf("%s of a %T was saved", name, fig)
		}
	}
	if err := viz.Save(filepath.Join(dir, "missing", "c.png"), extrapolation()); err == nil {
		t.Error("saved into a directory that is not there")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "b*")); len(left) != 0 {
		t.Errorf("a failed Save left %v", left)
	}
	if err := viz.Save(filepath.Join(dir, "t.csv"), ablation()); err != nil {
		t.Error(err)
	}
}
