// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// An element is an XML element with its line. Text between elements means nothing
// in the files that are read here and is left out.
type element struct {
	name  string
	line  int
	attrs []attr
	kids  []*element
}

type attr struct{ name, value string }

// attr is the value of an attribute, and whether there is one.
func (e *element) attr(name string) (string, bool) {
	for _, a := range e.attrs {
		if a.name == name {
			return a.value, true
		}
	}
	return "", false
}

// named are the children with a name, in order.
func (e *element) named(name string) (out []*element) {
	for _, k := range e.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// walk visits an element and all below it, parents first.
func (e *element) walk(visit func(e *element)) {
	visit(e)
	for _, k := range e.kids {
		k.walk(visit)
	}
}

// An xmlReader reads the XML that negotiation tools have written over twenty
// years. Much of it is not well formed: names with a bare &, attributes without a
// blank between them, comments before the declaration, bytes of Latin-1 without a
// declaration. The reader of the standard library stops at some of these and is
// several times slower on large folders; both would miss what this one is for. It
// knows no entity definitions, so that none can grow.
type xmlReader struct {
	file    string
	s       string
	pos     int
	line    int
	seen    int // the position up to which lines are counted
	depth   int
	repairs *[]Repair
	bare    int // the last line on which a bare & was reported
}

func parseXML(f File, repairs *[]Repair) (*element, error) {
	r := &xmlReader{file: f.Name, line: 1, repairs: repairs}
	r.s = r.decode(f.Data)
	root, err := r.next()
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, place{file: f.Name}.fail("the file has no XML element")
	}
	return root, nil
}

