// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

func TestCreateUnlock(t *testing.T) {
	dir, u := newHome(t)
	want := mustRing(t, u)
	if len(want.Seats) != 0 || want.Storage == ([KeySize]byte{}) {
		t.Errorf("a new ring has %d seats and storage key zero %v", len(want.Seats), want.Storage == [KeySize]byte{})
	}
	if err := u.Change(addSeat(member(t, "one", 1))); err != nil {
		t.Fatal(err)
	}
	want = mustRing(t, u)
	u2, err := Unlock(dir, []byte(testPassphrase))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, mustRing(t, u2)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want, mustRing(t, open(t, u))); d != "" {
		t.Error(d)
	}
	_, other := newHome(t)
	if mustRing(t, other).Storage == want.Storage {
		t.Error("two homes have one storage key")
	}
}

// The default cost once, as a person would use it.
func TestDefaultCost(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	if _, err := Create(dir, []byte(testPassphrase), CostDefault); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readHome(t, dir, identityName)), " 18\n") {
		t.Error("identity.age was not made with work factor 18")
	}
	if _, err := Unlock(dir, []byte(testPassphrase)); err != nil {
		t.Error(err)
	}
}

func TestCreateRefusals(t *testing.T) {
	dir, _ := newHome(t)
	before := readHome(t, dir, identityName)
	if _, err := Create(dir, []byte("another one"), CostDemonstration); !errors.Is(err, ErrExists) {
		t.Errorf("on a home: %v", err)
	}
	if string(readHome(t, dir, identityName)) != string(before) {
		t.Error("the refused Create changed the home")
	}
	// Half a home may be what is left of somebody's keys.
	for _, name := range []string{identityName, ringName} {
		half := t.TempDir()
		writeHome(t, half, name, []byte("?"))
		if _, err := Create(half, []byte(testPassphrase), CostDemonstration); !errors.Is(err, ErrExists) {
			t.Errorf("on %s alone: %v", name, err)
		}
	}
	fresh := filepath.Join(t.TempDir(), "new")
	if _, err := Create(fresh, []byte("7 bytes"), CostDemonstration); !errors.Is(err, ErrShortPassphrase) {
		t.Errorf("short passphrase: %v", err)
	}
	if _, err := Create(fresh, []byte(testPassphrase), Cost(7)); err == nil {
		t.Error("an unknown cost was accepted")
	}
	if _, err := os.Stat(fresh); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a refused Create made the directory")
	}
	if runtime.GOOS == "windows" {
		return
	}
	public := t.TempDir()
	if err := os.Chmod(public, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(public, []byte(testPassphrase), CostDemonstration); err == nil {
		t.Error("a directory everybody may write to was accepted")
	}
}

func TestUnlockRefusals(t *testing.T) {
	dir, u := newHome(t)
	for _, p := range []string{"", "a", "a passphrase ", "A passphrase", strings.Repeat("x", 1<<16)} {
		if _, err := Unlock(dir, []byte(p)); !errors.Is(err, ErrPassphrase) {
			t.Errorf("passphrase %.20q: %v", p, err)
		}
	}
	for _, d := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if _, err := Unlock(d, []byte(testPassphrase)); !errors.Is(err, ErrNoHome) {
			t.Errorf("no home: %v", err)
		}
		if _, err := UnlockWith(d, "x"); !errors.Is(err, ErrNoHome) {
			t.Errorf("no home, identity: %v", err)
		}
	}
	_, other := newHome(t)
	foreign, _ := other.Identity()
	own, _ := u.Identity()
	for _, id := range []string{"", "x", foreign, own + "\n", strings.ToLower(own), own[:len(own)-1]} {
		_, err := UnlockWith(dir, id)
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("wrong identity: %v", err)
		}
		if err != nil && strings.Contains(strings.ToUpper(err.Error()), "AGE-SECRET-KEY") {
			t.Errorf("the error quotes the identity")
		}
	}
	if err := os.Remove(filepath.Join(dir, ringName)); err != nil {
		t.Fatal(err)
	}
	if _, err := Unlock(dir, []byte(testPassphrase)); !errors.Is(err, ErrDamaged) {
		t.Errorf("ring missing: %v", err)
	}
	if _, err := u.Ring(); !errors.Is(err, ErrDamaged) {
		t.Errorf("ring went missing: %v", err)
	}
	writeHome(t, dir, ringName, nil)
	if err := os.Remove(filepath.Join(dir, identityName)); err != nil {
		t.Fatal(err)
	}
	if _, err := Unlock(dir, []byte(testPassphrase)); !errors.Is(err, ErrDamaged) {
		t.Errorf("identity missing: %v", err)
	}
}

