// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestTexts fills every field of every kind with words of its own, and asks for
// each of them back, except those that are no text.
func TestTexts(t *testing.T) {
	for name, a := range samples() {
		v := reflect.New(reflect.TypeOf(a)).Elem()
		v.Set(reflect.ValueOf(a))
		var want []string
		mark(v, "", &want)
		if x, ok := v.Addr().Interface().(*FormatPoint); ok {
			x.When = Moment{Day: "text of the day"} // what a meeting is about, when it is about a date
			want = append(want, x.When.Day)
		}
		got := strings.Join(Texts(v.Interface().(Act)), "|")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: the text of %s is not returned: %s", name, w, got)
			}
		}
		if strings.Contains(got, "hidden") {
			t.Errorf("%s: what is no text is returned: %s", name, got)
		}
	}
	if Texts(nil) != nil || len(Texts(Consent{Stand: "given"})) != 0 {
		t.Error("there is a text in nothing")
	}
}

// mark writes the path of each text into it, and lists those paths.
func mark(v reflect.Value, path string, want *[]string) {
	switch v.Kind() {
	case reflect.String:
		field := path[strings.LastIndexByte(path, '.')+1:]
		if !slices.Contains(noTexts, strings.TrimRight(field, "0123456789")) && !strings.Contains(path, "Sources") &&
			!slices.Contains(moments, path) {
			text := fmt.Sprintf("text %s.", path)
			v.SetString(text)
			*want = append(*want, text)
		} else {
			v.SetString("hidden")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			mark(v.Field(i), path+"."+v.Type().Field(i).Name, want)
		}
	case reflect.Slice:
		copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(copied, v)
		v.Set(copied)
		for i := range v.Len() {
			mark(v.Index(i), fmt.Sprint(path, i), want)
		}
	}
}

// noTexts are fields that hold a word of a list, a reference, a seat, or a piece
// of a moment that means nothing alone.
var noTexts = []string{
	"Amends", "Entry", "Contact", "Undertaking", "Format", "Leverage", "Commitment", "Consultation", "From", "Links", "Issue", "Issues", "If",
	"Seat", "Owners", "Seats", "Side", "By", "To", "Keys", "For", "HolderSeat", "TargetSeat", "With", "Successor", "Short",
	"Mark", "Form", "Level", "Status", "Answer", "Aspect", "Stand", "Sort", "Reversible", "Step", "Stage", "Language", "Phase",
	"Clock", "Zone", "Of", "Basis", "Package", "Packages", "Asked", "Round", "Order", "Live", "Outcome",
}

// moments are when something happened, which is no secret of a text.
var moments = []string{
	".Date", ".Until", ".Since", ".When.Day", ".When.Until", ".Given.Day", ".Given.Until", ".Spoken.Day", ".Spoken.Until",
	".On.Day", ".On.Until", ".Closes.Day", ".Closes.Until", ".Set.Day", ".Set.Until",
}

// TestModelTexts: of a model the names, conditions and amounts are compared, whatever
// the escapes they are written in, and not the words of the format or numbers of states.
func TestModelTexts(t *testing.T) {
	plain := `{"schema":"parley.stability/1","name":"stone lanterns","options":[{"id":"pause","name":"кам'яні ліхтарі","direction":"forward"}],
 "dms":[{"id":"a","options":["pause"],"ranking":[1,[0,3]]},{"id":"b","options":[],"weights":{"pause & !war":2.5}},{"id":"c","payoffs":{"0":"7/3"}}],
 "status_quo":4,"settings":{"sanction":"worse"},"instruments":[{"id":"relief","dm_effects":{"b":"1"},"when":"pause","max":"5"}],"unknown":{"a":[[8,9]]}}`
	want := "stone lanterns|pause|кам'яні ліхтарі|a|pause|b|pause & !war|2.5 points|c|7/3 points|relief|b|1 points|pause|5 points|a"
	if got := strings.Join(documentTexts(plain), "|"); got != want {
		t.Errorf("the texts are\n%s\nwant\n%s", got, want)
	}
	escaped := strings.Replace(plain, "кам'яні", `\u043a\u0430\u043c'\u044f\u043d\u0456`, 1)
	if got := strings.Join(documentTexts(escaped), "|"); got != want {
		t.Errorf("escaped, the texts are\n%s\nwant\n%s", got, want)
	}
	for _, text := range []string{"a model", `{"name":`, "[1,2", `{"a":1} x`} {
		if got := documentTexts(text); len(got) != 1 || got[0] != text {
			t.Errorf("of %q, which is no JSON, the texts are %q", text, got)
		}
	}
}
