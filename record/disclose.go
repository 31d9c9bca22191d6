// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Kinds of sealed entries that the record itself understands, because
// disclosures rest on them.
const (
	// KindGrant permits parts of an earlier entry to be shown to an audience.
	KindGrant = "disclose.grant"
	// KindAdopt puts an earlier entry of the author, written without
	// prejudice, on the record.
	KindAdopt = "adopt.words"
	// KindDisclose carries a disclosure to its new readers.
	KindDisclose = "disclose"
)

// MediaDisclosure is the media type of a part that holds a disclosure.
const MediaDisclosure = "application/x-parley-disclosure"

// Grant is the body of a disclose.grant entry.
type Grant struct {
	Entry    Hash
	Parts    []int64  // ascending, from 1; empty with OwnWords
	Audience []string // seats that may be shown, sorted
	OwnWords bool     // nothing is shown; the idea may be used as the mediator's own
}

// Text prints the grant.
func (g *Grant) Text() []byte {
	w := newTextWriter(labelGrant)
	w.line("entry", g.Entry.String())
	w.line("audience", g.Audience...)
	if g.OwnWords {
		w.line("wording", "own")
	} else {
		w.line("wording", "verbatim")
		for _, p := range g.Parts {
			w.line("part", dec(p))
		}
	}
	return w.bytes()
}

// ParseGrant reads a grant.
func ParseGrant(text []byte) (*Grant, error) {
	r := newTextReader("grant", text, labelGrant)
	g := &Grant{Entry: r.hash(r.line("entry", 1)[0]), Audience: r.audience(r.line("audience", -1))}
	g.OwnWords = r.word(r.line("wording", 1)[0], "wording (own or verbatim)", func(s string) bool {
		return s == "own" || s == "verbatim"
	}) == "own"
	for r.peek() == "part" && !g.OwnWords {
		p := r.int(r.line("part", 1)[0])
		if n := len(g.Parts); p < 1 || n > 0 && g.Parts[n-1] >= p {
			r.fail("parts must be ascending, from 1")
		}
		g.Parts = append(g.Parts, p)
	}
	return g, r.end()
}

// AdoptText is the body of an adopt.words entry.
func AdoptText(entry Hash) []byte {
	w := newTextWriter(labelAdopt)
	w.line("entry", entry.String())
	return w.bytes()
}

// ParseAdopt reads the body of an adopt.words entry.
func ParseAdopt(text []byte) (Hash, error) {
	r := newTextReader("adoption", text, labelAdopt)
	h := r.hash(r.line("entry", 1)[0])
	return h, r.end()
}

// Disclosure shows chosen parts of one sealed entry to somebody who could not
// open it, with the proof that they are verbatim parts of that entry. Nothing
// about the other parts or the chain block leaks but number, type and length.
type Disclosure struct {
	Statement *Statement
	Parts     map[int64][]byte // by part number, from 1
	Proof     *Proof
	Grant     *Disclosure // the author's permission, if one is attached
	Adopt     *Disclosure // the author's adoption, for an entry without prejudice

	id    Hash
	text  []byte
	fixed []byte // head || sh || bh || salt || sig
	salts map[int64][]byte
}

// ID is the identifier of the entry that is shown.
func (d *Disclosure) ID() Hash { return d.id }

// Frame types of a disclosure.
const (
	frameFixed = 'f'
	frameText  = 't'
	framePart  = 'p'
	frameProof = 'k'
	frameGrant = 'g'
	frameAdopt = 'a'

	maxDisclosure = 1 << 20
)

// Disclose makes the disclosure of some parts of an entry. grant and adopt may
// be nil.
func (o *Opened) Disclose(parts []int64, proof *Proof, grant, adopt *Disclosure) (*Disclosure, error) {
	e := o.Envelope
	d := &Disclosure{
		Statement: o.Statement, Parts: map[int64][]byte{}, Proof: proof, Grant: grant, Adopt: adopt,
		id: e.id, text: o.Text(), salts: map[int64][]byte{},
		fixed: slices.Concat(e.head(), e.sh[:], e.bh[:], o.salt[:], o.sig),
	}
	for _, p := range parts {
		if p < 1 || p > int64(len(o.Parts)) {
			return nil, fmt.Errorf("the entry has %d parts; there is no part %d", len(o.Parts), p)
		}
		salt, err := partSalt(o.seed[:], int(p))
		if err != nil {
			return nil, err
		}
		d.Parts[p], d.salts[p] = o.Parts[p-1].Data, salt
	}
	return d, nil
}

