// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"strings"

	"parley/bargain"
)

// maxSize bounds the size of a number in a file. Nobody states utilities beyond
// it; a larger one is a slip of the pen or of a program.
const maxSize = 18 // digits before the point

// parseNumber reads a decimal exactly.
func parseNumber(s string) (*big.Rat, error) {
	trimmed := strings.TrimPrefix(strings.TrimSpace(s), "+")
	lower := strings.ToLower(strings.TrimLeft(trimmed, "-."))
	switch lower {
	case "nan", "inf", "infinity":
		return nil, fmt.Errorf("%q is not a number that can be calculated with", s)
	}
	n, err := bargain.Decimal(trimmed)
	if err != nil {
		return nil, fmt.Errorf("%q is not a decimal number", short(s))
	}
	x, _ := n.Exact()
	if whole := new(big.Int).Quo(x.Num(), x.Denom()); len(whole.Text(10)) > maxSize+1 {
		return nil, fmt.Errorf("%s is larger than 10^%d", short(s), maxSize)
	}
	return x, nil
}

// parseFraction reads a decimal or, as [Write] has to write them at times, a
// fraction of whole numbers.
func parseFraction(s string) (*big.Rat, error) {
	above, below, found := strings.Cut(s, "/")
	if !found {
		return parseNumber(s)
	}
	a, okA := new(big.Int).SetString(above, 10)
	b, okB := new(big.Int).SetString(below, 10)
	if !okA || !okB || b.Sign() <= 0 || len(s) > 1000 {
		return nil, fmt.Errorf("%q is not a fraction of whole numbers", short(s))
	}
	x := new(big.Rat).SetFrac(a, b)
	if whole := new(big.Int).Quo(x.Num(), x.Denom()); len(whole.Text(10)) > maxSize+1 {
		return nil, fmt.Errorf("%s is larger than 10^%d", short(s), maxSize)
	}
	return x, nil
}

// decimal writes x with as many digits as it needs; exact is false if no number
// of digits is enough, and then there are 20.
func decimal(x *big.Rat) (s string, exact bool) {
	digits, exact := x.FloatPrec()
	if !exact {
		digits = 20
	}
	s = x.FloatString(digits)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	return s, exact
}

// fraction writes x as a decimal where that is exact, else as a fraction.
func fraction(x *big.Rat) string {
	if s, exact := decimal(x); exact {
		return s
	}
	return x.RatString()
}

// short keeps a quoted value to a length that a message can bear.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// sameNumber reports whether two texts are one number in two spellings, such as
// 1 and 1.0.
func sameNumber(a, b string) bool {
	x, errX := parseNumber(a)
	y, errY := parseNumber(b)
	return errX == nil && errY == nil && x.Cmp(y) == 0
}
