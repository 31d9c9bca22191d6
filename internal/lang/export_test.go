// SPDX-License-Identifier: Apache-2.0

package lang

import (
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// FormsOf asks go-i18n which plural form a language has for a number.
func FormsOf(tag string) (func(n int64) (string, error), error) {
	bundle := i18n.NewBundle(language.Make(tag))
	data := `{"k": {"zero": "zero", "one": "one", "two": "two", "few": "few", "many": "many", "other": "other"}}`
	if err := add(bundle, tag, []byte(data)); err != nil {
		return nil, err
	}
	texts := i18n.NewLocalizer(bundle, tag)
	return func(n int64) (string, error) {
		return texts.Localize(&i18n.LocalizeConfig{MessageID: "k", PluralCount: n, TemplateParser: template.IdentityParser{}})
	}, nil
}

// With returns a printer of one catalogue, over an English one.
func With(tag, own, english string) (*Printer, error) {
	bundle := i18n.NewBundle(language.English)
	if err := add(bundle, "en", []byte(english)); err != nil {
		return nil, err
	}
	if err := add(bundle, tag, []byte(own)); err != nil {
		return nil, err
	}
	p := For(tag)
	p.texts = i18n.NewLocalizer(bundle, tag)
	return p, nil
}
