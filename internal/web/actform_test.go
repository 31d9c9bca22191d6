// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/scenario"
)

// acts are those of the process of 2025, with references that lead nowhere.
func acts(t testing.TB) []act.Act {
	t.Helper()
	p, err := scenario.Load2025()
	if err != nil {
		t.Fatal(err)
	}
	var out []act.Act
	for _, row := range p.Rows {
		a, err := row.Act(func(ref string) (string, error) {
			if seat, ok := strings.CutPrefix(ref, "seat:"); ok {
				return seat, nil
			}
			sum := sha256.Sum256([]byte(ref))
			return hex.EncodeToString(sum[:]), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// Every act of the process that a form can write again fills that form, and the
// filled form writes the same act, also after it went through a browser.
func TestFormsWriteAgainWhatWasWritten(t *testing.T) {
	met := map[string]int{}
	for _, a := range acts(t) {
		f := formOf(a.Kind())
		if f == nil || f.fill != nil {
			continue
		}
		v, err := valuesOf(a, f.fields)
		if err != nil {
			t.Errorf("%s: %v: %+v", a.Kind(), err, a)
			continue
		}
		sent := url.Values{}
		for name, x := range v {
			sent[name] = x
		}
		back, err := actOf(a.Kind(), f.fields, typed(f.fields, sent))
		if err != nil || !reflect.DeepEqual(back, a) {
			t.Errorf("%s came back as %+v (%v), and was %+v", a.Kind(), back, err, a)
		}
		met[a.Kind()]++
	}
	for _, kind := range []string{
		act.KindContact, act.KindReadout, act.KindAnnouncement, act.KindUndertaking, act.KindIssue, act.KindFormat,
		act.KindLeverage, act.KindCommitment, act.KindConsultation, act.KindProposal, act.KindPosition,
	} {
		if met[kind] == 0 {
			t.Errorf("no act of the kind %s was tried", kind)
		}
	}
}

// An act that holds more than a form has fields for is refused and not cut.
func TestFormsRefuseWhatTheyWouldLose(t *testing.T) {
	x := act.Contact{Form: "call", Title: "A call", When: act.Moment{Day: "2025-05-19"}, Place: "Geneva"}
	f := contactForm()
	if _, err := valuesOf(x, f.fields); err != nil {
		t.Fatal(err)
	}
	var less []field
	for _, y := range f.fields {
		if y.name != "place" {
			less = append(less, y)
		}
	}
	if _, err := valuesOf(x, less); !errors.Is(err, errUnwritable) {
		t.Errorf("the place is lost: %v", err)
	}
}

// Rows in which nothing was typed go, and those that follow move up.
func TestEmptyRowsGo(t *testing.T) {
	f := readoutForm()
	v := values{"claims.0.point": {""}, "claims.1.point": {"venue"}, "claims.1.scope": {"all of it"}, "claims.2.point": {""}, "claims.3.point": {"date"}}
	v.dropEmptyRows(f.fields)
	if v.count("claims") != 2 || v.Get("claims.0.point") != "venue" || v.Get("claims.0.scope") != "all of it" || v.Get("claims.1.point") != "date" {
		t.Errorf("the rows are %v", v)
	}
	v.addRowWith(f.fields, "claims", "level")
	if v.Get("claims.2.point") != "level" {
		t.Errorf("the rows are %v", v)
	}
}

// FuzzForms types anything into a form: it never panics, and an act that comes
// out is one that the act's own rules take.
func FuzzForms(f *testing.F) {
	f.Add("contact", "when.day", "2025-05-19", "seats", "A")
	f.Add("readout", "claims.0.number.low", "1.5", "claims.0.point", "length")
	f.Add("announcement", "points", "a\nb", "speaker.name", "N")
	f.Fuzz(func(t *testing.T, name, one, x, other, y string) {
		form := findForm(name)
		if form == nil || form.parse != nil || form.deed != nil {
			return
		}
		v := typed(form.fields, url.Values{one: {x}, other: {y}, "form": {"call"}, "title": {"t"}, "when.day": {"2025-05-19"}})
		v.dropEmptyRows(form.fields)
		a, err := actOf(form.kind, form.fields, v)
		if err != nil {
			return
		}
		if err := a.Validate(); err != nil {
			t.Fatalf("%+v: %v", a, err)
		}
	})
}
