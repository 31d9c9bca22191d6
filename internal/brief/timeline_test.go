// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// Each lane holds what states a day, in order of days; what was taken back and
// what states no day is in none, and a step of leverage stands beside its
// setting. A seat sees only what it reads.
func TestTimeline(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party")
	const all = "A B M"
	w.Do("M", all, record.OnRecord, act.Contact{Form: "meeting", Title: "Second round", When: day("2025-06-02")})
	w.Do("M", all, record.OnRecord, act.Contact{Form: "meeting", Title: "First round", When: day("2025-05-16")})
	w.Do("A", "A M", record.WithoutPrejudice, act.Contact{Form: "call", Title: "A call in confidence", When: day("2025-05-19")})
	gone := w.Do("M", all, record.OnRecord, act.Contact{Form: "call", Title: "Taken back", When: day("2025-05-20")})
	set := w.Do("M", all, record.OnRecord, act.Leverage{
		Sort: act.Threat, Title: "Tariffs", Holder: "M", Target: "A", Does: "They follow.", Set: day("2025-07-14"), Deadline: act.Due{When: day("2025-09-02")},
	})
	w.Do("A", all, record.OnRecord, act.Undertaking{By: "A", Words: "on no day that is stated"})
	w.Do("A", all, record.OnRecord, act.Undertaking{By: "A", Words: "a list", Spoken: day("2025-05-16")})
	w.Tick()
	w.Do("M", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(gone)})
	w.Do("M", all, record.OnRecord, act.LeverageStep{Leverage: process.Ref(set), Step: "lapsed", On: day("2025-08-08")})
	w.Tick()
	say := func(seat string, at AsOf) string {
		rep := Timeline(w.State(seat), w.Roster(), head, 0, at)
		return joined(rep.Lanes, func(l TimelineLane) string {
			return l.Lane + ": " + joined(l.Items, func(x TimelineItem) string {
				if x.Step != "" {
					return x.Day + " " + x.Title + " " + x.Step
				}
				return x.Day + " " + x.Title
			})
		})
	}
	const rest = "announcements: ; leverage: 2025-07-14 Tariffs set; 2025-08-08 Tariffs lapsed; undertakings: 2025-05-16 a list; events: "
	same(t, "A", say("A", AsOf{}), "talks: 2025-05-16 First round; 2025-05-19 A call in confidence; 2025-06-02 Second round; "+rest)
	same(t, "B", say("B", AsOf{}), "talks: 2025-05-16 First round; 2025-06-02 Second round; "+rest)
	same(t, "B on 20 July", say("B", AsOf{Until: "2025-07-20"}),
		"talks: 2025-05-16 First round; 2025-06-02 Second round; announcements: ; leverage: 2025-07-14 Tariffs set; undertakings: 2025-05-16 a list; events: ")
}
