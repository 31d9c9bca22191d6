// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/internal/node"
)

// Desk is one seat at work, as the caller gives it.
type Desk struct {
	// Key is its word in addresses: lower-case letters, digits and hyphens.
	Key string
	// Label names the desk while it is locked, and in the switch of seats.
	Label string
	// Node is nil while the desk is locked.
	Node *node.Node
	// Hub is nil when files travel by hand.
	Hub node.Hub
	// Unlock opens the desk with a passphrase. The error is shown.
	Unlock func(ctx context.Context, passphrase []byte) (*node.Node, node.Hub, error)
	// Lock closes what Unlock opened, after the node has been locked.
	Lock func()
}

// reserved are first words of addresses that are not desks.
var reserved = []string{"static", "open", "settings", "new", "join"}

func keyFits(key string) error {
	if key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return fmt.Errorf("desk %q: a key has lower-case letters, digits and hyphens", key)
	}
	if slices.Contains(reserved, key) {
		return fmt.Errorf("desk %q: this word is an address of the server; choose another key", key)
	}
	return nil
}

// station is a desk with what the server keeps beside it.
type station struct {
	*Desk
	wake chan struct{} // asks the loop to sync now

	mu      sync.Mutex // guards all that follows, and Node and Hub of the desk
	changed chan struct{}
	beat    int64     // counts changes, for browsers that come back
	synced  time.Time // of the last sync that went through
	syncErr error     // of the last sync; nil when it went through
	report  node.SyncReport
	joining *node.Joining    // of a seat that has asked to be let in
	hold    time.Time        // no sync before: something can still be undone
	used    time.Time        // when a person asked for something last; zero for not yet
	table   *tableImport     // that was read and is not sealed yet
	swept   *sweepJob        // the last that was begun; nil for none
	sealed  map[string]draft // what waits in the outbox was made from, by entry

	searches     map[int]string // words of the last ones, by number
	searchesMade int

	memo memo // has a lock of its own

	typing sync.Mutex // one change of a model that is built at a time, in the order in which they came
}

func newStation(d *Desk) *station {
	return &station{
		Desk: d, wake: make(chan struct{}, 1), changed: make(chan struct{}),
		sealed: map[string]draft{}, searches: map[int]string{},
	}
}

// at returns the node and the hub; the node is nil while the desk is locked.
func (d *station) at() (*node.Node, node.Hub) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.Node, d.Hub
}

// errNoUnlock means that the caller gave no way to open the desk.
var errNoUnlock = errors.New("this desk cannot be opened from here; start parley again")

func (d *station) unlock(ctx context.Context, passphrase []byte) error {
	if n, _ := d.at(); n != nil {
		return nil
	}
	if d.Unlock == nil {
		return errNoUnlock
	}
	n, hub, err := d.Unlock(ctx, passphrase)
	if err != nil {
		return err
	}
	d.mu.Lock()
	if d.Node == nil {
		d.Node, d.Hub, d.used = n, hub, time.Time{}
	} else { // somebody else was faster
		n.Lock()
	}
	d.mu.Unlock()
	d.tell()
	d.ask()
	return nil
}

// lock forgets what the desk has open. Drafts stay with the node, under its keys.
func (d *station) lock() {
	d.mu.Lock()
	n := d.Node
	d.Node, d.Hub = nil, nil
	clear(d.sealed)
	d.table = nil
	d.dropSweep()
	clear(d.searches)
	d.mu.Unlock()
	d.memo.forget()
	if n == nil {
		return
	}
	n.Lock()
	if d.Lock != nil {
		d.Lock()
	}
	d.tell()
}

// tell wakes every page of the desk that waits for news.
func (d *station) tell() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.beat++
	close(d.changed)
	d.changed = make(chan struct{})
}

// news returns the present beat and a channel that is closed at the next.
func (d *station) news() (int64, <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.beat, d.changed
}

// ask asks for a sync soon. It never waits.
func (d *station) ask() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// SyncState is what a page says of the last exchange with the hub.
type SyncState struct {
	ByHand bool      // no hub is known: files travel by hand
	At     time.Time // of the last sync that went through; zero for none
	Err    error
	Report node.SyncReport
	Hold   time.Time // what was sealed last stays here until then
}

func (d *station) syncState() SyncState {
	d.mu.Lock()
	defer d.mu.Unlock()
	return SyncState{d.Hub == nil, d.synced, d.syncErr, d.report, d.hold}
}
