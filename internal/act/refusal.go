// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"strconv"
	"strings"
)

// A Refusal says why something is not done: a sentence with places such as {seat},
// and what stands in them. It prints in English; a page says the sentence in its own
// language, with the same values.
type Refusal struct {
	Key  string
	Args []any // names and values alternate; a value may be one of the types below, or a *Refusal
}

// Values of a refusal that a page shows in its own way.
type (
	// Named is a seat, by its name in the roster.
	Named string
	// Quoted is what a person wrote.
	Quoted string
	// Term is a word of a vocabulary of this package, such as an outcome; of a role
	// or a register, Of is empty.
	Term struct{ Of, Word string }
)

// String is the text in quotation marks.
func (q Quoted) String() string { return strconv.Quote(string(q)) }

// String is the word.
func (t Term) String() string { return t.Word }

// Error is the sentence in English.
func (r *Refusal) Error() string {
	return r.Say(r.Key, func(value any) string { return fmt.Sprint(value) })
}

// Say puts the values into a sentence with the same places, each as show writes it.
func (r *Refusal) Say(sentence string, show func(value any) string) string {
	var pairs []string
	for i := 0; i+1 < len(r.Args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", r.Args[i]), show(r.Args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

// Refusals makes refusals. Sentences are found by the name of its method, as those of
// pages are, and so every language has them.
type Refusals struct{}

// T refuses with a sentence; names and values alternate after it.
func (Refusals) T(key string, args ...any) error { return &Refusal{key, args} }
