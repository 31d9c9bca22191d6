// SPDX-License-Identifier: Apache-2.0

package act

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSpec holds docs/spec/acts.md to the code: a section for each kind, with
// its fields in their order, those that may be absent in italics.
func TestSpec(t *testing.T) {
	text, err := os.ReadFile("../../docs/spec/acts.md")
	if err != nil {
		t.Fatal(err)
	}
	var inOrder []string
	sections := map[string]string{}
	for _, s := range strings.Split(string(text), "\n### ")[1:] {
		kind, body, _ := strings.Cut(s, "\n")
		body, _, _ = strings.Cut(body, "\n## ")
		inOrder = append(inOrder, kind)
		sections[kind] = body
	}
	if !slices.Equal(inOrder, Kinds()) {
		t.Errorf("the page has the kinds\n%v\nthe code\n%v", inOrder, Kinds())
	}
	// The first column of a table; a row may hold several fields.
	row := regexp.MustCompile("(?m)^\\| (.*`.*?) \\|")
	field := regexp.MustCompile("\\*?`[a-z_]+`\\*?")
	for _, a := range samples() {
		var want, got []string
		fields(reflect.TypeOf(a), &want)
		for _, m := range row.FindAllStringSubmatch(sections[a.Kind()], -1) {
			cell, _, _ := strings.Cut(m[1], " | ")
			for _, f := range field.FindAllString(cell, -1) {
				got = append(got, strings.ReplaceAll(f, "`", ""))
			}
		}
		// Fields of a ground that an act asks for are said to be there although
		// they may be absent elsewhere.
		loose := func(list []string) (out []string) {
			for _, f := range list {
				if plain := strings.Trim(f, "*"); plain == "mark" || plain == "teller" {
					f = plain
				}
				out = append(out, f)
			}
			return out
		}
		if !slices.Equal(loose(got), loose(want)) {
			t.Errorf("%s has on the page\n%v\nin the code\n%v", a.Kind(), got, want)
		}
	}
}

// fields lists the keys of a type in their order, with asterisks when they may
// be absent.
func fields(t reflect.Type, out *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			fields(f.Type, out)
		case options != "":
			*out = append(*out, "*"+name+"*")
		default:
			*out = append(*out, name)
		}
	}
}
