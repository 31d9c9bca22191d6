// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strconv"

	"parley/stability"
)

// A StateNumber is the decimal of a state. As JSON it is a number, and from 2^53
// on, which other programs cannot hold exactly, a text.
type StateNumber stability.State

// safeNumber is the least whole number that a 64-bit floating number cannot be
// told from its neighbours.
const safeNumber = 1 << 53

// MarshalJSON writes the number.
func (s StateNumber) MarshalJSON() ([]byte, error) {
	text := strconv.FormatUint(uint64(s), 10)
	if s >= safeNumber {
		text = `"` + text + `"`
	}
	return []byte(text), nil
}

// String is the decimal.
func (s StateNumber) String() string { return strconv.FormatUint(uint64(s), 10) }

// ListedStates is how many states of a set are listed unless more are asked for.
const ListedStates = 100_000

// A StateList is a set of states: all of them, ascending, or their number with
// the first of them. As JSON it is a list, or an object of both.
type StateList struct {
	Count  int
	States []StateNumber
}

// Whole reports whether every state is listed.
func (l StateList) Whole() bool { return len(l.States) == l.Count }

// MarshalJSON writes the list or the object.
func (l StateList) MarshalJSON() ([]byte, error) {
	if l.Whole() {
		return json.Marshal(append([]StateNumber{}, l.States...))
	}
	return json.Marshal(struct {
		Count int           `json:"count"`
		List  []StateNumber `json:"list"`
	}{l.Count, append([]StateNumber{}, l.States...)})
}

// statesOf lists a set. limit is how many are listed at most; below 0, all of a
// set of no more than [ListedStates], and none of a larger one.
func statesOf(x *stability.Set, limit int) *StateList {
	if x == nil {
		return nil
	}
	l := &StateList{Count: x.Len()}
	if limit < 0 {
		if limit = ListedStates; l.Count > limit {
			limit = 0
		}
	}
	for _, s := range x.List(limit) {
		l.States = append(l.States, StateNumber(s))
	}
	return l
}

func stateNumbers(list []stability.State) []StateNumber {
	out := []StateNumber{}
	for _, s := range list {
		out = append(out, StateNumber(s))
	}
	return out
}

// Named is a list of values with names. As JSON it is an object in this order.
type Named[T any] []NamedValue[T]

// A NamedValue is one of [Named].
type NamedValue[T any] struct {
	Name  string
	Value T
}

// Get is the value with a name; ok is false if there is none.
func (n Named[T]) Get(name string) (value T, ok bool) {
	for _, x := range n {
		if x.Name == name {
			return x.Value, true
		}
	}
	return value, false
}

// MarshalJSON writes the object.
func (n Named[T]) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, x := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(x.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(x.Value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Amount writes a number exactly: as a decimal where there is one, else as a
// fraction.
func Amount(x *big.Rat) string {
	digits, exact := x.FloatPrec()
	if !exact {
		return x.RatString()
	}
	return x.FloatString(digits)
}

func optionalAmount(x *big.Rat) *string {
	if x == nil {
		return nil
	}
	s := Amount(x)
	return &s
}
