// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"math/big"
	"regexp"
	"strings"

	"parley/internal/lang"
)

// caseFuncs are the functions of the templates about packages and their worth.
func caseFuncs(p *lang.Printer) template.FuncMap {
	return template.FuncMap{
		"hundredths": pointsText,
		"bdi":        func(s string) template.HTML { return template.HTML("<bdi>" + template.HTMLEscapeString(s) + "</bdi>") },
		"cell":       cellText,
		"long":       func(rows [][]string) bool { return len(rows) > printedRows },
		"whole":      func(s *string) string { return wholeText(p, s) },
	}
}

// printedRows is up to how many rows the table beside a picture goes on paper with
// it: a longer one is for a screen and for files.
const printedRows = 30

var exactNumber = regexp.MustCompile(`^-?[0-9]+\.[0-9]{3,}$`)

// cellText is a cell of the table beside a picture: numbers in it are exact.
func cellText(s string) string {
	if exactNumber.MatchString(s) {
		return pointsText(s)
	}
	return s
}

// pointsText is a number of a report with at most two decimals, since more of them
// say nothing to a reader; files have all.
func pointsText(s string) string {
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	out := strings.TrimRight(strings.TrimRight(x.FloatString(2), "0"), ".")
	if out == "-0" {
		return "0"
	}
	return strings.Replace(out, "-", "−", 1)
}

// wholeText is a count that may have more digits than a machine word: beyond that
// its order of magnitude is said.
func wholeText(p *lang.Printer, s *string) string {
	if s == nil {
		return p.T("not counted")
	}
	x, ok := new(big.Int).SetString(*s, 10)
	if !ok {
		return *s
	}
	if x.IsInt64() && len(*s) <= 15 {
		return p.Number(x.Int64())
	}
	return p.T("about {digits} × 10^{power}", "digits", (*s)[:1]+"."+(*s)[1:3], "power", len(*s)-1)
}
