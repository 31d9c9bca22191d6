// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"fmt"
	"testing"
)

func BenchmarkUnlock(b *testing.B) {
	for name, cost := range map[string]Cost{"default": CostDefault, "demonstration": CostDemonstration} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			if _, err := Create(dir, []byte(testPassphrase), cost); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := Unlock(dir, []byte(testPassphrase)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchmarkHome(b *testing.B, seats int) *Unlocked {
	_, u := newHome(b)
	err := u.Change(func(r *Ring) error {
		for i := range seats {
			r.Seats = append(r.Seats, member(b, label(i), i+1))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return u
}

func BenchmarkChange(b *testing.B) {
	for _, seats := range []int{1, 20, 1000, MaxSeats} {
		b.Run(fmt.Sprint(seats), func(b *testing.B) {
			u := benchmarkHome(b, seats)
			n := 1000
			for b.Loop() {
				n++
				err := u.Change(func(r *Ring) error {
					r.Seats[0].Generations[2].Number = n
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRing(b *testing.B) {
	for _, seats := range []int{1, 20, 1000} {
		b.Run(fmt.Sprint(seats), func(b *testing.B) {
			u := benchmarkHome(b, seats)
			for b.Loop() {
				if _, err := u.Ring(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFromAgent(b *testing.B) {
	dir, u := newHome(b)
	startAgent(b, u, dir)
	for b.Loop() {
		if _, err := FromAgent(dir); err != nil {
			b.Fatal(err)
		}
	}
}
