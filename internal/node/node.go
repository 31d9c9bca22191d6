// SPDX-License-Identifier: Apache-2.0

// Package node is one seat's side of a process on one machine: its archive, its
// outbox, its witness, and the state folded from what it can open. It is the
// only place that knows the time, holds a lock and says "me".
//
// On disk a node keeps envelopes, leaves, hashes and wrapped keys, and no
// plaintext: what people see is folded anew from the envelopes each time a
// process is opened, and lives in memory until it is locked.
package node

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/process"
	"parley/internal/seal"
	"parley/internal/store"
	"parley/record"
)

// Hub is what a node asks of the hub: [courier.Client] over a network, the
// hub's own Local in one program. Every call may be repeated without harm, and
// nothing that comes back is trusted before it is checked. Errors are those of
// package courier.
type Hub interface {
	// LogKey returns the public key of a log whose genesis carries a nonce.
	LogKey(ctx context.Context, nonce record.Hash) ([]byte, error)
	// Create founds a process and returns the receipt of its genesis.
	Create(ctx context.Context, pid record.Hash, genesis []byte, admission string) ([]byte, error)
	// Submit hands in an envelope for some seats and returns its receipt.
	Submit(ctx context.Context, pid, id record.Hash, envelope []byte, deliver []string) ([]byte, error)
	// Tick closes a tick, where ticks are on demand.
	Tick(ctx context.Context, pid record.Hash) error
	// Checkpoint returns the newest signed checkpoint.
	Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error)
	// Cosign hands in cosignature lines.
	Cosign(ctx context.Context, pid record.Hash, lines []byte) error
	// Leaves returns the leaves with from <= index < to.
	Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error)
	// Inbox returns envelopes from a log index on, and where to go on.
	Inbox(ctx context.Context, pid record.Hash, from int64) ([]courier.Delivery, int64, error)
	// Invite announces the hash of an invitation's token.
	Invite(ctx context.Context, pid, token record.Hash, expires time.Time) error
	// Join leaves a join request.
	Join(ctx context.Context, pid, token record.Hash, request []byte) error
	// WaitingRoom returns the join requests that wait.
	WaitingRoom(ctx context.Context, pid record.Hash) ([]courier.Waiting, error)
}

// Home is the keys and the archive of one person or delegation on one machine.
type Home struct {
	Keys  *keys.Unlocked
	Store store.Store
	Now   func() time.Time
}

// Node is one seat in one process. Its methods may be called from several
// goroutines.
type Node struct {
	home  *Home
	label string
	pid   record.Hash
	seat  string
	talk  chan struct{} // one place: see away.go

	mu      sync.Mutex // guards all that follows
	hangUp  context.CancelFunc
	changed chan struct{}
	keys    *seal.Keys
	kept    map[record.Hash]record.Opening
	found   map[record.Hash]record.Opening // by seat key since the last refold; not kept yet
	reader  *record.Reader
	state   process.State
	entries []record.EntryRef   // accepted, in fold order; the archive has the rest
	places  map[record.Hash]int // in entries, by id
	outbox  []outItem
	cosig   cosigned
	note    []byte // newest verified checkpoint
	proof   []byte // newest one that a quorum had cosigned
	alarms  []record.Verdict

	verified verified
	locked   bool

	// unsure says that memory may be behind the archive: an update failed,
	// which may have been kept all the same, or a fold was cut short.
	unsure bool

	// copied says that the log holds an entry of this device that it does not
	// remember: see forgot.
	copied bool

	// broken says that the hub acknowledged an entry and did not log it before
	// the roster changed. The next sync tells.
	broken bool
}

// Errors for callers that branch.
var (
	// ErrLocked means that the node was locked; open it again.
	ErrLocked = errors.New("the process is locked")
	// ErrQuarantine means that this node found its own past ahead of it: it
	// was restored from a copy or cloned. It reads, and neither writes nor
	// cosigns until its device has been replaced.
	ErrQuarantine = errors.New("this machine's archive is older than what it has signed: it was restored or copied, and its device must be replaced")
	// ErrNoProcess means that the home takes part in no such process.
	ErrNoProcess = errors.New("this home takes part in no such process")
)

