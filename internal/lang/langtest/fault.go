// SPDX-License-Identifier: Apache-2.0

package langtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"parley/internal/lang"

	"golang.org/x/text/unicode/norm"
)

// Shape is what a language asks of an entry with a number: the plural forms of
// whole numbers, and those among them that stand for exactly one number and may
// therefore do without its figure ("one entry", or an Arabic dual).
type Shape struct {
	Forms []string
	Sole  []string
}

// Shapes returns the plural forms of each language, after Unicode CLDR 48,
// common/supplemental/plurals.xml. French "many" is for whole millions; "other"
// is never reached by a whole number in Ukrainian and Russian, and is kept
// because CLDR asks each language for it.
func Shapes() map[string]Shape {
	return map[string]Shape{
		"en": {Forms: []string{"one", "other"}, Sole: []string{"one"}},
		"fr": {Forms: []string{"one", "many", "other"}},
		"uk": {Forms: []string{"one", "few", "many", "other"}},
		"ru": {Forms: []string{"one", "few", "many", "other"}},
		"ar": {Forms: []string{"zero", "one", "two", "few", "many", "other"}, Sole: []string{"zero", "one", "two"}},
	}
}

// Faults compares the keys of the program with the catalogues, given as the
// bytes of each by language, and returns what is wrong in words, sorted: a key
// without a text in some language, a text without a key, a plural form too few
// or too many, a place that is in one and not in the other, a value without a
// place. English needs entries only for keys with a number, and may have one for
// a key that is not itself what a reader should see.
func Faults(uses []Use, catalogues map[string][]byte) []string {
	c := &check{found: map[string]bool{}}
	keys := map[string]Use{}
	for _, u := range uses {
		c.use(u)
		keys[u.Key] = u
	}
	for tag, data := range catalogues {
		c.catalogue(tag, data, keys)
	}
	return slices.Sorted(maps.Keys(c.found))
}

// counts tells the two sorts of keys apart: {n} is the number of a plural.
func counts(key string) bool { return slices.Contains(lang.Placeholders(key), "n") }

type check struct{ found map[string]bool }

func (c *check) fail(format string, args ...any) { c.found[fmt.Sprintf(format, args...)] = true }

// use checks one place of the program by itself.
func (c *check) use(u Use) {
	if u.Count && !counts(u.Key) {
		c.fail("%v: %q is said with N and has no {n}", u, u.Key)
	}
	if !u.Count && counts(u.Key) {
		c.fail("%v: %q has {n}, which is the number of a plural; say it with N, or give the place another name", u, u.Key)
	}
	if u.Key == "" || u.Key != strings.TrimSpace(u.Key) {
		c.fail("%v: %q begins or ends with a space, or is empty; spaces around a sentence belong to the page", u, u.Key)
	}
	if !u.All {
		return
	}
	places := lang.Placeholders(u.Key)
	for _, name := range u.Names {
		if !slices.Contains(places, name) {
			c.fail("%v: %q is given %q and has no place for it", u, u.Key, name)
		}
	}
	for _, name := range places {
		if !slices.Contains(u.Names, name) {
			c.fail("%v: %q has the place {%s} and is not given it", u, u.Key, name)
		}
	}
}

// catalogue checks one language against all keys.
func (c *check) catalogue(tag string, data []byte, keys map[string]Use) {
	shape, ok := Shapes()[tag]
	if !ok {
		c.fail("%s: no plural forms are known for this language; add them to langtest", tag)
		return
	}
	entries, err := lang.ParseCatalogue(data)
	if err != nil {
		c.fail("%s: %v", tag, err)
		return
	}
	for _, key := range twice(data) {
		c.fail("%s: %q stands twice", tag, key)
	}
	for key, u := range keys {
		if _, ok := entries[key]; !ok && (tag != "en" || u.Count) {
			c.fail("%s: %q has no text (%v)", tag, key, u)
		}
	}
	for key, e := range entries {
		u, used := keys[key]
		switch {
		case !used:
			c.fail("%s: %q is not said anywhere; take it out", tag, key)
		case u.Count != e.Plural:
			c.fail("%s: %q needs plural forms if it has {n}, and one text otherwise", tag, key)
		case u.Count:
			c.plural(tag, key, e, shape)
		case tag == "en" && e.Other == key:
			c.fail("%s: %q says what its key says; take it out", tag, key)
		default:
			c.text(tag, key, e.Other, lang.Placeholders(key))
		}
	}
}

func (c *check) plural(tag, key string, e lang.Entry, shape Shape) {
	for _, form := range []string{"zero", "one", "two", "few", "many", "other"} {
		text, wanted := e.Form(form), slices.Contains(shape.Forms, form)
		switch {
		case text == "" && wanted:
			c.fail("%s: %q has no form %q", tag, key, form)
		case text != "" && !wanted:
			c.fail("%s: %q has a form %q, which the language does not have", tag, key, form)
		case text != "":
			places := lang.Placeholders(key)
			if slices.Contains(shape.Sole, form) && !counts(text) {
				places = slices.DeleteFunc(places, func(name string) bool { return name == "n" })
			}
			c.text(tag, key, text, places)
		}
	}
}

func (c *check) text(tag, key, text string, places []string) {
	have := lang.Placeholders(text)
	slices.Sort(have)
	slices.Sort(places)
	if !slices.Equal(have, places) {
		c.fail("%s: %q has the places %v, its key %v: %q", tag, key, have, places, text)
	}
	if strings.TrimSpace(text) != text || text == "" {
		c.fail("%s: %q is empty, or begins or ends with a space: %q", tag, key, text)
	}
	if !norm.NFC.IsNormalString(text) {
		c.fail("%s: %q is not in Unicode normalization form C: %q", tag, key, text)
	}
	if strings.ContainsAny(text, "<>\t\n\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e") {
		c.fail("%s: %q holds markup, a line break or a mark of direction, which belong to the page: %q", tag, key, text)
	}
}

// twice lists the keys that a catalogue has more than once; encoding/json keeps
// the last of them without a word.
func twice(data []byte) (keys []string) {
	d := json.NewDecoder(bytes.NewReader(data))
	seen := map[string]bool{}
	if _, err := d.Token(); err != nil {
		return nil
	}
	for d.More() {
		key, err := d.Token()
		var skip json.RawMessage
		if err != nil || d.Decode(&skip) != nil {
			return nil
		}
		if name, ok := key.(string); ok {
			if seen[name] {
				keys = append(keys, name)
			}
			seen[name] = true
		}
	}
	return keys
}
