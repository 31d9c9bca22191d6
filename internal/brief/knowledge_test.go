// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// TestAnAccountIsReleased is a story: a mediator talks to two sides apart, and
// what one side tells of its call reaches the other in its words, when it has
// permitted that and not before.
func TestAnAccountIsReleased(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	const wp = record.WithoutPrejudice
	call := w.Do("M", "A", wp, act.Contact{Form: "call", Title: "Call with A", When: act.Moment{Day: "2025-05-19"}, Seats: []string{"A", "M"}, AtLeast: 120, AtMost: 130})
	w.Tick()
	ofM := w.Do("M", "A", wp, act.Readout{Contact: process.Ref(call), Side: "M", Ground: act.Ground{Teller: "Mediator"}, Claims: []act.Claim{
		{Point: "What starts", Scope: "negotiations"}, {Point: "Tone", Words: "excellent", Quoted: true},
	}})
	ofA := w.Do("A", "M", wp, act.Readout{Contact: process.Ref(call), Side: "A", Ground: act.Ground{Teller: "Delegation of A"}, Claims: []act.Claim{
		{Point: "What starts", Scope: "a memorandum"},
	}})
	w.Tick()
	knows := func(seat string) (contacts, accounts, divergences int) {
		t.Helper()
		r := Contacts(w.State(seat), w.Roster(), head, w.Withheld(seat))
		for _, c := range r.Contacts {
			accounts += c.Accounts
			divergences += c.Divergences
		}
		return r.Found, accounts, divergences
	}
	for _, seat := range []string{"M", "A"} {
		if c, a, d := knows(seat); c != 1 || a != 2 || d != 1 {
			t.Errorf("seat %s: %d contacts, %d accounts, %d divergences", seat, c, a, d)
		}
	}
	for _, seat := range []string{"B", "G"} {
		if c, a, d := knows(seat); c+a+d != 0 {
			t.Errorf("seat %s: %d contacts, %d accounts, %d divergences", seat, c, a, d)
		}
		if _, err := Contact(w.State(seat), w.Roster(), head, 0, call, noon); !errors.Is(err, ErrNotOpened) {
			t.Errorf("seat %s: %v", seat, err)
		}
	}
	if _, err := Contact(w.State("M"), w.Roster(), head, 0, ofA, noon); !errors.Is(err, ErrNotOpened) {
		t.Errorf("an account is no contact: %v", err)
	}

	w.Do("M", "A", wp, act.Ask{Entry: process.Ref(ofA), Parts: []int64{1}, To: []string{"B"}})
	adopt := w.Adopt("A", "M", ofA)
	grant := w.Grant("A", "M", record.Grant{Entry: ofA, Parts: []int64{1}, Audience: []string{"B"}})
	w.Grant("A", "M", record.Grant{Entry: ofM, OwnWords: true, Audience: []string{"B"}}) // not its entry
	w.Tick()
	k := func(of, seat string, until time.Time, reads bool) KnowledgeReport {
		return Knowledge(w.State(of), w.Roster(), head, 0, KnowledgeQuery{Seat: seat, Until: until, Reads: reads})
	}
	if r := k("M", "B", time.Time{}, false); len(r.Told) != 0 || len(r.Permitted) != 1 || r.Permitted[0].Entry != process.Ref(ofA) ||
		r.Permitted[0].Grant != process.Ref(grant) || !r.Permitted[0].Opened || r.Permitted[0].Kind != act.KindReadout || len(r.OwnWords) != 0 {
		t.Errorf("permitted, not shown: %+v", r)
	}
	before := w.Now
	shown := w.Disclose("M", "B", ofA, []int64{1}, grant, adopt)
	w.Tick()

	r := k("M", "B", time.Time{}, true)
	if len(r.Told) != 1 || len(r.Permitted) != 0 || r.Told[0].Disclosure != process.Ref(shown) || !r.Told[0].Shown.Permitted {
		t.Fatalf("shown: %+v", r)
	}
	if p := r.Told[0].Permissions; len(p) != 1 || p[0].Grant != process.Ref(grant) || p[0].By.Seat != "A" || !p[0].Opened || !slices.Equal(p[0].Parts, []int64{1}) {
		t.Errorf("on whose permission: %+v", p)
	}
	if x, ok := r.Told[0].Shown.Parts[0].Act.(act.Readout); !ok || x.Claims[0].Scope != "a memorandum" {
		t.Errorf("in which words: %+v", r.Told[0].Shown.Parts)
	}
	if r := k("M", "B", before.Add(-time.Minute), false); len(r.Told) != 0 || len(r.Permitted) != 1 || r.Until == "" {
		t.Errorf("before: %+v", r)
	}
	if r.ReadsOf != 1 || len(r.Reads) != 1 || r.Reads[0].Kind != record.KindDisclose {
		t.Errorf("reads: %+v", r.Reads)
	}
	if r := k("M", "A", time.Time{}, true); r.ReadsOf != 7 || len(r.Reads) != 7 || r.Reads[0].Act == nil || len(r.Told) != 0 {
		t.Errorf("A reads %d: %+v", r.ReadsOf, r.Reads)
	}
	if r := k("B", "B", time.Time{}, false); len(r.Told) != 1 || len(r.Told[0].Permissions) != 1 || r.Told[0].Permissions[0].Opened || len(r.Reads) != 0 || r.ReadsOf != 1 {
		t.Errorf("B, of itself: %+v", r)
	}
	if r := k("G", "B", time.Time{}, true); len(r.Told)+len(r.Permitted)+len(r.Reads) != 0 {
		t.Errorf("G: %+v", r)
	}

	// B now has an account of a contact that it cannot open, and no more.
	if c, a, d := knows("B"); c != 1 || a != 1 || d != 0 {
		t.Errorf("B: %d contacts, %d accounts, %d divergences", c, a, d)
	}
	c, err := Contact(w.State("B"), w.Roster(), head, 0, call, noon)
	if err != nil || c.Contact.Opened || c.Contact.Title != "" || len(c.Accounts) != 1 || c.Accounts[0].ShownBy != process.Ref(shown) ||
		c.Accounts[0].By.Seat != "A" || c.Table.Rows[0].Cells[0].Facets[0].Value != "a memorandum" {
		t.Errorf("B: %+v, %v", c, err)
	}
	if text := marshal(t, c) + marshal(t, k("B", "B", time.Time{}, true)); strings.Contains(text, "excellent") || strings.Contains(text, process.Ref(ofM)) {
		t.Error("B reads the account of the mediator")
	}
	if c, err := Contact(w.State("M"), w.Roster(), head, 0, call, noon); err != nil || len(c.Released) != 1 || c.Released[0].Teller != "Delegation of A" ||
		len(c.Released[0].Disclosed) != 1 || c.Released[0].Disclosed[0].To[0].Seat != "B" {
		t.Errorf("what was released: %+v, %v", c.Released, err)
	}
	// The contact itself, shown by the one who entered it.
	open := w.Disclose("M", "B", call, []int64{1}, record.Hash{}, w.Adopt("M", "A", call))
	w.Do("B", "M", wp, act.Readout{Contact: process.Ref(call), Ground: act.Ground{Teller: "B, of what it heard"}, Claims: []act.Claim{{Point: "what starts", Scope: "nothing"}}})
	c, err = Contact(w.State("B"), w.Roster(), head, 0, call, noon)
	if err != nil || c.Contact.Title != "Call with A" || c.Contact.ShownBy != process.Ref(open) || c.Contact.Opened || len(c.Divergences) != 1 {
		t.Errorf("B, shown the contact: %+v, %v", c, err)
	}
	if c, a, d := knows("M"); c != 1 || a != 3 || d != 1 {
		t.Errorf("M: %d contacts, %d accounts, %d divergences", c, a, d)
	}
}

