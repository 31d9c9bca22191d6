// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"parley/internal/act"
	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/internal/store"
	"parley/record"
)

// busy is a process that grows: a mediator and two parties, who write entries of
// every kind in the mixture of a long process. It lives in memory, on a hub
// without quotas.
type busy struct {
	b       testing.TB
	nodes   []*node.Node // the mediator's first; it reads every entry
	lines   []node.Hub
	m, a, p string
	written int
	known   map[string][]string // entries that every seat has read, by kind
	fresh   map[string][]string // those written since
	calls   [3][]record.Hash    // notes of a party that may be shown to the other
}

func newBusy(b testing.TB) *busy {
	b.Helper()
	w := &busy{b: b, m: "seat0", a: "seat1", p: "seat2", known: map[string][]string{}, fresh: map[string][]string{}}
	ctx := context.Background()
	_, cert, err := courier.Certificate(record.NewSeed())
	w.ok(err)
	h := hub.New(store.NewMemory(), hub.Options{Secret: record.NewSeed(), Unmetered: true})
	var homes []*node.Home
	var enrolled []*record.Enrolment
	for i, role := range []string{record.RoleMediator, record.RoleParty, record.RoleParty} {
		u, err := keys.Create(b.TempDir(), []byte("correct horse battery"), keys.CostDemonstration)
		w.ok(err)
		home := &node.Home{Keys: u, Store: store.NewMemory()}
		e, err := node.Prepare(home, "big", fmt.Sprint("seat", i), role, keys.HubAddress{URL: "https://hub.example", Cert: cert})
		w.ok(err)
		homes, enrolled, w.lines = append(homes, home), append(enrolled, e), append(w.lines, hub.Local{Hub: h, Cert: e.Device.TLS})
	}
	pid, err := node.Found(ctx, homes[0], "big", w.lines[0], node.Founding{Policy: record.Policy{Batch: 128, Quorum: 1}, Seats: enrolled})
	w.ok(err)
	for i, home := range homes {
		if i > 0 {
			w.ok(node.Adopt(home, "big", pid))
		}
		n, err := node.Open(ctx, home, "big")
		w.ok(err)
		_, err = n.Sync(ctx, w.lines[i])
		w.ok(err)
		w.ok(n.Accept(ctx, w.lines[i]))
		w.nodes = append(w.nodes, n)
	}
	w.sync()
	w.begin()
	return w
}

func (w *busy) ok(err error) {
	if err != nil {
		w.b.Helper()
		w.b.Fatal(err)
	}
}

// sync lets every seat send what it wrote and read what the others did.
func (w *busy) sync() {
	w.b.Helper()
	for range 3 { // once to send, once to read and cosign, once to see that all did
		for i, n := range w.nodes {
			for {
				_, err := n.Sync(context.Background(), w.lines[i])
				w.ok(err)
				if len(n.Outbox()) == 0 {
					break
				}
			}
		}
	}
	for kind, ids := range w.fresh {
		w.known[kind] = append(w.known[kind], ids...)
	}
	clear(w.fresh)
}

// grow writes until the mediator reads so many entries, those of the roster
// included.
func (w *busy) grow(n int) {
	w.b.Helper()
	for w.read() < n {
		for range min(250, n-w.read()) {
			w.next()
		}
		w.sync()
	}
}

func (w *busy) read() int {
	v, err := w.nodes[0].View()
	w.ok(err)
	return v.State.Len()
}

// desk is the mediator's.
func (w *busy) desk() *Desk { return &Desk{Key: "big", Node: w.nodes[0], Hub: w.lines[0]} }

// say writes an act to all seats.
func (w *busy) say(by int, a act.Act) { w.post(by, []string{w.m, w.a, w.p}, record.OnRecord, a) }

func (w *busy) post(by int, to []string, reg record.Register, a act.Act) record.Hash {
	w.b.Helper()
	id, err := w.nodes[by].Post(context.Background(), node.Draft{Audience: to, Register: reg, Act: a, Cleared: true})
	if err != nil {
		w.b.Fatalf("entry %d, %s: %v", w.written, a.Kind(), err)
	}
	w.fresh[a.Kind()] = append(w.fresh[a.Kind()], hex.EncodeToString(id[:]))
	w.written++
	return id
}

// one of the entries of a kind that all have read: a later one with a larger n,
// around and around.
func (w *busy) one(kind string, n int) string {
	ids := w.known[kind]
	return ids[n%len(ids)]
}

func (w *busy) some(kind string, n int) []string {
	out := []string{w.one(kind, n), w.one(kind, n*7+1)}
	slices.Sort(out)
	return slices.Compact(out)
}