// Open unlocks one process of a home, by its local label, and folds its
// archive. Cost: about 0.2 ms for each entry that can be opened.
func Open(ctx context.Context, home *Home, label string) (*Node, error) {
	ring, err := home.Keys.Ring()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(ring.Seats, func(s keys.Seat) bool { return s.Label == label })
	if i < 0 || ring.Seats[i].Process == [32]byte{} {
		return nil, fmt.Errorf("%w: %q", ErrNoProcess, label)
	}
	k, err := seal.New(ring.Seats[i], ring.Storage)
	if err != nil {
		return nil, err
	}
	n := &Node{home: home, label: label, pid: k.Process, seat: ring.Seats[i].Name, talk: make(chan struct{}, 1), keys: k}
	n.mu.Lock()
	defer n.mu.Unlock()
	return n, n.refold(ctx)
}

// Lock forgets keys and everything folded from them. A conversation with the hub
// is broken off.
func (n *Node) Lock() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.locked = true
	n.keys, n.kept, n.found, n.reader, n.entries, n.places = nil, nil, nil, nil, nil, nil
	n.state = process.State{}
	n.outbox, n.alarms, n.note, n.proof = nil, nil, nil, nil
	n.verified = verified{}
	n.broken, n.copied = false, false
	if n.hangUp != nil {
		n.hangUp()
	}
	n.tell()
}

// enter begins every method that needs the node open, and reads the archive
// again where memory may be behind it. The caller holds n.mu.
func (n *Node) enter(ctx context.Context) error {
	switch {
	case n.locked:
		return ErrLocked
	case n.unsure:
		return n.refold(ctx)
	}
	return nil
}

// update changes the archive. The caller holds n.mu.
func (n *Node) update(ctx context.Context, fn func(w store.Writer, at store.Process) error) error {
	var whole atomic.Bool // every write was made: whether they were kept is not known
	err := n.home.Store.Update(ctx, func(w store.Writer) error {
		whole.Store(false)
		err := fn(w, store.Process(n.pid))
		whole.Store(err == nil)
		return err
	})
	if err != nil && whole.Load() {
		n.unsure = true
	}
	n.tell()
	return err
}

func (n *Node) now() time.Time { return n.home.now() }

func (h *Home) now() time.Time {
	if h.Now != nil {
		return h.Now().UTC().Truncate(time.Second)
	}
	return time.Now().UTC().Truncate(time.Second)
}

// Process is the identifier of the process.
func (n *Node) Process() record.Hash { return n.pid }

// Label is the local name that the process was opened by.
func (n *Node) Label() string { return n.label }

// Seat is the name of this seat in the process.
func (n *Node) Seat() string { return n.seat }

// opener finds openings among those kept, and among the seat's keys.
type opener struct{ n *Node }

// Open implements [record.Opener]. The caller holds n.mu.
func (o opener) Open(e *record.Envelope) (record.Opening, error) {
	if k, ok := o.n.kept[e.ID()]; ok {
		return k, nil
	}
	k, err := o.n.keys.Open(e)
	if err == nil {
		o.n.found[e.ID()] = k
	}
	return k, err
}

