// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"path/filepath"
	"testing"

	"parley/internal/store"
	"parley/internal/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return store.NewMemory() })
	t.Run("Reopen", func(t *testing.T) {
		storetest.RunReopen(t, func(*testing.T) func() (store.Store, error) {
			var current *store.Memory
			return func() (store.Store, error) {
				if current == nil {
					current = store.NewMemory()
					return current, nil
				}
				next, err := current.Reopen()
				if err != nil {
					return nil, err
				}
				current = next
				return next, nil
			}
		})
	})
}

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := store.OpenSQLite(filepath.Join(t.TempDir(), "store.db"), store.SQLiteOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
	t.Run("Reopen", func(t *testing.T) {
		storetest.RunReopen(t, func(t *testing.T) func() (store.Store, error) {
			path := filepath.Join(t.TempDir(), "deep", "er", "store.db")
			return func() (store.Store, error) {
				s, err := store.OpenSQLite(path, store.SQLiteOptions{})
				if err != nil {
					return nil, err // not a nil *SQLite in a Store
				}
				return s, nil
			}
		})
	})
}