func sortedParts(parts map[int64][]byte) []int64 {
	out := make([]int64, 0, len(parts))
	for p := range parts {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// Bytes prints the disclosure.
func (d *Disclosure) Bytes() []byte {
	b := []byte(labelDisclosure)
	b = appendFrame(b, frameFixed, d.fixed)
	b = appendFrame(b, frameText, d.text)
	for _, p := range sortedParts(d.Parts) {
		b = appendFrame(b, framePart, slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(p)), d.salts[p], d.Parts[p]))
	}
	b = appendFrame(b, frameProof, d.Proof.Text())
	if d.Grant != nil {
		b = appendFrame(b, frameGrant, d.Grant.Bytes())
	}
	if d.Adopt != nil {
		b = appendFrame(b, frameAdopt, d.Adopt.Bytes())
	}
	return b
}

// ParseDisclosure reads a disclosure and checks what needs no roster: that the
// text and the parts are those the entry commits to. It does not say who wrote
// them, nor that the entry is in the log: see [Reader.CheckDisclosure].
func ParseDisclosure(b []byte) (*Disclosure, error) { return parseDisclosure(b, 0) }

func parseDisclosure(b []byte, depth int) (*Disclosure, error) {
	if len(b) > maxDisclosure || !bytes.HasPrefix(b, []byte(labelDisclosure)) {
		return nil, fmt.Errorf("disclosure: %w", errFrame)
	}
	d := &Disclosure{Parts: map[int64][]byte{}, salts: map[int64][]byte{}}
	r := bytes.NewReader(b[len(labelDisclosure):])
	order := -1
	for {
		kind, data, err := readFrame(r, maxDisclosure)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("disclosure: %w", err)
		}
		if err := d.frame(kind, data, depth); err != nil {
			return nil, fmt.Errorf("disclosure: %w", err)
		}
		at := bytes.IndexByte([]byte{frameFixed, frameText, framePart, frameProof, frameGrant, frameAdopt}, kind)
		if at < order || at == order && kind != framePart {
			return nil, fmt.Errorf("disclosure: %w: its records are out of order", errFrame)
		}
		order = at
	}
	if d.fixed == nil || d.Statement == nil || d.Proof == nil {
		return nil, fmt.Errorf("disclosure: %w: a record is missing", errFrame)
	}
	if !bytes.Equal(d.Bytes(), b) {
		return nil, fmt.Errorf("disclosure: %w: it is not in the one form it could be printed in", errFrame)
	}
	return d, nil
}

func (d *Disclosure) frame(kind byte, data []byte, depth int) (err error) {
	switch kind {
	case frameFixed:
		if len(data) != headSize+32+32+32+sigSize {
			return errFrame
		}
		d.fixed = data
		d.id = envelopeID(lh(labelHead, data[:headSize]), Hash(data[headSize:]), Hash(data[headSize+32:]))
	case frameText:
		if d.fixed == nil {
			return errFrame
		}
		salt, sig := d.fixed[headSize+64:headSize+96], d.fixed[headSize+96:]
		if statementCommit(salt, data, sig) != Hash(d.fixed[72:104]) {
			return errCommit
		}
		d.text = data
		if d.Statement, err = ParseStatement(data); err != nil {
			return err
		}
		if d.Statement.Process != Hash(d.fixed[8:40]) || d.Statement.Roster != Hash(d.fixed[40:72]) {
			return errBinding
		}
	case framePart:
		if d.Statement == nil || len(data) < 36 {
			return errFrame
		}
		p := int64(binary.BigEndian.Uint32(data))
		if p < 1 || p > int64(len(d.Statement.Parts)) {
			return fmt.Errorf("%w: there is no part %d", errPart, p)
		}
		ref, salt, body := d.Statement.Parts[p-1], data[4:36], data[36:]
		if partCommit(int(p), salt, ref.Media, body) != ref.Commit {
			return fmt.Errorf("%w: part %d", errPart, p)
		}
		d.Parts[p], d.salts[p] = body, salt
	case frameProof:
		d.Proof, err = ParseProof(data)
	case frameGrant, frameAdopt:
		// A grant or adoption is itself on the record and carries neither.
		if depth > 0 {
			return fmt.Errorf("%w: a disclosure inside a disclosure carries another", errFrame)
		}
		var inner *Disclosure
		if inner, err = parseDisclosure(data, depth+1); err == nil && kind == frameGrant {
			d.Grant = inner
		} else if err == nil {
			d.Adopt = inner
		}
	default:
		return fmt.Errorf("%w: record type %q", errFrame, kind)
	}
	return err
}

