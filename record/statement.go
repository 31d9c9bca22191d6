// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unique"
)

// Limits of one statement (docs/spec/record.md §3).
const (
	MaxSeats    = 32 // seats of a process, and so the audience of a roster entry
	MaxAudience = 16 // seats that one entry may be sealed to
	MaxParts    = 64
	MaxBlobs    = 16
	maxHave     = 512
)

// Register is the standing of an entry.
type Register string

const (
	// OnRecord entries are signed: anyone can be convinced of the author.
	OnRecord Register = "record"

	// WithoutPrejudice entries carry a tag for each reader instead of a
	// signature: every reader is convinced, and none of them can convince an
	// outsider, because each could have made the entry itself.
	WithoutPrejudice Register = "wp"
)

// Author names the key that speaks: a device of a seat, or the seat's root.
type Author struct{ Seat, Device string }

const rootDevice = "root"

// Root is the author that stands for the root key of a seat.
func Root(seat string) Author { return Author{seat, rootDevice} }

// IsRoot reports whether a stands for a root key.
func (a Author) IsRoot() bool { return a.Device == rootDevice }

// String is the form in a statement: seat/device.
func (a Author) String() string { return a.Seat + "/" + a.Device }

func (a Author) compare(b Author) int { return strings.Compare(a.String(), b.String()) }

func (r *textReader) author(field string) Author {
	seat, device, ok := strings.Cut(field, "/")
	a := Author{seat, device}
	if r.err == nil && (!ok || !ValidSeat(seat) || !(ValidDevice(device) || a.IsRoot())) {
		r.fail("%.60q is not an author of the form seat/device", field)
	}
	return a
}

// PartRef is what a statement says of a part or a blob: enough to check it,
// nothing of its content.
type PartRef struct {
	Media  string // media type, ASCII, no spaces
	Length int64  // bytes of a part; padded bytes of a blob
	Commit Hash   // salted commitment
}

// Statement is the signed text of an entry. All human text is in the parts,
// which the statement commits to; what it says itself is public to its readers
// and to whoever it is later disclosed to.
type Statement struct {
	Process     Hash
	Author      Author
	RosterIndex int64 // log index of the last roster entry the author applied
	Roster      Hash  // roster hash the audience was computed from
	Time        time.Time
	Kind        string
	Register    Register
	Audience    []string // sorted, distinct
	CEK         Hash     // commitment to the content key: stops re-wrapping
	ChainLength int64
	ChainCommit Hash
	Parts       []PartRef
	Blobs       []PartRef
}

// Text prints the statement. It is the exact bytes that are signed; the result
// parses back to an equal statement.
func (s *Statement) Text() []byte {
	w := newTextWriter(labelStatement)
	w.line("process", s.Process.String())
	w.line("author", s.Author.String())
	w.line("roster", dec(s.RosterIndex), s.Roster.String())
	w.line("time", s.Time.UTC().Format(timeLayout))
	w.line("kind", s.Kind)
	w.line("register", string(s.Register))
	w.line("audience", s.Audience...)
	w.line("cek", s.CEK.String())
	w.line("chain", dec(s.ChainLength), s.ChainCommit.String())
	for _, p := range s.Parts {
		w.line("part", p.Media, dec(p.Length), p.Commit.String())
	}
	for _, p := range s.Blobs {
		w.line("blob", p.Media, dec(p.Length), p.Commit.String())
	}
	return w.bytes()
}

// ParseStatement reads a statement. It accepts exactly the texts that
// [Statement.Text] can print; anything else is a [TextError].
func ParseStatement(text []byte) (*Statement, error) {
	r := newTextReader("statement", text, labelStatement)
	s := &Statement{}
	s.Process = r.hash(r.line("process", 1)[0])
	s.Author = r.author(r.line("author", 1)[0])
	f := r.line("roster", 2)
	if r.err == nil {
		s.RosterIndex, s.Roster = r.int(f[0]), r.hash(f[1])
	}
	s.Time = r.time(r.line("time", 1)[0])
	s.Kind = r.word(r.line("kind", 1)[0], "kind", ValidKind)
	s.Register = Register(r.word(r.line("register", 1)[0], "register (record or wp)", func(f string) bool {
		return f == string(OnRecord) || f == string(WithoutPrejudice)
	}))
	s.Audience = r.audience(r.line("audience", -1))
	s.CEK = r.hash(r.line("cek", 1)[0])
	f = r.line("chain", 2)
	if r.err == nil {
		s.ChainLength, s.ChainCommit = r.int(f[0]), r.hash(f[1])
	}
	s.Parts = r.partRefs("part", MaxParts)
	s.Blobs = r.partRefs("blob", MaxBlobs)
	if err := r.end(); err != nil {
		return nil, err
	}
	// The grammar is meant to have one form for each statement; this holds
	// the parser to it, whatever it may have missed.
	if !bytes.Equal(s.Text(), text) {
		return nil, &TextError{"statement", 0, "is not in the one form it could be printed in"}
	}
	return s, nil
}

