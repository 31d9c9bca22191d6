// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"math/bits"
	"strings"
)

// State is the decimal of a state: the sum of 2^k over the options k that are
// taken. In a free-form model it is the index of the state in Definition.States.
// Of several coalesced settings it is the least decimal.
type State uint64

// maxOptions is the greatest number of options of a model, one bit each, with
// the sign bit left free so that decimals fit a signed 64-bit integer.
const maxOptions = 63

type operator uint8

const (
	opAll operator = iota // also the zero Condition, which always holds
	opAny
	opOption
	opNot
	opIf
	opIff
)

// Condition is a statement about the options of a state. It is immutable; its
// zero value always holds. Conditions are made by [Yes], [Not], [All], [Any],
// [If] and [Iff], or read from text by [ParseCondition].
type Condition struct {
	op     operator
	option int
	args   []Condition
}

// Yes holds where option k, an index into Definition.Options, is taken. Whether
// such an option exists is checked by [New].
func Yes(k int) Condition { return Condition{op: opOption, option: k} }

// Not holds where c does not.
func Not(c Condition) Condition { return Condition{op: opNot, args: []Condition{c}} }

// All holds where every one of cs holds; with no argument, always.
func All(cs ...Condition) Condition {
	return Condition{op: opAll, args: append([]Condition(nil), cs...)}
}

// Any holds where at least one of cs holds; with no argument, never.
func Any(cs ...Condition) Condition {
	return Condition{op: opAny, args: append([]Condition(nil), cs...)}
}

// If is the material conditional: it fails only where a holds and b does not.
func If(a, b Condition) Condition { return Condition{op: opIf, args: []Condition{a, b}} }

// Iff holds where a and b both hold or both fail.
func Iff(a, b Condition) Condition { return Condition{op: opIff, args: []Condition{a, b}} }

// Holds reports whether c holds in s. Cost: one visit of each node of c at most.
func (c Condition) Holds(s State) bool {
	switch c.op {
	case opOption:
		return c.option >= 0 && c.option < 64 && s>>uint(c.option)&1 == 1
	case opNot:
		return !c.args[0].Holds(s)
	case opIf:
		return !c.args[0].Holds(s) || c.args[1].Holds(s)
	case opIff:
		return c.args[0].Holds(s) == c.args[1].Holds(s)
	case opAny:
		for _, a := range c.args {
			if a.Holds(s) {
				return true
			}
		}
		return false
	}
	for _, a := range c.args {
		if !a.Holds(s) {
			return false
		}
	}
	return true
}

// block holds the options of 64 states: bit b of word k says whether state b
// takes option k.
type block [64]uint64

// in evaluates c on 64 states at once; bit b of the result is the truth in state b.
func (c *Condition) in(w *block) uint64 {
	switch c.op {
	case opOption:
		return w[c.option]
	case opNot:
		return ^c.args[0].in(w)
	case opIf:
		return ^c.args[0].in(w) | c.args[1].in(w)
	case opIff:
		return ^(c.args[0].in(w) ^ c.args[1].in(w))
	case opAny:
		var t uint64
		for i := range c.args {
			t |= c.args[i].in(w)
		}
		return t
	}
	t := ^uint64(0)
	for i := range c.args {
		t &= c.args[i].in(w)
	}
	return t
}

// decided evaluates c when only some options are settled: those in yes are
// taken, those in no are not. It returns 1, 0, or -1 where c is still open.
// It may return -1 for a condition that is in fact decided, never the reverse.
func (c *Condition) decided(yes, no uint64) int {
	switch c.op {
	case opOption:
		switch {
		case yes>>uint(c.option)&1 == 1:
			return 1
		case no>>uint(c.option)&1 == 1:
			return 0
		}
		return -1
	case opNot:
		return negate(c.args[0].decided(yes, no))
	case opIf:
		a, b := c.args[0].decided(yes, no), c.args[1].decided(yes, no)
		switch {
		case a == 0 || b == 1:
			return 1
		case a == 1:
			return b
		case b == 0:
			return negate(a)
		}
		return -1
	case opIff:
		a, b := c.args[0].decided(yes, no), c.args[1].decided(yes, no)
		switch {
		case a < 0 || b < 0:
			return -1
		case a == b:
			return 1
		}
		return 0
	}
	ends := 0 // the truth that settles an And at once
	if c.op == opAny {
		ends = 1
	}
	open := false
	for i := range c.args {
		switch c.args[i].decided(yes, no) {
		case ends:
			return ends
		case -1:
			open = true
		}
	}
	if open {
		return -1
	}
	return 1 - ends
}

