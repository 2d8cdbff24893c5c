package viz

import (
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"strings"
)

// Page is one offline HTML document.
type Page struct {
	Title    string
	Intro    string // paragraphs, separated by empty lines
	Sections []Section

	untitled bool // the title stands in the only figure
}

// Section is a part of a [Page]: text, then preformatted text, then figures, then links.
type Section struct {
	Heading string
	Text    string // paragraphs, separated by empty lines
	Pre     string // shown as it stands, such as a command or an answer
	Figures []Figure
	Links   []Link
}

// Link leads from a [Page] to a file beside it.
type Link struct {
	Text string
	Path string // relative to the page, with slashes, such as "figures/accuracy.svg"
}

// write appends the link. A path that leads elsewhere than to a file below the page is refused.
func (l Link) write(b *strings.Builder) error {
	if Clean(l.Text) == "" || !fs.ValidPath(l.Path) {
		return fmt.Errorf("link %q to %q: want a text, and the path of a file below the page", l.Text, l.Path)
	}
	b.WriteString(`<a href="` + escape((&url.URL{Path: "./" + l.Path}).String()) + `">` + escape(l.Text) + "</a>")
	return nil
}

// policy lets the page run and show what is inside it and nothing else: it can
// reach no network.
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

const pageStyle = `:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--faint:#6668;--line:#8884}
@media(prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#16181c}}
body{margin:2rem auto;padding:0 1rem;max-width:50rem;color:var(--ink);background:var(--paper);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2.2rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);border-radius:4px;padding:.6rem .8rem}
code,pre{font:13px/1.45 ui-monospace,monospace}h1,h2,p,figcaption{overflow-wrap:anywhere}
.hsalab-figure{margin:1.4rem 0;overflow-x:auto}.hsalab-figure img{max-width:100%;height:auto;background:#fff}
figcaption{opacity:.75}.hsalab-note{font-size:.85rem;margin:.3rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:600;padding-bottom:.4rem}
th,td{padding:.25rem .8rem;text-align:right;border-bottom:1px solid var(--line)}th[scope=row],th[scope=rowgroup],th:first-child{text-align:left}
thead th{border-bottom:2px solid var(--faint)}th[scope=row]{font-weight:400;white-space:nowrap}td small{opacity:.75;white-space:nowrap}
.hsalab-links{font-size:.85rem;margin:.3rem 0 1.6rem}a{color:inherit}
.hsalab-prose th,.hsalab-prose td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0}.hsalab-prose th[scope=row]{white-space:normal}.hsalab-prose{font-size:.85rem;line-height:1.35}
`

// WritePage writes p as one HTML file that needs nothing beside it: the figures
// are interactive, with their pictures for readers without scripts; it follows
// the reader's light or dark setting, and its content security policy forbids
// every request. All texts are escaped.
func WritePage(w io.Writer, p Page) error {
	if err := requireText(named{"Page.Title", p.Title, "a title"}); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n", policy)
	fmt.Fprintf(&b, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n", escape(p.Title), pageStyle)
	if !p.untitled {
		b.WriteString("<h1>" + escape(p.Title) + "</h1>\n")
	}
	b.WriteString(paragraphs(p.Intro))
	charts := false
	for i, s := range p.Sections {
		drawn, err := s.write(&b)
		if err != nil {
			return fmt.Errorf("viz: section %d of the page: %w", i, err)
		}
		charts = charts || drawn
	}
	if charts {
		b.WriteString(Library())
	}
	b.WriteString("</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// write appends the section and reports whether a figure needs the library.
func (s Section) write(b *strings.Builder) (charts bool, err error) {
	b.WriteString("<section>\n")
	if s.Heading != "" {
		b.WriteString("<h2>" + escape(s.Heading) + "</h2>\n")
	}
	b.WriteString(paragraphs(s.Text))
	if s.Pre != "" {
		b.WriteString("<pre>" + escapeLines(s.Pre) + "</pre>\n")
	}
	for _, fig := range s.Figures {
		fragment, err := Fragment(fig, FragmentOptions{})
		if err != nil {
			return false, err
		}
		charts = charts || HasPicture(fig)
		b.WriteString(fragment)
	}
	if err := writeLinks(b, s.Links); err != nil {
		return false, err
	}
	b.WriteString("</section>\n")
	return charts, nil
}

func writeLinks(b *strings.Builder, links []Link) error {
	if len(links) == 0 {
		return nil
	}
	b.WriteString(`<p class="hsalab-links">`)
	for i, l := range links {
		if i > 0 {
			b.WriteString(" · ")
		}
		if err := l.write(b); err != nil {
			return err
		}
	}
	b.WriteString("</p>\n")
	return nil
}

// WriteHTML writes fig alone as a page, see [WritePage].
func WriteHTML(w io.Writer, fig Figure) error {
	if err := check(fig); err != nil {
		return err
	}
	return WritePage(w, Page{Title: fig.Heading(), untitled: true, Sections: []Section{{Figures: []Figure{fig}}}})
}

func paragraphs(s string) string {
	var b strings.Builder
	for _, p := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = escape(p); p != "" {
			b.WriteString("<p>" + p + "</p>\n")
		}
	}
	return b.String()
}

// escapeLines escapes s and removes its control characters, but keeps its lines
// and spaces.
func escapeLines(s string) string {
	s = strings.ReplaceAll(strings.TrimRight(s, "\n"), "\t", "    ")
	keep := func(r rune) rune {
		if r != '\n' && removed(r) {
			return -1
		}
		return r
	}
	return html.EscapeString(strings.Map(keep, strings.ToValidUTF8(s, "\uFFFD")))
}
