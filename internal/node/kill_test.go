// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/store"
	"parley/record"
)

var kills = flag.Int("node.kills", 10, "how often TestKill kills a node")

const killPassphrase = "demonstration"

// TestKill lets the node of a party run as a program of its own, which writes
// and syncs over a real connection with a hub in this one, and kills it at
// random with a signal that it cannot catch. Whatever it has reported as
// written is in its outbox or in the log afterwards, nothing is there twice,
// and the log is the one that it had seen.
func TestKill(t *testing.T) {
	if dir := os.Getenv("PARLEY_NODE_KILL"); dir != "" {
		killChild(dir)
	}
	root := fast(t)
	site := must(hub.OpenSite(filepath.Join(root, "hub")))
	defer func() { _ = site.Store.Close() }()
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	// Unmetered, since no person writes so much in a minute.
	h := hub.New(site.Store, hub.Options{Secret: site.Secret, Unmetered: true})
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- h.Serve(ctx, l, site.Certificate) }()
	defer func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}()

	address := keys.HubAddress{URL: "https://" + l.Addr().String(), Cert: site.Cert}
	w := newWorld(t, plan{
		seats: "M:mediator A:party", address: address, now: time.Now,
		options: func(o *hub.Options) { o.Secret, o.Unmetered = site.Secret, true },
		policy:  record.Policy{Batch: 8, Quorum: 2},
		dir:     func(seat string) string { return filepath.Join(root, seat) },
		disk: func(seat string) store.Store {
			return must(store.OpenSQLite(ArchivePath(filepath.Join(root, seat)), store.SQLiteOptions{}))
		},
		line: func(x *person, _ func() Hub) Hub { return &dialled{x: x} },
	})
	a, m := w.As("A"), w.As("M")
	defer func() { m.ok(m.home.Close()) }()
	a.node.Lock()
	a.ok(a.home.Close())

	reported := map[string]bool{}
	for round := range *kills {
		for _, text := range killOnce(t, filepath.Join(root, "A"), round) {
			reported[text] = true
		}
		a.disk = &disk{Store: must(store.OpenSQLite(ArchivePath(filepath.Join(root, "A")), store.SQLiteOptions{}))}
		a.home.Store = a.disk
		a.opens()
		there := map[string]int{}
		for _, text := range a.notes() {
			there[text]++
		}
		for _, p := range a.node.Outbox() {
			there[textOf(p)]++
		}
		for text := range reported {
			if there[text] != 1 {
				t.Errorf("round %d: %q was reported as written and is there %d times", round, text, there[text])
			}
		}
		if round%3 == 2 {
			a.syncs()
		}
		a.calm()
		a.node.Lock()
		a.ok(a.home.Close())
		if t.Failed() {
			break
		}
	}
	a.disk = &disk{Store: must(store.OpenSQLite(ArchivePath(filepath.Join(root, "A")), store.SQLiteOptions{}))}
	a.home.Store = a.disk
	a.opens()
	for range 20 {
		w.everybodySyncs()
		if a.outbox() == "" {
			break
		}
	}
	a.outboxIs("")
	w.everybodySyncs()
	got := m.notes()
	for text := range reported {
		if !slices.Contains(got, text) {
			t.Errorf("%q was reported as written, and M does not read it", text)
		}
	}
	if n := len(slices.Compact(slices.Clone(got))); n != len(got) {
		t.Errorf("M reads %d notes, of which %d are there twice", len(got), len(got)-n)
	}
	a.reads(got...)
	m.calm()
	t.Logf("%d kills, %d notes reported as written, %d in the log", *kills, len(reported), len(got))
	if len(reported) == 0 {
		t.Error("nothing was ever written: the test shows nothing")
	}
	a.ok(a.home.Close())
}

// dialled is a hub behind a real connection.
type dialled struct {
	x *person
	*courier.Client
}

// LogKey connects first: at that time the keys are there.
func (d *dialled) LogKey(ctx context.Context, nonce record.Hash) ([]byte, error) {
	if err := d.dial(); err != nil {
		return nil, err
	}
	return d.Client.LogKey(ctx, nonce)
}

// Checkpoint is the first call of those who do not found.
func (d *dialled) Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error) {
	if err := d.dial(); err != nil {
		return nil, err
	}
	return d.Client.Checkpoint(ctx, pid)
}

func (d *dialled) dial() (err error) {
	if d.Client == nil {
		d.Client, err = Connect(d.x.home, label)
	}
	return err
}

// killOnce runs the program of the seat, kills it, and returns what it had
// reported as written.
func killOnce(t *testing.T, dir string, round int) []string {
	t.Helper()
	var out bytes.Buffer
	child := exec.Command(os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), "PARLEY_NODE_KILL="+dir, fmt.Sprintf("PARLEY_NODE_ROUND=%d", round))
	child.Stdout, child.Stderr = &out, &out
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Duration(100+rand.IntN(500)) * time.Millisecond)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it says that it was killed
	var texts []string
	for line := range strings.Lines(out.String()) {
		text, whole := strings.CutSuffix(line, "\n")
		if text, ok := strings.CutPrefix(text, "written "); ok && whole {
			texts = append(texts, text)
		} else if whole {
			t.Errorf("round %d: the program says %q", round, line)
		}
	}
	return texts
}

// killChild is the program that is killed.
func killChild(dir string) {
	err := func() error {
		ctx := context.Background()
		u, err := keys.Unlock(dir, []byte(killPassphrase))
		if err != nil {
			return err
		}
		home, err := OpenHome(u, nil)
		if err != nil {
			return err
		}
		n, err := Open(ctx, home, label)
		if err != nil {
			return err
		}
		h, err := Connect(home, label)
		if err != nil {
			return err
		}
		for i := 0; ; i++ {
			text := fmt.Sprintf("round %s note %d", os.Getenv("PARLEY_NODE_ROUND"), i)
			if _, err := n.Post(ctx, note("M", []record.Register{onRecord, wp}[i%2], text)); err != nil {
				return err
			}
			fmt.Println("written " + text) // one write
			if i%3 == 2 {
				if _, err := n.Sync(ctx, h); err != nil && !errors.Is(err, courier.ErrBusy) {
					return err
				}
			}
		}
	}()
	fmt.Println("error", err)
	os.Exit(1)
}
