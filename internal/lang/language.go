// SPDX-License-Identifier: Apache-2.0

package lang

import (
	"strings"

	"golang.org/x/text/language"
)

// Language is one language that Parley speaks.
type Language struct {
	Tag      string // BCP 47, a bare language such as "uk"
	English  string // its name in English
	Own      string // its name in itself
	Dir      string // "ltr" or "rtl", as the HTML attribute dir takes it
	Reviewed bool   // a person who speaks it has read the whole catalogue
}

// Two languages that nobody speaks, for tests of pages: English with accents,
// brackets and about 40 % more length, so that a text which is cut, built from
// pieces or not in a catalogue can be seen. Their tags lie in the range that
// BCP 47 leaves to private use.
const (
	Pseudo    = "qps"     // written from left to right
	PseudoRTL = "qps-rtl" // the same, said to be written from right to left
)

const fallback = "en"

// Languages returns the languages of this version, English first and the others
// by the English name.
func Languages() []Language {
	return []Language{
		{Tag: "en", English: "English", Own: "English", Dir: "ltr", Reviewed: true},
		{Tag: "ar", English: "Arabic", Own: "العربية", Dir: "rtl"},
		{Tag: "fr", English: "French", Own: "Français", Dir: "ltr"},
		{Tag: "ru", English: "Russian", Own: "Русский", Dir: "ltr"},
		{Tag: "uk", English: "Ukrainian", Own: "Українська", Dir: "ltr"},
	}
}

// Match reads an Accept-Language header and returns the tag of the first
// language in the order of preference that Parley speaks, else "en".
//
// It takes no cousin for the language that was asked. The tables of Unicode
// would hand Russian to many who asked for another language of their region,
// and which language serves instead is not a thing for a default to decide.
func Match(acceptLanguage string) string {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return fallback
	}
	for _, tag := range wanted {
		if l, ok := spoken(tag.String()); ok {
			return l.Tag
		}
	}
	return fallback
}

// spoken finds the language of a tag, whatever region or script it adds.
func spoken(tag string) (Language, bool) {
	switch strings.ToLower(tag) {
	case Pseudo:
		return Language{Tag: Pseudo, English: "Pseudo-locale", Own: "Pseudo-locale", Dir: "ltr"}, true
	case PseudoRTL:
		return Language{Tag: PseudoRTL, English: "Pseudo-locale, right to left", Own: "Pseudo-locale", Dir: "rtl"}, true
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return Language{}, false
	}
	base, sure := parsed.Base()
	if sure == language.No {
		return Language{}, false
	}
	for _, l := range Languages() {
		if l.Tag == base.String() {
			return l, true
		}
	}
	return Language{}, false
}
