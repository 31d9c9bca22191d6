// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Tables of the kill test. Each numbered update writes to all of them.
const (
	killBodies   Table = 1 // number -> body
	killSeconds  Table = 2 // number, in another process -> nothing
	killProgress Table = 3 // goroutine -> its latest number
	killWriters        = 8
)

// TestKill lets a program write, kills it at a random moment with a signal it
// cannot catch, and looks whether every update it was answered for is there,
// and no update in part. PARLEY_KILL_ROUNDS sets how often.
func TestKill(t *testing.T) {
	if path := os.Getenv("PARLEY_KILL_PATH"); path != "" {
		killChild(path)
	}
	rounds := 20
	if v := os.Getenv("PARLEY_KILL_ROUNDS"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatal(err)
		}
		rounds = n
	}
	path := filepath.Join(t.TempDir(), "store.db")
	answered, found := 0, 0
	for round := range rounds {
		if round%100 == 99 { // else the file grows with the rounds
			path = filepath.Join(t.TempDir(), "store.db")
		}
		a, f := killRound(t, path, uint64(round))
		answered += a
		found += f
		if t.Failed() {
			break
		}
	}
	t.Logf("%d rounds: %d updates answered, %d found", rounds, answered, found)
	if answered == 0 {
		t.Error("no update was ever answered: the test shows nothing")
	}
	s := mustOpen(t, path, SQLiteOptions{})
	if got, err := s.writer.conn.text("PRAGMA integrity_check"); err != nil || got != "ok" {
		t.Errorf("integrity check: %q, %v", got, err)
	}
}

// killBody returns the body of update n, of 0 to 9 KB.
func killBody(n uint64) []byte {
	r := rand.New(rand.NewPCG(n, 1))
	body := make([]byte, r.IntN(9000))
	for i := range body {
		body[i] = byte(r.Uint32())
	}
	return body
}

// killChild is the program that is killed. It prints the number of each update
// after it was answered.
func killChild(path string) {
	s, err := OpenSQLite(path, SQLiteOptions{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	start, err := strconv.ParseUint(os.Getenv("PARLEY_KILL_START"), 10, 64)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	for g := range uint64(killWriters) {
		go func() {
			for n := start + g; ; n += killWriters {
				number := binary.BigEndian.AppendUint64(nil, n)
				if err := s.Update(context.Background(), func(w Writer) error {
					return errors.Join(
						w.Put(Process{1}, killBodies, number, killBody(n)),
						w.Put(Process{2, byte(n)}, killSeconds, number, nil),
						w.Put(Process{1}, killProgress, []byte{byte(g)}, number))
				}); err != nil {
					fmt.Println("error", err)
					os.Exit(1)
				}
				fmt.Println(n) // one write, so lines do not mix
			}
		}()
	}
	select {}
}

// killRound runs and kills the program once, and returns how many updates it
// was answered for and how many are there.
func killRound(t *testing.T, path string, round uint64) (answered, found int) {
	start := round << 32
	var output bytes.Buffer
	child := exec.Command(os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), "PARLEY_KILL_PATH="+path, "PARLEY_KILL_START="+strconv.FormatUint(start, 10))
	child.Stdout = &output
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	// From before the store is open, with recovery from the last kill under
	// way, to after several checkpoints.
	time.Sleep(time.Duration(10+rand.IntN(300)) * time.Millisecond)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // says that it was killed

	s, err := OpenSQLite(path, SQLiteOptions{})
	if err != nil {
		t.Fatalf("round %d: %v", round, err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := s.View(context.Background(), func(r Reader) error {
		latest := map[byte]uint64{}
		from := binary.BigEndian.AppendUint64(nil, start)
		for pair, err := range r.Scan(Process{1}, killBodies, from, nil) {
			if err != nil {
				return err
			}
			n := binary.BigEndian.Uint64(pair.Key)
			if !bytes.Equal(pair.Value, killBody(n)) {
				return fmt.Errorf("update %d came back changed", n)
			}
			if _, err := r.Get(Process{2, byte(n)}, killSeconds, pair.Key); err != nil {
				return fmt.Errorf("update %d is there in part: %w", n, err)
			}
			latest[byte(n%killWriters)] = n // as the scan ascends
			found++
		}
		seconds := 0
		for i := range 256 {
			for _, err := range r.Scan(Process{2, byte(i)}, killSeconds, from, nil) {
				if err != nil {
					return err
				}
				seconds++
			}
		}
		if seconds != found {
			return fmt.Errorf("%d bodies and %d second pairs", found, seconds)
		}
		for g, n := range latest {
			progress, err := r.Get(Process{1}, killProgress, []byte{g})
			if err != nil || binary.BigEndian.Uint64(progress) != n {
				return fmt.Errorf("progress of goroutine %d is %x (%v), want %x", g, progress, err, n)
			}
		}
		lines := bufio.NewScanner(&output)
		complete := strings.Count(output.String(), "\n")
		for lines.Scan() && answered < complete { // the last line may be cut off
			n, err := strconv.ParseUint(lines.Text(), 10, 64)
			if err != nil {
				return fmt.Errorf("the program said %q", lines.Text())
			}
			if _, err := r.Get(Process{1}, killBodies, binary.BigEndian.AppendUint64(nil, n)); err != nil {
				return fmt.Errorf("update %d was answered and is lost: %w", n, err)
			}
			answered++
		}
		return nil
	}); err != nil {
		t.Errorf("round %d: %v", round, err)
	}
	return answered, found
}
