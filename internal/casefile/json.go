// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// parseJSON reads one JSON value into a tree. The decoder of the standard library
// would lose the lines, the order of keys and keys that stand twice, and would not
// show where other tools wrote NaN and Infinity, which are no JSON; here they
// become numbers that no reader of numbers accepts without saying so.
func parseJSON(src *source, data []byte) (*node, error) {
	p := &jsonParser{src: src, s: strings.TrimPrefix(string(data), "\ufeff"), line: 1}
	if !utf8.ValidString(p.s) {
		p.s = fromLatin1(p.s)
	}
	n, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(p.s) {
		return nil, p.fail("there is more text after the end of the value")
	}
	return n, nil
}

type jsonParser struct {
	src  *source
	s    string
	pos  int
	line int
}

func (p *jsonParser) fail(format string, args ...any) error {
	return place{p.src.name, p.line}.fail(format, args...)
}

// space moves to the next byte that means something, and counts lines.
func (p *jsonParser) space() {
	for ; p.pos < len(p.s); p.pos++ {
		switch p.s[p.pos] {
		case '\n':
			p.line++
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

func (p *jsonParser) value(depth int) (*node, error) {
	p.space()
	if p.pos >= len(p.s) {
		return nil, p.fail("the file ends where a value should be; it may be cut short")
	}
	if depth > maxDepth {
		return nil, p.fail("values are nested deeper than %d", maxDepth)
	}
	n := &node{file: p.src, line: p.line}
	switch c := p.s[p.pos]; {
	case c == '{':
		n.kind = object
		return n, p.object(n, depth)
	case c == '[':
		n.kind = list
		return n, p.list(n, depth)
	case c == '"':
		s, err := p.string()
		n.kind, n.text = text, s
		return n, err
	}
	start := p.pos
	for p.pos < len(p.s) && !strings.ContainsRune(" \t\r\n,]}:\"[{", rune(p.s[p.pos])) {
		p.pos++
	}
	n.text = p.s[start:p.pos]
	switch {
	case n.text == "null":
		n.kind, n.text = null, ""
	case n.text == "true" || n.text == "false":
		n.kind = boolean
	case n.text != "" && strings.ContainsRune("-0123456789NI", rune(n.text[0])):
		n.kind = number
	default:
		return nil, p.fail("%q is no JSON value", short(n.text))
	}
	return n, nil
}

func (p *jsonParser) object(n *node, depth int) error {
	p.pos++
	for first := true; ; first = false {
		p.space()
		if p.pos >= len(p.s) {
			return p.fail("the file ends inside an object that begins on line %d; it may be cut short", n.line)
		}
		if p.s[p.pos] == '}' {
			p.pos++
			return nil
		}
		if !first {
			if p.s[p.pos] != ',' {
				return p.fail("a comma is missing in the object that begins on line %d", n.line)
			}
			p.pos++
			p.space()
		}
		if p.pos >= len(p.s) {
			continue // the same as above
		}
		if p.s[p.pos] != '"' {
			return p.fail("a key in double quotes is missing in the object that begins on line %d", n.line)
		}
		k := key{line: p.line}
		var err error
		if k.name, err = p.string(); err != nil {
			return err
		}
		if p.space(); p.pos >= len(p.s) || p.s[p.pos] != ':' {
			return p.fail("a colon is missing after the key %q", short(k.name))
		}
		p.pos++
		v, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.keys, n.items = append(n.keys, k), append(n.items, v)
	}
}

func (p *jsonParser) list(n *node, depth int) error {
	p.pos++
	for first := true; ; first = false {
		p.space()
		if p.pos >= len(p.s) {
			return p.fail("the file ends inside a list that begins on line %d; it may be cut short", n.line)
		}
		if p.s[p.pos] == ']' {
			p.pos++
			return nil
		}
		if !first {
			if p.s[p.pos] != ',' {
				return p.fail("a comma is missing in the list that begins on line %d", n.line)
			}
			p.pos++
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, v)
	}
}

// string reads a quoted text; escapes are left to the standard library.
func (p *jsonParser) string() (string, error) {
	start, plain := p.pos, true
	for p.pos++; p.pos < len(p.s); p.pos++ {
		switch c := p.s[p.pos]; {
		case c == '\\':
			plain = false
			p.pos++
		case c == '"':
			p.pos++
			if plain {
				return p.s[start+1 : p.pos-1], nil
			}
			var s string
			if err := json.Unmarshal([]byte(p.s[start:p.pos]), &s); err != nil {
				return "", p.fail("the text %s holds an escape that JSON does not have", short(p.s[start:p.pos]))
			}
			return s, nil
		case c < 0x20:
			return "", p.fail("a text has no closing quote on its line")
		}
	}
	return "", p.fail("the file ends inside a text; it may be cut short")
}

// fromLatin1 reads bytes as ISO 8859-1, in which every byte is a letter.
func fromLatin1(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}
