// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"math"
	"strconv"
)

// scale maps values to pixels. Values are exact in the report; a picture needs no
// more digits than a float has.
type scale struct {
	low, high float64
	from, to  int
}

// newScale takes in some values, with a little room at both ends. Without any it
// runs from 0 to 1.
func newScale(values []float64, from, to int) scale {
	s := scale{math.Inf(1), math.Inf(-1), from, to}
	for _, v := range values {
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
	switch {
	case len(values) == 0:
		s.low, s.high = 0, 1
	case s.low == s.high:
		s.low, s.high = s.low-1, s.low+1
	default:
		room := (s.high - s.low) / 20
		s.low, s.high = s.low-room, s.high+room
	}
	return s
}

// fromZero is a scale for bars: whatever its values are, it has 0 on it.
func fromZero(values []float64, from, to int) scale {
	s := scale{0, 0, from, to}
	for _, v := range values {
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
	if s.low == s.high {
		s.high = 1
	}
	return s
}

func (s scale) at(v float64) int {
	return s.from + int(math.Round((v-s.low)/(s.high-s.low)*float64(s.to-s.from)))
}

// ticks are round values on the scale, about as many as are asked for.
func (s scale) ticks(about int) (out []float64) {
	step := (s.high - s.low) / float64(about)
	size := math.Pow(10, math.Floor(math.Log10(step)))
	for _, f := range []float64{1, 2, 5, 10} {
		if f*size >= step {
			step = f * size
			break
		}
	}
	for k := math.Ceil(s.low / step); k*step <= s.high; k++ {
		out = append(out, k*step)
	}
	return out
}

// figures writes a value of an axis.
func figures(v float64) string {
	if math.Abs(v) < 1e-12 {
		v = 0 // not -0, and no trace of a sum of binary fractions
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// units reads a utility of a report.
func units(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// shown writes a number of a report as short as a picture needs it.
func shown(s string) string { return figures(units(s)) }
