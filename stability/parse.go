// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of the text of a condition: enough for any model that a person
// writes, small enough that a hostile text cannot exhaust the stack.
const (
	maxConditionText  = 1 << 16
	maxConditionDepth = 256
)

// ParseCondition reads a condition: option ids joined, in order of binding, by
// "!" (not), "&" (and), "|" (or), "->" (if … then, grouping to the right) and
// "<->" (if and only if), with parentheses; "()" always holds. An id is made of
// letters, digits, marks, "_", "." and "-", but no "-" stands before ">". ids
// gives the index of each id; the texts may be at most 65,536 bytes long and
// 256 levels deep. Errors quote the offending part and its byte offset.
func ParseCondition(text string, ids []string) (Condition, error) {
	if len(text) > maxConditionText {
		return Condition{}, fmt.Errorf("condition: %d bytes, the limit is %d", len(text), maxConditionText)
	}
	p := &parser{text: text, ids: make(map[string]int, len(ids))}
	for i, id := range ids {
		p.ids[id] = i
	}
	c, err := p.iff()
	if err == nil && p.peek() != "" {
		err = fmt.Errorf("condition: unexpected %q at byte %d", p.peek(), p.at)
	}
	if err != nil {
		return Condition{}, err
	}
	return c, nil
}

// ValidID reports whether id can be named in the text of a condition.
func ValidID(id string) bool {
	p := parser{text: id}
	return id != "" && idByte(id) && p.peek() == id
}

type parser struct {
	text  string
	at    int
	depth int
	ids   map[string]int
}

// peek returns the next token without taking it, or "" at the end.
func (p *parser) peek() string {
	rest := strings.TrimLeft(p.text[p.at:], " \t\r\n")
	p.at = len(p.text) - len(rest)
	if rest == "" {
		return ""
	}
	for _, sign := range []string{"<->", "->", "!", "&", "|", "(", ")"} {
		if strings.HasPrefix(rest, sign) {
			return sign
		}
	}
	end := 0
	for end < len(rest) && idByte(rest[end:]) {
		_, size := utf8.DecodeRuneInString(rest[end:])
		end += size
	}
	if end == 0 { // a byte that begins nothing: show it whole
		_, size := utf8.DecodeRuneInString(rest)
		return rest[:size]
	}
	return rest[:end]
}

// idByte reports whether text begins with a character of an id.
func idByte(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case r == utf8.RuneError && size <= 1:
		return false
	case r == '-':
		return !strings.HasPrefix(text, "->")
	}
	return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func (p *parser) take(sign string) bool {
	if p.peek() != sign {
		return false
	}
	p.at += len(sign)
	return true
}

func (p *parser) enter() error {
	if p.depth++; p.depth > maxConditionDepth {
		return fmt.Errorf("condition: nested deeper than %d at byte %d", maxConditionDepth, p.at)
	}
	return nil
}

func (p *parser) iff() (Condition, error) {
	c, err := p.conditional()
	for n := 0; err == nil && p.take("<->"); n++ {
		if n >= maxConditionDepth {
			return Condition{}, fmt.Errorf("condition: more than %d times \"<->\" in a row", maxConditionDepth)
		}
		var d Condition
		if d, err = p.conditional(); err == nil {
			c = Iff(c, d)
		}
	}
	return c, err
}

func (p *parser) conditional() (Condition, error) {
	if err := p.enter(); err != nil {
		return Condition{}, err
	}
	defer func() { p.depth-- }()
	c, err := p.list("|", func() (Condition, error) { return p.list("&", p.unary, All) }, Any)
	if err != nil || !p.take("->") {
		return c, err
	}
	d, err := p.conditional()
	return If(c, d), err
}

func (p *parser) list(sign string, item func() (Condition, error), join func(...Condition) Condition) (Condition, error) {
	c, err := item()
	if err != nil || p.peek() != sign {
		return c, err
	}
	all := []Condition{c}
	for p.take(sign) {
		if c, err = item(); err != nil {
			return Condition{}, err
		}
		all = append(all, c)
	}
	return join(all...), nil
}

func (p *parser) unary() (Condition, error) {
	if err := p.enter(); err != nil {
		return Condition{}, err
	}
	defer func() { p.depth-- }()
	switch {
	case p.take("!"):
		c, err := p.unary()
		return Not(c), err
	case p.take("("):
		if p.take(")") {
			return Condition{}, nil
		}
		c, err := p.iff()
		if err == nil && !p.take(")") {
			err = fmt.Errorf("condition: \")\" expected at byte %d", p.at)
		}
		return c, err
	}
	id := p.peek()
	k, ok := p.ids[id]
	switch {
	case id == "":
		return Condition{}, fmt.Errorf("condition: an option expected at the end")
	case ok && idByte(id):
		p.at += len(id)
		return Yes(k), nil
	case idByte(id):
		return Condition{}, fmt.Errorf("condition: unknown option %q at byte %d", id, p.at)
	}
	return Condition{}, fmt.Errorf("condition: unexpected %q at byte %d", id, p.at)
}
