// SPDX-License-Identifier: Apache-2.0

package bargain_test

import (
	"context"
	"fmt"

	"parley/bargain"
)

// What would change the answer about an option whose worth is not certain? Up to
// which value does it miss the limit?
func ExampleModel_Sensitivity() {
	worth, err := bargain.Between(bargain.Int(0), bargain.Int(10))
	if err != nil {
		fmt.Println(err)
		return
	}
	m := &bargain.Model{
		Issues: []bargain.Issue{{ID: "truce", Options: []bargain.Option{{ID: "30 days"}, {ID: "90 days"}}}},
		Parties: []bargain.Party{
			{ID: "north", Views: []bargain.View{{
				Values:      [][]bargain.Number{{bargain.Int(6), worth}},
				Reservation: &bargain.Reservation{Value: bargain.Int(4)},
			}}},
			{ID: "south", Views: []bargain.View{{Values: [][]bargain.Number{{bargain.Int(1), bargain.Int(1)}}}}},
		},
	}
	s, err := m.Sensitivity(context.Background(), bargain.SensitivityOptions{Package: bargain.Package{1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("least gain in the middle:", s.Middle.LeastGain.RatString())
	for _, w := range s.Swings {
		fmt.Println(w.Kind, "moves it by", w.Swing.RatString())
		for _, f := range w.Flips {
			if !f.Efficient {
				fmt.Println("acceptable from", f.After.RatString(), "on:", f.Holds)
			}
		}
	}
	// Output:
	// least gain in the middle: 1
	// value moves it by 10
	// acceptable from 4 on: true
}
