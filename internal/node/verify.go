// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"parley/internal/process"
	"parley/record"
)

// Verification is what checking a record found, with nothing else at hand: no
// keys, no hub, no archive.
type Verification struct {
	Holds      bool   // everything that was shown holds
	Process    string // identifier
	From       string // seat that exported it
	Created    time.Time
	FileWords  []string // twelve, of the file
	Leaves     int64
	Entries    int   // verified, those of the roster included
	OfRoster   int   // among them
	Relayed    int   // among them: the words are right, and who wrote them rests on who passed them on
	Withheld   int64 // leaves that nothing in the file opens, cover included
	Waiting    int64 // entries that follow one which is not there
	Receipts   int64 // that hold
	Guaranteed bool  // a neutral guarantor takes part

	// Size, Root and Words are of the newest checkpoint, for comparing with
	// other seats; Size is 0 when there is none.
	Size      int64
	Root      string
	Words     []string
	Cosigned  []string // seats and guarantors that have cosigned it
	Quorum    int
	Witnessed bool

	// Problems say what does not hold, in the order found; the first names the
	// first bad entry if it is one.
	Problems []VerifyProblem
}

// VerifyProblem is one thing that does not hold.
type VerifyProblem struct {
	Index int64  // in the log; -1 when it is not about an entry
	Entry string // 64 hexadecimal digits, or empty
	What  string
	Text  string // the whole as one sentence
}

// FirstBad is the first problem that names an entry.
func (v Verification) FirstBad() (VerifyProblem, bool) {
	i := slices.IndexFunc(v.Problems, func(p VerifyProblem) bool { return p.Entry != "" })
	if i < 0 {
		return VerifyProblem{}, false
	}
	return v.Problems[i], true
}

// VerifyBundle verifies an exported record from its genesis: the log, each
// checkpoint and cosignature, each entry that the file opens, each receipt and
// disclosure. An error means that it cannot be read as a bundle at all. Memory:
// the whole bundle.
func VerifyBundle(in io.Reader) (Verification, error) {
	a, err := record.AuditBundle(in)
	if err != nil {
		return Verification{}, err
	}
	file := record.Words(a.Sum)
	v := Verification{
		Holds: len(a.Problems) == 0, Process: a.Manifest.Process.String(), From: a.Manifest.From, Created: a.Manifest.Created,
		FileWords: file[:], Leaves: a.Leaves, Entries: len(a.Accepted), Withheld: a.Withheld, Waiting: a.Waiting,
		Receipts: a.Receipts, Witnessed: a.Witnessed,
	}
	for _, e := range a.Accepted {
		if e.Opened().Envelope.Open() {
			v.OfRoster++
		}
		if e.Relayed() {
			v.Relayed++
		}
	}
	if a.Roster != nil {
		v.Guaranteed, v.Quorum = a.Roster.Guaranteed(), a.Roster.Quorum()
	}
	if c := a.Checkpoint; c != nil {
		words := c.CheckWords()
		v.Size, v.Root, v.Words = c.Size, c.Root.String(), words[:]
		for _, x := range c.Cosignatures {
			v.Cosigned = append(v.Cosigned, x.Witness)
		}
	}
	for _, p := range a.Problems {
		x := VerifyProblem{Index: p.Index, What: p.What, Text: p.String()}
		if p.ID != (record.Hash{}) {
			x.Entry = process.Ref(p.ID)
		}
		v.Problems = append(v.Problems, x)
	}
	return v, nil
}

// Verify is [VerifyBundle] of this node's own archive.
func (n *Node) Verify(ctx context.Context) (Verification, error) {
	var b bytes.Buffer
	if _, err := n.Export(ctx, &b, true, false); err != nil {
		return Verification{}, err
	}
	return VerifyBundle(&b)
}