// ErrNoGrant means that a disclosure is genuine, and that its author's
// permission to show it to this seat is not attached or does not cover it.
var ErrNoGrant = errors.New("the author's permission does not cover this disclosure")

// CheckDisclosure verifies a disclosure against the log read so far: its entry
// is in a checkpoint that a quorum witnessed and that agrees with this log,
// its author wrote the words, and, unless discloser is the author's own seat,
// the author permitted that they be shown to this reader's seat. A genuine
// disclosure without that permission gives [ErrNoGrant].
func (r *Reader) CheckDisclosure(d *Disclosure, discloser string) error {
	if err := r.checkWritten(d); err != nil {
		return err
	}
	author := d.Statement.Author.Seat
	if discloser == author {
		return nil
	}
	if d.Grant == nil {
		return ErrNoGrant
	}
	g, text := d.Grant, d.Grant.Parts[1]
	if err := r.checkWritten(g); err != nil {
		return fmt.Errorf("grant: %w", err)
	}
	grant, err := ParseGrant(text)
	if err != nil {
		return err
	}
	if g.Statement.Kind != KindGrant || g.Statement.Author.Seat != author || grant.Entry != d.id || grant.OwnWords {
		return ErrNoGrant
	}
	if _, ok := slices.BinarySearch(grant.Audience, r.seat); !ok && r.seat != "" {
		return ErrNoGrant
	}
	for p := range d.Parts {
		if !slices.Contains(grant.Parts, p) {
			return ErrNoGrant
		}
	}
	return nil
}

// checkWritten verifies the proof of inclusion and the author.
func (r *Reader) checkWritten(d *Disclosure) error {
	roster := r.Roster()
	if roster == nil || d.Statement.Process != r.process {
		return fmt.Errorf("disclosure: %w", ErrOtherLog)
	}
	c, err := roster.Checkpoint(d.Proof.Checkpoint)
	if err != nil {
		return fmt.Errorf("disclosure: %w", err)
	}
	if c.Size > r.tree.Size() {
		return fmt.Errorf("disclosure: it rests on a checkpoint of %d leaves; %d were read here: fetch the log first", c.Size, r.tree.Size())
	}
	// The quorum is that of the roster the checkpoint was cosigned under: what
	// was witnessed stays so when seats and devices come and go.
	if then := r.RosterAt(c.Size); then != nil && then != roster {
		roster = then
		if c, err = roster.Checkpoint(d.Proof.Checkpoint); err != nil {
			return fmt.Errorf("disclosure: %w", err)
		}
	}
	if !roster.Witnessed(c) {
		return fmt.Errorf("disclosure: its checkpoint carries %d cosignatures; the quorum is %d", len(c.Cosignatures), roster.Quorum())
	}
	if root, err := r.root(c.Size); err != nil || root != c.Root {
		return fmt.Errorf("disclosure: its checkpoint shows another log than this one at size %d", c.Size)
	}
	if err := CheckInclusion(d.Proof.Hashes, c.Size, c.Root, d.Proof.Index, d.id); err != nil {
		return fmt.Errorf("disclosure: %w", err)
	}
	at := r.RosterAt(d.Proof.Index)
	if at == nil || at.Hash != d.Statement.Roster || at.Index != d.Statement.RosterIndex ||
		at.Readable(d.Statement.Audience) != nil || !d.Statement.Has(d.Statement.Author.Seat) {
		return errors.New("disclosure: the entry was not valid where it stands in the log")
	}
	device := at.Device(d.Statement.Author)
	if device == nil {
		return fmt.Errorf("disclosure: %s was no active device when the entry was logged", d.Statement.Author)
	}
	sig := d.fixed[len(d.fixed)-sigSize:]
	if d.Statement.Register == OnRecord {
		if !verifySig(device.Sign, d.text, sig) {
			return fmt.Errorf("disclosure: the signature of %s is not right", d.Statement.Author)
		}
		return nil
	}
	if !isZero(sig) {
		return errors.New("disclosure: the entry is without prejudice and carries a signature")
	}
	// Without prejudice nothing but the author's own later word shows who
	// wrote it.
	if d.Adopt == nil || d.Adopt.Statement.Kind != KindAdopt || d.Adopt.Statement.Register != OnRecord ||
		d.Adopt.Statement.Author.Seat != d.Statement.Author.Seat {
		return errors.New("disclosure: the entry is without prejudice and its author has not adopted it")
	}
	if adopted, err := ParseAdopt(d.Adopt.Parts[1]); err != nil || adopted != d.id {
		return errors.New("disclosure: the author's adoption is of another entry")
	}
	return r.checkWritten(d.Adopt)
}
