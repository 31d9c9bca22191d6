// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"parley/internal/keys"
	"parley/internal/seal"
	"parley/record"
)

// ErrOtherArchive means that an archive does not open with the keys of a backup.
var ErrOtherArchive = errors.New("the archive is not one that this backup opens: they are of two homes, or one of them is damaged")

// Restored is a seat that was taken up from a backup on another machine.
type Restored struct {
	Label   string
	Process record.Hash
	Seat    string
	Device  string // new, and not in the roster before the seat's root has admitted it
	Entries int    // that the archive lets this seat read
	Text    []byte // what the root admits the device with; nil when the archive does not tell which names are free
}

// Restore takes the seats of a backup up in a home that has none, over a copy of
// the archive of the lost machine. What that machine could read is read again;
// its device keys and its root key are in no backup, so each seat gets a new
// device, which can write when the root of the seat has admitted it. hub may be
// the zero value: files travel by hand then.
func Restore(ctx context.Context, home *Home, b keys.Backup, hub keys.HubAddress) ([]Restored, error) {
	err := home.Keys.Change(func(r *keys.Ring) error {
		if len(r.Seats) > 0 {
			return fmt.Errorf("this home has %d seats already; a backup is restored into a new one", len(r.Seats))
		}
		r.Storage = b.Storage
		for _, saved := range b.Seats {
			s, err := restoredSeat(saved, unknownDevice, hub)
			if err != nil {
				return err
			}
			r.Seats = append(r.Seats, s)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Restored
	for _, saved := range b.Seats {
		r, err := restoreDevice(ctx, home, saved, hub)
		if err != nil {
			return nil, fmt.Errorf("seat %s of %q: %w", saved.Name, saved.Label, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// unknownDevice is the name of a restored device until the archive has been read:
// one that this program never gives.
const unknownDevice = "d0"

func restoredSeat(saved keys.SavedSeat, device string, hub keys.HubAddress) (keys.Seat, error) {
	s, err := keys.NewSeat(saved.Label, saved.Name, device, rand.Reader)
	s.Process, s.Generations, s.Hub = saved.Process, saved.Generations, hub
	return s, err
}

// restoreDevice reads the archive to find a device name that the seat has never
// used: two devices of one name would contradict each other.
func restoreDevice(ctx context.Context, home *Home, saved keys.SavedSeat, hub keys.HubAddress) (Restored, error) {
	out := Restored{Label: saved.Label, Process: saved.Process, Seat: saved.Name}
	n, err := Open(ctx, home, saved.Label)
	if errors.Is(err, seal.ErrKept) {
		return out, ErrOtherArchive
	}
	if err != nil {
		return out, err
	}
	defer n.Lock()
	v, err := n.View()
	if err != nil {
		return out, err
	}
	out.Entries = v.State.Len()
	if v.Roster == nil {
		return out, nil
	}
	me := v.Roster.Seat(saved.Name)
	if me == nil {
		return out, nil // it has left the process: there is nothing to write
	}
	out.Device = nextDevice(me)
	s, err := restoredSeat(saved, out.Device, hub)
	if err != nil {
		return out, err
	}
	if out.Text, err = deviceText(s); err != nil {
		return out, err
	}
	return out, home.Keys.Change(func(r *keys.Ring) error {
		for i := range r.Seats {
			if r.Seats[i].Process == saved.Process {
				s.Generations = r.Seats[i].Generations
				r.Seats[i] = s
				return nil
			}
		}
		return ErrNoProcess
	})
}
