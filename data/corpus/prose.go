package corpus

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"html"
	"regexp"
	"strings"
)

// prose is what the comments of a source file say, a paragraph each, without the copyright.
func prose(source string) string {
	var b strings.Builder
	for _, group := range commentGroups(source) {
		if text := group.Text(); !strings.Contains(text, "Copyright") && len(text) > 1 {
			b.WriteString(text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// commentGroups are the comments of a source file, those together that stand on neighbouring lines with nothing between
// them. A comment behind code is by itself. It is what the parser finds, in a fraction of its time.
func commentGroups(source string) []*ast.CommentGroup {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), nil, scanner.ScanComments)
	var groups []*ast.CommentGroup
	codeLine, next := 0, -1 // last line with code; last line on which a comment still joins the group
	for {
		pos, tok, text := s.Scan()
		line := file.Line(pos)
		switch {
		case tok == token.EOF:
			return groups
		case tok == token.SEMICOLON && text == "\n": // the scanner's own, at the end of a line
		case tok != token.COMMENT:
			codeLine, next = line, -1
			if tok == token.STRING {
				codeLine += strings.Count(text, "\n")
			}
		default:
			if line > next {
				groups = append(groups, &ast.CommentGroup{})
			}
			last := groups[len(groups)-1]
			last.List = append(last.List, &ast.Comment{Slash: pos, Text: text})
			if next = line + strings.Count(text, "\n"); line != codeLine {
				next++
			}
		}
	}
}

var (
	tags   = regexp.MustCompile(`(?s)<!--.*?-->|<style.*?</style>|<script.*?</script>|<[^>]*>`)
	spaces = regexp.MustCompile(`\n\s*\n\s*`)
)

// untagged is the text of an HTML page.
func untagged(page string) string {
	return spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(page, "")), "\n\n")
}
