// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"testing"

	"parley/internal/store"
)

// maxTable is above every table that nodes and hubs use.
const maxTable = 32

// pairs yields everything in a store, in order.
func pairs(t testing.TB, st store.Store, each func(p store.Process, table store.Table, x store.Pair)) {
	t.Helper()
	err := st.View(context.Background(), func(r store.Reader) error {
		for p, err := range r.Processes() {
			if err != nil {
				return err
			}
			for table := range store.Table(maxTable) {
				for x, err := range r.Scan(p, table, nil, nil) {
					if err != nil {
						return err
					}
					each(p, table, x)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// copyOf is a store in memory with the content of another, as a backup of the
// file would have it.
func copyOf(t testing.TB, st store.Store) *store.Memory {
	t.Helper()
	out := store.NewMemory()
	err := out.Update(context.Background(), func(w store.Writer) error {
		var err error
		pairs(t, st, func(p store.Process, table store.Table, x store.Pair) {
			if err == nil {
				err = w.Put(p, table, x.Key, x.Value)
			}
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
