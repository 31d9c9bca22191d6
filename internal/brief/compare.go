// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"strings"
	"unicode"

	"parley/internal/act"
)

// How two values of a facet depart from each other. docs/methods/divergence.md
// defines each.
const (
	RuleWords    = "words"     // other words
	RuleRange    = "range"     // numbers that have none in common
	RuleUnit     = "unit"      // numbers in different units; nothing is converted
	RuleOutright = "outright"  // one states the point outright, the other on a condition
	RuleOverlap  = "overlap"   // numbers that differ and have some in common: both can hold
	facetNumber  = "number"    // the facet that is a figure
	facetIf      = "condition" // the facet that knows [act.NoCondition]
)

// departs compares two values of one facet that were both stated. It returns
// how they depart from each other, or nothing when they are the same.
func departs(facet string, a, b value) string {
	switch {
	case facet == facetNumber:
		return figuresDepart(a, b)
	case a.folded == b.folded:
		return ""
	case facet == facetIf && (a.folded == act.NoCondition || b.folded == act.NoCondition):
		return RuleOutright
	}
	return RuleWords
}

// value is one value of a facet, made ready to be compared.
type value struct {
	folded          string
	low, high, unit string // of a figure; the unit is folded
}

func (c *comparer) value(facet string, k *act.Claim, stated string) value {
	v := value{folded: c.fold(stated)}
	if facet == facetNumber {
		v.low, v.high, v.unit = k.Number.Low, k.Number.High, c.fold(k.Number.Unit)
	}
	return v
}

// figuresDepart compares two figures: the units first, since a figure in other
// units is another figure; then the words; then the numbers. Whose words give no
// number is compared by words alone.
func figuresDepart(a, b value) string {
	switch {
	case a.unit != "" && b.unit != "" && a.unit != b.unit:
		return RuleUnit
	case a.folded == b.folded:
		return ""
	case a.low == "" && a.high == "", b.low == "" && b.high == "":
		return RuleWords
	case below(a.high, b.low), below(b.high, a.low):
		return RuleRange
	case sameDecimal(a.low, b.low) && sameDecimal(a.high, b.high):
		return ""
	}
	return RuleOverlap
}

// below reports whether the upper end of one range lies under the lower end of
// another. An end that is not stated is open, and lies under nothing.
func below(high, low string) bool {
	return high != "" && low != "" && compareDecimals(high, low) < 0
}

func sameDecimal(a, b string) bool {
	return a == b || a != "" && b != "" && compareDecimals(a, b) == 0
}

// compareDecimals compares two decimal strings as acts have them, exactly.
func compareDecimals(a, b string) int {
	x, down := strings.CutPrefix(a, "-")
	y, other := strings.CutPrefix(b, "-")
	size := compareSizes(x, y)
	switch {
	case down && other:
		return -size
	case down != other && x == y && x == "0":
		return 0
	case down:
		return -1
	case other:
		return 1
	}
	return size
}

// compareSizes compares two decimals without a sign, in their shortest form.
func compareSizes(a, b string) int {
	x, xPart, _ := strings.Cut(a, ".")
	y, yPart, _ := strings.Cut(b, ".")
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y), strings.Compare(xPart, yPart))
}

// foldValue brings the value of a facet into the form in which it is compared:
// one case, one kind of space, no punctuation. Signs that change what is said
// stay: a minus before a number, per cent, and every symbol such as € or ≥.
func foldValue(text string) string {
	if text == "" {
		return ""
	}
	runes := []rune(text)
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.M, r), unicode.Is(unicode.N, r):
			r = unicode.ToLower(unicode.ToUpper(r))
		case negative(runes, i):
			r = '-'
		case r != '−' && (r == '%' || r == '‰' || unicode.IsSymbol(r)):
		default:
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return text // nothing but punctuation says something too
	}
	return b.String()
}

// negative reports whether the rune at i is a minus before a number, and not a
// hyphen inside a word or a span such as 18-25.
func negative(runes []rune, i int) bool {
	if !strings.ContainsRune("-–−", runes[i]) || i+1 == len(runes) || !unicode.IsDigit(runes[i+1]) {
		return false
	}
	return i == 0 || unicode.IsSpace(runes[i-1])
}
