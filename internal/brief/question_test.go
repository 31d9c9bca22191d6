// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// Each party stands in a question with its newest word, whoever entered it;
// who has said nothing is silent, and a day before shows what stood then.
func TestQuestions(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	const all = "A B G M"
	truce := w.Do("M", all, record.OnRecord, act.Issue{Title: "Truce", Owners: []string{"A", "B"}})
	w.Do("M", all, record.OnRecord, act.Issue{Title: "Lists"})
	call := w.Do("M", all, record.OnRecord, act.Contact{Form: "call", Title: "Call", When: day("2025-05-19")})
	w.Tick()
	issue := []string{process.Ref(truce)}
	w.Do("M", all, record.OnRecord, act.Announcement{
		Speaker: act.Person{Name: "Head of A", Seat: "A"}, When: day("2025-05-11"), Words: "thirty days first", Issues: issue,
		Ground: source(act.Confirmed, "C1"),
	})
	w.Do("M", all, record.OnRecord, act.Readout{
		Contact: process.Ref(call), Side: "A", Given: day("2025-05-19"), Ground: act.Ground{Mark: act.OneSource, Teller: "A", Sources: source("", "C2").Sources},
		Claims: []act.Claim{{Point: "truce", Words: "first, and without conditions", Issue: issue[0]}, {Point: "length", Words: "an hour"}},
	})
	mistaken := w.Do("B", all, record.OnRecord, act.Undertaking{By: "B", Words: "not meant", Issue: issue[0]})
	w.Tick()
	w.Do("B", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(mistaken)})
	w.Tick()

	say := func(at AsOf) string {
		rep := Questions(w.State("G"), w.Roster(), head, 0, at)
		return joined(rep.Questions, func(q Question) string {
			return q.Title + ": " + joined(q.Words, func(p PartyWord) string {
				if p.Entry == "" {
					return p.Party.Seat + " silent"
				}
				return p.Party.Seat + " " + p.Day + " " + p.Words
			})
		})
	}
	for _, c := range []struct{ until, want string }{
		{"", "Truce: A 2025-05-19 truce: first, and without conditions; B silent; Lists: A silent; B silent"},
		{"2025-05-12", "Truce: A 2025-05-11 thirty days first; B silent; Lists: A silent; B silent"},
		{"2025-05-01", "Truce: A silent; B silent; Lists: A silent; B silent"},
	} {
		if got := say(AsOf{Until: c.until}); got != c.want {
			t.Errorf("until %q: %s\nwant %s", c.until, got, c.want)
		}
	}
}
