// SPDX-License-Identifier: Apache-2.0

package act

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// idsIn collects every id of an entry in a body, and the one under "amends".
func idsIn(t *testing.T, a Act) (all []string, amends string) {
	t.Helper()
	body, err := Body(a)
	if err != nil {
		t.Fatal(err)
	}
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch x := v.(type) {
		case string:
			if len(x) == 64 && words(x, 64, "0123456789abcdef") {
				if key == "amends" {
					amends = x
				} else {
					all = append(all, x)
				}
			}
		case []any:
			for _, e := range x {
				walk(key, e)
			}
		case map[string]any:
			for k, e := range x {
				walk(k, e)
			}
		}
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	walk("", v)
	slices.Sort(all)
	return slices.Compact(all), amends
}

// TestRefs: an act speaks of every entry that its body names, and of no other.
func TestRefs(t *testing.T) {
	speaks, amends := map[string]bool{}, map[string]bool{}
	for name, a := range samples() {
		all, first := idsIn(t, a)
		var got []string
		if r, ok := a.(Referrer); ok {
			got = append(got, r.Refs()...)
			slices.Sort(got)
			got = slices.Compact(got)
		} else if a.Kind() == KindAsk {
			all = nil // the ledger of releases keeps it, and no register
		}
		if !slices.Equal(got, all) {
			t.Errorf("%s speaks of %v; its body names %v", name, got, all)
		}
		speaks[a.Kind()] = speaks[a.Kind()] || len(got) > 0
		again := ""
		if x, ok := a.(Amender); ok {
			again = x.Amended()
		}
		if again != first {
			t.Errorf("%s amends %q; its body says %q", name, again, first)
		}
		amends[a.Kind()] = amends[a.Kind()] || again != ""
	}
	var gotSpeaks, gotAmends []string
	for _, kind := range Kinds() {
		if speaks[kind] {
			gotSpeaks = append(gotSpeaks, kind)
		}
		if amends[kind] {
			gotAmends = append(gotAmends, kind)
		}
	}
	// Said in full, so that a kind which forgets an interface is noticed.
	if got, want := strings.Join(gotSpeaks, " "), "issue readout announcement undertaking undertaking.answer format.point leverage leverage.step "+
		"commitment commitment.step consultation consultation.answer proposal consent withdrawal position preference round round.answer round.result model"; got != want {
		t.Errorf("kinds that speak of others are\n%s\nwant\n%s", got, want)
	}
	if got, want := strings.Join(gotAmends, " "), "issue contact announcement undertaking format leverage commitment consultation proposal position preference round round.answer model"; got != want {
		t.Errorf("kinds with a sample that amends are\n%s\nwant\n%s", got, want)
	}
	if (Readout{Amends: otherID}).Amended() != otherID {
		t.Error("a readout is not amended")
	}
}

// TestRefsAreNotShared: what a caller does with the references of an act does
// not reach the act.
func TestRefsAreNotShared(t *testing.T) {
	for name, a := range samples() {
		r, ok := a.(Referrer)
		if !ok {
			continue
		}
		before, err := Body(a)
		if err != nil {
			t.Fatal(err)
		}
		got := r.Refs()
		for i := range got {
			got[i] = "overwritten"
		}
		_ = append(got, "more")
		if after, err := Body(a); err != nil || string(after) != string(before) {
			t.Errorf("%s has changed to %s, %v", name, after, err)
		}
	}
}

