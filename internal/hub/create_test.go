// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"errors"
	"sync"
	"testing"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

func TestCreateIsRepeatable(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{store: st, closed: true})
		first := w.ok(w.hub.Create(t.Context(), w.genesis.Bytes(), ""))
		w.clock.advance(1e12)
		again := w.ok(w.hub.Create(t.Context(), w.genesis.Bytes(), ""))
		if !bytes.Equal(first, again) {
			t.Errorf("another receipt for the same genesis:\n%s\n%s", first, again)
		}
		r := w.receipt(first)
		if r.Envelope != w.genesis.ID() || r.Tick != 0 {
			t.Errorf("receipt %+v", r)
		}
		ids := w.leaves()
		if len(ids) != 8 || ids[0] != w.genesis.ID() {
			t.Errorf("%d leaves, the first is %s; want 8 and the genesis %s", len(ids), ids[0], w.genesis.ID())
		}
	})
}

func TestCreateByManyAtOnceFoundsOneProcess(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{closed: true})
		hub := New(st, w.opt)
		receipts := make([][]byte, 32)
		var wg sync.WaitGroup
		for i := range receipts {
			wg.Go(func() {
				var err error
				if receipts[i], err = hub.Create(t.Context(), w.genesis.Bytes(), ""); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, r := range receipts {
			if !bytes.Equal(r, receipts[0]) {
				t.Fatal("two receipts for one genesis")
			}
		}
		w.hub = hub
		if n := len(w.leaves()); n != 8 {
			t.Errorf("%d leaves; want the genesis and 7 of cover", n)
		}
	})
}

func TestCreateAsksForTheAdmissionWord(t *testing.T) {
	w := newWorld(t, plan{opt: Options{Admission: "friend"}, closed: true})
	hub := New(store.NewMemory(), w.opt)
	for _, word := range []string{"", "foe", "friend "} {
		_, err := hub.Create(t.Context(), w.genesis.Bytes(), word)
		isError(t, err, courier.ErrAdmission)
	}
	if _, err := hub.process(t.Context(), w.pid); !errors.Is(err, courier.ErrUnknown) {
		t.Errorf("the process is there, or not: %v", err)
	}
	w.ok(hub.Create(t.Context(), w.genesis.Bytes(), "friend"))
}

func TestCreateRefusesWhatIsNoGenesisForThisHub(t *testing.T) {
	w := newWorld(t, plan{})
	other := w.newGenesis(fixed("another nonce"))
	other.HubKey = w.hub.LogKey(w.nonce).Public() // the key of another log of this hub
	other.Seats = []*record.Enrolment{w.founder.enrol}
	stolen := must(record.NewGenesis(other, record.RootSigner("M", w.founder.root), w.clock.Now()))
	damaged := bytes.Clone(w.genesis.Bytes())
	damaged[len(damaged)-1] ^= 1
	for name, c := range map[string]struct {
		genesis []byte
		want    error
	}{
		"empty":                {nil, courier.ErrMalformed},
		"noise":                {bytes.Repeat([]byte("x"), 4000), courier.ErrMalformed},
		"sealed":               {w.opaque().Bytes(), courier.ErrMalformed},
		"damaged":              {damaged, courier.ErrMalformed},
		"other roster entry":   {w.change(w.founder, record.SetPolicy(w.policy)).Bytes(), courier.ErrRefused},
		"key of another nonce": {stolen.Bytes(), courier.ErrRefused},
	} {
		if _, err := New(store.NewMemory(), w.opt).Create(t.Context(), c.genesis, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v; want %v", name, err, c.want)
		}
	}
}

// TestCreateRefusesASecondGenesis: one genesis text can be put in several
// envelopes, since each has fresh salt. They found the same process once.
func TestCreateRefusesASecondGenesis(t *testing.T) {
	w := newWorld(t, plan{})
	g := w.newGenesis(w.nonce)
	for _, s := range w.seats {
		g.Seats = append(g.Seats, s.enrol)
	}
	again := must(record.NewGenesis(g, record.RootSigner("M", w.founder.root), w.clock.Now()))
	if g.Process() != w.pid {
		t.Fatal("the test means to found the same process")
	}
	size := len(w.leaves())
	_, err := w.hub.Create(t.Context(), again.Bytes(), "")
	isError(t, err, courier.ErrExists)
	if n := len(w.leaves()); n != size {
		t.Errorf("the log grew from %d to %d leaves", size, n)
	}
}

func TestLogKeysOfTwoProcessesCannotBeLinked(t *testing.T) {
	w := newWorld(t, plan{closed: true})
	a, b := w.hub.LogKey(fixed("1")).Public(), w.hub.LogKey(fixed("2")).Public()
	if bytes.Equal(a, b) {
		t.Error("two nonces, one key")
	}
	if !bytes.Equal(a, New(w.store, w.opt).LogKey(fixed("1")).Public()) {
		t.Error("the key did not outlive the hub")
	}
	if p := w.process(); p.cover == fixed("hub secret") || p.cover == w.hub.derive("log", w.pid) {
		t.Error("the secret of cover leaves may be published, and is used elsewhere")
	}
}
