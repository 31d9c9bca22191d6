// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

const (
	maxDigits   = 1000 // characters of a decimal; longer ones are mistakes or attacks
	maxExponent = 400  // beyond the range of a double, which is all that files hold
)

// A Number is a value that a party states for a weight, a value or a
// reservation: exact, a range, or not known. The zero Number is exactly 0.
// Numbers are never changed after they are made.
type Number struct {
	lo, hi  *big.Rat // nil means 0
	unknown bool
}

// Int is the exact number v.
func Int(v int64) Number { r := new(big.Rat).SetInt64(v); return Number{lo: r, hi: r} }

// Rational is the exact number r, which is copied. It panics if r is nil.
func Rational(r *big.Rat) Number { c := new(big.Rat).Set(r); return Number{lo: c, hi: c} }

// Unknown is a number of which nothing is known but that it lies between the
// bounds that its place allows (see [Problem] and RobustOptions).
func Unknown() Number { return Number{unknown: true} }

// Decimal reads a decimal such as "-0.25" or "1e-3" exactly. It refuses anything
// else, among it NaN and infinities, exponents beyond ±400 and more than 1000
// characters.
func Decimal(s string) (Number, error) {
	r, err := parseDecimal(s)
	if err != nil {
		return Number{}, err
	}
	return Number{lo: r, hi: r}, nil
}

// Float is the exact value of the binary number f; NaN and infinities are errors.
// A decimal that was printed should be read by [Decimal] instead: 0.1 is not a
// binary number.
func Float(f float64) (Number, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Number{}, fmt.Errorf("number %v is not finite", f)
	}
	r := new(big.Rat).SetFloat64(f)
	return Number{lo: r, hi: r}, nil
}

// Between is a number that lies somewhere from low to high, ends included. Both
// must be exact and low ≤ high.
func Between(low, high Number) (Number, error) {
	a, okA := low.Exact()
	b, okB := high.Exact()
	if !okA || !okB {
		return Number{}, errors.New("the ends of a range must be exact numbers")
	}
	if a.Cmp(b) > 0 {
		return Number{}, fmt.Errorf("range from %s to %s is empty", a.RatString(), b.RatString())
	}
	return Number{lo: a, hi: b}, nil
}

// Exact returns a copy of the value and true, or nil and false if the number is
// a range or unknown.
func (n Number) Exact() (*big.Rat, bool) {
	if n.unknown || n.lo != n.hi && n.lo.Cmp(n.hi) != 0 {
		return nil, false
	}
	return copyRat(n.lo), true
}

// Bounds returns copies of the least and the greatest value; known is false, and
// both are nil, if nothing is known.
func (n Number) Bounds() (low, high *big.Rat, known bool) {
	if n.unknown {
		return nil, nil, false
	}
	return copyRat(n.lo), copyRat(n.hi), true
}

// String writes an exact number as a reduced fraction, a range as "low..high" and
// an unknown number as "?".
func (n Number) String() string {
	if n.unknown {
		return "?"
	}
	if v, ok := n.Exact(); ok {
		return v.RatString()
	}
	return n.lo.RatString() + ".." + n.hi.RatString()
}

// exact is the value without a copy; it must not be changed.
func (n Number) exact() *big.Rat {
	if n.lo == nil {
		return new(big.Rat)
	}
	return n.lo
}

func (n Number) isExact() bool {
	return !n.unknown && (n.lo == n.hi || n.lo.Cmp(n.hi) == 0)
}

func copyRat(r *big.Rat) *big.Rat {
	if r == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(r)
}

func parseDecimal(s string) (*big.Rat, error) {
	if len(s) == 0 || len(s) > maxDigits {
		return nil, fmt.Errorf("number %.20q has %d characters, want 1 to %d", s, len(s), maxDigits)
	}
	mantissa, exponent, found := strings.Cut(strings.ToLower(s), "e")
	if found {
		e, err := strconv.Atoi(exponent)
		if err != nil || e < -maxExponent || e > maxExponent {
			return nil, fmt.Errorf("number %.40q has no exponent between -%d and %d", s, maxExponent, maxExponent)
		}
	}
	digits := strings.TrimLeft(mantissa, "+-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(mantissa)-len(digits) > 1 || whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return nil, fmt.Errorf("number %.40q is not a decimal", s)
	}
	r, ok := new(big.Rat).SetString(strings.ToLower(s))
	if !ok {
		return nil, fmt.Errorf("number %.40q is not a decimal", s)
	}
	return r, nil
}
