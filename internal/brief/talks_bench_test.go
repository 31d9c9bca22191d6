// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// busy is a process of n entries, most of them about what was said: contacts
// with five accounts each, statements, undertakings with answers, and notes that
// are asked for and permitted.
func busy(b *testing.B, n int) *processtest.World {
	w := processtest.New(b, "M:mediator", "A:party", "B:party")
	const all = "A B M"
	ground := act.Ground{Mark: act.OneSource, Sources: []act.Source{{Key: "C1", At: "example.org"}}}
	var contact, promise, note record.Hash
	for i := 0; w.Size() < int64(n); i++ {
		day := act.Moment{Day: fmt.Sprintf("2025-%02d-%02d", 1+i/28%12, 1+i%28)}
		switch k := i % 20; k {
		case 0:
			contact = w.Do("M", all, record.OnRecord, act.Contact{Form: "call", Title: fmt.Sprint("Call ", i), When: day, AtLeast: int64(1 + i%90), Seats: []string{[]string{"A", "B"}[i/20%2], "M"}})
		case 1, 2, 3, 4, 5:
			x := act.Readout{Contact: process.Ref(contact), Ground: ground, Given: day}
			x.Teller = fmt.Sprint("Teller ", k)
			for p := range 6 {
				x.Claims = append(x.Claims, act.Claim{
					Point: fmt.Sprint("Point ", p), Words: "in the words of the account", Scope: []string{"all", "some"}[(i+p)%2], Condition: "if agreements are reached",
					Number: act.Figure{Says: fmt.Sprint(k), Low: fmt.Sprint(k), Unit: "days"}, Status: "proposed",
				})
			}
			w.Do("M", all, record.OnRecord, x)
		case 6, 7, 8, 9:
			w.Do("M", all, record.OnRecord, act.Announcement{Speaker: act.Person{Name: "A person", Seat: "A"}, When: day, Words: "What was said in public, in a line or so.", Contact: process.Ref(contact), Ground: ground})
		case 10:
			promise = w.Do("M", all, record.OnRecord, act.Undertaking{By: "A", To: []string{"B"}, Words: "to send the lists", Contact: process.Ref(contact), Due: act.Due{When: day}})
		case 11, 12:
			w.Do("B", all, record.OnRecord, act.UndertakingAnswer{Undertaking: process.Ref(promise), Answer: []string{"kept", "not-kept"}[k%2]})
		case 13, 14:
			note = w.Do("A", "M", record.WithoutPrejudice, act.Note{Text: "What was said between two."})
		case 15:
			w.Do("M", "A", record.OnRecord, act.Ask{Entry: process.Ref(note), Parts: []int64{1}, To: []string{"B"}})
		case 16:
			w.Grant("A", "M", record.Grant{Entry: note, Parts: []int64{1}, Audience: []string{"B"}})
		default:
			w.Do("B", "M", record.OnRecord, act.Note{Text: "What was said between two others."})
		}
		if k := i % 20; k == 0 || k == 10 {
			w.Tick()
		}
	}
	return w
}

// BenchmarkTalks measures each report on what was said; none should grow faster
// than the record.
func BenchmarkTalks(b *testing.B) {
	for _, n := range []int{1_000, 3_000, 10_000} {
		w := busy(b, n)
		s, r := w.State("M"), w.Roster()
		some := s.Versions(act.KindContact)[0].First
		for _, x := range []struct {
			name string
			ask  func()
		}{
			{"contacts", func() { Contacts(s, r, head, 0) }},
			{"contact", func() { _, _ = Contact(s, r, head, 0, some, noon) }},
			{"divergences", func() { Divergences(s, r, head, 0, DivergencesQuery{}) }},
			{"announcements", func() { Announcements(s, r, head, 0, AnnouncementsQuery{}) }},
			{"undertakings", func() { Undertakings(s, r, head, 0, noon) }},
			{"balance", func() { Balance(s, r, head, 0, "", "") }},
			{"owed", func() { WhoOwes(s, r, head, 0, noon) }},
			{"changes", func() { Changes(s, r, head, 0, ChangesQuery{}) }},
			{"knowledge", func() { Knowledge(s, r, head, 0, KnowledgeQuery{Seat: "B", Reads: true}) }},
		} {
			b.Run(fmt.Sprint(x.name, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					x.ask()
				}
			})
		}
	}
}
