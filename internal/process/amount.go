// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// amount is a number as n times ten to the power e, with n not divisible by ten.
type amount struct {
	n int64
	e int
}

func newAmount(n int64, e int) amount {
	for n != 0 && n%10 == 0 {
		n, e = n/10, e+1
	}
	if n == 0 {
		e = 0
	}
	return amount{n, e}
}

func (a amount) key() uint64 { return keyOf("number", uint64(a.n), uint64(a.e)) }

// whole is the value of a whole number up to some millions, else -1.
func (a amount) whole() int64 {
	if a.e < 0 || a.e > 6 {
		return -1
	}
	n := a.n
	for range a.e {
		n *= 10
	}
	return n
}

// telling reports whether a number is worth asking for without its unit. Small
// and round ones and years are in every text.
func (a amount) telling() bool {
	n := a.whole()
	switch {
	case n >= 0 && n <= 12, n >= 1900 && n <= 2100, a.n == 1 && a.e > 0:
		return false
	}
	return !slices.Contains([]int64{15, 20, 24, 30, 48, 50, 60, 72, 90}, n)
}

// figures reads a date, a clock time or a number written in figures.
func (s *scanner) figures() {
	// What stands ahead, with figures as 0 to 9 and one kind of space.
	var ahead []byte
	ends := []int{s.at}
	for at := s.at; at < len(s.text) && len(ahead) < 40; {
		r, size := utf8.DecodeRuneInString(s.text[at:])
		at += size
		switch {
		case unicode.Is(unicode.Nd, r):
			ahead = append(ahead, '0'+byte(digit(r)))
		case r == '٬', r == '’', r == '\'':
			ahead = append(ahead, '\'')
		case r == '٫':
			ahead = append(ahead, ',')
		case r < utf8.RuneSelf && strings.ContainsRune(".,:/-", r):
			ahead = append(ahead, byte(r))
		case r == ' ', unicode.Is(unicode.Zs, r):
			ahead = append(ahead, ' ')
		case invisible(r):
			ends[len(ends)-1] = at
			continue
		default:
			ahead = append(ahead, 'x')
		}
		ends = append(ends, at)
	}
	t := token{start: s.at, initial: s.initial, content: true}
	s.initial = false
	n, day := date(string(ahead))
	if n > 0 {
		t.sense = sense{kind: isDate, n: day}
		t.key = keyOf("date", uint64(day))
	} else if n = clock(string(ahead)); n > 0 {
		t.key = keyOf("clock", keyOf(string(ahead[:n])))
	} else {
		n, t.amount = number(string(ahead))
		t.sense.kind = isNumber
	}
	s.at = ends[n]
	t.end = s.at
	s.out = append(s.out, t)
}

// run is how many figures a text begins with.
func run(text string) int { return len(text) - len(strings.TrimLeft(text, "0123456789")) }

func atoi(figures string) (n int64) {
	for _, c := range []byte(figures) {
		n = n*10 + int64(c-'0')
	}
	return n
}

// date reads 2025-06-12, 12.06.2025 or 12/6/25: how long it is, and month times
// 100 plus day.
func date(text string) (length int, day int64) {
	var part [3]string
	at := 0
	for i := range part {
		n := run(text[at:])
		if n == 0 || n > 4 {
			return 0, 0
		}
		part[i] = text[at : at+n]
		at += n
		if i == 2 {
			break
		}
		if at == len(text) || !strings.ContainsRune(".-/", rune(text[at])) || i == 1 && text[at] != text[at-n-1] {
			return 0, 0
		}
		at++
	}
	d, m := atoi(part[0]), atoi(part[1])
	switch {
	case len(part[0]) == 4 && len(part[1]) <= 2 && len(part[2]) <= 2:
		d = atoi(part[2])
	case len(part[0]) > 2 || len(part[1]) > 2 || len(part[2]) == 1 || len(part[2]) == 3:
		return 0, 0
	case m > 12:
		d, m = m, d // the month first
	}
	if d < 1 || d > 31 || m < 1 || m > 12 {
		return 0, 0
	}
	return at, m*100 + d
}