// TestChanges: what could be read only with a later leaf is new, wherever it
// stands in the log.
func TestChanges(t *testing.T) {
	w := tell(t, "A", "B")
	size := w.Size()
	w.Tick()
	call := w.Do("M", "A B G", record.OnRecord, act.Contact{Form: "call", Title: "Call", When: act.Moment{Day: "2025-05-19"}})
	w.Tick()
	tale := w.Do("B", "A G M", record.OnRecord, act.Readout{Contact: process.Ref(call), Text: "Short.", Ground: act.Ground{Teller: "B"}})
	w.Do("B", "A G M", record.OnRecord, act.Withdrawal{Entry: process.Ref(tale)})
	w.release("B")
	changes := func(seat string, q ChangesQuery) (out []string) {
		r := Changes(w.State(seat), w.Roster(), head, 0, q)
		n := 0
		for _, g := range r.Groups {
			n += len(g.Changes)
			for _, c := range g.Changes {
				line := g.Group + " " + c.Kind
				if c.You {
					line += " you"
				}
				if c.Subject != nil {
					line += " of " + c.Subject.Title
				}
				out = append(out, line)
			}
		}
		if n != r.Found && !r.More {
			t.Errorf("%d changes of %d", n, r.Found)
		}
		return out
	}
	if got := changes("B", ChangesQuery{Size: size}); !slices.Equal(got, []string{
		"contacts withdrawal you of B", "contacts readout you of Call", "contacts contact", "release disclose",
	}) {
		t.Errorf("B: %q", got)
	}
	if got := changes("A", ChangesQuery{Size: size, Limit: 1}); !slices.Equal(got, []string{"contacts withdrawal of B"}) {
		t.Errorf("A, the newest: %q", got)
	}
	if got := changes("A", ChangesQuery{Size: w.Size()}); len(got) != 0 {
		t.Errorf("nothing new: %q", got)
	}
	if got, all := changes("A", ChangesQuery{}), w.State("A").Len(); len(got) != all {
		t.Errorf("everything is new: %d of %d", len(got), all)
	}
	if got := changes("A", ChangesQuery{Since: w.Now.Add(-4 * time.Minute)}); len(got) != 1 {
		t.Errorf("by time: %q", got)
	}
	// Lines in the order in which they could be read, the second of which waited.
	lines := []process.Line{{Index: 1}, {Index: 7}, {Index: 3}, {Index: 8}}
	if got := fresh(lines, ChangesQuery{Size: 5}); len(got) != 3 || got[1].Index != 3 {
		t.Errorf("an entry that waited: %+v", got)
	}
	for _, kind := range act.Kinds() {
		if g := groupOf(kind); !slices.Contains(ChangeGroups(), g) || g == "other" && kind != act.KindWithdrawal {
			t.Errorf("%s is in the group %s", kind, g)
		}
	}
}

