// SPDX-License-Identifier: Apache-2.0

package bargain

// A merger yields the vectors of several sorted sources in one lexicographically
// descending order; equal vectors come in the order of the sources. A linear scan
// of the heads serves a few sources, a heap many.
type merger struct {
	parties int
	src     []source
	next    []int
	head    []int64 // stride parties: the shifted head of each source
	live    []int32 // sources that have a head; a heap if there are many
	heap    bool
}

const fewSources = 8

func newMerger(parties int, src []source) *merger {
	m := &merger{parties: parties, src: src, next: make([]int, len(src)), head: make([]int64, len(src)*parties)}
	for i := range src {
		m.next[i] = src[i].lo
		if src[i].lo < src[i].hi {
			m.load(i)
			m.live = append(m.live, int32(i))
		}
	}
	if m.heap = len(src) > fewSources; m.heap {
		for i := len(m.live)/2 - 1; i >= 0; i-- {
			m.down(i)
		}
	}
	return m
}

func (m *merger) load(i int) {
	p := m.parties
	s := &m.src[i]
	row := s.from.u[m.next[i]*p : m.next[i]*p+p]
	head := m.head[i*p : i*p+p]
	for q := range head {
		head[q] = row[q] + s.shift[q]
	}
}

// before reports whether the head of source a comes before that of b.
func (m *merger) before(a, b int32) bool {
	p := m.parties
	x, y := m.head[int(a)*p:int(a)*p+p], m.head[int(b)*p:int(b)*p+p]
	for q := range x {
		if x[q] != y[q] {
			return x[q] > y[q]
		}
	}
	return a < b
}

// top returns the place in live of the source with the greatest head, or -1.
func (m *merger) top() int {
	if len(m.live) == 0 {
		return -1
	}
	if m.heap {
		return 0
	}
	best := 0
	for j := 1; j < len(m.live); j++ {
		if m.before(m.live[j], m.live[best]) {
			best = j
		}
	}
	return best
}

// pop moves the source at a place of live to its next vector.
func (m *merger) pop(at int) {
	i := int(m.live[at])
	m.next[i]++
	if m.next[i] < m.src[i].hi {
		m.load(i)
	} else {
		last := len(m.live) - 1
		m.live[at] = m.live[last]
		m.live = m.live[:last]
	}
	if m.heap && at < len(m.live) {
		m.down(at)
	}
}

func (m *merger) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(m.live) {
			return
		}
		if child+1 < len(m.live) && m.before(m.live[child+1], m.live[child]) {
			child++
		}
		if !m.before(m.live[child], m.live[i]) {
			return
		}
		m.live[i], m.live[child] = m.live[child], m.live[i]
		i = child
	}
}
