// SPDX-License-Identifier: Apache-2.0

package stability_test

import (
	"context"
	"fmt"
	"log"

	"parley/stability"
)

// Two sides hold to a truce or not. Each prefers breaking it alone, and a truce
// to open fighting: an illustration, not a model of any real conflict.
func Example() {
	ids := []string{"a-holds", "b-holds"}
	condition := func(text string) stability.Condition {
		c, err := stability.ParseCondition(text, ids)
		if err != nil {
			log.Fatal(err)
		}
		return c
	}
	m, err := stability.New(context.Background(), stability.Definition{
		Options: []stability.Option{{ID: "a-holds"}, {ID: "b-holds"}},
		DMs: []stability.DM{
			{ID: "a", Options: []int{0}, Preference: stability.Preference{Statements: []stability.Condition{
				condition("b-holds"), condition("!a-holds"),
			}}},
			{ID: "b", Options: []int{1}, Preference: stability.Preference{Statements: []stability.Condition{
				condition("a-holds"), condition("!b-holds"),
			}}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	s, err := m.Solve(context.Background(), stability.Nash, stability.SEQ)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range s.Concepts {
		for state := range s.Equilibria(c).All() {
			fmt.Println(c, state, m.Pattern(state))
		}
	}
	r, err := m.Explain(context.Background(), 3, 0, stability.SEQ)
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range r.Deviations {
		fmt.Println("temptation", d.To, "deterred", d.Deterred, "by", d.Sanction)
	}
	// Output:
	// nash 0 NN
	// seq 0 NN
	// seq 3 YY
	// temptation 2 deterred true by [{1 2 0}]
}
