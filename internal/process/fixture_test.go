// SPDX-License-Identifier: Apache-2.0

package process

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/record"
)

// roster is a roster without keys, for folds that need no cryptography. Seats
// are "name:role"; "name:role:new" has not accepted.
func roster(seats ...string) *record.Roster {
	r := &record.Roster{Opened: true}
	for _, s := range seats {
		f := strings.Split(s, ":")
		r.Seats = append(r.Seats, record.Seat{Name: f[0], Role: f[1], Accepted: len(f) == 2})
	}
	slices.SortFunc(r.Seats, func(a, b record.Seat) int { return strings.Compare(a.Name, b.Name) })
	return r
}

// process4 is the process of most tests: one mediator, two parties, a guarantor.
func process4() *record.Roster { return roster("M:mediator", "A:party", "B:party", "G:guarantor") }

const everybody = "A B G M"

var someProcess = record.Hash(sha256.Sum256([]byte("process")))

func id(words ...any) record.Hash { return sha256.Sum256([]byte(fmt.Sprint(words...))) }

// writer makes facts as a log would hold them.
type writer struct {
	t     testing.TB
	facts []fact
	seqs  map[string]int64
	seen  int64
}

func newWriter(t testing.TB) *writer { return &writer{t: t, seqs: map[string]int64{}} }

// tick lets every author see what was written so far.
func (w *writer) tick() { w.seen = int64(len(w.facts)) }

func (w *writer) post(author, to string, reg record.Register, kind string, parts ...record.Part) *fact {
	seat, device, ok := strings.Cut(author, "/")
	if !ok {
		device = "d1"
	}
	audience := append(strings.Fields(to), seat)
	slices.Sort(audience)
	audience = slices.Compact(audience)
	key := fmt.Sprint(seat, device, audience, reg)
	w.seqs[key]++
	n := len(w.facts)
	w.facts = append(w.facts, fact{
		id: id("entry", n), index: int64(n), seq: w.seqs[key], seen: w.seen, parts: parts,
		text: &record.Statement{
			Process: someProcess, Author: record.Author{Seat: seat, Device: device}, Kind: kind, Register: reg,
			Audience: audience, Time: time.Date(2025, 5, 19, 12, n%60, 0, 0, time.UTC),
		},
	})
	return &w.facts[n]
}

func (w *writer) do(author, to string, a act.Act) *fact {
	w.t.Helper()
	body, err := act.Body(a)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.post(author, to, record.OnRecord, a.Kind(), record.Part{Media: act.Media, Data: body})
}

func (w *writer) grant(author, to string, g record.Grant) *fact {
	return w.post(author, to, record.OnRecord, record.KindGrant, record.Part{Media: "text/plain", Data: g.Text()})
}

func (w *writer) adopt(author, to string, entry record.Hash) *fact {
	return w.post(author, to, record.OnRecord, record.KindAdopt, record.Part{Media: "text/plain", Data: record.AdoptText(entry)})
}

func (w *writer) disclose(author, to string, s *Shown) *fact {
	f := w.post(author, to, record.OnRecord, record.KindDisclose, record.Part{Media: record.MediaDisclosure, Data: []byte("x")})
	f.shown = s
	return f
}

func (w *writer) fold(seat string, r *record.Roster) State {
	s := New(seat)
	for _, f := range w.facts {
		s = s.apply(f, r)
	}
	return s
}

func event(date, title string, m act.Mark) act.Event {
	e := act.Event{Date: date, Title: title, Text: title, Mark: m}
	if m != act.Uncertain {
		e.Sources = []act.Source{{Key: "C1", At: "example.org"}}
	}
	return e
}
