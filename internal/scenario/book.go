// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/record"
)

// book is what the rows of a process are checked against.
type book struct {
	seats   []Seat
	sources map[string][]string
	rows    map[string]*Row // by key
}

// check holds every row to the rules of its act, and all of them to each other.
func (b *book) check(rows []Row) error {
	for i := range rows {
		if err := b.enter(&rows[i]); err != nil {
			return fmt.Errorf("%s: %w", rows[i].at(), err)
		}
	}
	for i := range rows {
		r := &rows[i]
		if err := b.place(r, nil); err != nil {
			return fmt.Errorf("%s: %w", r.at(), err)
		}
		a, err := r.Act(b.standIn)
		if err != nil {
			return fmt.Errorf("%s: %w", r.at(), err)
		}
		if err := errors.Join(r.settleDay(a), b.readable(r, a)); err != nil {
			return fmt.Errorf("%s: %w", r.at(), err)
		}
	}
	return nil
}

// enter checks what a row says of itself, and enters its key.
func (b *book) enter(r *Row) error {
	if r.By == everybody || !b.seat(r.By) {
		return fmt.Errorf("by: no seat %q", r.By)
	}
	if len(r.To) == 0 {
		return errors.New("to: nobody reads it")
	}
	for _, k := range r.To {
		if k != everybody && !b.seat(k) {
			return fmt.Errorf("to: no seat %q", k)
		}
	}
	if r.Register != record.OnRecord && r.Register != record.WithoutPrejudice {
		return fmt.Errorf("register: %q is none", r.Register)
	}
	if r.Key != "" {
		if strings.Trim(r.Key, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return fmt.Errorf("key: %q; want lower-case letters, digits and hyphens", r.Key)
		}
		if b.rows[r.Key] != nil {
			return fmt.Errorf("key: %q is that of %s", r.Key, b.rows[r.Key].at())
		}
		b.rows[r.Key] = r
	}
	return r.parse(b.sources)
}

func (b *book) seat(key string) bool {
	return slices.ContainsFunc(b.seats, func(s Seat) bool { return s.Key == key })
}

// place puts a row into the wave after those of all rows that it needs. path is
// the way that led here, to find rows that need each other.
func (b *book) place(r *Row, path []*Row) error {
	if slices.Contains(path, r) {
		return fmt.Errorf("the key %q needs itself", r.Key)
	}
	for _, ref := range slices.Concat(r.refs, r.After) {
		on := b.rows[ref]
		if on == nil {
			return fmt.Errorf("no row has the key %q", ref)
		}
		if err := b.place(on, append(path, r)); err != nil {
			return err
		}
		r.wave = max(r.wave, on.wave+1)
	}
	return nil
}

// standIn gives every reference something of the right form, so that acts can be
// checked before there are any entries.
func (b *book) standIn(ref string) (string, error) {
	if seat, ok := seatRef(ref); ok {
		if !b.seat(seat) {
			return "", fmt.Errorf("no seat %q", seat)
		}
		return seat, nil
	}
	sum := sha256.Sum256([]byte(ref))
	return hex.EncodeToString(sum[:]), nil
}

// readable asks that whoever reads a row reads what it refers to. Only a tabled
// proposal may come from one that its readers do not read.
func (b *book) readable(r *Row, a act.Act) error {
	readers := r.Readers(b.seats)
	for _, ref := range r.refs {
		on := b.rows[ref]
		if p, ok := a.(act.Proposal); ok && on.Kind == act.KindProposal && p.From != "" {
			continue
		}
		known := on.Readers(b.seats)
		for _, seat := range readers {
			if !slices.Contains(known, seat) {
				return fmt.Errorf("%s reads it and not %q, which it refers to", seat, ref)
			}
		}
	}
	return nil
}

// sortRows orders rows as they are written: wave by wave, in each by day, and on
// one day as in the files.
func sortRows(rows []Row) {
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.wave, b.wave), strings.Compare(a.day, b.day))
	})
}
