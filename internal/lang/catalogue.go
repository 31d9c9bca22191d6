// SPDX-License-Identifier: Apache-2.0

package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogue/*.json
var files embed.FS

// catalogues is all sentences of all languages, read once, when a first page is
// printed, and never changed after that.
var catalogues = sync.OnceValue(func() *i18n.Bundle {
	bundle := i18n.NewBundle(language.English)
	for _, l := range Languages() {
		data, err := files.ReadFile("catalogue/" + l.Tag + ".json")
		if err == nil {
			err = add(bundle, l.Tag, data)
		}
		if err != nil {
			panic("lang: " + err.Error()) // the program was built with it
		}
	}
	return bundle
})

// add puts one catalogue into the bundle.
func add(bundle *i18n.Bundle, tag string, data []byte) error {
	entries, err := ParseCatalogue(data)
	if err != nil {
		return fmt.Errorf("catalogue %s: %w", tag, err)
	}
	messages := make([]*i18n.Message, 0, len(entries))
	for key, e := range entries {
		messages = append(messages, &i18n.Message{
			ID: key, Zero: e.Zero, One: e.One, Two: e.Two, Few: e.Few, Many: e.Many, Other: e.Other,
		})
	}
	return bundle.AddMessages(language.Make(tag), messages...)
}

// Entry is the text of one key in one language. A sentence without a number has
// only Other; one with a number has the plural forms of its language, named as
// Unicode CLDR names them.
type Entry struct {
	Zero  string `json:"zero"`
	One   string `json:"one"`
	Two   string `json:"two"`
	Few   string `json:"few"`
	Many  string `json:"many"`
	Other string `json:"other"`

	Plural bool `json:"-"` // it was written with forms, even if with one only
}

// UnmarshalJSON reads a text, or an object of plural forms and nothing else.
func (e *Entry) UnmarshalJSON(data []byte) error {
	*e = Entry{}
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &e.Other)
	}
	var forms map[string]string
	if err := json.Unmarshal(data, &forms); err != nil || forms == nil {
		return fmt.Errorf("want a text, or an object of plural forms such as {\"one\": …, \"other\": …}, not %.40s", data)
	}
	e.Plural = true
	for name, text := range forms {
		place := e.form(name)
		if place == nil {
			return fmt.Errorf("%q is no plural form; want zero, one, two, few, many or other", name)
		}
		*place = text
	}
	return nil
}

// Form returns the text of a plural form by its CLDR name, empty where it is
// absent or the name is none.
func (e Entry) Form(name string) string {
	if place := e.form(name); place != nil {
		return *place
	}
	return ""
}

func (e *Entry) form(name string) *string {
	switch name {
	case "zero":
		return &e.Zero
	case "one":
		return &e.One
	case "two":
		return &e.Two
	case "few":
		return &e.Few
	case "many":
		return &e.Many
	case "other":
		return &e.Other
	}
	return nil
}

// ParseCatalogue reads the JSON of one language.
func ParseCatalogue(data []byte) (map[string]Entry, error) {
	var entries map[string]Entry
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, err
	}
	return entries, nil
}