func negate(t int) int {
	if t < 0 {
		return t
	}
	return 1 - t
}

// options returns the set of options named in c, or ok false if one is out of range.
func (c *Condition) options(n int) (set uint64, ok bool) {
	if c.op == opOption {
		if c.option < 0 || c.option >= n {
			return 0, false
		}
		return 1 << uint(c.option), true
	}
	for i := range c.args {
		s, ok := c.args[i].options(n)
		if !ok {
			return 0, false
		}
		set |= s
	}
	return set, true
}

// Text prints c in the syntax of [ParseCondition] with the given option ids and
// no more parentheses than needed. An always-true condition prints as "()" and
// has no other text; an option outside ids prints as "?".
func (c Condition) Text(ids []string) string {
	var b strings.Builder
	c.write(&b, ids, 0)
	return b.String()
}

// binding strength: <-> 1, -> 2, | 3, & 4, ! 5.
func (c *Condition) write(b *strings.Builder, ids []string, within int) {
	own, sign := 6, ""
	switch {
	case c.op == opIff:
		own, sign = 1, " <-> "
	case c.op == opIf:
		own, sign = 2, " -> "
	case (c.op == opAny || c.op == opAll) && len(c.args) == 1:
		c.args[0].write(b, ids, within)
		return
	case c.op == opAny && len(c.args) > 1:
		own, sign = 3, " | "
	case c.op == opAll && len(c.args) > 1:
		own, sign = 4, " & "
	case c.op == opNot:
		own = 5
	}
	if own < within {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch {
	case c.op == opOption && c.option >= 0 && c.option < len(ids):
		b.WriteString(ids[c.option])
	case c.op == opOption:
		b.WriteByte('?')
	case c.op == opNot:
		b.WriteByte('!')
		c.args[0].write(b, ids, 5)
	case sign == "" && c.op == opAny:
		b.WriteString("!()")
	case sign == "":
		b.WriteString("()")
	default:
		for i := range c.args {
			inner := own + 1
			if c.op == opIf && i == 1 || c.op == opIff && i == 0 {
				inner = own // -> groups to the right, <-> to the left
			}
			if i > 0 {
				b.WriteString(sign)
			}
			c.args[i].write(b, ids, inner)
		}
	}
}

// transpose turns 64 rows of 64 bits into 64 columns (H. S. Warren, Hacker's
// Delight, 2nd ed., section 7-3). Bit j of row i becomes bit i of row j.
func transpose(a *block) {
	m := uint64(0x00000000FFFFFFFF)
	for j := uint(32); j != 0; j, m = j>>1, m^m<<(j>>1) {
		for k := uint(0); k < 64; k = (k + j + 1) &^ j {
			t := (a[k]>>j ^ a[k+j]) & m
			a[k+j] ^= t
			a[k] ^= t << j
		}
	}
}

// cells fills w with the options of the 64 consecutive decimals from first,
// a multiple of 64.
func (w *block) cells(first uint64) {
	*w = block{
		0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
		0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000,
	}
	for rest := first; rest != 0; rest &= rest - 1 {
		w[bits.TrailingZeros64(rest)] = ^uint64(0)
	}
}

// states fills w with the options of up to 64 listed states; the rest is zero.
func (w *block) states(list []State) {
	*w = block{}
	for i, s := range list {
		w[i] = uint64(s)
	}
	transpose(w)
}