func TestChangePassphrase(t *testing.T) {
	dir, u := newHome(t)
	ring := readHome(t, dir, ringName)
	const next = "another passphrase"
	if err := u.ChangePassphrase([]byte("short"), CostDemonstration); !errors.Is(err, ErrShortPassphrase) {
		t.Errorf("short: %v", err)
	}
	if err := u.ChangePassphrase([]byte(next), CostDemonstration); err != nil {
		t.Fatal(err)
	}
	if string(readHome(t, dir, ringName)) != string(ring) {
		t.Error("the ring was rewritten")
	}
	if _, err := Unlock(dir, []byte(testPassphrase)); !errors.Is(err, ErrPassphrase) {
		t.Errorf("old passphrase: %v", err)
	}
	if _, err := Unlock(dir, []byte(next)); err != nil {
		t.Errorf("new passphrase: %v", err)
	}
	// The home is replaced by another one behind u's back.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir, []byte(testPassphrase), CostDemonstration); err != nil {
		t.Fatal(err)
	}
	if err := u.ChangePassphrase([]byte(next), CostDemonstration); !errors.Is(err, ErrDamaged) {
		t.Errorf("on another home: %v", err)
	}
	if err := u.Change(addSeat(joining(t, "x"))); !errors.Is(err, ErrDamaged) {
		t.Errorf("change of another home: %v", err)
	}
	if _, err := Unlock(dir, []byte(testPassphrase)); err != nil {
		t.Errorf("the other home was harmed: %v", err)
	}
}

// The files are plain age files, of use without this program.
func TestReadableWithAge(t *testing.T) {
	dir, u := newHome(t)
	id, err := age.NewScryptIdentity(testPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	text, err := openAge(readHome(t, dir, identityName), id)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := age.ParseIdentities(strings.NewReader(string(text)))
	if err != nil || len(ids) != 1 {
		t.Fatal(ids, err)
	}
	ring, err := openAge(readHome(t, dir, ringName), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	r := mustRing(t, u)
	if string(ring) != string(r.text()) {
		t.Error("age reads another ring")
	}
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no mode bits")
	}
	dir, u := newHome(t)
	if err := u.Change(addSeat(joining(t, "x"))); err != nil {
		t.Fatal(err)
	}
	if err := u.ChangePassphrase([]byte(testPassphrase), CostDemonstration); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("home: %v, %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
	if d := cmp.Diff([]string{identityName, ringName, ringLockName}, names); d != "" {
		t.Errorf("files of the home: %s", d)
	}
}

func TestLock(t *testing.T) {
	_, u := newHome(t)
	if err := u.Change(addSeat(member(t, "x", 1))); err != nil {
		t.Fatal(err)
	}
	seat := &u.ring.Seats[0]
	u.Lock()
	u.Lock()
	if seat.Sign != ([KeySize]byte{}) || string(seat.Root) != string(make([]byte, KeySize)) ||
		seat.Generations[0] != (Generation{}) || u.id != nil {
		t.Error("keys are left in memory")
	}
	_, errRing := u.Ring()
	_, errIdentity := u.Identity()
	for what, err := range map[string]error{
		"ring":       errRing,
		"identity":   errIdentity,
		"change":     u.Change(func(*Ring) error { return nil }),
		"passphrase": u.ChangePassphrase([]byte(testPassphrase), CostDemonstration),
		"backup":     u.Backup(nil, []byte(testPassphrase), CostDemonstration),
		"agent":      ServeAgent(t.Context(), u, 1),
	} {
		if !errors.Is(err, ErrLocked) {
			t.Errorf("%s after lock: %v", what, err)
		}
	}
}
