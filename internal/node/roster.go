// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/record"
)

// ErrNoRoot means that a change needs the root key of the seat, which is not
// on this machine.
var ErrNoRoot = errors.New("this needs the root key of the seat, which is not on this machine")

// Change puts a roster change on the record. It needs the hub: a roster entry
// is logged at once, alone in its tick, or refused.
func (n *Node) Change(ctx context.Context, hub Hub, c record.RosterChange) error {
	ctx, end, err := n.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	return n.change(ctx, away{n, hub}, c)
}

func (n *Node) change(ctx context.Context, hub away, c record.RosterChange) error {
	if n.cosig.quarantine && !c.ByRoot {
		return ErrQuarantine
	}
	signer := n.keys.Device.Signer()
	if c.ByRoot {
		if n.keys.Root == nil {
			return ErrNoRoot
		}
		signer = *n.keys.Root
	}
	for try := 0; ; try++ {
		// What was acknowledged before goes first, and the roster that the
		// change is written for must be the newest.
		var report SyncReport
		if err := n.pull(ctx, hub, &report); err != nil && !errors.Is(err, ErrQuarantine) {
			return err
		}
		roster := n.reader.Roster()
		seq, prev := n.reader.Last(signer.Author, record.RosterChannel(), record.OnRecord)
		chain, err := n.chain(seq, prev, record.RosterChannel(), record.OnRecord)
		if err != nil {
			return err
		}
		e, err := signer.SealOpen(roster.Draft(c, chain, n.now()))
		if err != nil {
			return err
		}
		receipt, err := hub.submit(ctx, e.ID(), e.Bytes(), nil)
		if errors.Is(err, courier.ErrStale) && try < maxReseal {
			continue
		}
		if err != nil {
			return err
		}
		if err := n.checkReceipt(e.ID(), receipt); err != nil {
			return err
		}
		err = n.pull(ctx, hub, &report)
		if errors.Is(err, courier.ErrNotMember) {
			return nil // it was the entry by which this seat, or this device, leaves
		}
		if err != nil && !errors.Is(err, ErrQuarantine) {
			return err
		}
		if !n.has(e.ID()) {
			return fmt.Errorf("the hub took the roster entry %s and did not log it", e.ID())
		}
		return nil
	}
}

// RotateSeatKey makes the next generation of the seat's keys, wraps it to each
// device of the seat, and puts it on the record.
func (n *Node) RotateSeatKey(ctx context.Context, hub Hub) error {
	ctx, end, err := n.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	road := away{n, hub}
	var report SyncReport
	if err := n.pull(ctx, road, &report); err != nil {
		return err
	}
	me := n.reader.Roster().Seat(n.seat)
	if me == nil {
		return fmt.Errorf("seat %s is not in the roster", n.seat)
	}
	g, err := keys.NewGeneration(int(me.Key.Generation)+1, rand.Reader)
	if err != nil {
		return err
	}
	secret, err := record.NewSeatSecret(int64(g.Number), g.Seal, g.Auth)
	if err != nil {
		return err
	}
	var wraps []record.Wrap
	for _, d := range me.Devices {
		w, err := record.WrapSeatKey(n.pid, n.seat, secret.Generation, d.Label, d.Seal, g.Seal, g.Auth)
		if err != nil {
			return err
		}
		wraps = append(wraps, record.Wrap{Device: d.Label, Sealed: w})
	}
	// The fold takes the key up from its wrap, as any other device of the
	// seat does: nothing is kept that the record does not confirm.
	return n.change(ctx, road, record.NewSeatKey(secret, wraps))
}

// takeSeatKey takes up a new generation of the seat's keys that was wrapped to
// this device, and keeps it in the ring. old is the roster before the last
// change. The caller holds n.mu.
func (n *Node) takeSeatKey(old *record.Roster) error {
	roster := n.reader.Roster()
	me := roster.Seat(n.seat)
	if me == nil || n.keys.Has(me.Key.Generation) {
		return nil
	}
	if old != nil {
		if was := old.Seat(n.seat); was != nil && was.Key.Generation == me.Key.Generation {
			return nil // not this change; what there was to say has been said
		}
	}
	i := slices.IndexFunc(me.Key.Wraps, func(w record.Wrap) bool { return w.Device == n.keys.Device.Author.Device })
	if i < 0 {
		return nil
	}
	sealSeed, authSeed, err := n.keys.Device.UnwrapSeatKey(n.pid, me.Key.Generation, me.Key.Wraps[i].Sealed)
	if err != nil {
		// Another device of the seat wrapped something that does not open
		// here. The seat's people must hear of it; the rest goes on.
		n.alarms = append(n.alarms, record.Verdict{Index: roster.Index, Code: record.BadRoster, Why: err.Error()})
		return nil
	}
	g := keys.Generation{Number: int(me.Key.Generation), Seal: sealSeed, Auth: authSeed}
	secret, err := record.NewSeatSecret(me.Key.Generation, g.Seal, g.Auth)
	if err != nil {
		return err
	}
	if seal, auth := secret.Public(); string(seal) != string(me.Key.Seal) || string(auth) != string(me.Key.Auth) {
		n.alarms = append(n.alarms, record.Verdict{Index: roster.Index, Code: record.BadRoster,
			Why: "the seat key wrapped to this device is not the one that was published"})
		return nil
	}
	err = n.home.Keys.Change(func(r *keys.Ring) error {
		for i := range r.Seats {
			if r.Seats[i].Process == n.pid {
				gs := &r.Seats[i].Generations
				at, found := slices.BinarySearchFunc(*gs, g.Number, func(x keys.Generation, n int) int { return x.Number - n })
				if !found {
					*gs = slices.Insert(*gs, at, g)
				}
				return nil
			}
		}
		return ErrNoProcess
	})
	if err != nil {
		return err
	}
	return n.keys.Add(g)
}
