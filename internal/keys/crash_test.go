// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// childEnv tells the test program to act on a home instead of testing:
// "action directory". What it needs to know in secret it reads from stdin.
const childEnv = "PARLEY_KEYS_CHILD"

func TestMain(m *testing.M) {
	action, dir, ok := strings.Cut(os.Getenv(childEnv), " ")
	if !ok {
		os.Exit(m.Run())
	}
	if err := child(action, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(action, dir string) error {
	if action == "create" {
		for i := 0; ; i++ {
			if _, err := Create(filepath.Join(dir, label(i)), []byte(testPassphrase), CostDemonstration); err != nil {
				return err
			}
		}
	}
	identity, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		return err
	}
	u, err := UnlockWith(dir, strings.TrimSuffix(identity, "\n"))
	if err != nil {
		return err
	}
	for i := 0; action == "count" || i < 10; i++ {
		err := u.Change(func(r *Ring) error {
			if action == "add" {
				s, err := NewSeat("child-"+label(i), "A", "d1", rand.Reader)
				r.Seats = append(r.Seats, s)
				return err
			}
			r.Find("x").Generations[0].Number++
			return nil
		})
		if err != nil {
			return err
		}
		if action == "count" {
			r, err := u.Ring()
			if err != nil {
				return err
			}
			fmt.Println(r.Find("x").Generations[0].Number)
		}
	}
	return nil
}

func startChild(t *testing.T, action, dir string, u *Unlocked) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+action+" "+dir)
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if u != nil {
		identity, err := u.Identity()
		if err != nil {
			t.Fatal(err)
		}
		cmd.Stdin = strings.NewReader(identity + "\n")
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &out
}

// A program is killed while it changes the ring, many times over. What it was
// told is done stays done; the ring is always whole and can be changed further.
func TestKilledDuringChange(t *testing.T) {
	kills := 10
	if testing.Short() {
		kills = 3
	}
	dir, u := newHome(t)
	s := member(t, "x", 1)
	s.Generations = s.Generations[:1]
	if err := u.Change(addSeat(s)); err != nil {
		t.Fatal(err)
	}
	for i := range kills {
		before := mustRing(t, u).Seats[0].Generations[0].Number
		cmd, out := startChild(t, "count", dir, u)
		// Wait for its first change, then for a different moment each time.
		for wait := 0; wait < 1000 && mustRing(t, u).Seats[0].Generations[0].Number == before; wait++ {
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(time.Duration(3*i) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		acked := before
		for line := range strings.Lines(out.String()) {
			fmt.Sscanf(line, "%d\n", &acked)
		}
		after := mustRing(t, open(t, u)).Seats[0].Generations[0].Number
		if after != acked && after != acked+1 {
			t.Errorf("kill %d: the ring says %d, the program was told %d", i, after, acked)
		}
	}
	if err := u.Change(addSeat(joining(t, "last"))); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*.partial")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// Two programs change one ring at the same time: no change is lost.
func TestChangeFromTwoPrograms(t *testing.T) {
	dir, u := newHome(t)
	cmd, _ := startChild(t, "add", dir, u)
	for i := range 10 {
		if err := u.Change(addSeat(joining(t, label(i)))); err != nil {
			t.Error(err)
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := len(mustRing(t, u).Seats); n != 20 {
		t.Errorf("%d seats, want 20", n)
	}
}

// A program is killed while it creates homes. Each is there or not there.
func TestKilledDuringCreate(t *testing.T) {
	base := t.TempDir()
	cmd, _ := startChild(t, "create", base, nil)
	for wait := 0; wait < 1000; wait++ {
		if _, err := os.Stat(filepath.Join(base, label(20))); err == nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	cmd.Process.Kill()
	cmd.Wait()
	entries, err := os.ReadDir(base)
	if err != nil || len(entries) == 0 {
		t.Fatal(entries, err)
	}
	for _, e := range entries {
		dir := filepath.Join(base, e.Name())
		_, err := Unlock(dir, []byte(testPassphrase))
		if errors.Is(err, ErrNoHome) {
			_, err = Create(dir, []byte(testPassphrase), CostDemonstration)
		}
		if err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
	}
}
