// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
)

// lines reads lines "keyword value" from a text that holds keys. It works on
// bytes, because a key that was a string once cannot be overwritten. The first
// failure is kept in err and ends all reading.
type lines struct {
	rest []byte // not read yet
	line int    // number of the last line read, from 1
	err  error
}

// fail notes what was expected in the line after the last one read.
func (in *lines) fail(expected string) {
	if in.err == nil {
		in.err = fmt.Errorf("line %d: expected %s", in.line+1, expected)
	}
}

// has says whether the next line has that keyword.
func (in *lines) has(word string) bool {
	after, ok := bytes.CutPrefix(in.rest, []byte(word))
	return in.err == nil && ok && len(after) > 0 && after[0] == ' '
}

// count returns the number of lines with that keyword in all that is left. It
// is a size to reserve, not a promise.
func (in *lines) count(word string) int {
	return bytes.Count(in.rest, []byte("\n"+word+" ")) + 1
}

// run returns the number of lines with that keyword that follow directly.
func (in *lines) run(word string) int {
	n := 0
	for rest := in.rest; bytes.HasPrefix(rest, []byte(word+" ")); n++ {
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	return n
}

// next reads one line, which must have that keyword and a value that parses.
func (in *lines) next(word string, parse func(value []byte) bool) {
	if in.err != nil {
		return
	}
	line, rest, ok := bytes.Cut(in.rest, []byte("\n"))
	if !ok || !in.has(word) || !parse(line[len(word)+1:]) {
		in.fail(word)
		return
	}
	in.rest, in.line = rest, in.line+1
}

// literal reads a line that is just text.
func (in *lines) literal(text string) {
	if in.err != nil {
		return
	}
	rest, ok := bytes.CutPrefix(in.rest, []byte(text+"\n"))
	if !ok {
		in.fail(text)
		return
	}
	in.rest, in.line = rest, in.line+1
}

// word reads a value that is no secret. Its form is checked by Validate.
func (in *lines) word(word string) (value string) {
	in.next(word, func(v []byte) bool {
		value = string(v)
		return true
	})
	return value
}

// key reads a 32-byte value into to.
func (in *lines) key(word string, to []byte) {
	in.next(word, func(v []byte) bool { return parseKey(v, to) })
}

// keyAnd reads a 32-byte value into to, and returns what follows it and a space.
func (in *lines) keyAnd(word string, to []byte) (after []byte) {
	in.next(word, func(v []byte) bool {
		key, rest, ok := bytes.Cut(v, []byte(" "))
		after = rest
		return ok && parseKey(key, to)
	})
	return after
}

// generation reads a number and two keys.
func (in *lines) generation(g *Generation) {
	in.next("generation", func(v []byte) bool {
		number, rest, ok := bytes.Cut(v, []byte(" "))
		seal, auth, ok2 := bytes.Cut(rest, []byte(" "))
		if !ok || !ok2 {
			return false
		}
		// Only the shortest form, without sign and leading zeros.
		n, err := strconv.ParseInt(string(number), 10, 32)
		if err != nil || n < 0 || strconv.FormatInt(n, 10) != string(number) {
			return false
		}
		g.Number = int(n)
		return parseKey(seal, g.Seal[:]) && parseKey(auth, g.Auth[:])
	})
}

// finish requires that nothing is left.
func (in *lines) finish() {
	if len(in.rest) > 0 {
		in.fail("nothing more")
	}
}

// parseKey reads lower-case hexadecimal digits into to, which must fit exactly.
// All zeros are refused: an absent value has no line.
func parseKey(digits, to []byte) bool {
	if hex.DecodedLen(len(digits)) != len(to) || len(digits)%2 != 0 {
		return false
	}
	zero := true
	for _, c := range digits {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
		zero = zero && c == '0'
	}
	if zero {
		return false
	}
	_, err := hex.Decode(to, digits)
	return err == nil
}
