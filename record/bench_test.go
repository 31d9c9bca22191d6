// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"fmt"
	"testing"
)

// go test ./record -run '^$' -bench . -benchmem

// benchWorld is an open process of n seats, the first of them the mediator.
func benchWorld(b *testing.B, n int) *world {
	b.Helper()
	seats := []string{"M:mediator"}
	for i := 1; i < n; i++ {
		seats = append(seats, fmt.Sprintf("P%02d:party", i))
	}
	return newWorld(b, seats...)
}

// kilobyte is the content of the entries that are measured.
func kilobyte() Part { return Part{"text/plain", bytes.Repeat([]byte{'x'}, 1000)} }

// toAll seals a kilobyte from the mediator to every seat of a world.
func (w *world) toAll(reg Register) (*Draft, []Recipient) {
	names := ""
	for _, s := range w.roster.Names() {
		names += " " + s
	}
	return w.members["M"].draft(names, reg, "note", kilobyte())
}

func BenchmarkSeal(b *testing.B) {
	for _, reg := range []Register{OnRecord, WithoutPrejudice} {
		for _, n := range []int{2, 4, 6, 16} {
			b.Run(fmt.Sprintf("%s/readers=%d", reg, n), func(b *testing.B) {
				w := benchWorld(b, n)
				d, to := w.toAll(reg)
				var size int
				for b.Loop() {
					e, _, err := w.members["M"].dev.Seal(d, to)
					if err != nil {
						b.Fatal(err)
					}
					size = len(e.Bytes())
				}
				b.ReportMetric(float64(size), "bytes/envelope")
			})
		}
	}
}

func BenchmarkUnlock(b *testing.B) {
	w := newWorld(b, "M:mediator", "A:party", "B:party")
	e := w.members["M"].seal("A", OnRecord, "note", kilobyte())
	for _, x := range []struct{ what, seat string }{{"ours", "A"}, {"not-ours", "B"}} {
		b.Run(x.what, func(b *testing.B) {
			m := w.members[x.seat]
			for b.Loop() {
				if _, err := e.Unlock(m.seat, m.keys); (err == nil) != (x.seat == "A") {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpenWith(b *testing.B) {
	w := newWorld(b, "M:mediator", "A:party", "B:party")
	e := w.members["M"].seal("A", OnRecord, "note", kilobyte())
	cek := w.members["M"].own[e.ID()].CEK
	for b.Loop() {
		if _, err := e.OpenWith(cek); err != nil {
			b.Fatal(err)
		}
	}
}

// A seat reads an entry of its own channel: shape, slot, commitments,
// signature, chain.
func BenchmarkReaderEntry(b *testing.B) {
	for _, reg := range []Register{OnRecord, WithoutPrejudice} {
		b.Run(string(reg), func(b *testing.B) {
			w := newWorld(b, "M:mediator", "A:party", "B:party")
			e := w.members["M"].seal("A", reg, "note", kilobyte())
			r := w.members["A"].replay()
			index := r.tree.Size()
			for b.Loop() {
				r.chains = map[chainKey]*chain{}
				if v := r.read(index, e.ID(), e.Bytes()); v.Code != Accepted {
					b.Fatal(v.Code)
				}
			}
		})
	}
}

func BenchmarkReaderCover(b *testing.B) {
	for _, n := range []int{1e3, 1e4, 1e5} {
		b.Run(fmt.Sprintf("leaves=%d", n), func(b *testing.B) {
			ids := make([]Hash, n)
			for i := range ids {
				ids[i] = CoverLeaf(fixedSeed("cover"), int64(i), 0)
			}
			for b.Loop() {
				r := NewReader(Hash{}, "", nil)
				for _, id := range ids {
					r.Next(id, nil)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/leaf")
		})
	}
}

// One change of the roster of a process with many seats.
func BenchmarkRosterApply(b *testing.B) {
	for _, n := range []int{3, 16} {
		for _, x := range []struct {
			what   string
			change func(w *world) RosterChange
		}{
			{"policy", func(w *world) RosterChange { return SetPolicy(w.roster.Policy) }},
			{"seat.key", func(w *world) RosterChange { return w.members["M"].seatKey(2, "d1") }},
		} {
			b.Run(fmt.Sprintf("%s/seats=%d", x.what, n), func(b *testing.B) {
				w := benchWorld(b, n)
				m := w.members["M"]
				e := w.rosterEntry(m, m.dev.Signer(), x.change(w), nil)
				for b.Loop() {
					o, err := e.OpenClear()
					if err == nil {
						_, err = w.roster.Apply(o, int64(len(w.ids)))
					}
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkCheckpoint(b *testing.B) {
	w := benchWorld(b, 5)
	msg := w.checkpoint(w.roster.Names()...)
	for b.Loop() {
		if c, err := w.roster.Checkpoint(msg); err != nil || len(c.Cosignatures) != 5 {
			b.Fatal(err)
		}
	}
}

// A disclosure of one part with the permission of its author, from its bytes.
func BenchmarkDisclosure(b *testing.B) {
	w := newWorld(b, "M:mediator", "A:party", "B:party")
	id := w.members["A"].say("M", OnRecord, "note", kilobyte())
	grant := w.members["A"].grant("M", Grant{Entry: id, Parts: []int64{1}, Audience: []string{"B"}})
	data := w.members["M"].show(id, w.members["M"].show(grant, nil, nil, 1), nil, 1).Bytes()
	for b.Loop() {
		d, err := ParseDisclosure(data)
		if err == nil {
			err = w.members["B"].reader.CheckDisclosure(d, "M")
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(data)), "bytes/disclosure")
}