// refold rebuilds everything in memory from the archive: the same fold that
// runs as entries arrive. The caller holds n.mu.
func (n *Node) refold(ctx context.Context) error {
	n.unsure = true
	n.kept, n.found = map[record.Hash]record.Opening{}, map[record.Hash]record.Opening{}
	n.places = map[record.Hash]int{}
	n.entries, n.alarms, n.outbox, n.cosig, n.copied = nil, nil, nil, cosigned{}, false
	n.reader = record.NewReader(n.pid, n.seat, opener{n})
	n.state = process.New(n.seat)
	at := store.Process(n.pid)
	err := n.home.Store.View(ctx, func(r store.Reader) error {
		for x, err := range r.Scan(at, tableKept, nil, nil) {
			if err != nil {
				return err
			}
			id := record.Hash(x.Key)
			if n.kept[id], err = n.keys.Kept(id, x.Value); err != nil {
				return err
			}
		}
		for x, err := range r.Scan(at, tableLeaf, nil, nil) {
			if err != nil {
				return err
			}
			l, err := decodeLeaf(x.Value)
			if err != nil {
				return err
			}
			var envelope []byte
			if l.held {
				if envelope, err = r.Get(at, tableEnvelope, l.id[:]); err != nil {
					return fmt.Errorf("archive: the envelope of a leaf: %w", err)
				}
			}
			if err := n.next(l.id, envelope); err != nil {
				return err
			}
		}
		var err error
		if n.note, err = getOr(r, at, tableState, keyNote); err != nil {
			return err
		}
		if n.proof, err = getOr(r, at, tableState, keyProof); err != nil {
			return err
		}
		if err := n.readCosigned(r); err != nil {
			return err
		}
		return n.readOutbox(r)
	})
	if err != nil {
		return err
	}
	n.unsure = false
	// A crash may have come between an entry and what opens it.
	return n.settle(ctx)
}

// next reads and folds one leaf. A new seat key is taken up before the next
// leaf is read, which may be sealed to it. The caller holds n.mu.
func (n *Node) next(id record.Hash, envelope []byte) error {
	roster := n.reader.Roster()
	n.take(n.reader.Next(id, envelope))
	if n.reader.Roster() == roster {
		return nil
	}
	return n.takeSeatKey(roster)
}

// take folds the verdicts of one leaf. The caller holds n.mu.
func (n *Node) take(vs []record.Verdict) {
	for _, v := range vs {
		if v.Code.Alarming() {
			n.alarms = append(n.alarms, v)
		}
		if v.Entry == nil {
			continue
		}
		n.copied = n.copied || n.forgot(v.Entry)
		n.places[v.ID] = len(n.entries)
		n.entries = append(n.entries, v.Entry.Ref())
		item := process.Item{Entry: v.Entry, Roster: n.reader.Roster()}
		if v.Entry.Statement().Kind == record.KindDisclose {
			item.Disclosure, item.DisclosureErr = n.disclosure(v.Entry)
		}
		n.state = n.state.Apply(item)
	}
}

// disclosure reads and checks the disclosure that an entry carries.
func (n *Node) disclosure(e *record.Entry) (*record.Disclosure, error) {
	for _, p := range e.Parts() {
		if p.Media == record.MediaDisclosure {
			d, err := record.ParseDisclosure(p.Data)
			if err == nil {
				err = n.reader.CheckDisclosure(d, e.Statement().Author.Seat)
			}
			return d, err
		}
	}
	return nil, errors.New("the entry carries no disclosure")
}

// View is what a node can say of its process at one moment. Its parts are
// values and stay as they are.
type View struct {
	State      process.State
	Roster     *record.Roster // nil before the first sync of a joining seat
	Size       int64
	Root       record.Hash
	Checkpoint *record.SignedCheckpoint // newest verified one; nil at first
	Witnessed  bool
	Withheld   int64
	Waiting    int64 // entries here whose chain has a gap
	Alarms     []record.Verdict
	Entries    []record.EntryRef // those of the roster included; [Node.Entry] opens one
	Quarantine bool
}

// View returns the present state.
func (n *Node) View() (View, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(context.Background()); err != nil {
		return View{}, err
	}
	v := View{
		State: n.state, Roster: n.reader.Roster(), Size: n.reader.Tree().Size(),
		Withheld: n.reader.Withheld(), Waiting: n.reader.Waiting(),
		Alarms: slices.Clone(n.alarms), Entries: slices.Clip(n.entries), Quarantine: n.cosig.quarantine,
	}
	var err error
	if v.Root, err = n.reader.Tree().Root(v.Size); err != nil {
		return View{}, err
	}
	if v.Roster != nil && len(n.note) > 0 {
		if v.Checkpoint, err = n.checkpoint(n.note); err != nil {
			return View{}, err
		}
		v.Witnessed = v.Roster.Witnessed(v.Checkpoint)
	}
	return v, nil
}
