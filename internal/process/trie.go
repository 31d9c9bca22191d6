// SPDX-License-Identifier: Apache-2.0

package process

import "parley/record"

// trie is a map from hashes, as a value: put gives a new one, which shares all
// but one path with the old. The cost of a change is a few hundred bytes at any
// size, where a copied map would cost its whole length. Hashes are spread
// evenly; whoever makes some alike makes only their own path longer, to 64 steps
// at most.
type trie[V any] struct{ root *node[V] }

type node[V any] struct {
	kids  *[16]*node[V] // nil in a leaf
	key   record.Hash
	value V
}

func nibble(k *record.Hash, depth int) byte {
	return k[depth/2] >> (4 * (1 - depth%2)) & 15
}

func (t trie[V]) get(k record.Hash) (value V, ok bool) {
	n := t.root
	for depth := 0; n != nil; depth++ {
		if n.kids == nil {
			if n.key == k {
				return n.value, true
			}
			break
		}
		n = n.kids[nibble(&k, depth)]
	}
	return value, false
}

func (t trie[V]) put(k record.Hash, v V) trie[V] {
	return trie[V]{t.root.put(&node[V]{key: k, value: v}, 0)}
}

func (n *node[V]) put(leaf *node[V], depth int) *node[V] {
	if n == nil || n.kids == nil && n.key == leaf.key {
		return leaf
	}
	next := &node[V]{kids: new([16]*node[V])}
	if n.kids == nil {
		next.kids[nibble(&n.key, depth)] = n
	} else {
		*next.kids = *n.kids
	}
	i := nibble(&leaf.key, depth)
	next.kids[i] = next.kids[i].put(leaf, depth+1)
	return next
}
