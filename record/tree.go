// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// LeafHash is the Merkle leaf of an envelope id (RFC 6962 §2.1).
func LeafHash(id Hash) Hash { return tlog.RecordHash(id[:]) }

// emptyRoot is the root of the tree without leaves (RFC 6962 §2.1).
func emptyRoot() Hash { return sha256.Sum256(nil) }

// Tree is the Merkle tree of a log, held in memory: 64 bytes a leaf. It stores
// the hashes in the order of tlog, so that a log kept elsewhere can be read
// through the same interface.
type Tree struct {
	size   int64
	hashes []Hash
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// ReadHashes makes Tree a tlog.HashReader.
func (t *Tree) ReadHashes(indexes []int64) ([]Hash, error) {
	out := make([]Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(t.hashes)) {
			return nil, fmt.Errorf("stored hash %d is outside a tree of %d leaves", x, t.size)
		}
		out[i] = t.hashes[x]
	}
	return out, nil
}

// Append adds the leaf of an envelope id. Cost: O(log n) hashes at worst, 2 on
// average.
func (t *Tree) Append(id Hash) {
	hs, err := tlog.StoredHashesForRecordHash(t.size, LeafHash(id), t)
	if err != nil {
		// The reader is t itself, which holds all hashes of its leaves.
		panic("record: " + err.Error())
	}
	t.hashes = append(t.hashes, hs...)
	t.size++
}

// Root is the root of the first size leaves.
func (t *Tree) Root(size int64) (Hash, error) { return TreeRoot(size, t) }

// TreeRoot is the root of the first size leaves of a log whose stored hashes are
// read through r.
func TreeRoot(size int64, r tlog.HashReader) (Hash, error) {
	switch {
	case size < 0:
		return Hash{}, fmt.Errorf("a tree cannot have %d leaves", size) // tlog panics
	case size == 0:
		return emptyRoot(), nil
	}
	return tlog.TreeHash(size, r)
}

// errProof is the cause of every failed proof.
var errProof = errors.New("the proof does not hold")

// CheckInclusion verifies that the envelope id is leaf index of the tree with
// that size and root.
func CheckInclusion(proof []Hash, size int64, root Hash, index int64, id Hash) error {
	if err := tlog.CheckRecord(proof, size, root, index, LeafHash(id)); err != nil {
		return fmt.Errorf("%w: entry %s at index %d of %d", errProof, id, index, size)
	}
	return nil
}

// Inclusion proves that leaf index is in the first size leaves.
func Inclusion(size, index int64, r tlog.HashReader) ([]Hash, error) {
	if index < 0 || index >= size {
		return nil, fmt.Errorf("index %d is outside a tree of %d leaves", index, size)
	}
	return tlog.ProveRecord(size, index, r)
}

// RootWith is the root that the tree would have with further leaves, which are
// not added: a log is verified before any of it is kept.
func (t *Tree) RootWith(ids []Hash) (Hash, error) {
	over := &overlay{base: t}
	for i, id := range ids {
		hs, err := tlog.StoredHashesForRecordHash(t.size+int64(i), LeafHash(id), over)
		if err != nil {
			return Hash{}, err
		}
		over.more = append(over.more, hs...)
	}
	return TreeRoot(t.size+int64(len(ids)), over)
}

// overlay reads a tree and the hashes that would follow it.
type overlay struct {
	base *Tree
	more []Hash
}

// ReadHashes makes overlay a tlog.HashReader.
func (o *overlay) ReadHashes(indexes []int64) ([]Hash, error) {
	out := make([]Hash, len(indexes))
	n := int64(len(o.base.hashes))
	for i, x := range indexes {
		switch {
		case x < 0 || x >= n+int64(len(o.more)):
			return nil, fmt.Errorf("stored hash %d is outside the tree", x)
		case x < n:
			out[i] = o.base.hashes[x]
		default:
			out[i] = o.more[x-n]
		}
	}
	return out, nil
}
