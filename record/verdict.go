// SPDX-License-Identifier: Apache-2.0

package record

import (
	"errors"
	"fmt"
)

// Code is the outcome of reading one leaf of the log. Codes are words, stable
// and stored.
type Code string

// The verdicts of the acceptance steps (docs/spec/record.md §7). Content is
// shown only of accepted entries; an accepted-relayed one is shown as not
// authenticated.
const (
	Accepted Code = "accepted"
	// AcceptedRelayed: the content is right, but who wrote it rests on the
	// word of the reader it came from (without prejudice only).
	AcceptedRelayed Code = "accepted.relayed"
	// NotHeld: this node has no envelope for the leaf: it is addressed to
	// others, or cover. Only their number is ever shown.
	NotHeld Code = "not-held"
	// NotForUs: an envelope is held and no key opens it.
	NotForUs Code = "not-for-us"
	// Held: an earlier entry of the chain is missing.
	Held Code = "hold"
	// Replay: the entry was read before, at another index.
	Replay Code = "replay"
	// Duplicate: the author's second submission of an entry that also went
	// in the first time.
	Duplicate Code = "duplicate"

	// HubFault: the bytes delivered are not those of the leaf.
	HubFault Code = "hub-fault"
	// Stale: written for another state of the roster than the one in force.
	Stale Code = "stale"
	// BadEnvelope: the bytes have not the shape of an envelope.
	BadEnvelope Code = "bad.envelope"
	// BadBody: the body does not open with the content key in the slot.
	BadBody Code = "bad.body"
	// BadCommit: the text is not the one committed to. Two readers may have
	// been meant to see two texts.
	BadCommit Code = "bad.commit"
	// BadGrammar: the text cannot be read.
	BadGrammar Code = "bad.grammar"
	// BadBinding: the text belongs to another process, roster or audience.
	BadBinding Code = "bad.binding"
	// BadKey: the text was signed under another content key: someone has
	// wrapped a signed text anew.
	BadKey Code = "bad.key"
	// BadPart: a part is not the one committed to.
	BadPart Code = "bad.part"
	// BadPadding: the padding holds something.
	BadPadding Code = "bad.padding"
	// BadAuthor: signature or tag do not show the author named, or the
	// author was no active device at that point of the log.
	BadAuthor Code = "bad.author"
	// BadRoster: a roster entry that the rules do not allow; no effect.
	BadRoster Code = "bad.roster"

	// AuthorFork: two entries of one author with one number. Evidence.
	AuthorFork Code = "author-fork"
	// SplitView: the author was shown another log than this node. Evidence,
	// and an alarm.
	SplitView Code = "split-view"
)

// OK reports whether the entry's content may be shown.
func (c Code) OK() bool { return c == Accepted || c == AcceptedRelayed }

// Alarming reports whether the verdict shows that somebody, the hub or an
// author, did what the rules exclude.
func (c Code) Alarming() bool {
	switch c {
	case Accepted, AcceptedRelayed, NotHeld, NotForUs, Held, Replay, Duplicate:
		return false
	}
	return true
}

// Verdict is the outcome for one leaf.
type Verdict struct {
	Index int64
	ID    Hash
	Code  Code
	Why   string // one sentence in English for logs and evidence; may be empty
	Entry *Entry // set exactly when Code.OK
}

// Entry is a verified entry: every acceptance step has been passed. Only a
// [Reader] makes one, and only an [EntryRef] makes it again.
type Entry struct {
	index   int64
	relayed bool
	opened  *Opened
}

// Index is the place of the entry in the log.
func (e *Entry) Index() int64 { return e.index }

// ID is the identifier of the envelope.
func (e *Entry) ID() Hash { return e.opened.Envelope.ID() }

// Statement returns the signed statement.
func (e *Entry) Statement() *Statement { return e.opened.Statement }

// Chain returns the chain block.
func (e *Entry) Chain() *Chain { return e.opened.Chain }

// Parts returns the parts.
func (e *Entry) Parts() []Part { return e.opened.Parts }

// Blobs returns the references to attachments.
func (e *Entry) Blobs() []Blob { return e.opened.Blobs }

// Relayed reports that the author is not authenticated to this reader.
func (e *Entry) Relayed() bool { return e.relayed }

// Opened returns the opened envelope, from which disclosures are made.
func (e *Entry) Opened() *Opened { return e.opened }

// Ref is what to keep of an entry whose content need not be at hand.
func (e *Entry) Ref() EntryRef { return EntryRef{e.ID(), e.index, e.relayed} }

// EntryRef stands for a verified entry. Whoever has its envelope and content key
// can have the entry back: the id covers every byte of the envelope, and the
// commitments in it every byte of the content, so nothing is judged twice.
type EntryRef struct {
	id      Hash
	index   int64
	relayed bool
}

// Index is the place of the entry in the log.
func (x EntryRef) Index() int64 { return x.index }

// ID is the identifier of the envelope.
func (x EntryRef) ID() Hash { return x.id }

// Relayed reports that the author is not authenticated to this reader.
func (x EntryRef) Relayed() bool { return x.relayed }

// ErrOtherEntry means that an envelope is not the one of the entry asked for.
var ErrOtherEntry = errors.New("the envelope is not the one of this entry")

// Reopen returns the entry, given its envelope and, unless the envelope is open,
// its content key. It keeps a copy of the envelope.
func (x EntryRef) Reopen(envelope []byte, cek [32]byte) (*Entry, error) {
	e, err := ParseEnvelope(envelope)
	if err != nil {
		return nil, err
	}
	if e.ID() != x.id {
		return nil, fmt.Errorf("%w: it is %s; want %s", ErrOtherEntry, e.ID(), x.id)
	}
	var o *Opened
	if e.Open() {
		o, err = e.OpenClear()
	} else {
		o, err = e.OpenWith(cek)
	}
	if err != nil {
		return nil, err
	}
	return &Entry{x.index, x.relayed, o}, nil
}
