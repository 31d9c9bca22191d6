// SPDX-License-Identifier: Apache-2.0

package lang

import (
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Printer says things in one language. It never changes, so any number of pages
// may use it at once.
type Printer struct {
	language Language
	forms    forms
	texts    *i18n.Localizer
	dress    func(string) string // for the pseudo-locales; else nil
}

// For returns the printer of a BCP 47 tag such as "fr" or "fr-CH", of [Pseudo]
// or of [PseudoRTL]; for any other tag, that of English.
func For(tag string) *Printer {
	l, ok := spoken(tag)
	if !ok {
		l, _ = spoken(fallback)
	}
	p := &Printer{language: l}
	speaks := l.Tag
	if l.Tag == Pseudo || l.Tag == PseudoRTL {
		speaks, p.dress = fallback, pseudo
	}
	p.forms = formsOf[speaks]
	p.texts = i18n.NewLocalizer(catalogues(), speaks)
	return p
}

// Key marks a sentence that reaches [Printer.T] or [Printer.N] by way of a
// variable, such as the title in a table of pages, so that langtest finds it. It
// returns its argument.
func Key(key string) string { return key }

// T says a sentence. After the key, names and values alternate; each {name} in
// the sentence becomes its value, printed as fmt.Sprint does. A name that is not
// given stays in its braces, where it is seen.
func (p *Printer) T(key string, args ...any) string {
	return fill(p.text(&i18n.LocalizeConfig{MessageID: key}), args)
}

// N says a sentence about a number of things, in the plural form that the
// language has for n; {n} becomes the number as [Printer.Number] writes it.
func (p *Printer) N(key string, n int64, args ...any) string {
	text := p.text(&i18n.LocalizeConfig{MessageID: key, PluralCount: n})
	return fill(text, append([]any{"n", p.Number(n)}, args...))
}

// text finds a sentence before its values are in it. go-i18n falls back from the
// language to English; what is not there either is the key.
func (p *Printer) text(ask *i18n.LocalizeConfig) string {
	ask.TemplateParser = template.IdentityParser{} // braces are ours, see fill
	text, err := p.texts.Localize(ask)
	if err != nil && text == "" {
		text = ask.MessageID
	}
	if p.dress != nil {
		text = p.dress(text)
	}
	return text
}

// Missing reports that the language has no text for a key, so that English is
// shown for it. English itself has every key.
func (p *Printer) Missing(key string) bool {
	if p.language.Tag == fallback || p.dress != nil {
		return false
	}
	_, err := p.texts.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateParser: template.IdentityParser{}})
	return err != nil
}

// Tag is the tag of the language, for the HTML attribute lang.
func (p *Printer) Tag() string { return p.language.Tag }

// Dir is the direction of writing, "ltr" or "rtl".
func (p *Printer) Dir() string { return p.language.Dir }

// Reviewed reports whether a speaker of the language has read the catalogue. A
// page in a language without a review says that it is without one.
func (p *Printer) Reviewed() bool { return p.language.Reviewed }
