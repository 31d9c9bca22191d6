// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// season is the part of the process of 2025 that these reports are about: a
// mediator M, the parties R and U, the consulted E and the host T. What it says
// is reported; where the reports rest on it, it is in the words of the reports.
type season struct {
	*processtest.World
	format   record.Hash
	deadline record.Hash
	truce    record.Hash // what U is ready for if R is
	truceR   record.Hash
	asked    record.Hash // consultation of E
	owned    record.Hash // the issue that U owns
	internal record.Hash // proposal that waits
}

const plenary = "E M R T U"

func source(mark act.Mark, keys ...string) act.Ground {
	g := act.Ground{Mark: mark}
	for _, k := range keys {
		g.Sources = append(g.Sources, act.Source{Key: k, At: "example.org/" + k})
	}
	return g
}

func day(d string) act.Moment { return act.Moment{Day: d} }

func ids(hashes ...record.Hash) []string {
	var out []string
	for _, h := range hashes {
		out = append(out, process.Ref(h))
	}
	slices.Sort(out)
	return out
}

func newSeason(t testing.TB) *season {
	w := &season{World: processtest.New(t, "M:mediator", "R:party", "U:party", "E:consulted", "T:guarantor")}
	w.tellFormats()
	w.tellLeverage()
	w.tellCommitments()
	w.tellConsultation()
	w.tellConsent()
	w.Tick()
	return w
}

func (w *season) say(seat string, a act.Act) record.Hash {
	return w.Do(seat, plenary, record.OnRecord, a)
}

// tellFormats is what was said of the next talks on 19 May, and of the Vatican
// four days later.
func (w *season) tellFormats() {
	w.format = w.say("M", act.Format{Title: "Next talks", Keys: []string{"R", "U"}, Ground: source(act.Confirmed, "C19", "C23")})
	p := func(seat, of, aspect, value, stand, on string, g act.Ground) {
		w.say(seat, act.FormatPoint{Format: process.Ref(w.format), Aspect: aspect, Value: value, Stand: stand, For: of, On: day(on), Ground: g})
	}
	p("T", "", "venue", "Türkiye", "offered", "2025-05-19", source(act.OneSource, "E2"))
	p("M", "", "venue", "Vatican", "claimed", "2025-05-19", source(act.Uncertain, "C19"))
	p("U", "", "venue", "Türkiye", "offered", "2025-05-19", source(act.Confirmed, "C23"))
	p("U", "", "venue", "Switzerland", "offered", "2025-05-19", source(act.Confirmed, "C23"))
	p("M", "", "date", "immediately", "claimed", "2025-05-19", source(act.Confirmed, "C19"))
	p("M", "R", "venue", "the Vatican", "objected", "2025-05-20", source(act.OneSource, "C24"))
	p("R", "", "venue", "VATICAN", "objected", "2025-05-23", source(act.OneSource, "C24"))
}

// tellLeverage is the deadline of the summer and the talk of further measures in
// May.
func (w *season) tellLeverage() {
	w.deadline = w.say("M", act.Leverage{
		Sort: act.Threat, Title: "Secondary tariffs", Holder: "United States", HolderSeat: "M", Target: "Russia", TargetSeat: "R",
		Does: "Tariffs of 100 %.", Set: day("2025-07-14"), Condition: "no agreement",
		Deadline: act.Due{When: day("2025-09-02"), Says: "50 days"}, Ground: source(act.Confirmed, "C38"),
	})
	step := func(seat, step, on string, due act.Due, words string, g act.Ground) {
		w.say(seat, act.LeverageStep{Leverage: process.Ref(w.deadline), Step: step, On: day(on), Deadline: due, Words: words, Ground: g})
	}
	step("M", "lapsed", "2025-08-08", act.Due{}, "No measure is taken.", source(act.OneSource, "C40")) // entered before the move
	moved := act.Due{When: act.Moment{Day: "2025-08-07", Until: "2025-08-09"}, Says: "10–12 days"}
	step("M", "moved", "2025-07-28", moved, "", source(act.Confirmed, "C38"))
	step("E", "moved", "2025-07-28", moved, "The deadline is cut.", source(act.Confirmed, "C38"))
	step("M", "repeated", "2025-07-29", act.Due{}, "", source(act.Confirmed, "C38"))

	w.say("M", act.Leverage{
		Sort: act.Threat, Title: "Further sanctions", Holder: "United States", HolderSeat: "M", Target: "Russia", TargetSeat: "R",
		Does: "Further sanctions.", Condition: "a side is not sincere", Set: day("2025-05-19"), Ground: source(act.OneSource, "C19"),
	})
	w.say("M", act.Leverage{
		Sort: act.Incentive, Title: "Trade", Holder: "United States", HolderSeat: "M", Target: "Russia", TargetSeat: "R",
		Does: "Large-scale trade.", Condition: "when the war is over", Set: day("2025-05-19"), Ground: source(act.Confirmed, "C19"),
	})
}

