// SPDX-License-Identifier: Apache-2.0

package record

import (
	"errors"
	"fmt"
	"slices"
)

// Opener finds what opens an envelope for one seat: from its seat keys, from
// an opening kept earlier, or from one that another reader has passed on. It
// returns [ErrNotForUs] when nothing does.
type Opener interface {
	// Open returns what opens e, or an error that wraps ErrNotForUs.
	Open(e *Envelope) (Opening, error)
}

// Reader applies the acceptance steps to a log, leaf by leaf in order. Its
// state is a function of what it was fed and of nothing else, so two nodes of
// one seat that hold the same leaves and envelopes come to the same verdicts.
type Reader struct {
	process Hash
	seat    string
	opener  Opener
	tree    *Tree
	rosters []*Roster // every state of the roster, by ascending index
	chains  map[chainKey]*chain
	roots   map[int64]Hash // cache of tree roots asked for by seen lines
	counts  map[Code]int64
	touched *chain // the chain that the leaf being read went into
}

type chainKey struct {
	author   Author
	channel  Hash
	register Register
}

// chain is what has been read of one author device in one channel and register.
type chain struct {
	last  int64           // number of the newest entry without a gap
	links map[int64]*link // the entry read under each number
	held  []heldEntry     // entries that wait for an earlier one
}

// link is one entry of a chain: enough to know another submission of it.
type link struct {
	ids     []Hash // its id, then the ids it was also submitted under
	says    Hash   // digest of what it says, whatever it was sealed for
	relayed bool   // nothing shows that the author wrote it
}

type heldEntry struct {
	index   int64
	opened  *Opened
	opening Opening
}

// NewReader starts reading the log of a process for a seat. Seat "" reads what
// is open to all and whatever the opener opens: that is how an auditor reads.
func NewReader(process Hash, seat string, opener Opener) *Reader {
	return &Reader{
		process: process, seat: seat, opener: opener, tree: &Tree{},
		chains: map[chainKey]*chain{}, roots: map[int64]Hash{}, counts: map[Code]int64{},
	}
}

// Roster is the roster after the last leaf read; nil before the genesis.
func (r *Reader) Roster() *Roster {
	if len(r.rosters) == 0 {
		return nil
	}
	return r.rosters[len(r.rosters)-1]
}

// RosterAt is the roster in force for the entry at a log index: the fold of
// all roster entries before it. It is nil for index 0.
func (r *Reader) RosterAt(index int64) *Roster {
	for _, x := range slices.Backward(r.rosters) {
		if x.Index < index {
			return x
		}
	}
	return nil
}

// Tree is the Merkle tree of the leaves read so far.
func (r *Reader) Tree() *Tree { return r.tree }

// Withheld is the number of leaves that were not opened here: entries of other
// channels and cover alike. It is one number on purpose.
func (r *Reader) Withheld() int64 { return r.counts[NotHeld] + r.counts[NotForUs] }

// Waiting is the number of entries that wait for an earlier one of their chain.
func (r *Reader) Waiting() int64 {
	var n int64
	for _, c := range r.chains {
		n += int64(len(c.held))
	}
	return n
}

// Next reads the next leaf. id is the content of the leaf; envelope is nil
// when this node holds none for it. The first verdict is that of the leaf;
// others follow when the leaf releases entries that waited for it.
func (r *Reader) Next(id Hash, envelope []byte) []Verdict {
	index := r.tree.Size()
	first := r.read(index, id, envelope)
	r.tree.Append(id)
	r.counts[first.Code]++
	return append([]Verdict{first}, r.release()...)
}

// Admit says whether a roster entry would take effect as the next entry of the
// log, without reading it. The hub asks before it logs one, so that its idea
// of the roster is that of every reader.
func (r *Reader) Admit(e *Envelope) error {
	index, at := r.tree.Size(), r.Roster()
	if at == nil || e.Process != r.process || !e.Open() {
		return &RosterError{"roster", "it is not a roster entry of this process"}
	}
	if e.Roster != at.Hash {
		return ErrStale
	}
	o, err := e.OpenClear()
	if err != nil {
		return &RosterError{"roster", err.Error()}
	}
	if _, err := at.Apply(o, index); err != nil {
		return err
	}
	if err := r.checkSeen(o.Chain, index); err != nil {
		return &RosterError{o.Statement.Kind, err.Error()}
	}
	seq, _ := r.Last(o.Statement.Author, RosterChannel(), OnRecord)
	ch := r.chains[chainKey{o.Statement.Author, RosterChannel(), OnRecord}]
	if o.Chain.Seq != seq+1 || ch != nil && !ch.follows(o.Chain.Prev) || ch == nil && o.Chain.Prev != (Hash{}) {
		return &RosterError{o.Statement.Kind, "it is not the next entry of its chain"}
	}
	return nil
}

// ErrStale means that an entry was written for another state of the roster
// than the one in force.
var ErrStale = errors.New("the entry was written for another state of the roster")

