// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// talks is the contacts of the spring of 2025 about which accounts differ, in
// short: what each account says is a reported fact with the short name of its
// source in the chronology; the addresses are not repeated here.
type talks struct {
	*processtest.World
	ids map[string]record.Hash // of contacts by key, of accounts by key and teller
}

type told2025 struct {
	contact, teller, side, source string
	claims                        []act.Claim
}

// noon is a moment after everything in the fixtures.
var noon = time.Date(2025, 6, 3, 12, 0, 0, 0, time.UTC)

func spring(t testing.TB, accounts []told2025) *talks {
	w := &talks{processtest.New(t, "US:mediator", "RU:party", "UA:party", "TR:guarantor"), map[string]record.Hash{}}
	const all = "RU TR UA US"
	for _, c := range []struct {
		key  string
		body act.Contact
	}{
		{"call-0318", act.Contact{Form: "call", Title: "Call of 18 March", When: act.Moment{Day: "2025-03-18"}, Level: "leaders", Seats: []string{"RU", "US"}}},
		{"riyadh", act.Contact{Form: "meeting", Title: "Expert talks in Riyadh", When: act.Moment{Day: "2025-03-23", Until: "2025-03-25"}, Level: "experts", Place: "Riyadh", Seats: []string{"RU", "UA", "US"}}},
		{"first-0519", act.Contact{Form: "call", Title: "First call of 19 May", When: act.Moment{Day: "2025-05-19"}, Level: "leaders", Seats: []string{"UA", "US"}}},
		{"second-0519", act.Contact{Form: "call", Title: "Call of 19 May with Moscow", When: act.Moment{Day: "2025-05-19"}, Level: "leaders", AtLeast: 120, Seats: []string{"RU", "US"}}},
		{"istanbul-2", act.Contact{Form: "meeting", Title: "Second round in Istanbul", When: act.Moment{Day: "2025-06-02"}, Level: "delegations", Place: "Çırağan Palace", Seats: []string{"RU", "TR", "UA"}}},
	} {
		c.body.Mark, c.body.Sources = act.Confirmed, []act.Source{{Key: "C", At: "chronology"}}
		w.ids[c.key] = w.Do("US", all, record.OnRecord, c.body)
	}
	w.Tick()
	for _, a := range accounts {
		w.ids[a.contact+" "+a.teller] = w.Do("US", all, record.OnRecord, act.Readout{
			Contact: process.Ref(w.ids[a.contact]), Side: a.side, Claims: a.claims,
			Ground: act.Ground{Mark: act.OneSource, Teller: a.teller, Sources: []act.Source{{Key: a.source, At: "chronology"}}},
		})
	}
	w.Tick()
	return w
}

// springAccounts are who told what.
func springAccounts() []told2025 {
	return []told2025{
		{"call-0318", "White House", "US", "C6", []act.Claim{
			{Point: "Pause of strikes", Scope: "energy and infrastructure", Number: act.Figure{Says: "30 days", Low: "30", High: "30", Unit: "days"}},
		}},
		{"call-0318", "Kremlin", "RU", "C7", []act.Claim{
			{Point: "pause of strikes", Scope: "energy infrastructure", Number: act.Figure{Says: "thirty days", Low: "30", High: "30", Unit: "days"}},
			{Point: "Foreign aid to Ukraine", Words: "its end is a key condition"},
		}},
		{"riyadh", "White House", "US", "C8", []act.Claim{{Point: "Black Sea", Status: "agreed", Condition: act.NoCondition}}},
		{"riyadh", "Kremlin", "RU", "C8", []act.Claim{
			{Point: "Black Sea", Status: "agreed", Condition: "when relief from sanctions has been given"},
			{Point: "Pause of strikes on energy", Time: "30 days from 18 March"},
		}},
		{"riyadh", "Office of the President of Ukraine", "UA", "C8", []act.Claim{
			{Point: "Pause of strikes on energy", Time: "from 25 March"},
		}},
		{"first-0519", "Axios, citing sources", "", "C19", []act.Claim{{Point: "Length", Words: "a few minutes", Quoted: true, Number: act.Figure{Says: "a few minutes"}}}},
		{"first-0519", "Zelensky", "UA", "C22", []act.Claim{{Point: "Length", Words: "I think more than an hour", Quoted: true, Number: act.Figure{Says: "more than an hour", Low: "60", Unit: "minutes"}}}},
		{"second-0519", "Trump", "US", "C19", []act.Claim{
			{Point: "What starts", Words: "immediately start negotiations toward a ceasefire", Quoted: true, Scope: "negotiations toward a ceasefire", Time: "immediately"},
			{Point: "Ceasefire", Condition: act.NoCondition},
			{Point: "Length", Number: act.Figure{Says: "two hours", Low: "120", High: "120", Unit: "minutes"}},
			{Point: "Trade", Time: "after the war"},
		}},
		{"second-0519", "Putin", "RU", "C19", []act.Claim{
			{Point: "What starts", Scope: "a memorandum on a possible future treaty"},
			{Point: "Ceasefire", Words: "possible ceasefire for a certain period if agreements are reached", Quoted: true, Time: "for a certain period", Condition: "if agreements are reached"},
			{Point: "Length", Number: act.Figure{Says: "over two hours", Low: "120", Unit: "minutes"}},
		}},
		{"istanbul-2", "Head of the Ukrainian delegation", "UA", "C30", []act.Claim{
			{Point: "Bodies", Words: "6,000 for 6,000", Quoted: true, Actor: "both sides", Number: act.Figure{Says: "6,000", Low: "6000", High: "6000"}},
		}},
		{"istanbul-2", "Head of the Russian delegation", "RU", "C29", []act.Claim{
			{Point: "Bodies", Actor: "Russia alone", Number: act.Figure{Says: "6000", Low: "6000", High: "6000"}},
			{Point: "Short truce", Number: act.Figure{Says: "2 to 3 days", Low: "2", High: "3", Unit: "days"}, Status: "proposed"},
		}},
		{"istanbul-2", "Press reports of the Russian statement", "", "C30", []act.Claim{
			{Point: "Short truce", Status: "agreed"},
		}},
	}
}

// found puts divergences into lines that stay the same from run to run: the
// contact, the point, the facet, and who departs from whom by which rule.
func found(all []ContactDivergence, of func(ContactDivergence) []Divergence) []string {
	var out []string
	for _, c := range all {
		for _, d := range of(c) {
			for _, line := range apart(d) {
				out = append(out, c.Contact.Title+" | "+line)
			}
		}
	}
	slices.Sort(out)
	return out
}

// apart lists who departs from whom in one divergence, by teller.
func apart(d Divergence) []string {
	var out []string
	for _, p := range d.Pairs {
		for _, x := range d.Values {
			for _, y := range d.Values {
				if x.Form == p.One && y.Form == p.Other && foldValue(x.Teller) != foldValue(y.Teller) {
					two := []string{x.Teller, y.Teller}
					slices.Sort(two)
					out = append(out, foldValue(d.Point)+" | "+d.Facet+" | "+strings.Join(two, " ≠ ")+" | "+p.Rule)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