func (r *textReader) audience(fields []string) []string {
	if r.err != nil {
		return nil
	}
	if len(fields) > MaxSeats {
		r.fail("names %d seats; a process has %d at most", len(fields), MaxSeats)
		return nil
	}
	for i, f := range fields {
		r.word(f, "seat name", ValidSeat)
		if i > 0 && fields[i-1] >= f {
			r.fail("seats must be sorted and named once")
		}
	}
	return slices.Clone(fields)
}

func (r *textReader) partRefs(keyword string, limit int) []PartRef {
	var out []PartRef
	for r.peek() == keyword {
		f := r.line(keyword, 3)
		if r.err != nil {
			return nil
		}
		if len(out) == limit {
			r.fail("is one %s too many; the limit is %d", keyword, limit)
			return nil
		}
		out = append(out, PartRef{r.word(f[0], "media type", validMedia), r.int(f[1]), r.hash(f[2])})
	}
	return out
}

// Has reports whether seat may read the entry.
func (s *Statement) Has(seat string) bool {
	_, ok := slices.BinarySearch(s.Audience, seat)
	return ok
}

// lean shares the words of a statement with all others that hold the same, and
// lets go of the text they were cut from.
func (s *Statement) lean() *Statement {
	out := *s
	out.Author = s.Author.lean()
	out.Kind = shared(s.Kind)
	out.Register = Register(shared(string(s.Register)))
	out.Audience = slices.Clone(s.Audience)
	for i, a := range out.Audience {
		out.Audience[i] = shared(a)
	}
	for _, refs := range [][]PartRef{out.Parts, out.Blobs} {
		for i, p := range refs {
			refs[i].Media = shared(p.Media)
		}
	}
	return &out
}

func (a Author) lean() Author { return Author{shared(a.Seat), shared(a.Device)} }

func shared(s string) string { return unique.Make(s).Value() }

// Channel is the identifier of the channel the entry was written in. Roster
// entries have one of their own, whatever the audience, so that whether one is
// in its chain depends on nothing the hub cannot read.
func (s *Statement) Channel() Hash {
	if isRosterKind(s.Kind) {
		return RosterChannel()
	}
	return ChannelID(s.Process, s.Audience)
}

// RosterChannel is the channel of all roster entries.
func RosterChannel() Hash { return Hash{} }

// Have is one line of receipt: the newest entry of a chain, without gaps, that
// the author held when writing. It is at once causal reference and
// acknowledgement.
type Have struct {
	Author Author
	Seq    int64
	Head   Hash // id of the envelope with that number
}

// Chain places an entry in the chain of its author device, channel and
// register, and says what the author had seen. It travels sealed with the
// entry and is not part of a disclosure.
type Chain struct {
	Seq      int64 // from 1
	Prev     Hash  // id of the entry before it in the chain; zero for the first
	Replaces Hash  // id of a refused earlier submission with the same number, or zero
	SeenSize int64 // largest checkpoint the author had verified and cosigned
	SeenRoot Hash
	Have     []Have // sorted by author
}

// Text prints the chain block.
func (c *Chain) Text() []byte {
	w := newTextWriter("")
	w.line("seq", dec(c.Seq))
	w.line("prev", c.Prev.String())
	if c.Replaces != (Hash{}) {
		w.line("replaces", c.Replaces.String())
	}
	w.line("seen", dec(c.SeenSize), c.SeenRoot.String())
	for _, h := range c.Have {
		w.line("have", h.Author.String(), dec(h.Seq), h.Head.String())
	}
	return w.bytes()
}

// ParseChain reads a chain block as strictly as [ParseStatement] its text.
func ParseChain(text []byte) (*Chain, error) {
	r := newTextReader("chain block", text, "")
	c := &Chain{}
	c.Seq = r.int(r.line("seq", 1)[0])
	if r.err == nil && c.Seq == 0 {
		r.fail("sequence numbers start at 1")
	}
	c.Prev = r.hash(r.line("prev", 1)[0])
	if r.peek() == "replaces" {
		c.Replaces = r.hash(r.line("replaces", 1)[0])
	}
	f := r.line("seen", 2)
	if r.err == nil {
		c.SeenSize, c.SeenRoot = r.int(f[0]), r.hash(f[1])
	}
	for r.peek() == "have" {
		f := r.line("have", 3)
		if r.err != nil {
			break
		}
		h := Have{r.author(f[0]), r.int(f[1]), r.hash(f[2])}
		if n := len(c.Have); n == maxHave || n > 0 && c.Have[n-1].Author.compare(h.Author) >= 0 {
			r.fail("have lines must be sorted, one to an author, %d at most", maxHave)
		}
		c.Have = append(c.Have, h)
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	if !bytes.Equal(c.Text(), text) {
		return nil, &TextError{"chain block", 0, "is not in the one form it could be printed in"}
	}
	return c, nil
}