// TestStrayBodies are bodies of the kinds with parts and references that other
// readers might take for an act.
func TestStrayBodies(t *testing.T) {
	for name, c := range map[string]struct {
		kind, body, says string
	}{
		"no moment":                {KindContact, `{"form":"call","title":"a"}`, "when.day is"},
		"a null moment":            {KindContact, `{"form":"call","title":"a","when":null}`, "when.day is"},
		"a moment that is a text":  {KindContact, `{"form":"call","title":"a","when":"2025-05-19"}`, "when holds a JSON string"},
		"an empty moment":          {KindUndertaking, `{"by":"A","words":"a","spoken":{}}`, "one form"},
		"a moment of nothing":      {KindUndertaking, `{"by":"A","words":"a","spoken":{"day":""}}`, "one form"},
		"an empty date":            {KindUndertaking, `{"by":"A","words":"a","due":{}}`, "one form"},
		"a date with no moment":    {KindUndertaking, `{"by":"A","words":"a","due":{"when":{"day":""},"says":"soon"}}`, "one form"},
		"a field of a moment":      {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19","hour":1}}`, `has the field "hour"`},
		"length of nothing":        {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"at_least":0}`, "one form"},
		"length as a text":         {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"at_least":"1"}`, "at_least holds a JSON string"},
		"length with a fraction":   {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"at_least":1.5}`, "at_least holds a JSON number"},
		"nobody took part":         {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"who":[]}`, "one form"},
		"somebody without a name":  {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"who":[{}]}`, "who[0].name is empty"},
		"somebody who is null":     {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"who":[null]}`, "who[0].name is empty"},
		"a ground inside":          {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"Ground":{"mark":"uncertain"}}`, `has the field "Ground"`},
		"a ground out of order":    {KindContact, `{"mark":"uncertain","form":"call","title":"a","when":{"day":"2025-05-19"}}`, "one form"},
		"a mark of nothing":        {KindContact, `{"form":"call","title":"a","when":{"day":"2025-05-19"},"mark":""}`, "one form"},
		"claims that are null":     {KindReadout, `{"contact":"` + someID + `","text":"a","claims":null,"teller":"b"}`, "one form"},
		"a claim that is null":     {KindReadout, `{"contact":"` + someID + `","text":"a","claims":[null],"teller":"b"}`, "claims[0].point is empty"},
		"a figure of nothing":      {KindReadout, `{"contact":"` + someID + `","claims":[{"point":"a","words":"b","number":{"says":""}}],"teller":"b"}`, "one form"},
		"a figure that is one":     {KindReadout, `{"contact":"` + someID + `","claims":[{"point":"a","number":120}],"teller":"b"}`, "number holds a JSON number"},
		"a low number":             {KindReadout, `{"contact":"` + someID + `","claims":[{"point":"a","number":{"says":"b","low":120}}],"teller":"b"}`, "low holds a JSON number"},
		"not quoted, and present":  {KindReadout, `{"contact":"` + someID + `","claims":[{"point":"a","words":"b","quoted":false}],"teller":"b"}`, "one form"},
		"a speaker that is a text": {KindAnnouncement, `{"speaker":"a","when":{"day":"2025-05-19"},"words":"b","mark":"uncertain"}`, "speaker holds a JSON string"},
		"keys that are null":       {KindFormat, `{"title":"a","keys":null}`, "keys names 0 seats"},
		"a key that is null":       {KindFormat, `{"title":"a","keys":[null,"A"]}`, `keys is ""`},
		"amends nothing":           {KindIssue, `{"amends":"","title":"a"}`, "one form"},
		"amends null":              {KindIssue, `{"amends":null,"title":"a"}`, "one form"},
		"amends last":              {KindIssue, `{"title":"a","amends":"` + someID + `"}`, "one form"},
		"amends a list":            {KindIssue, `{"amends":["` + someID + `"],"title":"a"}`, "amends holds a JSON array"},
		"twice amended":            {KindIssue, `{"amends":"` + someID + `","amends":"` + otherID + `","title":"a"}`, "one form"},
		"a list in a list":         {KindIssue, `{"title":"a","owners":[["A"]]}`, "owners holds a JSON array"},
		"one owner, no list":       {KindIssue, `{"title":"a","owners":"A"}`, "owners holds a JSON string"},
		"deep in a claim":          {KindReadout, `{"contact":"` + someID + `","claims":` + strings.Repeat("[", 20000), "not JSON"},
		"amends a note":            {KindNote, `{"amends":"` + someID + `","text":"a"}`, `has the field "amends"`},
		"withdraws nothing":        {KindWithdrawal, `{}`, "entry is"},
		"a range that is a number": {KindPosition, `{"of":"A","sort":"range","number":5,"basis":"said"}`, "number holds a JSON number"},
		"a basis of nothing":       {KindPosition, `{"of":"A","sort":"interest","words":"a","basis":""}`, `basis is ""; want one of said`},
		"inferred before said":     {KindPosition, `{"of":"A","sort":"interest","basis":"said","words":"a"}`, "one form"},
		"a step of another kind":   {KindLeverageStep, `{"commitment":"` + someID + `","step":"lapsed","on":{"day":"2025-05-19"}}`, `has the field "commitment"`},
	} {
		a, err := Parse(c.kind, []byte(c.body))
		if err == nil || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 300 {
			t.Errorf("%s: read as %#v, %v\nwant … %s …", name, a, err, c.says)
		}
	}
}
