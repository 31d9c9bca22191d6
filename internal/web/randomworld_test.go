// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/internal/store"
	"parley/internal/web"
	"parley/record"
)

// randomWorld is a process of four seats with a small record made by chance.
// It keeps its own account of who was told which words: each text that is
// written carries a canary, a word that stands nowhere else.
type randomWorld struct {
	t     *testing.T
	rng   *rand.Rand
	dir   string
	hub   *hub.Hub
	seats []*chair
	said  []*saying
	reads map[string][]string // canary: names of the seats that may read it
	kinds map[string]int      // how often each kind was written
	late  atomic.Int64        // seconds since noon, for every node
}

// chair is one seat with its home.
type chair struct {
	key, name, role, dir string
	home                 *node.Home
	node                 *node.Node
	line                 node.Hub
}

// saying is one entry as the world knows it.
type saying struct {
	id       record.Hash
	kind     string
	author   *chair
	audience []string // sorted names, the author's included
	readers  []string // the audience, and those who were shown it
	canaries []string
	private  bool // without prejudice: to show it, its author must adopt it first
}

func (s *saying) ref() string { return hex.EncodeToString(s.id[:]) }

const randomLabel = "process"

// noon is the time at which every page of these tests is made.
var noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

func newRandomWorld(t *testing.T, seed uint64) *randomWorld {
	t.Helper()
	return newWorldOf(t, seed, "host mediator", "left party", "right party", "witness guarantor")
}

// newWorldOf founds a process of such seats: key and role of each, the mediator
// first, and the word of the roster where chance is not to give it.
func newWorldOf(t *testing.T, seed uint64, seats ...string) *randomWorld {
	t.Helper()
	w := &randomWorld{
		t: t, rng: rand.New(rand.NewPCG(seed, 20)), dir: t.TempDir(), reads: map[string][]string{}, kinds: map[string]int{},
	}
	w.startHub(seats)
	w.found()
	return w
}

// now is what every node holds for now.
func (w *randomWorld) now() time.Time { return noon.Add(time.Duration(w.late.Load()) * time.Second) }

func (w *randomWorld) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// startHub serves a hub on loopback, and prepares a home for every seat.
func (w *randomWorld) startHub(seats []string) {
	w.t.Helper()
	site, err := hub.OpenSite(filepath.Join(w.dir, "hub"))
	w.ok(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	w.ok(err)
	w.hub = hub.New(site.Store, hub.Options{Secret: site.Secret, Unmetered: true})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.hub.Serve(ctx, l, site.Certificate) }()
	w.t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, site.Store.Close()); err != nil {
			w.t.Error(err)
		}
	})
	var at keys.HubAddress
	at.URL, at.Cert = "https://"+l.Addr().String(), site.Cert
	for _, x := range seats {
		words := strings.Fields(x)
		c := &chair{key: words[0], name: node.RandomSeat(), role: words[1], dir: filepath.Join(w.dir, words[0])}
		if len(words) > 2 {
			c.name = words[2]
		}
		u, err := keys.Create(c.dir, []byte("passphrase"), keys.CostDemonstration)
		w.ok(err)
		st, err := store.OpenSQLite(node.ArchivePath(c.dir), store.SQLiteOptions{})
		w.ok(err)
		c.home = &node.Home{Keys: u, Store: st, Now: w.now}
		_, err = node.Prepare(c.home, randomLabel, c.name, c.role, at)
		w.ok(err)
		c.line, err = node.Connect(c.home, randomLabel)
		w.ok(err)
		w.seats = append(w.seats, c)
		w.t.Cleanup(func() {
			if c.node != nil {
				c.node.Lock()
			}
			c.home.Keys.Lock()
			w.ok(c.home.Store.Close())
		})
	}
}

// found founds the process with all seats.
func (w *randomWorld) found() {
	w.t.Helper()
	ctx := context.Background()
	var all []*record.Enrolment
	for _, c := range w.seats {
		e, err := node.EnrolmentOf(c.home, randomLabel, c.role)
		w.ok(err)
		all = append(all, e)
	}
	pid, err := node.Found(ctx, w.seats[0].home, randomLabel, w.seats[0].line, node.Founding{
		Policy: record.Policy{Batch: 8, Quorum: 3, Faulty: 1}, Seats: all,
	})
	w.ok(err)
	for _, c := range w.seats {
		if c != w.seats[0] {
			w.ok(node.Adopt(c.home, randomLabel, pid))
		}
		c.node, err = node.Open(ctx, c.home, randomLabel)
		w.ok(err)
		_, err = c.node.Sync(ctx, c.line)
		w.ok(err)
		w.ok(c.node.Accept(ctx, c.line))
	}
	w.settle()
}

// settle syncs until nobody waits and everybody has the same log, witnessed.
func (w *randomWorld) settle() {
	w.t.Helper()
	for range 20 {
		sizes, waiting := map[int64]bool{}, 0
		for _, c := range w.seats {
			r, err := c.node.Sync(context.Background(), c.line)
			w.ok(err)
			if !r.Witnessed {
				waiting++
			}
			v, err := c.node.View()
			w.ok(err)
			sizes[v.Size] = true
			waiting += len(c.node.Outbox())
		}
		if len(sizes) == 1 && waiting == 0 {
			return
		}
	}
	w.t.Fatal("the seats do not come to one log")
}

// one chooses by chance.
func one[T any](w *randomWorld, list []T) T { return list[w.rng.IntN(len(list))] }

// audience is two or more seats, the author among them, sorted.
func (w *randomWorld) audience(author *chair) []string {
	out := []string{author.name}
	for _, c := range w.seats {
		if c != author && w.rng.IntN(2) == 0 {
			out = append(out, c.name)
		}
	}
	if len(out) == 1 {
		out = append(out, w.other(author).name)
	}
	slices.Sort(out)
	return out
}

func (w *randomWorld) other(than *chair) *chair {
	for {
		if c := one(w, w.seats); c != than {
			return c
		}
	}
}

func (w *randomWorld) chair(name string) *chair {
	for _, c := range w.seats {
		if c.name == name {
			return c
		}
	}
	w.t.Fatalf("no seat %s", name)
	return nil
}

func (w *randomWorld) everybody() (out []string) {
	for _, c := range w.seats {
		out = append(out, c.name)
	}
	slices.Sort(out)
	return out
}

// within reports whether each of some seats is among others.
func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// desks are all seats, or those with some keys. No hub is given, so that no page
// says when it was last reached.
func (w *randomWorld) desks(keys ...string) (out []*web.Desk) {
	for _, c := range w.seats {
		if len(keys) == 0 || slices.Contains(keys, c.key) {
			out = append(out, &web.Desk{Key: c.key, Label: fmt.Sprintf("desk %s", c.key), Node: c.node})
		}
	}
	return out
}

// reopenAlone closes every node and opens that of one seat from its archive.
func (w *randomWorld) reopenAlone(c *chair) {
	w.t.Helper()
	for _, x := range w.seats {
		if x.node != nil {
			x.node.Lock()
			x.node = nil
		}
	}
	var err error
	c.node, err = node.Open(context.Background(), c.home, randomLabel)
	w.ok(err)
}
