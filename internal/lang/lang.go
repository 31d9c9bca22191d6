// SPDX-License-Identifier: Apache-2.0

// Package lang is a stand-in for the message catalogues: English only.
package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Language is one language of the interface.
type Language struct {
	Tag, English, Own, Dir string
	Reviewed               bool
}

// Languages lists them.
func Languages() []Language {
	return []Language{{"en", "English", "English", "ltr", true}, {"ar", "Arabic", "العربية", "rtl", false}}
}

// Printer writes sentences in one language.
type Printer struct{ tag string }

// For finds the printer of a language.
func For(tag string) *Printer { return &Printer{tag} }

// Match chooses a language.
func Match(accept string) string { return "en" }

// T writes a sentence.
func (p *Printer) T(key string, args ...any) string {
	for i := 0; i+1 < len(args); i += 2 {
		key = strings.ReplaceAll(key, "{"+fmt.Sprint(args[i])+"}", fmt.Sprint(args[i+1]))
	}
	return key
}

// N writes a sentence with a number.
func (p *Printer) N(key string, n int64, args ...any) string {
	return p.T(key, append(args, "n", n)...)
}

// Day writes a day.
func (p *Printer) Day(iso string) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	return t.Format("2 January 2006")
}

// Time writes a time.
func (p *Printer) Time(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }

// Clock writes a time of day.
func (p *Printer) Clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC") }

// Number writes a number.
func (p *Printer) Number(n int64) string { return strconv.FormatInt(n, 10) }

// Tag is its language.
func (p *Printer) Tag() string { return p.tag }

// Dir is its direction.
func (p *Printer) Dir() string {
	if p.tag == "ar" || p.tag == "qps-rtl" {
		return "rtl"
	}
	return "ltr"
}

// Reviewed says whether a person reviewed it.
func (p *Printer) Reviewed() bool { return p.tag == "en" }
