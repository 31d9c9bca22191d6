// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"parley/internal/act"
	"parley/internal/node"
	"parley/record"
)

// write puts the title, the names of the seats and every row into the record.
// A seat can only refer to what it has opened, so rows are written wave by wave:
// those of one wave wait in the outboxes together, and who writes in the next
// has read them all.
func (p *Played) write(ctx context.Context) error {
	w := writer{p: p, seats: map[string]*PlayedSeat{}, entries: map[string]string{}}
	for _, s := range p.Seats {
		w.seats[s.Key] = s
		w.all = append(w.all, s.Name)
		if _, err := s.Node.Sync(ctx, s.Hub); err != nil {
			return err
		}
	}
	defer func() { p.told = time.Time{} }()
	if err := w.introduce(ctx); err != nil {
		return err
	}
	for rows := p.Process.Rows; len(rows) > 0; {
		n := 1
		for n < len(rows) && rows[n].wave == rows[0].wave {
			n++
		}
		if rows[0].wave > 0 {
			if err := w.catchUp(ctx, rows[:n]); err != nil {
				return err
			}
		}
		for _, r := range rows[:n] {
			if err := w.post(ctx, r); err != nil {
				return fmt.Errorf("%s: %w", r.at(), err)
			}
		}
		rows = rows[n:]
	}
	return nil
}

// writer knows what the keys of the data are called in the record.
type writer struct {
	p       *Played
	seats   map[string]*PlayedSeat
	all     []string          // every seat, by its name in the roster
	entries map[string]string // ids of entries, by the key of their row
	posted  time.Duration     // entries so far, as seconds of a day
}

// tell sets the clocks of the seats to a day. Each entry is a second later in its
// day than all before it: in the order of the data, and not of chance or of the
// alphabet.
func (w *writer) tell(day string) error {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return err
	}
	w.posted += time.Second
	w.p.told = at.Add(9*time.Hour + w.posted)
	return nil
}

// introduce says what the process and its seats are called.
func (w *writer) introduce(ctx context.Context) error {
	acts := []act.Act{act.Title{Title: w.p.Process.Title, Summary: w.p.Process.Note}}
	for _, s := range w.p.Seats {
		says := s.Says
		if says == "" {
			says = s.Role
		}
		acts = append(acts, act.SeatName{Seat: s.Name, Name: s.Seat.Name, Says: says, Short: s.Key})
	}
	for _, a := range acts {
		d := node.Draft{Audience: w.all, Register: record.OnRecord, Act: a, Cleared: true}
		if err := w.tell(w.p.Process.begins()); err != nil {
			return err
		}
		if _, err := w.p.Seats[0].Node.Post(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// post puts one row into the outbox of the seat that tells it.
func (w *writer) post(ctx context.Context, r Row) error {
	a, err := r.Act(w.name)
	if err != nil {
		return err
	}
	var to []string
	for _, k := range r.Readers(w.p.Process.Seats) {
		to = append(to, w.seats[k].Name)
	}
	if err := w.tell(r.day); err != nil {
		return err
	}
	// What is told here was public before it was told: a fact that stands in one
	// channel may stand in another.
	id, err := w.seats[r.By].Node.Post(ctx, node.Draft{Audience: to, Register: r.Register, Act: a, Cleared: true})
	if err == nil && r.Key != "" {
		w.entries[r.Key] = hex.EncodeToString(id[:])
	}
	return err
}

// name is what a reference is called in the record. The id of an entry holds as
// long as the roster does, and no seat joins while rows are written.
func (w *writer) name(ref string) (string, error) {
	if key, ok := seatRef(ref); ok {
		return w.seats[key].Name, nil
	}
	id, ok := w.entries[ref]
	if !ok {
		return "", fmt.Errorf("%q is not written yet", ref)
	}
	return id, nil
}

// catchUp empties all outboxes and lets those who write next read what came.
func (w *writer) catchUp(ctx context.Context, next []Row) error {
	w.p.told = time.Time{}
	for round := 0; ; round++ {
		waiting := false
		for _, s := range w.p.Seats {
			if len(s.Node.Outbox()) == 0 {
				continue
			}
			if _, err := s.Node.Sync(ctx, s.Hub); err != nil {
				return fmt.Errorf("seat %s: %w", s.Key, err)
			}
			waiting = waiting || len(s.Node.Outbox()) > 0
		}
		if !waiting {
			break
		}
		if round == maxRounds {
			return fmt.Errorf("entries still wait after %d rounds", maxRounds)
		}
	}
	read := map[string]bool{}
	for _, r := range next {
		if s := w.seats[r.By]; !read[r.By] {
			read[r.By] = true
			if _, err := s.Node.Sync(ctx, s.Hub); err != nil {
				return fmt.Errorf("seat %s: %w", s.Key, err)
			}
		}
	}
	return nil
}

// maxRounds bounds settle: the data is short, so more means that something is
// stuck.
const maxRounds = 64

// settle syncs all seats in turn until nothing waits and each sees the whole
// log witnessed.
func (p *Played) settle(ctx context.Context) error {
	for range maxRounds {
		settled := true
		var size int64 = -1
		for _, s := range p.Seats {
			r, err := s.Node.Sync(ctx, s.Hub)
			if err != nil {
				return fmt.Errorf("seat %s: %w", s.Key, err)
			}
			v, err := s.Node.View()
			if err != nil {
				return err
			}
			if size >= 0 && v.Size != size || r.Waiting > 0 || len(s.Node.Outbox()) > 0 || !r.Witnessed {
				settled = false
			}
			size = v.Size
		}
		if settled {
			return nil
		}
	}
	return fmt.Errorf("the record was not witnessed by all seats after %d rounds", maxRounds)
}
