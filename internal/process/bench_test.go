// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"testing"

	"parley/internal/act"
	"parley/record"
)

// mixed is n entries of all kinds in some twelve channels.
func mixed(b testing.TB, n int) []fact {
	w := newWriter(b)
	for i := range n {
		author := []string{"M", "A", "B"}[i%3]
		to := []string{everybody, "M", "A", "B", "G M", "A B"}[i/3%6]
		switch i % 10 {
		case 0:
			w.do("M", everybody, act.Title{Title: fmt.Sprint("title ", i)})
		case 1:
			w.do(author, everybody, act.SeatName{Seat: author, Name: fmt.Sprint("name ", i)})
		case 2, 3, 4:
			w.do(author, to, event("2025-05-16", fmt.Sprint("event ", i), act.Disputed))
		case 5:
			w.do("M", "A", act.Ask{Entry: Ref(id("entry", i/2)), Parts: []int64{1}, To: []string{"B"}})
		case 6:
			w.grant("A", "M", record.Grant{Entry: id("entry", i/2), Parts: []int64{1}, Audience: []string{"B"}})
		default:
			w.do(author, to, act.Note{Text: fmt.Sprint("What was said, in a line or so of text: ", i)})
		}
		if i%8 == 7 {
			w.tick()
		}
	}
	return w.facts
}

// BenchmarkFold measures the whole fold; the time for one entry should not
// depend on how many there are.
func BenchmarkFold(b *testing.B) {
	r := process4()
	for _, n := range []int{1_000, 10_000, 100_000} {
		facts := mixed(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s := New("M")
				for _, f := range facts {
					s = s.apply(f, r)
				}
				if s.Len() != n {
					b.Fatal(s.Len())
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entry")
		})
	}
}

// BenchmarkHostile is the worst that seats can do: every entry in another
// channel, or about one entry of the ledger.
func BenchmarkHostile(b *testing.B) {
	r := process4()
	for _, n := range []int{1_000, 10_000, 100_000} {
		w, g := newWriter(b), newWriter(b)
		for i := range n {
			w.do("A", fmt.Sprintf("C%d", i), act.Note{Text: "x"})
			g.do("M", "A", act.Ask{Entry: Ref(id("one")), Parts: []int64{int64(1 + i%64)}, To: []string{"B"}})
		}
		for name, facts := range map[string][]fact{"channels": w.facts, "asks": g.facts} {
			b.Run(fmt.Sprint(name, "/", n), func(b *testing.B) {
				for b.Loop() {
					s := New("M")
					for _, f := range facts {
						s = s.apply(f, r)
					}
					_, _ = s.Channels(), s.Releases()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entry")
			})
		}
	}
}
