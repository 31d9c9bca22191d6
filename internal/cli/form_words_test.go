// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
)

func TestMomentOf(t *testing.T) {
	for text, want := range map[string]act.Moment{
		"":                                 {},
		"2025-05-19":                       {Day: "2025-05-19"},
		"2025-05-19..2025-05-21":           {Day: "2025-05-19", Until: "2025-05-21"},
		" 2025-05-19  18:00 UTC+03:00 ":    {Day: "2025-05-19", Clock: "18:00", Zone: "UTC+03:00"},
		"2025-05-19 18:00 Europe/Istanbul": {Day: "2025-05-19", Clock: "18:00", Zone: "Europe/Istanbul"},
		"soon":                             {Day: "soon"}, // refused by its kind, which says what a day looks like
	} {
		if got, err := momentOf("when", text); err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
	}
	if _, err := momentOf("when", "the 19th of May"); err == nil {
		t.Error("four words are no moment")
	}
}

func TestPersonOf(t *testing.T) {
	for text, want := range map[string]act.Person{
		"N. N.":              {Name: "N. N."},
		"N. N. ; a":          {Name: "N. N.", Seat: "a"},
		"N. N.;;spokesman":   {Name: "N. N.", Capacity: "spokesman"},
		"N. N.;a; in person": {Name: "N. N.", Seat: "a", Capacity: "in person"},
	} {
		if got, err := personOf("person", text); err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestClaimOf(t *testing.T) {
	got, err := claimOf("claim", ` point = Length of the call ; words="two; or \"more\"" ;quoted=yes; number="over two hours"; low=120; unit=minutes; condition=none`)
	want := act.Claim{
		Point: "Length of the call", Words: `two; or "more"`, Quoted: true,
		Number: act.Figure{Says: "over two hours", Low: "120", Unit: "minutes"}, Condition: act.NoCondition,
	}
	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	for text, part := range map[string]string{
		"":                        "it is empty",
		"point":                   "is not KEY=VALUE",
		"point=a; point=b":        "given twice",
		"point=a; mood=b":         "no part of a claim",
		"point=a; quoted=perhaps": "want yes",
		`point="a" b; words=c`:    "want a semicolon",
		`point="a`:                "closing quotation mark is missing",
		`point="a\`:               "closing quotation mark is missing",
		"=a":                      "is not KEY=VALUE",
	} {
		if _, err := claimOf("claim", text); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v; want %q", text, err, part)
		}
	}
}

// Every part of a claim can be said on the command line, and the help names it.
func TestClaimKeysAreComplete(t *testing.T) {
	var text []string
	for _, k := range claimKeys() {
		if !strings.Contains(writingTopic, k) {
			t.Errorf("the help does not name %s", k)
		}
		value := "1"
		if k == "quoted" {
			value = "yes"
		}
		text = append(text, k+"="+value)
	}
	c, err := claimOf("claim", strings.Join(text, ";"))
	if err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("a claim's %s cannot be said", v.Type().Field(i).Name)
		}
	}
}

// What can be said in pairs is read as it was said, whatever signs it holds.
func FuzzPairs(f *testing.F) {
	f.Add("point", `two; or "more" \ than`)
	f.Add("words", "=")
	f.Add("a b", " кілька ; слів\n")
	f.Fuzz(func(t *testing.T, key, value string) {
		pairsOf(value) // must end, and not panic
		key = strings.TrimSpace(key)
		if key == "" || strings.ContainsAny(key, `=;"`) || strings.ToValidUTF8(value, "") != value {
			return
		}
		said := key + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
		got, err := pairsOf(said + "; other = plain ;")
		want := []pair{{key, strings.TrimSpace(value)}, {"other", "plain"}}
		if key == "other" {
			if err == nil {
				t.Fatalf("%q was read, and a key is given twice", said)
			}
			return
		}
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%q: %q, %v; want %q", said, got, err, want)
		}
	})
}

// An act of a file is one that its kind's own printed form could say: whatever
// is read and keeps the rules is read back the same from that form.
func FuzzDecodeAct(f *testing.F) {
	f.Add([]byte(`{"form":"call","title":"x","when":{"day":"2025-05-19"}}`))
	f.Add([]byte(" {\"title\": \"x\"} {}"))
	f.Add([]byte(`{"who":[{"name":"x","seat":"a"}],"mark":"uncertain"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var x act.Contact
		if decodeAct(b, &x) != nil {
			return
		}
		body, err := act.Body(x)
		if err != nil {
			return
		}
		var again act.Contact
		if err := decodeAct(body, &again); err != nil || !reflect.DeepEqual(x, again) {
			t.Fatalf("%s was read as %+v and again as %+v: %v", b, x, again, err)
		}
	})
}

// Each flag of a form names the field that it fills, so that a fault in the
// field can be told as one of the flag.
func TestFormsKnowTheirFields(t *testing.T) {
	a := newApp(nil, nil, nil)
	x := act.Leverage{}
	f := newForm(a, &x)
	f.word(&x.Sort, "sort", "which", act.LeverageSorts())
	f.due(&x.Deadline, "deadline", "until when")
	f.ground(&x.Ground)
	names := map[string]string{}
	for _, field := range f.fields {
		names[field.flag] = field.name
	}
	want := map[string]string{
		"sort": "sort", "deadline": "deadline", "deadline-says": "deadline",
		"mark": "mark", "teller": "teller", "source": "sources", "illustrative": "illustrative",
	}
	if !reflect.DeepEqual(names, want) {
		t.Errorf("%v; want %v", names, want)
	}
	for fault, flag := range map[string]string{
		"sort": "--sort", "deadline.when.day": "--deadline:", "deadline.says": "--deadline-says:", "sources[1].key": "--source:", "other": "leverage: other",
	} {
		err := f.inFlags(&act.Error{Kind: "leverage", Field: fault, Msg: "is wrong"})
		if got := a.explain(err); got.Code != exitUsage || !strings.Contains(got.Msg, flag) {
			t.Errorf("%s: %q, want %q in it", fault, got.Msg, flag)
		}
	}
}
