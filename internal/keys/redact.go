// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"errors"
	"fmt"
)

// Every type here that holds keys prints as a short description, whatever the
// verb, and refuses to be encoded as text (JSON and XML ask for that too), so
// that a key in a log, an error message or an answer takes intent.

// ErrSecret is returned by text encoders given a value that holds keys.
var ErrSecret = errors.New("keys are not for encoding")

// Format prints the number of seats.
func (r Ring) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "{ring of %d seats}", len(r.Seats)) }

// MarshalText returns ErrSecret.
func (r Ring) MarshalText() ([]byte, error) { return nil, ErrSecret }

// Format prints the label and names of the seat.
func (s Seat) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "{seat %q: %s, device %s}", s.Label, s.Name, s.Device)
}

// MarshalText returns ErrSecret.
func (s Seat) MarshalText() ([]byte, error) { return nil, ErrSecret }

// Format prints the number of the generation.
func (g Generation) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "{generation %d}", g.Number) }

// MarshalText returns ErrSecret.
func (g Generation) MarshalText() ([]byte, error) { return nil, ErrSecret }

// Format prints the number of seats.
func (b Backup) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "{backup of %d seats}", len(b.Seats)) }

// MarshalText returns ErrSecret.
func (b Backup) MarshalText() ([]byte, error) { return nil, ErrSecret }

// Format prints the label and name of the seat.
func (s SavedSeat) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "{saved seat %q: %s}", s.Label, s.Name)
}

// MarshalText returns ErrSecret.
func (s SavedSeat) MarshalText() ([]byte, error) { return nil, ErrSecret }

// Format prints the directory of the home.
func (u *Unlocked) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "{home %s}", u.dir) }
