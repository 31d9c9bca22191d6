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

// laden is a process of n entries that plan, threaten, commit and consult, with
// few formats and issues that much is said of: the worst for reports that ask
// what speaks of what.
func laden(b *testing.B, n int) *processtest.World {
	w := processtest.New(b, "M:mediator", "A:party", "B:party")
	const all = "A B M"
	g := source(act.Confirmed, "C1")
	var issues, commitments []record.Hash
	var format, lever, asked record.Hash
	for i := range n {
		seat := []string{"A", "B"}[i%2]
		on := day(fmt.Sprintf("2025-%02d-%02d", 1+i/28%12, 1+i%28))
		var a act.Act
		switch i % 25 {
		case 0:
			if i < 25*16 {
				a = act.Issue{Title: fmt.Sprint("issue ", i), Basket: fmt.Sprint("basket ", i%5), Owners: []string{seat}, Links: last(issues)}
				break
			}
			fallthrough
		case 1, 2, 3, 4, 5, 6, 7:
			if format == (record.Hash{}) || i%500 == 1 {
				a = act.Format{Title: fmt.Sprint("format ", i), Keys: []string{"A", "B"}}
				break
			}
			a = act.FormatPoint{
				Format: process.Ref(format), Aspect: act.Aspects()[i%2*2], Value: fmt.Sprint("value ", i%7), Stand: act.FormatStands()[i%5], On: on, Ground: g,
			}
		case 8, 9:
			a = act.Leverage{
				Sort: act.Threat, Title: fmt.Sprint("leverage ", i), Holder: "M", Target: seat, Does: "x", Set: on, Issues: last(issues), Deadline: act.Due{When: on}, Ground: g,
			}
		case 10, 11, 12:
			a = act.LeverageStep{Leverage: process.Ref(lever), Step: []string{"moved", "repeated", "lapsed"}[i%3], On: on, Ground: g}
			if i%3 == 0 {
				a = act.LeverageStep{Leverage: process.Ref(lever), Step: "moved", On: on, Deadline: act.Due{When: on}, Ground: g}
			}
		case 13, 14, 15:
			x := act.Commitment{By: seat, Words: fmt.Sprint("commitment ", i), On: on, If: last(commitments), Due: act.Due{When: on}}
			if len(issues) > 0 {
				x.Issue = process.Ref(issues[len(issues)-1])
			}
			a = x
		case 16:
			a = act.CommitmentStep{Commitment: process.Ref(commitments[len(commitments)-1]), Step: "kept", On: on, Ground: g}
		case 17, 18:
			a = act.Consultation{Topic: fmt.Sprint("topic ", i), Issues: last(issues), With: []string{seat}, On: on}
		case 19:
			a = act.ConsultationAnswer{Consultation: process.Ref(asked), Answer: "comments", On: on}
		case 20:
			a = act.Proposal{Stage: act.Tabled, Title: fmt.Sprint("proposal ", i), Text: "x", Issues: last(issues), Override: "b"}
		case 21:
			a = act.Consent{Stand: "given", On: on, Format: process.Ref(format)}
		case 22:
			a = act.Undertaking{By: seat, Words: "x", Spoken: on, Due: act.Due{When: on}, Ground: g}
		case 23:
			a = act.Announcement{Speaker: act.Person{Name: "x"}, When: on, Words: "x", Issues: last(issues), Ground: g}
		default:
			if i%50 == 24 {
				a = act.Phase{Phase: "design", Since: on.Day}
			} else {
				a = act.Exit{Stage: "considered", Condition: "x", On: on}
			}
			seat = "M"
		}
		id := w.Do(seat, all, record.OnRecord, a)
		switch a.(type) {
		case act.Issue:
			issues = append(issues, id)
		case act.Format:
			format = id
		case act.Leverage:
			lever = id
		case act.Commitment:
			commitments = append(commitments, id)
		case act.Consultation:
			asked = id
		}
		if i%16 == 15 {
			w.Tick()
		}
	}
	return w
}

func last(all []record.Hash) []string {
	if len(all) == 0 {
		return nil
	}
	return ids(all[len(all)-1])
}

// BenchmarkTerms measures each report on a laden process; the time should grow
// with the number of entries and not faster.
func BenchmarkTerms(b *testing.B) {
	at := AsOf{Today: "2025-06-01"}
	for _, n := range []int{1_000, 3_000, 10_000} {
		w := laden(b, n)
		s, r := w.State("M"), w.Roster()
		for _, c := range []struct {
			name string
			run  func() int
		}{
			{"formats", func() int { return len(Formats(s, r, head, 0, at).Formats) }},
			{"unknowns", func() int { return len(FormatUnknowns(s, r, head, 0, at).Unknowns) }},
			{"leverages", func() int { return len(Leverages(s, r, head, 0, at).Leverages) }},
			{"commitments", func() int { return len(Commitments(s, r, head, 0, at).Commitments) }},
			{"consultations", func() int { return len(Consultations(s, r, head, 0, at).Consultations) }},
			{"consents", func() int { return len(Consents(s, r, head, 0, at).Process) }},
			{"exits", func() int { return len(Exits(s, r, head, 0, at).Events) }},
			{"issues", func() int { return len(Issues(s, r, head, 0, at).Sheets) }},
			{"calendar", func() int { return len(CalendarItems(s, r, head, 0, at).Items) }},
			{"standing", func() int { return len(StandingAt(s, r, head, 0, at).Changes) }},
		} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if c.run() == 0 {
						b.Fatal("the report is empty")
					}
				}
			})
		}
	}
}
