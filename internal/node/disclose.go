// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/record"
)

// Grant permits, on the record, that parts of one of this seat's own entries
// be shown to an audience, or that its idea be used in the mediator's own
// words. The permission goes to the readers of the entry.
func (n *Node) Grant(ctx context.Context, g record.Grant) (record.Hash, error) {
	e, err := n.entry(g.Entry)
	if err != nil {
		return record.Hash{}, err
	}
	s := e.Statement()
	if s.Author.Seat != n.seat {
		return record.Hash{}, fmt.Errorf("only its author, seat %s, can permit that entry %s be shown", s.Author.Seat, g.Entry)
	}
	if len(g.Parts) == 0 && !g.OwnWords {
		for p := range s.Parts {
			g.Parts = append(g.Parts, int64(p+1))
		}
	}
	g.Audience = slices.Compact(slices.Sorted(slices.Values(g.Audience)))
	if _, err := record.ParseGrant(g.Text()); err != nil {
		return record.Hash{}, err
	}
	return n.Post(ctx, Draft{
		Audience: s.Audience, Register: record.OnRecord,
		Kind: record.KindGrant, Parts: []record.Part{{Media: "text/plain", Data: g.Text()}},
	})
}

// AdoptWords puts one of this seat's own entries, written without prejudice, on
// the record, for its readers.
func (n *Node) AdoptWords(ctx context.Context, id record.Hash) (record.Hash, error) {
	e, err := n.entry(id)
	if err != nil {
		return record.Hash{}, err
	}
	s := e.Statement()
	if s.Author.Seat != n.seat || s.Register != record.WithoutPrejudice {
		return record.Hash{}, fmt.Errorf("entry %s is not one that this seat wrote without prejudice", id)
	}
	return n.Post(ctx, Draft{
		Audience: s.Audience, Register: record.OnRecord,
		Kind: record.KindAdopt, Parts: []record.Part{{Media: "text/plain", Data: record.AdoptText(id)}},
	})
}

// Disclosure errors, for callers that branch.
var (
	// ErrNoGrant means that the author has not permitted this disclosure.
	ErrNoGrant = record.ErrNoGrant
	// ErrNotAdopted means that the entry is without prejudice and its author
	// has not put it on the record.
	ErrNotAdopted = errors.New("the entry is without prejudice, and its author has not put it on the record")
	// ErrNotWitnessed means that no quorum has cosigned the entry yet.
	ErrNotWitnessed = errors.New("no quorum has witnessed the entry yet; sync again when the other seats have")
)

// Disclosure builds the proof that parts of an entry are verbatim, with the
// permission of its author for the audience. Without parts, all that the
// permission covers are shown.
func (n *Node) Disclosure(id record.Hash, parts []int64, audience []string) (*record.Disclosure, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	ctx := context.Background()
	if err := n.enter(ctx); err != nil {
		return nil, err
	}
	e, err := n.reopen(ctx, id)
	if err != nil {
		return nil, err
	}
	author := e.Statement().Author.Seat
	var grant, adopt *record.Disclosure
	if author != n.seat {
		by, covered, ok := n.grantFor(e, parts, audience)
		if !ok {
			return nil, ErrNoGrant
		}
		if len(parts) == 0 {
			parts = covered
		}
		if grant, err = n.discloseWhole(ctx, by); err != nil {
			return nil, err
		}
	} else if len(parts) == 0 {
		for p := range e.Statement().Parts {
			parts = append(parts, int64(p+1))
		}
	}
	if e.Statement().Register == record.WithoutPrejudice {
		by, ok := n.adoptionOf(e)
		if !ok {
			return nil, ErrNotAdopted
		}
		if adopt, err = n.discloseWhole(ctx, by); err != nil {
			return nil, err
		}
	}
	return n.disclose(e, parts, grant, adopt)
}

// grantFor finds a permission by the author that covers parts and audience.
func (n *Node) grantFor(e *record.Entry, parts []int64, audience []string) (by record.Hash, covered []int64, ok bool) {
	for _, x := range n.state.Lines() {
		g := x.Grant
		if g == nil || g.Entry != e.ID() || g.OwnWords || x.Author.Seat != e.Statement().Author.Seat {
			continue
		}
		covers := func(seat string) bool { return slices.Contains(g.Audience, seat) || e.Statement().Has(seat) }
		if slices.ContainsFunc(audience, func(s string) bool { return !covers(s) }) ||
			slices.ContainsFunc(parts, func(p int64) bool { return !slices.Contains(g.Parts, p) }) {
			continue
		}
		return x.ID, g.Parts, true
	}
	return by, nil, false
}

func (n *Node) adoptionOf(e *record.Entry) (by record.Hash, ok bool) {
	for _, x := range n.state.Lines() {
		if x.Kind == record.KindAdopt && x.Adopts == e.ID() && x.Author.Seat == e.Statement().Author.Seat {
			return x.ID, true
		}
	}
	return by, false
}

// discloseWhole discloses an entry of one part: a permission, an adoption. The
// caller holds n.mu.
func (n *Node) discloseWhole(ctx context.Context, id record.Hash) (*record.Disclosure, error) {
	e, err := n.reopen(ctx, id)
	if err != nil {
		return nil, err
	}
	return n.disclose(e, []int64{1}, nil, nil)
}

// disclose makes one disclosure with its proof of inclusion. The caller holds
// n.mu.
func (n *Node) disclose(e *record.Entry, parts []int64, grant, adopt *record.Disclosure) (*record.Disclosure, error) {
	proof, err := n.prove(e.Index())
	if err != nil {
		return nil, err
	}
	return e.Opened().Disclose(parts, proof, grant, adopt)
}

// Prove proves that the entry at a log index is in a checkpoint that a quorum
// has cosigned.
func (n *Node) Prove(index int64) (*record.Proof, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(context.Background()); err != nil {
		return nil, err
	}
	return n.prove(index)
}

func (n *Node) prove(index int64) (*record.Proof, error) {
	roster := n.reader.Roster()
	if roster == nil || len(n.proof) == 0 {
		return nil, ErrNotWitnessed
	}
	c, err := n.checkpoint(n.proof)
	if err != nil {
		return nil, err
	}
	if index >= c.Size {
		return nil, ErrNotWitnessed
	}
	hashes, err := record.Inclusion(c.Size, index, n.reader.Tree())
	if err != nil {
		return nil, err
	}
	return &record.Proof{Index: index, Hashes: hashes, Checkpoint: n.proof}, nil
}

// Disclose shows parts of an entry to a further audience, with proof and
// permission.
func (n *Node) Disclose(ctx context.Context, id record.Hash, parts []int64, audience []string) (record.Hash, error) {
	d, err := n.Disclosure(id, parts, audience)
	if err != nil {
		return record.Hash{}, err
	}
	return n.Post(ctx, Draft{
		Audience: audience, Register: record.OnRecord,
		Kind: record.KindDisclose, Parts: []record.Part{{Media: record.MediaDisclosure, Data: d.Bytes()}},
	})
}
