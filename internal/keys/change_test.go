// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Changes by several goroutines of two openings of a home are all there.
func TestChangeConcurrent(t *testing.T) {
	const goroutines, each = 3, 6
	_, u := newHome(t)
	u2 := open(t, u)
	var wg sync.WaitGroup
	for g := range goroutines {
		for o, opened := range []*Unlocked{u, u2} {
			wg.Go(func() {
				for i := range each {
					s := joining(t, label(100*g+10*i+o))
					if err := opened.Change(addSeat(s)); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	r, r2 := mustRing(t, u), mustRing(t, u2)
	if len(r.Seats) != 2*goroutines*each {
		t.Errorf("%d seats, want %d", len(r.Seats), 2*goroutines*each)
	}
	if d := cmp.Diff(r, r2); d != "" {
		t.Errorf("the two openings differ: %s", d)
	}
}

// What one opening changes, the other sees, without opening anew.
func TestRingFollows(t *testing.T) {
	_, u := newHome(t)
	u2 := open(t, u)
	for i := range 5 {
		if err := u.Change(addSeat(joining(t, label(i)))); err != nil {
			t.Fatal(err)
		}
		if r := mustRing(t, u2); r.Find(label(i)) == nil {
			t.Fatalf("seat %d is not seen", i)
		}
	}
}

func TestChangeSorts(t *testing.T) {
	_, u := newHome(t)
	for i, p := range []int{5, 3, 0, 9, 0, 1} {
		s := joining(t, label(i))
		if p != 0 {
			s = member(t, label(i), p)
		}
		if err := u.Change(addSeat(s)); err != nil {
			t.Fatal(err)
		}
	}
	var labels []string
	for _, s := range mustRing(t, open(t, u)).Seats {
		labels = append(labels, s.Label)
	}
	if d := cmp.Diff([]string{label(2), label(4), label(5), label(1), label(0), label(3)}, labels); d != "" {
		t.Error(d)
	}
}

// A failed change leaves ring and file as they were.
func TestChangeRefused(t *testing.T) {
	dir, u := newHome(t)
	if err := u.Change(addSeat(member(t, "x", 1))); err != nil {
		t.Fatal(err)
	}
	ring, file := mustRing(t, u), readHome(t, dir, ringName)
	stop := errors.New("stop")
	for what, f := range map[string]func(*Ring) error{
		"own error":  func(r *Ring) error { r.Seats[0].Label = "y"; r.Seats[0].Root[0]++; return stop },
		"no change":  func(r *Ring) error { return nil },
		"same label": addSeat(joining(t, "x")),
		"same process": func(r *Ring) error {
			return addSeat(member(t, "y", 1))(r)
		},
		"zero key":    func(r *Ring) error { r.Seats[0].Sign = [KeySize]byte{}; return nil },
		"short root":  func(r *Ring) error { r.Seats[0].Root = r.Seats[0].Root[:31]; return nil },
		"one key two": func(r *Ring) error { r.Seats[0].Seal = r.Seats[0].Generations[0].Seal; return nil },
		"no hub hash": func(r *Ring) error { r.Seats[0].Hub.Cert = [KeySize]byte{}; return nil },
		"generations": func(r *Ring) error { slices.Reverse(r.Seats[0].Generations); return nil },
		"device":      func(r *Ring) error { r.Seats[0].Device = ""; return nil },
		"token":       func(r *Ring) error { r.Seats[0].Token = randomKey(); return nil },
	} {
		err := u.Change(f)
		if (err == nil) != (what == "no change") || what == "own error" && !errors.Is(err, stop) {
			t.Errorf("%s: %v", what, err)
		}
		if d := cmp.Diff(ring, mustRing(t, u)); d != "" {
			t.Errorf("%s changed the ring: %s", what, d)
		}
		if string(readHome(t, dir, ringName)) != string(file) {
			t.Errorf("%s wrote the file", what)
		}
	}
}

// The memory that the caller's function touched is not the ring's.
func TestChangeKeepsNoReference(t *testing.T) {
	_, u := newHome(t)
	s := member(t, "x", 1)
	var kept *Ring
	err := u.Change(func(r *Ring) error {
		kept = r
		return addSeat(s)(r)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := mustRing(t, u)
	s.Root[0]++
	s.Generations[0].Seal[0]++
	kept.Wipe()
	got := mustRing(t, u)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	got.Wipe()
	if d := cmp.Diff(want, mustRing(t, u)); d != "" {
		t.Error(d)
	}
}

// Lock works while a change is under way, and the change is not made.
func TestLockDuringChange(t *testing.T) {
	dir, u := newHome(t)
	file := readHome(t, dir, ringName)
	err := u.Change(func(r *Ring) error {
		u.Lock()
		return addSeat(joining(t, "x"))(r)
	})
	if !errors.Is(err, ErrLocked) {
		t.Errorf("change: %v", err)
	}
	if string(readHome(t, dir, ringName)) != string(file) {
		t.Error("the change was written")
	}
}

func TestLockFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := lockFile(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockFile(path, 20*time.Millisecond); !errors.Is(err, ErrBusy) {
		t.Errorf("second holder: %v", err)
	}
	release()
	release, err = lockFile(path, 0)
	if err != nil {
		t.Errorf("after release: %v", err)
	}
	release()
	if _, err := lockFile(filepath.Join(path, "x"), 0); err == nil {
		t.Error("locked a path that cannot be")
	}
}

// What interrupted writes leave is cleared by the next write.
func TestStraysAreSwept(t *testing.T) {
	dir, u := newHome(t)
	writeHome(t, dir, "."+ringName+".0123456789abcdef.partial", []byte("half"))
	writeHome(t, dir, "."+identityName+".0123456789abcdef.partial", []byte("half"))
	if err := u.Change(addSeat(joining(t, "x"))); err != nil {
		t.Fatal(err)
	}
	if err := u.ChangePassphrase([]byte(testPassphrase), CostDemonstration); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*.partial")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// Create cut short after each of its steps: again, or finished at unlock.
func TestCreateCutShort(t *testing.T) {
	dir, u := newHome(t)
	want := mustRing(t, u)
	// Before the identity: nothing counts yet.
	first := t.TempDir()
	writeHome(t, first, newRingName, readHome(t, dir, ringName))
	if _, err := Unlock(first, []byte(testPassphrase)); !errors.Is(err, ErrNoHome) {
		t.Errorf("before the identity: %v", err)
	}
	if _, err := Create(first, []byte(testPassphrase), CostDemonstration); err != nil {
		t.Errorf("again: %v", err)
	}
	if _, err := os.Stat(filepath.Join(first, newRingName)); err == nil {
		t.Error("the unfinished ring is still there")
	}
	// Before the last rename: the home is complete.
	if err := os.Rename(filepath.Join(dir, ringName), filepath.Join(dir, newRingName)); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir, []byte(testPassphrase), CostDemonstration); !errors.Is(err, ErrExists) {
		t.Errorf("create before the rename: %v", err)
	}
	u2, err := Unlock(dir, []byte(testPassphrase))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, mustRing(t, u2)); d != "" {
		t.Error(d)
	}
	// A new ring of another home is not adopted.
	if err := os.Remove(filepath.Join(dir, ringName)); err != nil {
		t.Fatal(err)
	}
	other, _ := newHome(t)
	writeHome(t, dir, newRingName, readHome(t, other, ringName))
	if _, err := Unlock(dir, []byte(testPassphrase)); !errors.Is(err, ErrDamaged) {
		t.Errorf("another home's ring: %v", err)
	}
}