// tellCommitments is the readiness of 11 March, which hangs on the other side's.
func (w *season) tellCommitments() {
	w.truceR = w.say("R", act.Commitment{By: "R", Words: "A pause of 30 days on energy.", On: day("2025-03-18"), Ground: source(act.Confirmed, "C7")})
	w.truce = w.say("U", act.Commitment{
		By: "U", Words: "A ceasefire of 30 days if Russia does the same.", On: day("2025-03-11"),
		If: ids(w.truceR), Due: act.Due{Says: "at once"}, Ground: source(act.Confirmed, "C5"),
	})
}

func (w *season) tellConsultation() {
	w.owned = w.say("U", act.Issue{Title: "Territory", Basket: "Security", Owners: []string{"U"}, Options: []string{"frozen", "open"}})
	w.asked = w.Do("M", "E", record.OnRecord, act.Consultation{
		Topic: "The calls of the next day", Issues: ids(w.owned), With: []string{"E"}, Circle: "four leaders", On: day("2025-05-18"),
		Words: "What should be asked of Moscow?", Ground: source(act.Confirmed, "C21"),
	})
	w.Do("E", "M", record.OnRecord, act.ConsultationAnswer{Consultation: process.Ref(w.asked), Answer: "comments", Words: "A ceasefire first.", On: day("2025-05-18")})
	w.Do("M", "T", record.OnRecord, act.Consultation{
		Topic: "The call that follows", With: []string{"U"}, On: day("2025-05-19"), Ground: source(act.Confirmed, "C22"),
	})
	w.internal = w.Do("M", "T", record.WithoutPrejudice, act.Proposal{
		Stage: act.Internal, Title: "A line of contact", Text: "Illustrative.", Issues: ids(w.owned),
		Ground: act.Ground{Mark: act.Uncertain, Illustrative: true},
	})
}

func (w *season) tellConsent() {
	w.say("R", act.Consent{Stand: "given", On: day("2025-05-11"), Format: process.Ref(w.format), Ground: source(act.Confirmed, "C15")})
	w.say("U", act.Consent{Stand: "conditional", Condition: "a ceasefire from 12 May", On: day("2025-05-11"), Format: process.Ref(w.format), Ground: source(act.Confirmed, "C15")})
	w.say("M", act.Exit{Stage: "considered", Condition: "no progress", On: day("2025-04-18"), Ground: source(act.Confirmed, "C11")})
	w.say("M", act.Exit{Stage: "considered", Condition: "it does not work", Words: "I just back away", On: day("2025-05-19"), Ground: source(act.Confirmed, "C19")})
	w.say("M", act.Phase{Phase: "contact", Since: "2025-02-12"})
	w.say("M", act.Phase{Phase: "design", Since: "2025-05-11"})
}

// may19 is the day of the calls; it counts from that day and looks no further.
var may19 = AsOf{Today: "2025-05-19", Until: "2025-05-19"}

// terms are the reports of this file's subject, by name.
func (w *season) terms(seat string, at AsOf) map[string]any {
	s, r, n := w.State(seat), w.Roster(), w.Withheld(seat)
	one, err := Format(s, r, head, n, at, w.format)
	if err != nil {
		panic(err)
	}
	return map[string]any{
		"formats": Formats(s, r, head, n, at), "format": one, "unknowns": FormatUnknowns(s, r, head, n, at),
		"leverages": Leverages(s, r, head, n, at), "commitments": Commitments(s, r, head, n, at),
		"consultations": Consultations(s, r, head, n, at), "consents": Consents(s, r, head, n, at),
		"exits": Exits(s, r, head, n, at), "issues": Issues(s, r, head, n, at),
		"calendar": CalendarItems(s, r, head, n, at), "standing": StandingAt(s, r, head, n, at),
	}
}

// named tells of the parts of a report in few words, so that a test can hold
// them to a line.
func named(format string, parts ...any) string { return fmt.Sprintf(format, parts...) }

func joined[T any](all []T, say func(T) string) string {
	var out []string
	for _, x := range all {
		out = append(out, say(x))
	}
	return strings.Join(out, "; ")
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func compact(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
