// SPDX-License-Identifier: Apache-2.0

// Package store keeps ordered byte pairs for many processes in one place and
// makes them durable. It knows no record, no key and no meaning: the hub and
// the node lay their tables out on it (internal/hub/tables.go,
// internal/node/tables.go), and every value that a node puts here is either
// public or already sealed.
//
// There are two implementations: SQLite (one file, thousands of processes) and
// memory (tests and the simulator). A third has only to pass
// internal/store/storetest.
package store

import (
	"context"
	"errors"
	"iter"
)

// ErrNotFound is returned by Get for a key that was never put, or was deleted.
var ErrNotFound = errors.New("store: no such key")

// ErrInUse is returned when the store is open already, in another program or in
// this one. A log must have exactly one writer.
var ErrInUse = errors.New("store: in use by another program")

// ErrFull is returned, wrapped, by an Update that failed because the disk (or a
// configured size limit) is full. Nothing of that update was kept.
var ErrFull = errors.New("store: no space left")

// ErrClosed is returned by every call after Close.
var ErrClosed = errors.New("store: closed")

// Process names the process that a pair belongs to: the 32-byte process
// identifier, or the zero value for pairs that belong to no process.
type Process [32]byte

// Table is a small number for one kind of pair within a process. Numbers are
// chosen by the package that owns the data and never reused.
type Table uint8

// Reader reads one consistent snapshot.
type Reader interface {
	// Get returns a copy of the value at key, or ErrNotFound.
	Get(p Process, t Table, key []byte) ([]byte, error)

	// Scan yields the pairs with from <= key < to in ascending bytewise order
	// of key; a nil to means "to the end". The yielded slices are copies and
	// may be kept. Breaking out of the loop is allowed. Writes made while the
	// loop runs are not seen by it. A failure of the underlying storage is
	// yielded once as the error, and ends the loop.
	Scan(p Process, t Table, from, to []byte) iter.Seq2[Pair, error]

	// Last returns the pair with the largest key in the table, or ErrNotFound.
	Last(p Process, t Table) (Pair, error)

	// Processes yields every process that has at least one pair, in ascending
	// order, the zero process included.
	Processes() iter.Seq2[Process, error]
}

// Writer reads and writes within one Update. It sees its own writes.
type Writer interface {
	Reader

	// Put sets the value at key, replacing an earlier one.
	Put(p Process, t Table, key, value []byte) error

	// Delete removes key. Deleting a key that is not there is not an error.
	Delete(p Process, t Table, key []byte) error
}

// Pair is one key with its value.
type Pair struct{ Key, Value []byte }

// Store is the one port through which Parley reaches a disk.
// Implementations are safe for concurrent use.
type Store interface {
	// View calls fn with a snapshot: fn sees every Update that returned before
	// View was called; one that is running at that moment is seen whole or not
	// at all. Views run beside each other and beside updates. The error of fn is returned as it is.
	View(ctx context.Context, fn func(Reader) error) error

	// Update calls fn and, when fn returns nil, makes all its writes durable
	// together before it returns nil: after a crash either all of them are
	// there or none. Updates are serialised: each sees the writes of those
	// before it. Several updates may share one disk sync (group commit). When
	// fn returns an error none of its writes are kept, other updates of the
	// same group are unaffected, and the error is returned as it is. A Put that
	// failed fails the update, even if fn hides it. Any other error leaves open
	// whether the update was kept, except ErrFull, which says that it was not.
	// fn must have no effect outside the Writer: it may be run again.
	Update(ctx context.Context, fn func(Writer) error) error

	// Close waits for running views and updates and releases the store.
	Close() error
}
