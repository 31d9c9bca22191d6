// SPDX-License-Identifier: Apache-2.0

package bargain

import "slices"

// Corners are the least vectors of two parties that would be new beside a
// staircase of known ones, or equal to one of them: every package that matters
// has at least the entries of some corner.
type corners struct {
	known [][2]int64 // the first entry descending, the second ascending
	at    [][2]int64 // corner j lies between known j-1 and known j
	fan   *fan
	value [][]int64 // per corner, the sums of the fan, rounded down
	floor [2]int64  // what every package that matters has at least
}

// add puts in a vector that no known one covers.
func (c *corners) add(x, y int64) {
	c.known = slices.DeleteFunc(c.known, func(k [2]int64) bool { return k[0] <= x && k[1] <= y })
	at, _ := slices.BinarySearchFunc(c.known, x, func(k [2]int64, x int64) int {
		if k[0] > x {
			return -1
		}
		return 1
	})
	c.known = slices.Insert(c.known, at, [2]int64{x, y})
	c.look()
}

// look finds the corners anew.
func (c *corners) look() {
	c.at, c.value = c.at[:0], c.value[:0]
	for j := 0; j <= len(c.known); j++ {
		corner := c.floor
		if j < len(c.known) {
			corner[0] = max(corner[0], c.known[j][0]+1)
		}
		if j > 0 {
			corner[1] = max(corner[1], c.known[j-1][1])
		}
		c.at = append(c.at, corner)
		row := make([]int64, len(c.fan.total))
		for k := range row {
			for q, v := range corner {
				row[k] += c.fan.scaled(k, q, v, false)
			}
		}
		c.value = append(c.value, row)
	}
}

// reach reports whether a package that matters may have at most the entries of
// bound, and the sums of the fan.
func (c *corners) reach(bound, sums []int64) bool {
	for j, corner := range c.at {
		if corner[1] > bound[1] {
			return false // as all that follow
		}
		if corner[0] > bound[0] {
			continue
		}
		inside := true
		for k, v := range c.value[j] {
			if sums[k] < v {
				inside = false
				break
			}
		}
		if inside {
			return true
		}
	}
	return false
}