// decode turns the bytes into text.
func (r *xmlReader) decode(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	head := strings.ToLower(string(data[:min(len(data), 300)]))
	_, declared, _ := strings.Cut(head, "encoding=")
	declared = strings.TrimLeft(declared, `"'`)
	latin := strings.HasPrefix(declared, "iso-8859-1") || strings.HasPrefix(declared, "windows-1252") || strings.HasPrefix(declared, "latin")
	switch {
	case utf8.Valid(data) && (!latin || isASCII(data)):
		return string(data)
	case !latin:
		*r.repairs = append(*r.repairs, Repair{r.file, 0, "the file is not in UTF-8 and does not say in what; read as ISO 8859-1"})
	}
	return fromLatin1(string(data))
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (r *xmlReader) repair(format string, args ...any) {
	*r.repairs = append(*r.repairs, Repair{r.file, r.at(), fmt.Sprintf(format, args...)})
}

// at is the line of the present position.
func (r *xmlReader) at() int {
	if r.pos > r.seen {
		r.line += strings.Count(r.s[r.seen:min(r.pos, len(r.s))], "\n")
		r.seen = r.pos
	}
	return r.line
}

func (r *xmlReader) fail(format string, args ...any) error {
	return place{r.file, r.at()}.fail(format, args...)
}

// skip moves behind a mark; it is an error if there is none.
func (r *xmlReader) skip(mark, what string) error {
	i := strings.Index(r.s[r.pos:], mark)
	if i < 0 {
		return r.fail("the file ends inside %s; it may be cut short", what)
	}
	r.pos += i + len(mark)
	return nil
}

// next reads the next element, or nil where its parent, or the file, ends.
func (r *xmlReader) next() (*element, error) {
	for {
		i := strings.IndexByte(r.s[r.pos:], '<')
		if i < 0 {
			r.pos = len(r.s)
			return nil, nil
		}
		r.pos += i
		rest := r.s[r.pos:]
		var err error
		switch {
		case strings.HasPrefix(rest, "<!--"):
			r.pos += 4
			err = r.skip("-->", "a comment")
		case strings.HasPrefix(rest, "<?"):
			err = r.skip("?>", "a declaration")
		case strings.HasPrefix(rest, "<![CDATA["):
			err = r.skip("]]>", "a text section")
		case strings.HasPrefix(rest, "<!"):
			if strings.Contains(rest[:strings.IndexByte(rest+">", '>')], "[") {
				return nil, r.fail("the file defines entities of its own, which are not read")
			}
			err = r.skip(">", "a declaration")
		case strings.HasPrefix(rest, "</"):
			return nil, nil
		default:
			return r.element()
		}
		if err != nil {
			return nil, err
		}
	}
}

func (r *xmlReader) element() (*element, error) {
	e := &element{line: r.at()}
	r.pos++
	e.name = r.word()
	if e.name == "" {
		return nil, r.fail("a < is not followed by the name of an element")
	}
	if r.depth++; r.depth > maxDepth {
		return nil, r.fail("elements are nested deeper than %d", maxDepth)
	}
	defer func() { r.depth-- }()
	open, err := r.attributes(e)
	if err != nil || !open {
		return e, err
	}
	for {
		k, err := r.next()
		if err != nil {
			return nil, err
		}
		if k != nil {
			e.kids = append(e.kids, k)
			continue
		}
		if r.pos >= len(r.s) {
			return nil, r.fail("the file ends inside <%s>, which begins on line %d; it may be cut short", e.name, e.line)
		}
		r.pos += 2
		if name := r.word(); name != e.name {
			return nil, r.fail("</%s> stands where <%s>, which begins on line %d, should end", short(name), e.name, e.line)
		}
		return e, r.skip(">", "an end tag")
	}
}

// attributes reads up to the end of a start tag; open says that children follow.
func (r *xmlReader) attributes(e *element) (open bool, err error) {
	for {
		before := r.pos
		r.space()
		switch {
		case r.pos >= len(r.s):
			return false, r.fail("the file ends inside <%s>; it may be cut short", e.name)
		case r.s[r.pos] == '>':
			r.pos++
			return true, nil
		case strings.HasPrefix(r.s[r.pos:], "/>"):
			r.pos += 2
			return false, nil
		}
		if before == r.pos && len(e.attrs) > 0 {
			r.repair("there is no blank between two attributes of <%s>", e.name)
		}
		name := r.word()
		r.space()
		if name == "" || r.pos >= len(r.s) || r.s[r.pos] != '=' {
			return false, r.fail("an attribute of <%s> is not written as name=\"value\"", e.name)
		}
		r.pos++
		r.space()
		if r.pos >= len(r.s) || r.s[r.pos] != '"' && r.s[r.pos] != '\'' {
			return false, r.fail("the value of %s in <%s> has no quotes", name, e.name)
		}
		quote := r.s[r.pos : r.pos+1]
		r.pos++
		start := r.pos
		for first := true; ; first = false {
			if err := r.skip(quote, "the value of "+name); err != nil {
				return false, err
			}
			if r.ends() {
				break
			}
			if first {
				r.repair("a %s stands inside the value of %s; in XML it is written &quot; or &apos;", quote, name)
			}
		}
		e.attrs = append(e.attrs, attr{name, r.unescape(r.s[start : r.pos-1])})
	}
}

// ends reports whether the quote before the present position can end a value: the
// tag ends, or another attribute begins. Some tools do not escape quotes.
func (r *xmlReader) ends() bool {
	rest := strings.TrimLeft(r.s[r.pos:min(len(r.s), r.pos+200)], " \t\r\n")
	if rest == "" || rest[0] == '>' || rest[0] == '/' || rest[0] == '?' {
		return true
	}
	n := strings.IndexAny(rest, " \t\r\n=<>/\"'&")
	if n <= 0 || rest[0] >= '0' && rest[0] <= '9' {
		return false
	}
	rest = strings.TrimLeft(rest[n:], " \t\r\n")
	return strings.HasPrefix(rest, "=")
}

func (r *xmlReader) unescape(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for rest := s; ; {
		if i = strings.IndexByte(rest, '&'); i < 0 {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		end := strings.IndexByte(rest, ';')
		if end > 0 && reference(rest[1:end]) {
			b.WriteString(html.UnescapeString(rest[:end+1]))
			rest = rest[end+1:]
			continue
		}
		if line := r.at(); line != r.bare {
			r.bare = line
			r.repair("an & stands for itself in %q; in XML it is written &amp;", short(s))
		}
		b.WriteByte('&')
		rest = rest[1:]
	}
}

// reference reports whether XML knows a name between & and ; without a definition.
func reference(name string) bool {
	switch name {
	case "amp", "lt", "gt", "quot", "apos":
		return true
	}
	digits, hex := strings.CutPrefix(strings.TrimPrefix(name, "#"), "x")
	return strings.HasPrefix(name, "#") && digits != "" && strings.Trim(digits, "0123456789") == "" ||
		strings.HasPrefix(name, "#") && hex && digits != "" && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

func (r *xmlReader) space() {
	for r.pos < len(r.s) && strings.IndexByte(" \t\r\n", r.s[r.pos]) >= 0 {
		r.pos++
	}
}

// word reads the name of an element or attribute.
func (r *xmlReader) word() string {
	start := r.pos
	for r.pos < len(r.s) && strings.IndexByte(" \t\r\n=<>/\"'&", r.s[r.pos]) < 0 {
		r.pos++
	}
	return r.s[start:r.pos]
}
