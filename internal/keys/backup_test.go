// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

const backupPassphrase = "kept in the capital"

func TestBackupRestore(t *testing.T) {
	_, u := newHome(t)
	for _, s := range []Seat{member(t, "one", 1), joining(t, "two"), member(t, "three", 3)} {
		if err := u.Change(addSeat(s)); err != nil {
			t.Fatal(err)
		}
	}
	r := mustRing(t, u)
	want := Backup{Storage: r.Storage}
	for _, s := range r.Seats[1:] { // the first one is joining
		want.Seats = append(want.Seats, SavedSeat{s.Label, s.Process, s.Name, s.Generations})
	}
	var file bytes.Buffer
	if err := u.Backup(&file, []byte(backupPassphrase), CostDemonstration); err != nil {
		t.Fatal(err)
	}
	got, err := Restore(bytes.NewReader(file.Bytes()), []byte(backupPassphrase))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	// R7, on the decrypted text itself.
	id, err := age.NewScryptIdentity(backupPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	text, err := openAge(file.Bytes(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Seats {
		s := &r.Seats[i]
		keys := s.deviceKeys()
		forbidden := keys[:]
		for _, b := range [][]byte{s.Root, s.Token} {
			if len(b) > 0 {
				forbidden = append(forbidden, namedKey{"root or token", (*[KeySize]byte)(b)})
			}
		}
		for _, k := range forbidden {
			if bytes.Contains(text, k.key[:]) || bytes.Contains(text, []byte(hex.EncodeToString(k.key[:]))) {
				t.Errorf("the %s key of seat %q is in the backup", k.word, s.Label)
			}
		}
	}
	got.Wipe()
	if got.Storage != ([KeySize]byte{}) || got.Seats[0].Generations[0] != (Generation{}) {
		t.Error("Wipe left keys")
	}
}

func TestBackupRefusals(t *testing.T) {
	_, u := newHome(t)
	var file bytes.Buffer
	if err := u.Backup(&file, []byte("short"), CostDemonstration); !errors.Is(err, ErrShortPassphrase) || file.Len() > 0 {
		t.Errorf("short: %v, %d bytes written", err, file.Len())
	}
	if err := u.Backup(failingWriter{}, []byte(backupPassphrase), CostDemonstration); !errors.Is(err, os.ErrClosed) {
		t.Errorf("failing writer: %v", err)
	}
	if err := u.Backup(&file, []byte(backupPassphrase), CostDemonstration); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(bytes.NewReader(file.Bytes()), []byte(testPassphrase)); !errors.Is(err, ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	for i := 0; i < file.Len(); i += 7 {
		bad := bytes.Clone(file.Bytes())
		bad[i] ^= 1 << (i % 8)
		_, err := Restore(bytes.NewReader(bad), []byte(backupPassphrase))
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrPassphrase) {
			t.Errorf("byte %d flipped: %v", i, err)
		}
		_, err = Restore(bytes.NewReader(file.Bytes()[:i]), []byte(backupPassphrase))
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrPassphrase) {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
	// An identity file is encrypted the same way and is no backup.
	if _, err := Restore(bytes.NewReader(readHome(t, u.Dir(), identityName)), []byte(testPassphrase)); !errors.Is(err, ErrDamaged) {
		t.Errorf("identity.age: %v", err)
	}
	// A ring is encrypted to an identity, not to a passphrase.
	if _, err := Restore(bytes.NewReader(readHome(t, u.Dir(), ringName)), []byte(testPassphrase)); !errors.Is(err, ErrDamaged) {
		t.Errorf("ring.age: %v", err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestParseBackupStrict(t *testing.T) {
	golden, err := os.ReadFile("testdata/backup.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := string(golden)
	b, err := parseBackup(golden)
	if err != nil || string(b.text()) != text {
		t.Fatalf("%v, %s", err, b.text())
	}
	for old, new := range map[string]string{
		"/v1":                         "/v2",
		"seat x":                      "seat talks-2025",
		"seat talks":                  "seat Talks",
		"name A":                      "name A\nsign " + strings.Repeat("01", KeySize),
		"process 01":                  "process 00",
		"process 00":                  "process 02",
		"end\n":                       "",
		"generation ":                 "generation  ",
		strings.Repeat("15", KeySize): strings.Repeat("01", KeySize),
	} {
		if _, err := parseBackup([]byte(strings.Replace(text, old, new, 1))); err == nil {
			t.Errorf("%q for %q: accepted", new, old)
		}
	}
	for n := range len(text) {
		if _, err := parseBackup(golden[:n]); err == nil {
			t.Errorf("cut at %d: accepted", n)
		}
	}
}
