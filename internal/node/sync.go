// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// SyncReport says what one sync did.
type SyncReport struct {
	Submitted int   // entries acknowledged by the hub
	Waiting   int   // entries that the hub asked to send later
	Refused   int   // entries whose audience is no longer possible
	Leaves    int64 // new leaves of the log
	Opened    int   // entries newly readable here
	Witnessed bool  // a quorum has cosigned the log as it is now
}

// Errors of a sync that show the hub, or somebody, doing what the rules
// exclude. The archive is left as it was.
var (
	// ErrSplitView means that the hub signed a log that is not an extension
	// of the one read here.
	ErrSplitView = errors.New("the hub shows a log that does not extend the one read here")
	// ErrRollback means that the hub shows an older log than before.
	ErrRollback = errors.New("the hub shows an older log than it has shown before")
)

// maxReseal bounds how often one sync seals its outbox anew: each time means
// that the roster changed within moments.
const maxReseal = 5

// ErrDropped means that the hub acknowledged an entry and changed the roster
// without logging it first. The entry is handed in again.
var ErrDropped = errors.New("the hub acknowledged an entry and has not logged it in time")

// Sync submits the outbox, closes a tick where ticks are on demand, fetches and
// verifies the log, folds what is new, and cosigns it. It may be interrupted at
// any point and run again; a second one waits for the first. What the hub says
// against an entry keeps nobody from reading; it is returned when all else is
// done.
func (n *Node) Sync(ctx context.Context, hub Hub) (SyncReport, error) {
	var report SyncReport
	ctx, end, err := n.begin(ctx)
	if err != nil {
		return report, err
	}
	defer end()
	road := away{n, hub}
	// The log first: an archive that was restored from a copy finds out by it,
	// and must not write in the place of what it has forgotten. What is handed
	// in cannot be taken back either, so somebody must be there to take it.
	if n.reader.Roster() == nil || n.unsent() {
		if err := n.pull(ctx, road, &report); err != nil {
			return report, err
		}
	}
	var said []error
	for try := 0; ; try++ {
		again, answers, err := n.submit(ctx, road, &report)
		if err != nil {
			return report, err
		}
		said = answers
		if !again {
			break
		}
		if try == maxReseal {
			return report, courier.ErrStale
		}
		if err := n.pull(ctx, road, &report); err != nil {
			return report, err
		}
	}
	if n.reader.Roster().Policy.Tick == 0 && !n.reader.Roster().Closed {
		switch err := road.tick(ctx); {
		case err == nil, errors.Is(err, courier.ErrNotMember):
		case errors.Is(err, courier.ErrRefused):
			// The ticks follow the clock by now: the log will tell.
		case errors.Is(err, courier.ErrFull):
			said = append(said, err)
		default:
			return report, err
		}
	}
	err = n.pull(ctx, road, &report)
	return report, errors.Join(append(said, err)...)
}

// submit hands the waiting entries in, oldest first. again means that the
// roster has changed: the log must be read and the entries sealed anew. said is
// what the hub has against single entries; it stops those of the same channel
// only, since how busy one channel is must not show in another.
func (n *Node) submit(ctx context.Context, hub away, report *SyncReport) (again bool, said []error, err error) {
	if n.cosig.quarantine {
		return false, nil, nil
	}
	if err := n.reseal(ctx); err != nil {
		return false, nil, err
	}
	if err := n.markSent(ctx); err != nil {
		return false, nil, err
	}
	if n.broken {
		n.broken, said = false, append(said, ErrDropped)
	}
	report.Waiting, report.Refused = 0, 0
	stopped := map[record.Hash]bool{}
	// What is written while the hub is asked is not marked as sent, and waits
	// for the next sync; what was sealed again meanwhile has another id.
	for _, o := range slices.Clone(n.outbox) {
		channel := o.opened.Statement.Channel()
		switch {
		case o.state == Acked, n.waiting(o.id) < 0:
			continue
		case o.state == Refused:
			report.Refused++
			continue
		case stopped[channel]:
			report.Waiting++
			continue
		}
		receipt, err := hub.submit(ctx, o.id, o.opened.Envelope.Bytes(), o.opened.Statement.Audience)
		switch {
		case errors.Is(err, courier.ErrStale), errors.Is(err, courier.ErrClosed):
			return true, said, nil
		case errors.Is(err, courier.ErrBusy):
			stopped[channel] = true
			report.Waiting++
			continue
		case answered(err):
			stopped[channel] = true
			report.Waiting++
			said = append(said, fmt.Errorf("entry %s: %w", o.id, err))
			continue
		case err != nil:
			return false, said, err
		}
		if err := n.acknowledge(ctx, o.id, receipt); err != nil {
			return false, said, err
		}
		report.Submitted++
	}
	return false, said, nil
}

// answered reports whether an error is what a hub says of one entry, and not
// of the caller or of the way there.
func answered(err error) bool {
	for _, x := range [...]error{courier.ErrFull, courier.ErrTooLarge, courier.ErrMalformed, courier.ErrRefused} {
		if errors.Is(err, x) {
			return true
		}
	}
	return false
}

// acknowledge keeps a receipt, if it is one. An entry that was sealed again while
// its receipt was on the way, because one before it was undone, has another id
// by now and still waits for its own.
func (n *Node) acknowledge(ctx context.Context, id record.Hash, receipt []byte) error {
	if err := n.checkReceipt(id, receipt); err != nil {
		return err
	}
	i := n.waiting(id)
	if i < 0 {
		return nil
	}
	acked := n.outbox[i]
	acked.state = Acked
	err := n.update(ctx, func(w store.Writer, at store.Process) error {
		return errors.Join(
			w.Put(at, tableOutbox, u64(acked.number), acked.encode()),
			w.Put(at, tableReceipt, acked.id[:], receipt))
	})
	if err == nil {
		n.outbox = slices.Clone(n.outbox)
		n.outbox[i] = acked
	}
	return err
}

// checkReceipt verifies that the hub of the roster has signed for an entry.
func (n *Node) checkReceipt(id record.Hash, receipt []byte) error {
	r, err := record.OpenReceipt(n.pid, n.reader.Roster().HubKey, receipt)
	if err != nil || r.Envelope != id {
		return fmt.Errorf("the hub's receipt for entry %s does not hold: %w", id, errors.Join(err, courier.ErrOtherHub))
	}
	return nil
}
