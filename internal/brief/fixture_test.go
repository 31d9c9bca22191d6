// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// secret marks what one party says to the mediator alone.
const secret = "only between us, says "

// told is a process as most tests see it.
type told struct {
	*processtest.World
	entry, ask, adopt, grant, shown, leak, void record.Hash
}

var head = Head{Process: "p", Size: 40, Root: "r", Witnessed: true, Cosignatures: 4, Quorum: 3}

// tell plays a process with a mediator M, two parties and a guarantor G. What
// the first party says is asked for, permitted and shown to the second.
func tell(t testing.TB, a, b string) *told {
	w := &told{World: processtest.New(t, "M:mediator", a+":party", b+":party", "G:guarantor")}
	all := strings.Join([]string{a, b, "G", "M"}, " ")
	const rec, wp = record.OnRecord, record.WithoutPrejudice

	w.Do("M", all, rec, act.Title{Title: "Talks <on> a truce & an exchange", Summary: "Two parties, one mediator."})
	w.Do("M", all, rec, act.SeatName{Seat: "M", Name: "United Mediators", Says: "mediator", Short: "um"})
	w.Do(a, all, rec, act.SeatName{Seat: a, Name: "Delegation of " + a, Short: strings.ToLower(a)})
	w.Do("M", all, rec, act.SeatName{Seat: b, Name: "Given name of " + b})
	w.Do(b, all, rec, act.SeatName{Seat: b, Name: "Chosen name of " + b}) // in the same tick
	w.Tick()

	for i, e := range []act.Event{
		{Date: "2025-05-16", Title: "Talks in Istanbul", Text: "First direct talks.", Mark: act.Confirmed},
		{Date: "2025-05-19", Title: "Call with " + a, Text: "Two hours.", Mark: act.Disputed, Teller: a},
		{Date: "2025-05-19", Title: "Call with " + a, Text: "Not two hours.", Mark: act.Disputed, Teller: b},
		{Date: "2025-06-02", Title: "Second round", Text: "Said by one.", Mark: act.OneSource},
		{Date: "2025-06-03", Title: "Third round", Text: "Said by one.", Mark: act.Disputed, Teller: b},
		{Date: "2025-07-23", Until: "2025-07-24", Title: "Prices", Text: "From a data set.", Mark: act.Measured},
		{Date: "2025-08-15", Title: "Venue", Text: "Not known.", Mark: act.Uncertain},
		{Date: "2025-08-16", Title: "A note as it could be", Text: "Invented.", Mark: act.Uncertain, Illustrative: true},
	} {
		if e.Mark != act.Uncertain {
			e.Sources = []act.Source{{Key: "C1", At: fmt.Sprintf("example.org/%d", i)}}
		}
		w.Do("M", all, rec, e)
	}
	w.Tick()

	w.entry = w.Do(a, "M", wp, act.Note{Text: secret + a + ": thirty days\nand no more"})
	w.Do(b, "M", wp, act.Note{Text: secret + b + ": sixty days"})
	w.Do(b, "M", wp, act.Event{Date: "2025-08-17", Title: secret + b, Text: "Unpublished.", Mark: act.Uncertain})
	w.ask = w.Do("M", a, wp, act.Ask{Entry: process.Ref(w.entry), Parts: []int64{1}, To: []string{b}, Why: "it would help"})
	w.Do("M", a, wp, act.Ask{Entry: process.Ref(w.entry), Parts: []int64{1}, To: []string{"G"}})
	w.adopt = w.Adopt(a, "M", w.entry)
	w.grant = w.Grant(a, "M", record.Grant{Entry: w.entry, Parts: []int64{1}, Audience: []string{b}})
	w.Grant(a, "M", record.Grant{Entry: w.entry, OwnWords: true, Audience: []string{"M"}})
	w.Grant(b, "M", record.Grant{Entry: w.entry, Parts: []int64{1}, Audience: []string{"G"}}) // not its entry
	w.void = w.Do(a, all, rec, act.Title{Title: "not for a party to say"})
	w.Post("M", a, rec, "later.kind", record.Part{Media: "text/plain", Data: []byte("?")})
	w.Tick()
	return w
}

// release lets the mediator show the entry to the second party, and then to the
// guarantor, which nobody has permitted.
func (w *told) release(b string) {
	w.shown = w.Disclose("M", b, w.entry, []int64{1}, w.grant, w.adopt)
	w.leak = w.Disclose("M", "G", w.entry, []int64{1}, w.grant, w.adopt)
	w.Tick()
}

// reports are all reports of one seat, by name.
func (w *told) reports(t testing.TB, seat string) map[string]any {
	s, r, n := w.State(seat), w.Roster(), w.Withheld(seat)
	out := map[string]any{
		"standing": Standing(s, r, head, n),
		"roster":   RosterReport(s, r, head, n),
		"entries":  Entries(s, EntriesQuery{Head: head, Withheld: n}),
		"knows":    WhoKnows(s, w.entry, head, n),
		"releases": Releases(s, r, head, n),
	}
	for _, x := range r.Names() {
		out["told "+x] = ToldTo(s, x, w.Now, head, n)
	}
	for _, l := range s.Lines() {
		e, err := EntryShow(s, r, head, n, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprintf("entry %03d", l.Index)] = e
	}
	return out
}

func marshal(t testing.TB, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// plain replaces ids, which differ from run to run, by what stays. s must have
// read all entries, as the mediator's has.
func plain(s process.State, text string) string {
	var pairs []string
	for _, l := range s.Lines() {
		name := fmt.Sprintf("entry#%d", l.Index)
		pairs = append(pairs, process.Ref(l.ID), name, process.Ref(l.ID)[:shortRef], name)
	}
	for _, c := range s.Channels() {
		pairs = append(pairs, process.Ref(c.ID), "channel of "+strings.Join(c.Audience, " "))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