// clock reads 14:30.
func clock(text string) int {
	h := run(text)
	if h == 0 || h > 2 || len(text) < h+3 || text[h] != ':' || run(text[h+1:]) != 2 {
		return 0
	}
	return h + 3
}

// number reads figures with their separators: groups of three are thousands,
// whatever stands between them; what is left behind a point or comma is a
// fraction.
func number(text string) (length int, a amount) {
	n := run(text)
	groups, seps, ends := []string{text[:n]}, []byte{}, []int{n}
	for at := n; at+1 < len(text); {
		sep := text[at]
		k := run(text[at+1:])
		if k == 0 || !strings.ContainsRune(" .,'", rune(sep)) || (sep == ' ' || sep == '\'') && k != 3 {
			break
		}
		groups, seps = append(groups, text[at+1:at+1+k]), append(seps, sep)
		at += 1 + k
		ends = append(ends, at)
	}
	// As many groups of three as there are, with one separator.
	thousands := 0
	if len(groups[0]) <= 3 && groups[0][0] != '0' {
		for thousands < len(seps) && len(groups[thousands+1]) == 3 && seps[thousands] == seps[0] {
			thousands++
		}
	}
	figures := strings.Join(groups[:thousands+1], "")
	length, e := ends[thousands], 0
	if next := thousands; next < len(seps) && (seps[next] == '.' || seps[next] == ',') && (thousands == 0 || seps[next] != seps[0]) {
		figures += groups[next+1]
		length, e = ends[next+1], -len(groups[next+1])
	}
	if len(figures) > 18 { // longer than any count: an account, a telephone
		return length, amount{int64(keyOf(figures) >> 2), 0}
	}
	return length, newAmount(atoi(figures), e)
}

// join makes one token of the words of one number: "two hundred and thirty",
// "1.2 million".
func join(tokens []token) []token {
	out := tokens[:0]
	for i := 0; i < len(tokens); {
		t := tokens[i]
		n := 1
		if t.sense.kind == isNumber || t.sense.kind == isPower {
			n = t.extend(tokens[i:])
			t.key = t.amount.key()
			value := t.amount.whole()
			t.content, t.code, t.capital = value < 0 || value > 3, false, false
		}
		out = append(out, t)
		i += n
	}
	return out
}

// extend takes the words of a number into its first token, and returns how many
// there are.
func (t *token) extend(words []token) int {
	inFigures := t.sense.n == 0
	total, part := int64(0), t.sense.n
	if t.sense.kind == isPower { // a thousand
		total, part = 1, 0
		for range t.sense.n {
			total *= 10
		}
		t.sense.kind = isNumber
	}
	n := 1
	for ; n < len(words); n++ {
		w := words[n].sense
		switch {
		case w.kind == isPower && inFigures:
			t.amount = newAmount(t.amount.n, t.amount.e+int(w.n))
			t.end = words[n].end
			return n + 1
		case w.kind == isPower && total < 1e9 && part < 1e6:
			for range w.n {
				part *= 10
			}
			total, part = total+part, 0
		case w.kind != isNumber || w.n == 0 || inFigures:
			if !inFigures {
				t.amount = newAmount(total+part, 0)
			}
			return n
		case w.n == 100 && part > 0 && part < 100:
			part *= 100
		case w.n == 20 && part == 4: // quatre-vingts
			part = 80
		case part%100 == 0 && w.n < 100, part%100 >= 20 && part%10 == 0 && w.n < 20, part == 0:
			part += w.n
		default:
			t.amount = newAmount(total+part, 0)
			return n
		}
		t.end = words[n].end
	}
	if !inFigures {
		t.amount = newAmount(total+part, 0)
	}
	return n
}
