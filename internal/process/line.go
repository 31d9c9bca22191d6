// SPDX-License-Identifier: Apache-2.0

package process

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/record"
)

// Line is one entry as this seat reads it.
type Line struct {
	ID       record.Hash
	Index    int64     // place in the log; no meaning inside a tick
	Time     time.Time // the author's claim
	Author   record.Author
	Channel  record.Hash
	Audience []string // sorted; shared, not to be changed
	Register record.Register
	Kind     string
	Relayed  bool  // who wrote it rests on the word of another reader
	Seq      int64 // number in the chain of its author, channel and register
	Seen     int64 // leaves of the log that its author had verified

	Act    act.Act       // set for the kinds of package act, when the body could be read
	Grant  *record.Grant // set for disclose.grant
	Adopts record.Hash   // set for adopt.words: the entry put on the record
	Shown  *Shown        // set for disclose, when it is genuine
	Text   string        // body of a policy proposal of the roster, which is open text
	Blobs  int           // attachments it refers to

	// Unknown says that this version does not know the kind: the line is kept,
	// and what it says is not shown.
	Unknown bool

	// Void says why the entry changes nothing; empty when it does.
	Void string

	read  int64 // leaf with which it could be read, see State.high
	toAll bool  // every seat reads it that had accepted when it was logged, two parties among them
}

// Shown is what a disclosure shows of an entry that this seat may be unable to
// open: words that were proven to be its author's.
type Shown struct {
	Entry    record.Hash
	Author   record.Author
	Time     time.Time
	Kind     string
	Register record.Register
	Audience []string // who could read it from the beginning, sorted
	Parts    []ShownPart

	// Granted are the seats to which a permission that came with the
	// disclosure lets these parts be shown, and Grant is the entry that permits.
	// What is genuine and was not permitted is kept all the same: see
	// [Disclosed].
	Granted []string
	Grant   record.Hash
}

// ShownPart is one part of a disclosed entry.
type ShownPart struct {
	Number int64 // from 1
	Media  string
	Data   []byte
	Act    act.Act // set when the part is the body of an act that could be read
}

// Kinds of entries that package record understands and process keeps a ledger
// of; kindPolicy is the one roster entry whose text people must weigh.
const (
	rosterPrefix = "roster."
	kindPolicy   = "roster.policy"
)

// Ref writes the id of an entry as people pass it on: 64 hexadecimal digits.
func Ref(id record.Hash) string { return hex.EncodeToString(id[:]) }

// fact is what Apply takes out of a verified entry. The fold sees nothing else
// of it, and keeps no hold on the envelope.
type fact struct {
	id      record.Hash
	index   int64
	relayed bool
	text    *record.Statement
	seq     int64
	seen    int64
	parts   []record.Part
	blobs   int
	shown   *Shown
	shows   error // why a disclosure does not count
}

func newFact(it Item) fact {
	e := it.Entry
	f := fact{
		id: e.ID(), index: e.Index(), relayed: e.Relayed(), text: e.Statement(),
		seq: e.Chain().Seq, seen: e.Chain().SeenSize, parts: e.Parts(), blobs: len(e.Blobs()),
	}
	if f.text.Kind == record.KindDisclose {
		f.shown, f.shows = newShown(it.Disclosure, it.DisclosureErr)
	}
	return f
}

func newShown(d *record.Disclosure, err error) (*Shown, error) {
	if d == nil || d.Statement == nil {
		if err == nil {
			err = errors.New("it holds no disclosure that can be read")
		}
		return nil, err
	}
	if err != nil && !errors.Is(err, record.ErrNoGrant) {
		return nil, err
	}
	s := &Shown{
		Entry: d.ID(), Author: d.Statement.Author, Time: d.Statement.Time, Kind: strings.Clone(d.Statement.Kind),
		Register: d.Statement.Register, Audience: cloneAll(d.Statement.Audience),
	}
	if s.Granted = granted(d); s.Granted != nil {
		s.Grant = d.Grant.ID()
	}
	for i, ref := range d.Statement.Parts {
		n := int64(i + 1)
		data, ok := d.Parts[n]
		if !ok {
			continue
		}
		p := ShownPart{Number: n, Media: ref.Media, Data: slices.Clone(data)}
		if n == 1 && ref.Media == act.Media && len(d.Statement.Parts) == 1 {
			if a, err := act.Parse(s.Kind, data); err == nil {
				p.Act = a
			}
		}
		s.Parts = append(s.Parts, p)
	}
	return s, nil
}

// granted reads the permission that came with a genuine disclosure. The reader
// has verified that its author wrote it; it answers for its own seat only, and a
// disclosure has other readers too.
func granted(d *record.Disclosure) []string {
	if d.Grant == nil || d.Grant.Statement.Kind != record.KindGrant || d.Grant.Statement.Author.Seat != d.Statement.Author.Seat {
		return nil
	}
	g, err := record.ParseGrant(d.Grant.Parts[1])
	if err != nil || g.Entry != d.ID() || g.OwnWords {
		return nil
	}
	for n := range d.Parts {
		if !slices.Contains(g.Parts, n) {
			return nil
		}
	}
	return cloneAll(g.Audience)
}

// newLine reads the body. Faults of the body make the line void; rights are
// looked at afterwards.
func newLine(f fact) Line {
	s := f.text
	l := Line{
		ID: f.id, Index: f.index, Time: s.Time, Relayed: f.relayed, Register: s.Register,
		Author: record.Author{Seat: strings.Clone(s.Author.Seat), Device: strings.Clone(s.Author.Device)},
		Kind:   strings.Clone(s.Kind), Seq: f.seq, Seen: f.seen, Blobs: f.blobs,
		Audience: s.Audience, // shared with others of its channel once it is filed
	}
	if strings.HasPrefix(l.Kind, rosterPrefix) {
		if l.Kind == kindPolicy && len(f.parts) == 1 {
			l.Text = string(f.parts[0].Data)
		}
		return l
	}
	isAct := slices.Contains(act.Kinds(), l.Kind)
	isLedger := l.Kind == record.KindGrant || l.Kind == record.KindAdopt || l.Kind == record.KindDisclose
	switch {
	case !isAct && !isLedger:
		l.Unknown = true
		return l
	case len(f.parts) != 1:
		l.Void = fmt.Sprintf("it has %d parts; an entry of this kind has one", len(f.parts))
		return l
	case isAct && f.parts[0].Media != act.Media:
		l.Void = fmt.Sprintf("its part is of the type %.60s; an act is %s", f.parts[0].Media, act.Media)
		return l
	}
	var err error
	body := f.parts[0].Data
	switch l.Kind {
	case record.KindGrant:
		var g *record.Grant
		if g, err = record.ParseGrant(body); err == nil {
			l.Grant = g
		}
	case record.KindAdopt:
		l.Adopts, err = record.ParseAdopt(body)
	case record.KindDisclose:
		l.Shown, err = f.shown, f.shows
	default:
		l.Act, err = act.Parse(l.Kind, body)
	}
	if err != nil {
		l.Void = fmt.Sprintf("what it holds cannot be used: %v", err)
	}
	return l
}
