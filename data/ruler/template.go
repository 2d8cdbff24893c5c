package ruler

import (
	"fmt"
	"slices"
	"strings"
)

// template is a text with fields in braces, as of Python's format: {{ and }} are braces. What fills a field is not
// looked at again.
type template []part

// part is a literal text and the field behind it, "" at the end.
type part struct{ literal, field string }

// newTemplate reads a template, whose fields must be among those given. The path says where it stands in the pack.
func (s *settings) newTemplate(path, text string, fields ...string) (template, error) {
	var t template
	var literal strings.Builder
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			break
		}
		literal.WriteString(text[:i])
		text = text[i:]
		if strings.HasPrefix(text, "{{") || strings.HasPrefix(text, "}}") {
			literal.WriteByte(text[0])
			text = text[2:]
			continue
		}
		end := strings.IndexByte(text, '}')
		field := ""
		if end > 0 {
			field = text[1:end]
		}
		if !slices.Contains(fields, field) {
			return nil, fmt.Errorf("ruler: pack %s: %s: the fields there are {%s}, not %q", s.pack.Name, path, strings.Join(fields, "}, {"), text[:max(end+1, 1)])
		}
		t = append(t, part{literal.String(), field})
		literal.Reset()
		text = text[end+1:]
	}
	literal.WriteString(text)
	return append(t, part{literal.String(), ""}), nil
}

// values are what fields are filled with: name, value, name, value.
type values []string

func (v values) get(field string) string {
	for i := 0; i < len(v); i += 2 {
		if v[i] == field {
			return v[i+1]
		}
	}
	return ""
}

func (t template) fill(v ...string) string {
	var b strings.Builder
	t.write(&b, v...)
	return b.String()
}

func (t template) write(b *strings.Builder, v ...string) {
	for _, p := range t {
		b.WriteString(p.literal)
		if p.field != "" {
			b.WriteString(values(v).get(p.field))
		}
	}
}

// frame is the template of a whole prompt, around its context.
type frame struct{ head, tail template }

// newFrame cuts a template at its field {context}, which must stand in it once.
func (s *settings) newFrame(path, text string, fields ...string) (frame, error) {
	all, err := s.newTemplate(path, text, append(fields, "context")...)
	if err != nil {
		return frame{}, err
	}
	var f frame
	for i, p := range all {
		if p.field != "context" {
			continue
		}
		if f.head != nil {
			return frame{}, fmt.Errorf("ruler: pack %s: %s has {context} more than once", s.pack.Name, path)
		}
		f.head = append(append(template(nil), all[:i]...), part{p.literal, ""})
		f.tail = all[i+1:]
	}
	if f.head == nil {
		return frame{}, fmt.Errorf("ruler: pack %s: %s lacks the field {context}", s.pack.Name, path)
	}
	return f, nil
}
