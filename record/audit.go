// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"io"
)

// Audit is the result of verifying a bundle with nothing else at hand.
type Audit struct {
	Manifest   *Manifest
	Sum        Hash // of the bundle
	Roster     *Roster
	Checkpoint *SignedCheckpoint
	Witnessed  bool
	Leaves     int64
	Withheld   int64 // leaves that nothing in the bundle opens, cover included
	Waiting    int64 // entries whose chain has a gap
	Accepted   []*Entry
	Verdicts   []Verdict // every leaf that was neither accepted nor withheld, in log order
	Receipts   int64     // receipts whose signature holds
	Problems   []Problem // what does not hold, in the order found; empty for a sound bundle
	Reader     *Reader
}

// Problem is one thing that does not hold.
type Problem struct {
	Index int64 // log index of the entry concerned, or -1
	ID    Hash
	What  string
}

// String names the entry, if the problem is about one, and says what it is.
func (p Problem) String() string {
	if p.Index < 0 {
		return p.What
	}
	return fmt.Sprintf("entry %d (%s): %s", p.Index, p.ID, p.What)
}

// keptOpenings opens envelopes with the content keys that came in a bundle.
type keptOpenings map[Hash][32]byte

func (k keptOpenings) Open(e *Envelope) (Opening, error) {
	cek, ok := k[e.ID()]
	if !ok {
		return Opening{}, ErrNotForUs
	}
	return Opening{CEK: cek, Origin: Relayed}, nil
}

// AuditBundle verifies a bundle offline: the log from its genesis, every
// checkpoint and cosignature, every envelope and opening, every receipt and
// disclosure. An error means that the file cannot be read as a bundle; what
// the record itself fails in is in Problems. Memory: the whole bundle.
func AuditBundle(in io.Reader) (*Audit, error) {
	var (
		ids         []Hash
		envelopes   = map[Hash][]byte{}
		found       []Hash // the envelopes, in the order of the file
		openings    = keptOpenings{}
		checkpoints [][]byte
		receipts    [][]byte
		problems    []Problem
	)
	bad := func(format string, args ...any) {
		problems = append(problems, Problem{Index: -1, What: fmt.Sprintf(format, args...)})
	}
	m, sum, err := ReadBundle(in, func(t FrameType, data []byte) error {
		switch t {
		case FrameCheckpoint:
			checkpoints = append(checkpoints, data)
		case FrameLeaves:
			start, some, err := ParseLeaves(data)
			if err != nil {
				return err
			}
			if start != int64(len(ids)) {
				return fmt.Errorf("leaves begin at %d; %d were read", start, len(ids))
			}
			ids = append(ids, some...)
		case FrameEnvelope:
			e, err := ParseEnvelope(data)
			if err != nil {
				bad("an envelope cannot be read: %v", err)
				return nil
			}
			envelopes[e.ID()] = data
			found = append(found, e.ID())
		case FrameReceipt:
			receipts = append(receipts, data)
		case FrameOpening:
			id, cek, err := ParseOpening(data)
			if err != nil {
				return err
			}
			openings[id] = cek
		case FrameCosign, FrameOutbound:
			// Meant for nodes and hubs; nothing here rests on them.
		default:
			return fmt.Errorf("its type %d is not known to this version", t)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	a := &Audit{Manifest: m, Sum: sum, Leaves: int64(len(ids)), Problems: problems}
	a.Reader = NewReader(m.Process, "", openings)
	logged := map[Hash]bool{}
	for i, id := range ids {
		if _, ok := openings[id]; ok && envelopes[id] == nil && !logged[id] {
			a.Problems = append(a.Problems, Problem{int64(i), id, "the bundle holds what opens it and not the envelope"})
		}
		a.note(a.Reader.Next(id, envelopes[id]))
		logged[id] = true
	}
	a.Roster, a.Withheld, a.Waiting = a.Reader.Roster(), a.Reader.Withheld(), a.Reader.Waiting()
	for _, id := range found {
		if !logged[id] {
			a.Problems = append(a.Problems, Problem{-1, id, fmt.Sprintf("envelope %s is in no leaf of the log", id)})
			break
		}
	}
	if a.Roster == nil {
		a.fail("the log holds no valid genesis, so nothing can be checked against it")
		return a, nil
	}
	for i, c := range checkpoints {
		a.checkpoint(i, c)
	}
	if a.Checkpoint == nil {
		a.fail("no checkpoint covers this log")
	} else if a.Checkpoint.Size < a.Leaves {
		a.fail("the newest checkpoint covers %d of %d leaves", a.Checkpoint.Size, a.Leaves)
	}
	for _, r := range receipts {
		x, err := OpenReceipt(m.Process, a.Roster.HubKey, r)
		switch {
		case err != nil:
			a.fail("a receipt does not hold: %v", err)
		case !logged[x.Envelope]:
			a.fail("the hub gave a receipt for entry %s, due by tick %d, and it is not in this log", x.Envelope, x.NotAfter)
		default:
			a.Receipts++
		}
	}
	a.disclosures()
	return a, nil
}

func (a *Audit) fail(format string, args ...any) {
	a.Problems = append(a.Problems, Problem{Index: -1, What: fmt.Sprintf(format, args...)})
}

// note files the verdicts of one leaf.
func (a *Audit) note(vs []Verdict) {
	for _, v := range vs {
		if v.Entry != nil {
			a.Accepted = append(a.Accepted, v.Entry)
			continue
		}
		if v.Code == NotHeld || v.Code == NotForUs {
			continue
		}
		a.Verdicts = append(a.Verdicts, v)
		if v.Code.Alarming() {
			a.Problems = append(a.Problems, Problem{v.Index, v.ID, string(v.Code) + ": " + v.Why})
		}
	}
}

// checkpoint holds one checkpoint to the log.
func (a *Audit) checkpoint(i int, msg []byte) {
	c, err := a.Roster.Checkpoint(msg)
	if err != nil {
		a.fail("checkpoint %d: %v", i+1, err)
		return
	}
	if c.Size > a.Leaves {
		a.fail("checkpoint %d is of %d leaves; the bundle holds %d", i+1, c.Size, a.Leaves)
		return
	}
	if root, err := a.Reader.Tree().Root(c.Size); err != nil || root != c.Root {
		a.fail("checkpoint %d: its root at size %d is not that of these leaves: the log was changed", i+1, c.Size)
		return
	}
	if old := a.Checkpoint; old == nil || c.Size > old.Size || c.Size == old.Size && len(c.Cosignatures) > len(old.Cosignatures) {
		a.Checkpoint, a.Witnessed = c, a.Roster.Witnessed(c)
	}
}

// disclosures verifies every disclosure carried by an accepted entry.
func (a *Audit) disclosures() {
	for _, e := range a.Accepted {
		if e.Statement().Kind != KindDisclose {
			continue
		}
		for _, p := range e.Parts() {
			if p.Media != MediaDisclosure {
				continue
			}
			d, err := ParseDisclosure(p.Data)
			if err == nil {
				err = a.Reader.CheckDisclosure(d, e.Statement().Author.Seat)
			}
			if err != nil {
				a.Problems = append(a.Problems, Problem{e.Index(), e.ID(), err.Error()})
			}
		}
	}
}
