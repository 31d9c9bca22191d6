// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"fmt"
	"math/big"
)

// checkBetter checks an order of packages.
func (m *Model) checkBetter(v View) error {
	if len(v.Better) == 0 {
		return nil
	}
	for _, pair := range v.Better {
		for _, x := range pair {
			if err := m.CheckPackage(x); err != nil {
				return fmt.Errorf("the order of packages: %w", err)
			}
		}
	}
	if v.Weights != nil || len(v.Terms) > 0 || len(v.Values) != len(m.Issues) {
		return errors.New("with an order of packages, nothing but unknown values can be stated")
	}
	for i, row := range v.Values {
		for _, n := range row {
			if !n.unknown {
				return fmt.Errorf("issue %q: with an order of packages, nothing but unknown values can be stated", m.Issues[i].ID)
			}
		}
		if row == nil {
			return fmt.Errorf("issue %q: with an order of packages, values are unknown, not alike", m.Issues[i].ID)
		}
	}
	return nil
}

const (
	// orderSteps is the grid on which values under an order of packages are drawn.
	orderSteps = 1 << 20
	// maxTurns bounds the search for values with which an order holds strictly.
	maxTurns = 100_000
)

// A packageOrder draws values of options under an order of packages, as whole
// numbers from 0 to orderSteps.
type packageOrder struct {
	better [][2]Package
	value  [][]int64 // per issue and option
	slack  []int64   // per pair, how much more the first is worth
}

// sampleOrdered draws the values of all options, by Gibbs sampling from values with
// which the order holds strictly.
func (v View) sampleOrdered(d *dice) ([][]Number, error) {
	s := &packageOrder{better: v.Better, slack: make([]int64, len(v.Better))}
	n := 0
	for _, row := range v.Values {
		s.value = append(s.value, make([]int64, len(row)))
		n += len(row)
	}
	if !s.start() {
		return nil, errors.New("no values of options with which the order of packages holds strictly were found; it may contradict itself, or fit no sum over issues")
	}
	for range gibbsRounds + n {
		for i := range s.value {
			for o := range s.value[i] {
				s.draw(d, i, o)
			}
		}
	}
	least, total := make([]int64, len(s.value)), int64(0)
	for i, row := range s.value {
		most := row[0]
		least[i] = row[0]
		for _, x := range row {
			least[i], most = min(least[i], x), max(most, x)
		}
		total += most - least[i]
	}
	out := make([][]Number, len(s.value))
	for i, row := range s.value {
		for _, x := range row {
			out[i] = append(out[i], Rational(big.NewRat(x-least[i], max(total, 1))))
		}
	}
	return out, nil
}

// start finds values by the rule of the perceptron (Rosenblatt 1958): as long as a
// pair does not hold, the options of its first package gain and those of its second
// lose. It ends if an order holds strictly for some values. Adding a number to all
// options of an issue changes no difference, so values can begin at 0.
func (s *packageOrder) start() bool {
	for turns, k, held := 0, 0, 0; held < len(s.better); k = (k + 1) % len(s.better) {
		pair := s.better[k]
		diff := int64(0)
		for i := range s.value {
			diff += s.value[i][pair[0][i]] - s.value[i][pair[1][i]]
		}
		if diff > 0 {
			held++
			continue
		}
		if turns++; turns > maxTurns {
			return false
		}
		held = 0
		for i := range s.value {
			s.value[i][pair[0][i]]++
			s.value[i][pair[1][i]]--
		}
	}
	most := int64(1)
	for _, row := range s.value {
		least := row[0]
		for _, x := range row {
			least = min(least, x)
		}
		for o := range row {
			row[o] -= least
			most = max(most, row[o])
		}
	}
	for i, row := range s.value { // a whole factor keeps every difference
		for o := range row {
			s.value[i][o] *= orderSteps / most
		}
	}
	for k, pair := range s.better {
		for i := range s.value {
			s.slack[k] += s.value[i][pair[0][i]] - s.value[i][pair[1][i]]
		}
	}
	return true
}

// draw draws the value of one option anew between those that the order allows.
func (s *packageOrder) draw(d *dice, i, o int) {
	low, high := int64(0), int64(orderSteps)
	x := s.value[i][o]
	for k, pair := range s.better {
		switch first, second := pair[0][i] == o, pair[1][i] == o; {
		case first && !second:
			low = max(low, x-s.slack[k])
		case second && !first:
			high = min(high, x+s.slack[k])
		}
	}
	next := low + int64(d.below(int(high-low)+1))
	for k, pair := range s.better {
		if pair[0][i] == o {
			s.slack[k] += next - x
		}
		if pair[1][i] == o {
			s.slack[k] -= next - x
		}
	}
	s.value[i][o] = next
}
