// SPDX-License-Identifier: Apache-2.0

package node

import (
	"time"

	"parley/internal/keys"
	"parley/internal/store"
)

// Errors of an archive, for callers that branch.
var (
	// ErrInUse means that another program has the archive open.
	ErrInUse = store.ErrInUse
	// ErrFull means that the disk is full. Nothing of the change was kept.
	ErrFull = store.ErrFull
)

// OpenHome opens the archive of a home whose keys are unlocked. now may be nil
// and is then the clock of the machine. It fails with [ErrInUse] while another
// program has the archive open.
func OpenHome(k *keys.Unlocked, now func() time.Time) (*Home, error) {
	st, err := store.OpenSQLite(ArchivePath(k.Dir()), store.SQLiteOptions{})
	if err != nil {
		return nil, err
	}
	return &Home{Keys: k, Store: st, Now: now}, nil
}

// Close releases the archive. The keys stay as they are.
func (h *Home) Close() error { return h.Store.Close() }
