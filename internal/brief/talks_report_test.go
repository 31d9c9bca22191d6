// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// everything lets each report on what was said have something to say.
func everything(t testing.TB) *talks {
	w := spring(t, springAccounts())
	const all = "RU TR UA US"
	issue := process.Ref(w.Do("US", all, record.OnRecord, act.Issue{Title: "Ceasefire", Owners: []string{"UA"}}))
	w.Tick()
	contact := process.Ref(w.ids["second-0519"])
	w.Do("US", all, record.OnRecord, act.Announcement{
		Speaker: act.Person{Name: "Trump", Seat: "US"}, When: act.Moment{Day: "2025-05-19"}, Words: "immediately", Contact: contact, Issues: []string{issue},
		Ground: act.Ground{Mark: act.OneSource, Sources: []act.Source{{Key: "C19", At: "chronology"}}},
	})
	u := w.Do("US", all, record.OnRecord, act.Undertaking{
		By: "RU", To: []string{"UA"}, Words: "will propose a memorandum", Contact: contact, Issue: issue, Due: act.Due{When: act.Moment{Day: "2025-05-28"}},
	})
	w.Tick()
	w.Do("US", all, record.OnRecord, act.UndertakingAnswer{Undertaking: process.Ref(u), Answer: "read-back"})
	w.Do("UA", all, record.OnRecord, act.UndertakingAnswer{Undertaking: process.Ref(u), Answer: "not-kept"})
	w.Do("US", all, record.OnRecord, act.Readout{Contact: strings.Repeat("ab", 32), Text: "Of a contact that nobody can open.", Ground: act.Ground{Teller: "t"}})
	note := w.Do("RU", "US", record.WithoutPrejudice, act.Note{Text: "between the two of us: thirty days"})
	w.Tick()
	w.Do("US", "RU", record.OnRecord, act.Ask{Entry: process.Ref(note), Parts: []int64{1}, To: []string{"UA"}})
	adopt, grant := w.Adopt("RU", "US", note), w.Grant("RU", "US", record.Grant{Entry: note, Parts: []int64{1}, Audience: []string{"TR", "UA"}})
	w.Grant("RU", "US", record.Grant{Entry: note, OwnWords: true, Audience: []string{"TR"}})
	w.Disclose("US", "UA", note, []int64{1}, grant, adopt)
	w.Tick()
	return w
}

func talkReports(t testing.TB, s process.State, r *record.Roster) map[string]any {
	out := map[string]any{
		"contacts":      Contacts(s, r, head, 0),
		"divergences":   Divergences(s, r, head, 0, DivergencesQuery{}),
		"announcements": Announcements(s, r, head, 0, AnnouncementsQuery{}),
		"undertakings":  Undertakings(s, r, head, 0, noon),
		"balance":       Balance(s, r, head, 0, "", ""),
		"owed":          WhoOwes(s, r, head, 0, noon),
		"changes":       Changes(s, r, head, 0, ChangesQuery{}),
	}
	for _, seat := range []string{"RU", "TR", "UA", "US"} {
		out["knowledge of "+seat] = Knowledge(s, r, head, 0, KnowledgeQuery{Seat: seat, Reads: true})
		out["knowledge of "+seat+" at a time"] = Knowledge(s, r, head, 0, KnowledgeQuery{Seat: seat, Until: noon.Add(-24 * time.Hour)})
	}
	for _, c := range Contacts(s, r, head, 0).Contacts {
		x, err := Contact(s, r, head, 0, mustID(t, c.First), noon)
		if err != nil {
			t.Fatal(err)
		}
		out["contact "+c.First] = x
	}
	return out
}