// read passes one leaf through the steps. Step numbers are those of
// docs/spec/record.md §7.
func (r *Reader) read(index int64, id Hash, envelope []byte) Verdict {
	verdict := func(code Code, format string, args ...any) Verdict {
		return Verdict{Index: index, ID: id, Code: code, Why: fmt.Sprintf(format, args...)}
	}
	if envelope == nil {
		return verdict(NotHeld, "")
	}
	// 1: the bytes are those of the leaf.
	e, err := ParseEnvelope(envelope)
	if err != nil {
		return verdict(BadEnvelope, "%v", err)
	}
	if e.ID() != id {
		return verdict(HubFault, "the envelope delivered for leaf %d is %s", index, e.ID())
	}
	if e.Process != r.process {
		return verdict(BadBinding, "the envelope belongs to another process")
	}
	if index == 0 {
		return r.readGenesis(e)
	}
	// 2: the audience was computed from the roster in force here.
	at := r.Roster()
	if at == nil {
		return verdict(Stale, "the log does not begin with a genesis")
	}
	if e.Roster != at.Hash {
		return verdict(Stale, "written for roster %s; in force at index %d is %s", e.Roster, index, at.Hash)
	}
	// 3: a slot opens.
	var opened *Opened
	var opening Opening
	if e.Open() {
		opened, err = e.OpenClear()
	} else {
		if opening, err = r.opener.Open(e); err != nil {
			return verdict(NotForUs, "%v", err)
		}
		opened, err = e.OpenWith(opening.CEK)
	}
	// 4 and 6: what the envelope and the statement commit to.
	if err != nil {
		return verdict(openCode(err), "%v", err)
	}
	s := opened.Statement
	if s.RosterIndex != at.Index {
		return verdict(BadBinding, "the statement names roster index %d; in force is %d", s.RosterIndex, at.Index)
	}
	// 5: the author. A roster entry is read by seats it does not address too:
	// by those that joined after it.
	if e.Open() {
		return r.readRoster(index, id, opened, at)
	}
	if r.seat != "" && !s.Has(r.seat) {
		return verdict(BadBinding, "seat %s is not in the audience that was signed", r.seat)
	}
	if err := at.Readable(s.Audience); err != nil {
		return verdict(BadBinding, "%v", err)
	}
	if err := r.checkAuthor(e, opened, &opening, at); err != nil {
		return verdict(BadAuthor, "%v", err)
	}
	// 7 and 8: chain and view.
	return r.place(index, opened, opening)
}

// openCode maps what OpenWith and OpenClear found to its verdict.
func openCode(err error) Code {
	for _, x := range [...]struct {
		err  error
		code Code
	}{
		{errBody, BadBody}, {errCommit, BadCommit}, {errBinding, BadBinding}, {errKey, BadKey},
		{errPart, BadPart}, {errPadding, BadPadding}, {errSuite, BadBinding}, {errGrammar, BadGrammar},
	} {
		if errors.Is(err, x.err) {
			return x.code
		}
	}
	return BadEnvelope
}

// checkAuthor is step 5 for sealed entries.
func (r *Reader) checkAuthor(e *Envelope, o *Opened, opening *Opening, at *Roster) error {
	s := o.Statement
	if !s.Has(s.Author.Seat) {
		return fmt.Errorf("%s wrote to an audience without its own seat", s.Author)
	}
	d := at.Device(s.Author)
	if d == nil {
		return fmt.Errorf("%s is no active device at this point of the log", s.Author)
	}
	if s.Register == OnRecord {
		if opening.Origin == FromSlot && opening.tag != [16]byte{} {
			return errors.New("an entry on the record carries a tag")
		}
		if !o.signedBy(d.Sign) {
			return fmt.Errorf("the signature of %s is not right", s.Author)
		}
		return nil
	}
	if !o.unsigned() {
		return errors.New("an entry without prejudice carries a signature")
	}
	if opening.Origin == Relayed {
		return nil
	}
	if !opening.authentic(e, s.Author, d.Auth, r.seat) {
		return fmt.Errorf("the tag for seat %s was not made by %s", r.seat, s.Author)
	}
	return nil
}

func (r *Reader) readGenesis(e *Envelope) Verdict {
	o, err := e.OpenClear()
	if err == nil {
		var roster *Roster
		if roster, err = NewRoster(o); err == nil {
			r.rosters = append(r.rosters, roster)
			return r.place(0, o, Opening{})
		}
	}
	return Verdict{ID: e.ID(), Code: BadRoster, Why: err.Error()}
}

// readRoster reads an open entry. The chain is judged before the roster
// changes: an entry that is out of its chain must not take effect.
func (r *Reader) readRoster(index int64, id Hash, o *Opened, at *Roster) Verdict {
	next, err := at.Apply(o, index)
	if err != nil {
		return Verdict{Index: index, ID: id, Code: BadRoster, Why: err.Error()}
	}
	v := r.place(index, o, Opening{})
	if v.Code == Accepted {
		r.rosters = append(r.rosters, next)
	}
	return v
}
