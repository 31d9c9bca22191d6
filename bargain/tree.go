// SPDX-License-Identifier: Apache-2.0

package bargain

import "slices"

const (
	leafPoints  = 16
	firstRepair = 1024    // points before the first rebuilding
	lastRepair  = 1 << 17 // points beyond which rebuilding would hold up a cancellation
)

// Tree is the archive of four entries and more: a k-d tree over all but the first
// entry, with the greatest entries of each subtree. It is rebuilt, without the
// points that others cover, each time it has doubled.
type tree struct {
	d      int
	nodes  []node
	most   []int64 // per node, stride d
	recent []int64 // the point that covered last
	size   int
	repair int // size at which to rebuild
	stack  []int32
	stop   func() bool // if not nil and true, the tree is of no more use
}

// A node is a leaf if left is 0.
type node struct {
	left, right int32
	dim         int
	split       int64 // left: less than split
	points      []int64
}

func newTree(d int) *tree {
	t := &tree{d: d, repair: firstRepair}
	t.grow(nil)
	return t
}

// grow appends a leaf with the given points, which it keeps.
func (t *tree) grow(points []int64) int32 {
	t.nodes = append(t.nodes, node{points: points})
	at := len(t.most)
	for range t.d {
		t.most = append(t.most, -1<<63)
	}
	most := t.most[at : at+t.d]
	for i := 0; i < len(points); i += t.d {
		for j, v := range points[i : i+t.d] {
			most[j] = max(most[j], v)
		}
	}
	return int32(len(t.nodes) - 1)
}

func (t *tree) covered(c []int64) bool { return t.covers(c[1:]) }

// covers reports whether some point is at least c in every entry.
func (t *tree) covers(c []int64) bool {
	d := t.d
	if t.recent != nil && covers(t.recent, c) {
		return true
	}
	stack := append(t.stack[:0], 0)
	for len(stack) > 0 {
		at := int(stack[len(stack)-1])
		stack = stack[:len(stack)-1]
		if !covers(t.most[at*d:at*d+d], c) {
			continue
		}
		n := &t.nodes[at]
		if n.left != 0 {
			stack = append(stack, n.left, n.right)
			continue
		}
		points := n.points
	next:
		for i := 0; i+d <= len(points); i += d {
			row := points[i : i+d]
			for j, v := range row {
				if v < c[j] {
					continue next
				}
			}
			t.recent = append(t.recent[:0], row...)
			t.stack = stack
			return true
		}
	}
	t.stack = stack
	return false
}

func (t *tree) add(c []int64) {
	t.insert(c[1:])
	if t.size >= t.repair {
		t.rebuild()
	}
}

func (t *tree) insert(c []int64) {
	d, at := t.d, 0
	for {
		most := t.most[at*d : at*d+d]
		for j, v := range c {
			most[j] = max(most[j], v)
		}
		n := &t.nodes[at]
		if n.left == 0 {
			break
		}
		if c[n.dim] < n.split {
			at = int(n.left)
		} else {
			at = int(n.right)
		}
	}
	points := t.nodes[at].points
	kept := points[:0]
	for i := 0; i < len(points); i += d {
		if !covers(c, points[i:i+d]) {
			kept = append(kept, points[i:i+d]...)
		} else {
			t.size--
		}
	}
	t.nodes[at].points = append(kept, c...)
	t.size++
	if len(t.nodes[at].points) > leafPoints*d {
		t.divide(at)
	}
}

// divide splits a leaf at the median of its widest entry, if it has one.
func (t *tree) divide(at int) bool {
	d, points := t.d, t.nodes[at].points
	dim, width := 0, int64(-1)
	for j := range d {
		least, most := points[j], points[j]
		for i := j; i < len(points); i += d {
			least, most = min(least, points[i]), max(most, points[i])
		}
		if w := most - least; w > width {
			dim, width = j, w
		}
	}
	if width <= 0 {
		return false
	}
	values := make([]int64, 0, len(points)/d)
	for i := dim; i < len(points); i += d {
		values = append(values, points[i])
	}
	slices.Sort(values)
	split := values[len(values)/2]
	if split == values[0] { // the left part would be empty
		k, _ := slices.BinarySearch(values, split+1)
		split = values[k]
	}
	var left, right []int64
	for i := 0; i < len(points); i += d {
		if points[i+dim] < split {
			left = append(left, points[i:i+d]...)
		} else {
			right = append(right, points[i:i+d]...)
		}
	}
	l, r := t.grow(left), t.grow(right)
	t.nodes[at] = node{left: l, right: r, dim: dim, split: split}
	return true
}

// rebuild keeps the points that no other covers, in a balanced tree.
func (t *tree) rebuild() {
	d := t.d
	rows := make([][]int64, 0, t.size)
	for _, n := range t.nodes {
		for i := 0; i < len(n.points); i += d {
			rows = append(rows, n.points[i:i+d])
		}
	}
	slices.SortFunc(rows, func(a, b []int64) int { return slices.Compare(b, a) })
	filter := newTree(d)
	filter.repair = 1 << 62
	var points []int64
	for i, row := range rows {
		if i%slow == 0 && t.stop != nil && t.stop() {
			return
		}
		if !filter.covers(row) {
			filter.insert(row)
			points = append(points, row...)
		}
	}
	t.nodes, t.most = t.nodes[:0], t.most[:0]
	t.size = len(points) / d
	if t.repair = 2*t.size + firstRepair; t.repair > lastRepair {
		t.repair = 1 << 62
	}
	t.grow(points)
	for at := 0; at < len(t.nodes); at++ { // divide appends nodes
		if len(t.nodes[at].points) > leafPoints/2*d {
			t.divide(at)
		}
	}
}
