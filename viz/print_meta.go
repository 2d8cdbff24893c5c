package viz

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// metadata returns what every picture carries: title, text alternative and
// provenance.
func metadata(fig Figure) []field {
	meta := []field{{"Title", fig.Heading()}, {"Description", Clean(fig.Alt())}, {"Software", "hsalab"}}
	return append(meta, fig.Origin().fields()...)
}

// withPNGText inserts one text chunk a field before the image data.
func withPNGText(png []byte, meta []field) []byte {
	const afterHeader = 8 + 25 // signature and IHDR
	out := append([]byte(nil), png[:afterHeader]...)
	for _, f := range meta {
		out = appendPNGText(out, f)
	}
	return append(out, png[afterHeader:]...)
}

// appendPNGText writes a tEXt chunk, or an iTXt one (UTF-8) for a value beyond
// ASCII.
func appendPNGText(out []byte, f field) []byte {
	kind, body := "tEXt", f.name+"\x00"+f.value
	if strings.IndexFunc(f.value, func(r rune) bool { return r >= 0x80 }) >= 0 {
		kind, body = "iTXt", f.name+"\x00\x00\x00\x00\x00"+f.value
	}
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	from := len(out)
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}

// withSVGText names the picture for readers and for assistive software, and
// keeps the cells of a heat map sharp: browsers smooth a scaled image.
func withSVGText(svg []byte, fig Figure) []byte {
	var b strings.Builder
	b.WriteString("<title>" + escape(fig.Heading()) + "</title>\n<desc>" + escape(fig.Alt()) + "</desc>\n<metadata>\n")
	for _, f := range fig.Origin().fields() {
		fmt.Fprintf(&b, "%s: %s\n", f.name, escape(f.value))
	}
	b.WriteString("</metadata>\n")
	head, rest, _ := bytes.Cut(svg, []byte("<g transform="))
	rest = bytes.ReplaceAll(rest, []byte(`xlink:href="data:image/jpg;`), []byte(`style="image-rendering:pixelated" preserveAspectRatio="none" xlink:href="data:image/png;`))
	return bytes.Join([][]byte{head, []byte(b.String()), []byte("<g transform="), rest}, nil)
}

var pdfTrailer = regexp.MustCompile(`(?s)trailer\s*<<\s*/Size (\d+)\s*/Root (\d+) 0 R\s*/Info (\d+) 0 R\s*>>\s*startxref\s*(\d+)`)

// withPDFText appends an update of the document information, as PDF provides
// for: a new Info object, its cross-reference and a trailer that points back.
func withPDFText(pdf []byte, fig Figure) ([]byte, error) {
	m := pdfTrailer.FindSubmatch(pdf)
	if m == nil {
		return nil, fmt.Errorf("viz: the PDF writer changed its trailer: cannot add title and provenance")
	}
	count, root, info, previous := m[1], m[2], m[3], m[4]
	out := bytes.NewBuffer(pdf)
	at := out.Len()
	fmt.Fprintf(out, "%s 0 obj\n<<\n/Producer %s\n/Title %s\n/Subject %s\n/Keywords %s\n>>\nendobj\n", info,
		pdfString("hsalab"), pdfString(fig.Heading()), pdfString(fig.Alt()), pdfString(fig.Origin().String()))
	table := out.Len()
	fmt.Fprintf(out, "xref\n%s 1\n%010d 00000 n \ntrailer\n<<\n/Size %s\n/Root %s 0 R\n/Info %s 0 R\n/Prev %s\n>>\nstartxref\n%s\n%%%%EOF\n",
		info, at, count, root, info, previous, strconv.Itoa(table))
	return out.Bytes(), nil
}

// pdfString encodes s as a hexadecimal UTF-16 string, safe for any text.
func pdfString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(Clean(s))) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}
