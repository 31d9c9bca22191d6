// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// One bit of every byte (of some, with -short) of both files is flipped, and the
// files are cut at many lengths: always an error that callers can name, never a
// panic, and the home works again once the file is back.
func TestDamagedFiles(t *testing.T) {
	dir, u := newHome(t)
	if err := u.Change(addSeat(member(t, "x", 1))); err != nil {
		t.Fatal(err)
	}
	identity, err := u.Identity()
	if err != nil {
		t.Fatal(err)
	}
	unlock := func() error {
		_, err := Unlock(dir, []byte(testPassphrase))
		return err
	}
	unlockWith := func() error {
		_, err := UnlockWith(dir, identity)
		return err
	}
	for _, c := range []struct {
		name string
		open func() error
		step int // guessing at the passphrase takes milliseconds
	}{{identityName, unlock, 5}, {ringName, unlockWith, 3}} {
		good := readHome(t, dir, c.name)
		check := func(bad []byte, what string, at int) {
			t.Helper()
			writeHome(t, dir, c.name, bad)
			err := c.open()
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrPassphrase) {
				t.Errorf("%s with byte %d of %d %s: %v", c.name, at, len(good), what, err)
			}
			if err != nil && !strings.Contains(err.Error(), c.name) {
				t.Errorf("the error does not name %s: %v", c.name, err)
			}
		}
		stride := 1
		if testing.Short() {
			stride = c.step
		}
		for i := 0; i < len(good); i += stride {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << (i % 8)
			check(bad, "flipped", i)
		}
		for n := 0; n < len(good); n += c.step {
			check(good[:n], "cut", n)
		}
		check(append(bytes.Clone(good), 0), "appended", len(good))
		check(make([]byte, len(good)), "zeroed", 0)
		check(make([]byte, maxIdentityFile+1), "grown", 0)
		writeHome(t, dir, c.name, good)
		if err := c.open(); err != nil {
			t.Errorf("%s restored: %v", c.name, err)
		}
	}
}

// A file cut between two of age's chunks, where every byte left is genuine.
func TestCutBetweenChunks(t *testing.T) {
	const chunk, tag, rest = 64 << 10, 16, 1000
	_, u := newHome(t)
	file, err := sealAge(make([]byte, chunk+rest), u.id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if text, err := openAge(file, u.id); err != nil || len(text) != chunk+rest {
		t.Fatalf("%d bytes, %v", len(text), err)
	}
	for _, cut := range []int{rest + tag, rest + tag + chunk + tag} {
		if text, err := openAge(file[:len(file)-cut], u.id); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut by %d: %d bytes, %v", cut, len(text), err)
		}
	}
}

// A damaged ring is never written over.
func TestChangeOnDamagedRing(t *testing.T) {
	dir, u := newHome(t)
	bad := append(readHome(t, dir, ringName), 0)
	writeHome(t, dir, ringName, bad)
	if err := u.Change(addSeat(joining(t, "x"))); !errors.Is(err, ErrDamaged) {
		t.Errorf("change: %v", err)
	}
	if !bytes.Equal(readHome(t, dir, ringName), bad) {
		t.Error("the damaged ring was replaced")
	}
}

// An older ring is taken as it is: this hole is documented.
func TestOlderRingIsAccepted(t *testing.T) {
	dir, u := newHome(t)
	old := readHome(t, dir, ringName)
	if err := u.Change(addSeat(joining(t, "x"))); err != nil {
		t.Fatal(err)
	}
	writeHome(t, dir, ringName, old)
	if r := mustRing(t, u); len(r.Seats) != 0 {
		t.Errorf("%d seats", len(r.Seats))
	}
}

// No secret is in clear in any file of the home, in any usual spelling.
func TestCanary(t *testing.T) {
	dir, u := newHome(t)
	s, j := member(t, "joined", 1), joining(t, "joining")
	j.Token = randomKey()
	for _, seat := range []Seat{s, j} {
		if err := u.Change(addSeat(seat)); err != nil {
			t.Fatal(err)
		}
	}
	startAgent(t, u, dir)
	if err := open(t, u).ChangePassphrase([]byte(testPassphrase), CostDemonstration); err != nil {
		t.Fatal(err)
	}
	identity, err := u.Identity()
	if err != nil {
		t.Fatal(err)
	}
	r := mustRing(t, u)
	secrets := [][]byte{[]byte(identity), []byte(testPassphrase), r.Storage[:]}
	for i := range r.Seats {
		s := &r.Seats[i]
		for _, k := range s.deviceKeys() {
			secrets = append(secrets, k.key[:])
		}
		for _, g := range s.Generations {
			secrets = append(secrets, g.Seal[:], g.Auth[:])
		}
		// Names and addresses are not keys, but are nobody's business either.
		secrets = append(secrets, []byte(s.Label), []byte("hub.example"))
		if len(s.Root) > 0 {
			secrets = append(secrets, s.Root, s.Process[:])
		}
		if len(s.Token) > 0 {
			secrets = append(secrets, s.Token)
		}
	}
	files := 0
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lower := bytes.ToLower(data)
		for i, secret := range secrets {
			for _, form := range [][]byte{
				secret,
				[]byte(base64.RawStdEncoding.EncodeToString(secret)[:len(secret)]),
				[]byte(base64.RawURLEncoding.EncodeToString(secret)[:len(secret)]),
			} {
				if bytes.Contains(data, form) {
					t.Errorf("secret %d is in clear in %s", i, path)
				}
			}
			if bytes.Contains(lower, []byte(hex.EncodeToString(secret))) {
				t.Errorf("secret %d is in clear in %s", i, path)
			}
		}
		return nil
	})
	if err != nil || files < 4 {
		t.Errorf("%d files looked at, %v", files, err)
	}
}
