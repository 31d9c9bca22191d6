// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/store"
	"parley/record"
)

var kills = flag.Int("node.kills", 10, "how often TestKillNode kills a node")

// killHome tells the test binary that it is the node to be killed, and where
// its home is.
const killHome = "PARLEY_NODE_KILL_HOME"

// openHome opens a home on disk, as the program does.
func openHome(dir string) (*Home, error) {
	u, err := keys.Unlock(dir, []byte("demonstration"))
	if err != nil {
		return nil, err
	}
	st, err := store.OpenSQLite(ArchivePath(dir), store.SQLiteOptions{})
	if err != nil {
		return nil, err
	}
	return &Home{Keys: u, Store: st}, nil
}

// killedNode writes and syncs until it is killed. It prints the text of each
// entry after Post has returned: from then on it must not be lost.
func killedNode(dir string) error {
	ctx := context.Background()
	home, err := openHome(dir)
	if err != nil {
		return err
	}
	n, err := Open(ctx, home, label)
	if err != nil {
		return err
	}
	line, err := Connect(home, label)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for i := 0; ; i++ {
		text := fmt.Sprintf("words %d of process %d", i, os.Getpid())
		to, register := "M", wp
		if i%3 == 0 {
			to, register = "M B", onRecord
		}
		if _, err := n.Post(ctx, note(to, register, text)); err != nil {
			return err
		}
		fmt.Println("posted " + text)
		if i%4 == 3 {
			if _, err := n.Sync(ctx, line); err != nil {
				return err
			}
		}
	}
}

// TestKillNode kills a node at random moments, with a signal that it cannot
// catch, while it writes to a real hub over loopback. Whatever it said it had
// written ends in the log exactly once, its chains have no gap and no fork, and
// its archive agrees with the hub's log.
func TestKillNode(t *testing.T) {
	if dir := os.Getenv(killHome); dir != "" {
		fmt.Println("error", killedNode(dir))
		os.Exit(1)
	}
	if testing.Short() {
		t.Skip("kills real processes; left out of short runs")
	}
	own, cert, err := courier.Certificate(record.NewSeed())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	w := newWorld(t, plan{
		seats: "M:mediator A:party B:party", now: time.Now,
		policy:  record.Policy{Batch: 64, Quorum: 3},
		address: keys.HubAddress{URL: "https://" + l.Addr().String(), Cert: cert},
		options: func(o *hub.Options) { o.Unmetered = true }, // a killed node starts again and again
		dir: func(seat string) string {
			dir := filepath.Join(root, seat)
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			return dir
		},
		disk: func(seat string) store.Store {
			st, err := store.OpenSQLite(ArchivePath(filepath.Join(root, seat)), store.SQLiteOptions{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = st.Close() })
			return st
		},
	})
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- w.hub.Serve(ctx, l, own) }()
	t.Cleanup(func() { stop(); <-served })

	a := w.As("A")
	a.syncs()
	a.node.Lock()
	if err := a.home.Store.Close(); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "A")
	written := map[string]bool{}
	for round := range *kills {
		for _, text := range killOnce(t, dir, time.Duration(20+rand.IntN(250))*time.Millisecond) {
			if written[text] {
				t.Fatalf("round %d: %q was written twice", round, text)
			}
			written[text] = true
		}
	}

	home, err := openHome(dir)
	if err != nil {
		t.Fatal(err)
	}
	a.home, a.disk = home, &disk{Store: home.Store}
	t.Cleanup(func() { _ = home.Store.Close() })
	a.opens()
	for range 3 {
		a.syncs()
		w.As("M").syncs()
		w.As("B").syncs()
	}
	for _, name := range []string{"A", "M"} {
		x := w.As(name)
		x.calm()
		times := map[string]int{}
		for _, text := range x.notes() {
			times[text]++
		}
		for text := range written {
			if times[text] != 1 {
				t.Errorf("%s reads %q %d times", name, text, times[text])
			}
		}
	}
	if a.view().Root != w.As("M").view().Root || a.outbox() != "" {
		t.Errorf("the archive does not agree with the log; outbox %q", a.outbox())
	}
	a.samePortrait()
	t.Logf("%d kills, %d entries, none lost", *kills, len(written))
}

// killOnce starts a node, kills it after a while, and returns what it said it
// had written.
func killOnce(t *testing.T, dir string, after time.Duration) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKillNode$")
	cmd.Env = append(os.Environ(), killHome+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var posted []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := lines.Text()
		switch {
		case line == "ready":
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		case strings.HasPrefix(line, "posted "):
			posted = append(posted, strings.TrimPrefix(line, "posted "))
		default:
			t.Errorf("the node said %q", line)
		}
	}
	_ = cmd.Wait() // it was killed, and says so
	return posted
}
