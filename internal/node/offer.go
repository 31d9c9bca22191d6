// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"parley/internal/store"
	"parley/record"
)

// tableOffer holds, under no process, the names of the seats that were offered
// and take part in none yet.
const tableOffer store.Table = 12

// Offered is a seat that is ready to found a process together with others.
type Offered struct {
	Label, Seat, Role string
	Words             []string // twelve, of its keys: to be read to whoever founds, over the telephone
	File              []byte   // for whoever founds; no secret is in it
}

// Offer makes the keys of a seat that is to found a process with others at a
// hub. It takes part when the founder has used its file and [AdoptFounded] has
// been called with the identifier of the process. With the label of an earlier
// offer the same file is made again.
func Offer(ctx context.Context, home *Home, label, role, hubURL, hubCert string) (Offered, error) {
	at, err := ParseHubAddress(hubURL, hubCert)
	if err != nil {
		return Offered{}, err
	}
	if !record.ValidRole(role) {
		return Offered{}, fmt.Errorf("role %q: a role is a word of 1 to 16 lower-case letters, digits and dots, as in party", role)
	}
	if s, err := SeatOf(home, label); err == nil && s.Joining() && s.Hub == at {
		if offered, err := home.offered(ctx, s.Name); err != nil {
			return Offered{}, err
		} else if offered {
			e, err := EnrolmentOf(home, label, role)
			return newOffered(label, e), err
		}
	}
	if label, _, err = FreeLabel(ctx, home, label); err != nil {
		return Offered{}, err
	}
	e, err := Prepare(home, label, RandomSeat(), role, at)
	if err != nil {
		return Offered{}, err
	}
	err = home.Store.Update(ctx, func(w store.Writer) error {
		return w.Put(store.Process{}, tableOffer, []byte(e.Seat), nil)
	})
	if err != nil {
		return Offered{}, errors.Join(err, Forget(home, label))
	}
	return newOffered(label, e), nil
}

func newOffered(label string, e *record.Enrolment) Offered {
	if e == nil {
		return Offered{}
	}
	words := e.KeyWords()
	return Offered{label, e.Seat, e.Role, words[:], e.Text()}
}

// offered reports whether a seat that belongs to no process yet has been offered.
// One that has not was left behind by a program that was cut short.
func (h *Home) offered(ctx context.Context, seat string) (offered bool, err error) {
	err = h.Store.View(ctx, func(r store.Reader) error {
		_, err := r.Get(store.Process{}, tableOffer, []byte(seat))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		offered = err == nil
		return err
	})
	return offered, err
}

// ReadOffer reads the file of [Offer], for whoever founds; its label is empty.
func ReadOffer(file []byte) (Offered, error) {
	e, err := record.ParseEnrolment(file)
	if err != nil {
		return Offered{}, err
	}
	return newOffered("", e), nil
}

// ErrNotFounder means that a process was founded without this seat, or with
// other keys under its name.
var ErrNotFounder = errors.New("the process was founded without the keys of this seat")

// AdoptFounded ties an offered seat to the process that it was to found, given
// the identifier in 64 hexadecimal digits, and fetches its beginning. The seat
// enters with [Node.Accept], when its people have compared the words of the
// process. A process without this seat's keys is refused, and the offer stands.
func AdoptFounded(ctx context.Context, home *Home, label, process string, connect Connector) (*Node, error) {
	b, err := hex.DecodeString(strings.TrimSpace(process))
	if err != nil || len(b) != len(record.Hash{}) {
		return nil, fmt.Errorf("the identifier of the process is %.80q; it must be 64 hexadecimal digits", process)
	}
	s, err := SeatOf(home, label)
	if err != nil {
		return nil, err
	}
	if pid := record.Hash(b); !s.Joining() && record.Hash(s.Process) != pid {
		return nil, fmt.Errorf("%q takes part in another process already", label)
	} else if err := Adopt(home, label, pid); err != nil {
		return nil, err
	}
	n, err := Open(ctx, home, label)
	if err == nil {
		if err = n.foundedWith(ctx, label, connect); err != nil {
			n.Lock()
		}
	}
	if err != nil {
		if s.Joining() {
			err = errors.Join(err, Adopt(home, label, record.Hash{}))
		}
		return nil, err
	}
	return n, nil
}

func (n *Node) foundedWith(ctx context.Context, label string, connect Connector) error {
	hub, done, err := connect.reach(n.home, label)
	if err != nil {
		return err
	}
	defer done()
	if _, err := n.Sync(ctx, hub); err != nil {
		return err
	}
	v, err := n.View()
	if err != nil {
		return err
	}
	me := v.Roster.Seat(n.seat)
	if me == nil {
		return ErrNotFounder
	}
	e, err := EnrolmentOf(n.home, label, me.Role)
	if err != nil {
		return err
	}
	if me.KeyWords() != e.KeyWords() {
		return ErrNotFounder
	}
	return n.home.Store.Update(ctx, func(w store.Writer) error {
		return w.Delete(store.Process{}, tableOffer, []byte(n.seat))
	})
}

// ErrLabel means that a label cannot be given to a process.
var ErrLabel = errors.New("this label cannot be used")

// FreeLabel finds the local label of a new seat: the one wanted, if it is free,
// or with none wanted one that is. The keys of a seat that a program cut short
// left behind under it are dropped.
func FreeLabel(ctx context.Context, home *Home, wanted string) (label string, dropped bool, err error) {
	ring, err := home.Keys.Ring()
	if err != nil {
		return "", false, err
	}
	defer ring.Wipe()
	if wanted == "" {
		wanted = "process"
		for n := 2; ring.Find(wanted) != nil; n++ {
			wanted = fmt.Sprintf("process-%d", n)
		}
		return wanted, false, nil
	}
	if len(wanted) > 32 || strings.Trim(wanted, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "", false, fmt.Errorf("label %q: %w: it must have 1 to 32 of a-z, 0-9 and -", wanted, ErrLabel)
	}
	switch s := ring.Find(wanted); {
	case s == nil:
		return wanted, false, nil
	case !s.Joining():
		return "", false, fmt.Errorf("%w: this home has a process %q already; choose another", ErrLabel, wanted)
	default:
		if offered, err := home.offered(ctx, s.Name); err != nil {
			return "", false, err
		} else if offered {
			return "", false, fmt.Errorf("%w: the seat offered under %q waits for its process; choose another", ErrLabel, wanted)
		}
	}
	return wanted, true, Forget(home, wanted)
}
