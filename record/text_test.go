// SPDX-License-Identifier: Apache-2.0

package record

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// soundStatement and soundChain use every line of their grammar.
func soundStatement() *Statement {
	return &Statement{
		Process: fixedSeed("p"), Author: Author{"M.a", "d3"}, RosterIndex: 17, Roster: fixedSeed("r"),
		Time: time.Date(2026, 11, 23, 10, 2, 11, 0, time.UTC), Kind: "proposal", Register: OnRecord,
		Audience: []string{"A", "M.a"}, CEK: fixedSeed("k"), ChainLength: 412, ChainCommit: fixedSeed("c"),
		Parts: []PartRef{{"text/plain;lang=fr", 1432, fixedSeed("1")}}, Blobs: []PartRef{{"application/pdf", 901120, fixedSeed("2")}},
	}
}

func soundChain() *Chain {
	return &Chain{
		Seq: 41, Prev: fixedSeed("p"), Replaces: fixedSeed("r"), SeenSize: 10532, SeenRoot: fixedSeed("s"),
		Have: []Have{{Author{"A", "d1"}, 12, fixedSeed("h")}, {Root("B"), 1, fixedSeed("i")}},
	}
}

// The grammar has one form for each statement: every other way to write the
// same is refused, and so is everything beyond a limit.
func TestStatementGrammar(t *testing.T) {
	sound := string(soundStatement().Text())
	if s, err := ParseStatement([]byte(sound)); err != nil || string(s.Text()) != sound {
		t.Fatalf("the statement itself: %v", err)
	}
	part := PartRef{"a/b", 1, Hash{}}
	seats := make([]string, MaxSeats)
	for i := range seats {
		seats[i] = "S" + string([]byte{'a' + byte(i/26), 'a' + byte(i%26)})
	}
	for what, edit := range map[string]func(s *Statement){
		"all seats":    func(s *Statement) { s.Audience = seats },
		"64 parts":     func(s *Statement) { s.Parts = slices.Repeat([]PartRef{part}, MaxParts) },
		"16 blobs":     func(s *Statement) { s.Blobs = slices.Repeat([]PartRef{part}, MaxBlobs) },
		"no part":      func(s *Statement) { s.Parts, s.Blobs = nil, nil },
		"2^53":         func(s *Statement) { s.RosterIndex = maxInt },
		"a root":       func(s *Statement) { s.Author = Root("A") },
		"long names":   func(s *Statement) { s.Author = Author{strings.Repeat("a", 16), strings.Repeat("z", 8)} },
		"a long kind":  func(s *Statement) { s.Kind = "k" + strings.Repeat(".", 31) },
		"the year 0":   func(s *Statement) { s.Time = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC) },
		"another zone": func(s *Statement) { s.Time = s.Time.In(time.FixedZone("x", 3600)) },
	} {
		s := soundStatement()
		edit(s)
		if _, err := ParseStatement(s.Text()); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, edit := range map[string]func(s *Statement){
		"33 seats":            func(s *Statement) { s.Audience = append(slices.Clone(seats), "Z") },
		"a seat twice":        func(s *Statement) { s.Audience = []string{"A", "A"} },
		"seats out of order":  func(s *Statement) { s.Audience = []string{"B", "A"} },
		"no seat":             func(s *Statement) { s.Audience = nil },
		"an empty seat":       func(s *Statement) { s.Audience = []string{""} },
		"a seat of 17 bytes":  func(s *Statement) { s.Audience = []string{strings.Repeat("a", 17)} },
		"a seat in Cyrillic":  func(s *Statement) { s.Audience = []string{"А"} },
		"65 parts":            func(s *Statement) { s.Parts = slices.Repeat([]PartRef{part}, MaxParts+1) },
		"17 blobs":            func(s *Statement) { s.Blobs = slices.Repeat([]PartRef{part}, MaxBlobs+1) },
		"2^53 + 1":            func(s *Statement) { s.RosterIndex = maxInt + 1 },
		"below zero":          func(s *Statement) { s.ChainLength = -1 },
		"a kind with capital": func(s *Statement) { s.Kind = "Note" },
		"a kind of 33 bytes":  func(s *Statement) { s.Kind = strings.Repeat("k", 33) },
		"no kind":             func(s *Statement) { s.Kind = "" },
		"a third register":    func(s *Statement) { s.Register = "secret" },
		"no device":           func(s *Statement) { s.Author = Author{"A", ""} },
		"a device of 9 bytes": func(s *Statement) { s.Author = Author{"A", "deviceone"} },
		"a device in capital": func(s *Statement) { s.Author = Author{"A", "D1"} },
		"a seat with a slash": func(s *Statement) { s.Author = Author{"A/B", "d1"} },
		"no media type":       func(s *Statement) { s.Parts[0].Media = "" },
		"half a media type":   func(s *Statement) { s.Parts[0].Media = "text/" },
		"a spaced media type": func(s *Statement) { s.Parts[0].Media = "text/plain; lang=fr" },
		"a long media type":   func(s *Statement) { s.Parts[0].Media = "a/" + strings.Repeat("b", 127) },
		"the year 10000":      func(s *Statement) { s.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"a line in a kind":    func(s *Statement) { s.Kind = "note\nkind note" },
		"too long a text":     func(s *Statement) { s.Parts[0].Media = "a/" + strings.Repeat("b", maxText) },
	} {
		s := soundStatement()
		edit(s)
		var text *TextError
		if _, err := ParseStatement(s.Text()); !errors.As(err, &text) {
			t.Errorf("%s: %v; want it refused", what, err)
		}
	}
	for _, x := range [][2]string{
		{"roster 17 ", "roster 017 "}, {"roster 17 ", "roster +17 "}, {"roster 17 ", "roster 1_7 "}, {"roster 17 ", "roster 0x11 "},
		{"roster 17 ", "roster 17  "}, {"roster 17 ", "roster\t17 "}, {"kind proposal\n", "kind proposal \n"}, {"kind proposal\n", " kind proposal\n"},
		{"kind proposal\n", "kind proposal\r\n"}, {"kind proposal\n", "kind proposal\n\n"}, {"kind proposal\n", "kind proposal\nkind proposal\n"},
		{"kind proposal\n", ""}, {"kind proposal\nregister record\n", "register record\nkind proposal\n"}, {"kind proposal", "Kind proposal"},
		{"10:02:11Z", "10:02:11.0Z"}, {"10:02:11Z", "10:02:11+00:00"}, {"10:02:11Z", "24:02:11Z"}, {"2026-11-23T", "2026-11-31T"}, {"T10:", "t10:"},
		{"=\n", "\n"}, {"=\n", "= \n"}, {"/v1\n", "/v2\n"}, {"/v1\n", "/v1 \n"}, {"part text", "part\u00a0text"}, {"proposal", "proposal\x00"},
	} {
		changed := strings.Replace(sound, x[0], x[1], 1)
		if changed == sound {
			t.Fatalf("the statement has no %q", x[0])
		}
		if _, err := ParseStatement([]byte(changed)); err == nil {
			t.Errorf("%q for %q is read", x[1], x[0])
		}
	}
	for _, b := range []string{"", "\n", sound[:len(sound)-1], sound + "\n", sound + "x", "\ufeff" + sound} {
		if _, err := ParseStatement([]byte(b)); err == nil {
			t.Errorf("read: %.40q", b)
		}
	}
}

func TestChainGrammar(t *testing.T) {
	sound := string(soundChain().Text())
	if c, err := ParseChain([]byte(sound)); err != nil || string(c.Text()) != sound {
		t.Fatalf("the chain block itself: %v", err)
	}
	many := func(n int) (out []Have) {
		for i := range n {
			out = append(out, Have{Author: Author{"A", "d" + string([]byte{'a' + byte(i/676), 'a' + byte(i/26%26), 'a' + byte(i%26)})}})
		}
		return out
	}
	for what, edit := range map[string]func(c *Chain){
		"512 heads": func(c *Chain) { c.Have = many(maxHave) }, "no head": func(c *Chain) { c.Have = nil },
		"the first entry": func(c *Chain) { c.Seq, c.Prev = 1, Hash{} }, "no earlier submission": func(c *Chain) { c.Replaces = Hash{} },
	} {
		c := soundChain()
		edit(c)
		if _, err := ParseChain(c.Text()); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, edit := range map[string]func(c *Chain){
		"513 heads": func(c *Chain) { c.Have = many(maxHave + 1) }, "number zero": func(c *Chain) { c.Seq = 0 },
		"heads out of order": func(c *Chain) { slices.Reverse(c.Have) }, "a head twice": func(c *Chain) { c.Have[1] = c.Have[0] },
	} {
		c := soundChain()
		edit(c)
		if _, err := ParseChain(c.Text()); err == nil {
			t.Errorf("%s: it is read", what)
		}
	}
	// A zero hash means that there is no such line, so it cannot stand on one.
	zero := strings.Replace(sound, "replaces "+Hash(fixedSeed("r")).String(), "replaces "+Hash{}.String(), 1)
	if _, err := ParseChain([]byte(zero)); err == nil {
		t.Error("an entry that replaces nothing says so in a line")
	}
}