// TestTalkReportsAreWhole: each report on what was said has its footing and no
// list that is null, for every seat and for a state without any entry; and the
// same state gives the same bytes.
func TestTalkReportsAreWhole(t *testing.T) {
	w := everything(t)
	all := map[string]any{}
	for name, v := range talkReports(t, process.New("X"), nil) {
		all["empty "+name] = v
	}
	for _, seat := range w.Roster().Names() {
		first := talkReports(t, w.State(seat), w.Roster())
		again := talkReports(t, w.State(seat), w.Roster())
		for name, v := range first {
			all[seat+" "+name] = v
			if marshal(t, v) != marshal(t, again[name]) {
				t.Errorf("%s %s: two reports of one state differ", seat, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var v map[string]any
		if err := json.Unmarshal([]byte(marshal(t, all[name])), &v); err != nil {
			t.Fatal(err)
		}
		if at := null(v, name); at != "" {
			t.Errorf("%s is null", at)
		}
		if v["head"] == nil || v["withheld"] == nil {
			t.Errorf("%s has no footing", name)
		}
	}
	for _, seat := range []string{"TR", "UA"} {
		shown := strings.Contains(marshal(t, talkReports(t, w.State(seat), w.Roster())), "between the two of us")
		if shown != (seat == "UA") {
			t.Errorf("seat %s reads what was said to the mediator alone: %v; it was shown to UA", seat, shown)
		}
	}
}

// TestEveryKindIsPutIntoWords: an entry says in one line what it does.
func TestEveryKindIsPutIntoWords(t *testing.T) {
	w := everything(t)
	seen := map[string]bool{}
	for _, e := range Entries(w.State("US"), EntriesQuery{}).Entries {
		seen[e.Kind] = true
		if e.Says == "" || e.Says == "changes the roster" {
			t.Errorf("%s says %q", e.Kind, e.Says)
		}
	}
	for _, kind := range []string{act.KindContact, act.KindReadout, act.KindAnnouncement, act.KindUndertaking, act.KindUndertakingAnswer, act.KindIssue} {
		if !seen[kind] {
			t.Errorf("no entry of the kind %s", kind)
		}
	}
	f := newFaces(process.New("US"), nil)
	ref := strings.Repeat("ab", 32)
	for want, a := range map[string]act.Act{
		"2025-05-19 call: Call":                                                   act.Contact{Form: "call", Title: "Call", When: act.Moment{Day: "2025-05-19"}},
		"in place of abababababab: 2025-05-19 call: Call":                         act.Contact{Amends: ref, Form: "call", Title: "Call", When: act.Moment{Day: "2025-05-19"}},
		"account of Kremlin of the contact abababababab":                          act.Readout{Contact: ref, Ground: act.Ground{Teller: "Kremlin"}},
		"2025-05-19 Trump: first line …":                                          act.Announcement{Speaker: act.Person{Name: "Trump"}, When: act.Moment{Day: "2025-05-19"}, Words: "first line\nsecond"},
		"RU undertakes: lists":                                                    act.Undertaking{By: "RU", Words: "lists"},
		"says of the undertaking abababababab that its words were read back":      act.UndertakingAnswer{Undertaking: ref, Answer: "read-back"},
		"says of the undertaking abababababab that its words are right":           act.UndertakingAnswer{Undertaking: ref, Answer: "confirmed"},
		"says of the undertaking abababababab that it was not said so":            act.UndertakingAnswer{Undertaking: ref, Answer: "disowned"},
		"says of the undertaking abababababab that it was kept":                   act.UndertakingAnswer{Undertaking: ref, Answer: "kept"},
		"says of the undertaking abababababab that it was not kept":               act.UndertakingAnswer{Undertaking: ref, Answer: "not-kept"},
		"says what the words of the undertaking abababababab were: 100 % of them": act.UndertakingAnswer{Undertaking: ref, Answer: "corrected", Words: "100 % of them"},
		"takes back abababababab":                                                 act.Withdrawal{Entry: ref},
		"says that the process is in the phase design since 2025-05-19":           act.Phase{Phase: "design", Since: "2025-05-19"},
		"issue: Ceasefire": act.Issue{Title: "Ceasefire"},
	} {
		if got := f.says(process.Line{Kind: a.Kind(), Act: a}); got != want {
			t.Errorf("%s says %q; want %q", a.Kind(), got, want)
		}
	}
}