// TestBalanceIsSymmetric swaps the two parties everywhere: each figure of one is
// then that of the other, and no word changes.
func TestBalanceIsSymmetric(t *testing.T) {
	play := func(a, b string) (BalanceReport, *processtest.World) {
		w := processtest.New(t, "M:mediator", a+":party", b+":party", "G:guarantor")
		all := a + " " + b + " G M"
		one := func(s ...string) []string { slices.Sort(s); return s }
		ground := func(m act.Mark) act.Ground {
			return act.Ground{Mark: m, Sources: []act.Source{{Key: "C1", At: "example.org"}}}
		}
		for _, c := range []act.Contact{
			{Form: "call", Title: "1", When: act.Moment{Day: "2025-05-01"}, AtLeast: 60, AtMost: 90, Seats: one("M", a)},
			{Form: "call", Title: "2", When: act.Moment{Day: "2025-05-02"}, AtLeast: 30, Seats: one("M", a)},
			{Form: "call", Title: "3", When: act.Moment{Day: "2025-05-03"}, AtMost: 40, Who: []act.Person{{Name: "x", Seat: a}, {Name: "y", Seat: a}}},
			{Form: "call", Title: "4", When: act.Moment{Day: "2025-05-04"}, AtLeast: 500, Seats: one("M", a), Ground: ground(act.Disputed)},
			{Form: "visit", Title: "5", When: act.Moment{Day: "2025-05-05"}, Seats: one("M", b)},
			{Form: "meeting", Title: "6", When: act.Moment{Day: "2025-06-06"}, Seats: one(a, b)},
			{Form: "meeting", Title: "7", When: act.Moment{Day: "2025-07-07"}, Seats: one(a, b)},
		} {
			w.Do("M", all, record.OnRecord, c)
		}
		gone := w.Do("M", all, record.OnRecord, act.Contact{Form: "call", Title: "8", When: act.Moment{Day: "2025-05-06"}, Seats: one("M", b)})
		w.Tick()
		w.Do("M", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(gone)})
		u := w.Do("M", all, record.OnRecord, act.Undertaking{By: a, To: one(b), Words: "w"})
		w.Do("M", all, record.OnRecord, act.Undertaking{By: a, To: one(b), Words: "x"})
		note := w.Do(a, "M", record.WithoutPrejudice, act.Note{Text: "n"})
		w.Tick()
		w.Do("M", a, record.OnRecord, act.Ask{Entry: process.Ref(note), Parts: []int64{1}, To: []string{b}})
		w.Do(b, all, record.OnRecord, act.UndertakingAnswer{Undertaking: process.Ref(u), Answer: "kept"})
		w.Do(a, all, record.OnRecord, act.UndertakingAnswer{Undertaking: process.Ref(u), Answer: "not-kept"})
		adopt, grant := w.Adopt(a, "M", note), w.Grant(a, "M", record.Grant{Entry: note, Parts: []int64{1}, Audience: []string{b}})
		w.Disclose("M", b, note, []int64{1}, grant, adopt)
		return Balance(w.State("M"), w.Roster(), head, 0, "2025-05-01", "2025-06-30"), w
	}
	one, w := play("Aa1", "Bb2")
	x := one.Parties[0]
	if x.Seat.Seat != "Aa1" || x.Contacts != 5 || x.LastContact.Title != "6" || x.Role != record.RoleParty {
		t.Errorf("%+v", x)
	}
	if l := x.Length; l != (LengthSum{AtLeast: 90, AtLeastOf: 2, AtMost: 130, AtMostOf: 2, NoUpper: 1, NotStated: 1, NotCounted: 1}) {
		t.Errorf("length %+v", l)
	}
	if x.Releases != (ReleaseCount{From: 1}) || x.Requests != (RequestCount{Of: 1, OfAnswered: 1}) || x.Undertakings != (UndertakingCount{By: 2, ByOpen: 2}) {
		t.Errorf("%+v", x)
	}
	for i, seat := range []string{"Aa1", "Bb2"} {
		if own := Balance(w.State(seat), w.Roster(), head, 0, "", "").Parties; len(own) != 2 || own[0].Seat.Seat != seat {
			t.Errorf("party %d is not first in its own copy: %+v", i, own)
		}
	}
	y := one.Parties[1]
	if y.Contacts != 2 || y.Length != (LengthSum{NotStated: 2}) || y.Releases != (ReleaseCount{To: 1}) || y.Undertakings != (UndertakingCount{To: 2, ToOpen: 2}) {
		t.Errorf("%+v", y)
	}
	if text := marshal(t, y.Length); strings.Contains(text, `"at_least":`) || strings.Contains(text, `"at_most":`) {
		t.Errorf("a length that nobody stated is shown as a figure: %s", text)
	}
	if m := one.Others[1]; len(one.Others) != 2 || m.Seat.Seat != "M" || m.Contacts != 4 || m.Requests != (RequestCount{By: 1, ByAnswered: 1}) || !m.You {
		t.Errorf("%+v", one.Others)
	}
	two, v := play("Bb2", "Aa1")
	swap := strings.NewReplacer("Aa1", "Bb2", "Bb2", "Aa1")
	mine, theirs := swap.Replace(plain(w.State("M"), marshal(t, one))), plain(v.State("M"), marshal(t, two))
	if a, b := unordered(t, mine), unordered(t, theirs); a != b {
		a, b = difference(a, b)
		t.Errorf("… %s …\nwith the parties swapped … %s …", a, b)
	}
	if got := Balance(w.State("M"), w.Roster(), head, 0, "2030-01-01", ""); got.Parties[0].Contacts != 0 || got.Parties[0].LastContact != nil || got.From != "2030-01-01" {
		t.Errorf("later: %+v", got.Parties[0])
	}
}
