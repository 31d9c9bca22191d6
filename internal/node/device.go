// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/seal"
	"parley/internal/store"
	"parley/record"
)

// NewDevice makes, on a further machine of a seat, the keys of a device, and
// returns the text that the seat's root admits it with. The machine can sync
// once that has happened.
func NewDevice(home *Home, label string, pid record.Hash, seat, device string, hub keys.HubAddress) ([]byte, error) {
	s, err := keys.NewSeat(label, seat, device, rand.Reader)
	if err != nil {
		return nil, err
	}
	s.Process, s.Hub = pid, hub
	text, err := deviceText(s)
	if err != nil {
		return nil, err
	}
	return text, home.Keys.Change(func(r *keys.Ring) error {
		r.Seats = append(r.Seats, s)
		return nil
	})
}

func deviceText(s keys.Seat) ([]byte, error) {
	k, err := seal.New(s, [32]byte{})
	if err != nil {
		return nil, err
	}
	_, cert, err := courier.Certificate(s.TLS)
	if err != nil {
		return nil, err
	}
	return record.NewDeviceText(k.Device, cert), nil
}

// AdmitDevice adds a further device of this seat, given the text made on it,
// and gives it the next generation of the seat's keys.
func (n *Node) AdmitDevice(ctx context.Context, hub Hub, text []byte) error {
	seat, _, err := record.ParseDeviceText(text)
	if err != nil {
		return err
	}
	if seat != n.seat {
		return fmt.Errorf("the device is of seat %s; this is seat %s", seat, n.seat)
	}
	if err := n.Change(ctx, hub, record.AddDevice(text)); err != nil {
		return err
	}
	return n.RotateSeatKey(ctx, hub)
}

// RemoveDevice ends a device of this seat and changes the seat's keys, which
// the device held.
func (n *Node) RemoveDevice(ctx context.Context, hub Hub, device string) error {
	own, err := n.device(ctx)
	if err != nil {
		return err
	}
	if device == own {
		return fmt.Errorf("%s/%s is this device; replace it instead", n.seat, device)
	}
	if err := n.Change(ctx, hub, record.RemoveDevice(device)); err != nil {
		return err
	}
	return n.RotateSeatKey(ctx, hub)
}

// device is the label of this device.
func (n *Node) device(ctx context.Context) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return "", err
	}
	return n.keys.Device.Author.Device, nil
}

// ReplaceDevice gives this machine new device keys, admitted by the seat's
// root, and ends the old ones: the way out of quarantine, and of any doubt
// about the present keys. connect makes a connection for the keys it is given.
// The old device's unsent entries are dropped; their number is returned.
func (n *Node) ReplaceDevice(ctx context.Context, connect func(keys.Seat) (Hub, error)) (dropped int, err error) {
	old, err := n.ownSeat()
	if err != nil {
		return 0, err
	}
	if len(old.Root) != 32 {
		return 0, ErrNoRoot
	}
	hub, err := connect(old)
	if err != nil {
		return 0, err
	}
	me, err := n.newest(ctx, hub)
	if err != nil {
		return 0, err
	}
	fresh, err := keys.NewSeat(old.Label, old.Name, nextDevice(me), rand.Reader)
	if err != nil {
		return 0, err
	}
	fresh.Process, fresh.Root, fresh.Hub, fresh.Generations = old.Process, old.Root, old.Hub, old.Generations
	text, err := deviceText(fresh)
	if err != nil {
		return 0, err
	}
	if err := n.Change(ctx, hub, record.AddDevice(text)); err != nil {
		return 0, err
	}
	// The ring is changed between admitting the new device and removing the
	// old: whichever of the two a crash leaves behind can go on from there.
	err = n.home.Keys.Change(func(r *keys.Ring) error {
		for i := range r.Seats {
			if r.Seats[i].Process == n.pid {
				fresh.Generations = r.Seats[i].Generations
				r.Seats[i] = fresh
				return nil
			}
		}
		return ErrNoProcess
	})
	if err != nil {
		return 0, err
	}
	if dropped, err = n.takeDevice(ctx, fresh); err != nil {
		return dropped, err
	}
	if hub, err = connect(fresh); err != nil {
		return dropped, err
	}
	return dropped, n.RemoveDevice(ctx, hub, old.Device)
}

// newest is this seat in the newest roster: an earlier attempt may have changed
// it and not lived to be told.
func (n *Node) newest(ctx context.Context, hub Hub) (*record.Seat, error) {
	ctx, end, err := n.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	if n.reader.Roster() == nil {
		return nil, ErrNotFetched
	}
	var report SyncReport
	if err := n.pull(ctx, away{n, hub}, &report); err != nil && !errors.Is(err, ErrQuarantine) {
		return nil, err
	}
	me := n.reader.Roster().Seat(n.seat)
	if me == nil {
		return nil, fmt.Errorf("seat %s is not in the roster", n.seat)
	}
	return me, nil
}

// nextDevice is a device label the seat has never used.
func nextDevice(s *record.Seat) string {
	for i := 1; ; i++ {
		label := "d" + strconv.Itoa(i)
		if s.Device(label) == nil && !slices.Contains(s.Retired, label) {
			return label
		}
	}
}

// takeDevice goes on with new device keys: the outbox of the old device is
// dropped, and its witness state with it, since the new device has signed
// nothing yet. Both name the device they belong to, should a crash come before.
func (n *Node) takeDevice(ctx context.Context, s keys.Seat) (dropped int, err error) {
	ring, err := n.home.Keys.Ring()
	if err != nil {
		return 0, err
	}
	k, err := seal.New(s, ring.Storage)
	if err != nil {
		return 0, err
	}
	ctx, end, err := n.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	err = n.update(ctx, func(w store.Writer, at store.Process) error {
		for _, o := range n.outbox {
			if err := w.Delete(at, tableOutbox, u64(o.number)); err != nil {
				return err
			}
		}
		return w.Delete(at, tableState, keyCosig)
	})
	if err != nil {
		return 0, err
	}
	for _, o := range n.outbox {
		if o.state != Acked {
			dropped++
		}
	}
	n.keys, n.outbox, n.cosig = k, nil, cosigned{}
	return dropped, nil
}
