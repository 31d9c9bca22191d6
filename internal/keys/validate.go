// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"fmt"
	"net/url"
	"slices"
)

// Validate reports the first rule that r breaks. Beyond the form of each field
// it requires that no key is zero and that no key serves two purposes.
func (r *Ring) Validate() error {
	if len(r.Seats) > MaxSeats {
		return fmt.Errorf("%d seats in the ring, the limit is %d", len(r.Seats), MaxSeats)
	}
	if !slices.IsSortedFunc(r.Seats, compareSeats) {
		return fmt.Errorf("seats are not sorted by process")
	}
	labels := make(map[string]bool, len(r.Seats))
	used := make(map[[KeySize]byte]bool, 8*len(r.Seats)+1)
	defer clear(used)
	if err := useKey(used, "storage", r.Storage[:]); err != nil {
		return err
	}
	for i := range r.Seats {
		s := &r.Seats[i]
		if err := s.validate(used); err != nil {
			return fmt.Errorf("seat %q: %w", s.Label, err)
		}
		if labels[s.Label] {
			return fmt.Errorf("seat %q: another seat has this label", s.Label)
		}
		labels[s.Label] = true
		if i > 0 && !s.Joining() && s.Process == r.Seats[i-1].Process {
			return fmt.Errorf("seat %q: seat %q is in the same process", s.Label, r.Seats[i-1].Label)
		}
	}
	return nil
}

func (s *Seat) validate(used map[[KeySize]byte]bool) error {
	if err := checkNames(s.Label, s.Name); err != nil {
		return err
	}
	if !madeOf(s.Device, 8, isLowerDigit) {
		return fmt.Errorf("device name %q must be 1 to 8 of a-z and 0-9", s.Device)
	}
	for _, k := range s.deviceKeys() {
		if err := useKey(used, k.word, k.key[:]); err != nil {
			return err
		}
	}
	if len(s.Root) != 0 {
		if err := useKey(used, "root", s.Root); err != nil {
			return err
		}
	}
	if len(s.Token) != 0 {
		if !s.Joining() {
			return fmt.Errorf("an invitation token in a seat that has joined")
		}
		if err := useKey(used, "token", s.Token); err != nil {
			return err
		}
	}
	if err := s.Hub.validate(); err != nil {
		return err
	}
	return validateGenerations(s.Generations, used)
}

func validateGenerations(gs []Generation, used map[[KeySize]byte]bool) error {
	if len(gs) > MaxGenerations {
		return fmt.Errorf("%d generations, the limit is %d", len(gs), MaxGenerations)
	}
	for i, g := range gs {
		if g.Number < 0 || g.Number > maxGenerationNumber {
			return fmt.Errorf("generation number %d", g.Number)
		}
		if i > 0 && g.Number <= gs[i-1].Number {
			return fmt.Errorf("generation %d after generation %d", g.Number, gs[i-1].Number)
		}
		if err := useKey(used, "generation's seal", g.Seal[:]); err != nil {
			return err
		}
		if err := useKey(used, "generation's auth", g.Auth[:]); err != nil {
			return err
		}
	}
	return nil
}

func (h HubAddress) validate() error {
	if h == (HubAddress{}) {
		return nil
	}
	if h.Cert == ([KeySize]byte{}) {
		return fmt.Errorf("hub address %q without the hash of a certificate", h.URL)
	}
	if h.URL == "" || len(h.URL) > MaxURL {
		return fmt.Errorf("hub address of %d bytes, must be 1 to %d", len(h.URL), MaxURL)
	}
	for _, c := range []byte(h.URL) {
		if c <= ' ' || c > '~' {
			return fmt.Errorf("hub address %q: only printable ASCII without spaces", h.URL)
		}
	}
	u, err := url.Parse(h.URL)
	if err != nil {
		return fmt.Errorf("hub address %q is malformed", h.URL)
	}
	// A user part could carry a password, which belongs in no address.
	if u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("hub address %q: must be https://host without user, query or fragment", h.URL)
	}
	return nil
}

// useKey checks one key and notes it. Keys must differ from each other: one key
// in two jobs can be turned against itself, and in two processes it shows that
// two seats are the same person. The error must not quote the key.
func useKey(used map[[KeySize]byte]bool, what string, key []byte) error {
	if len(key) != KeySize {
		return fmt.Errorf("%s key of %d bytes, must be %d", what, len(key), KeySize)
	}
	k := [KeySize]byte(key)
	if k == ([KeySize]byte{}) {
		return fmt.Errorf("%s key is zero", what)
	}
	if used[k] {
		return fmt.Errorf("%s key is used for something else in this ring", what)
	}
	used[k] = true
	return nil
}

func checkNames(label, name string) error {
	if !madeOf(label, 32, func(c byte) bool { return isLowerDigit(c) || c == '-' }) {
		return fmt.Errorf("label %q must be 1 to 32 of a-z, 0-9 and -", label)
	}
	if !madeOf(name, 16, func(c byte) bool { return isLowerDigit(c) || 'A' <= c && c <= 'Z' || c == '.' }) {
		return fmt.Errorf("seat name %q must be 1 to 16 of the dot, A-Z, a-z and 0-9", name)
	}
	return nil
}

// madeOf says whether s has 1 to max bytes, all of them allowed.
func madeOf(s string, max int, allowed func(byte) bool) bool {
	for _, c := range []byte(s) {
		if !allowed(c) {
			return false
		}
	}
	return 1 <= len(s) && len(s) <= max
}

func isLowerDigit(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
