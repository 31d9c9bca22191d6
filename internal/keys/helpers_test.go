// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const testPassphrase = "a passphrase"

// newHome makes a home at the demonstration's cost.
func newHome(t testing.TB) (string, *Unlocked) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "home")
	u, err := Create(dir, []byte(testPassphrase), CostDemonstration)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(u.Lock)
	return dir, u
}

// open opens the home a second time, as another program would.
func open(t testing.TB, u *Unlocked) *Unlocked {
	t.Helper()
	identity, err := u.Identity()
	if err != nil {
		t.Fatal(err)
	}
	u2, err := UnlockWith(u.Dir(), identity)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(u2.Lock)
	return u2
}

// mustRing reads the ring.
func mustRing(t testing.TB, u *Unlocked) Ring {
	t.Helper()
	r, err := u.Ring()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// joining returns a seat that is joining, with fresh keys.
func joining(t testing.TB, label string) Seat {
	t.Helper()
	s, err := NewSeat(label, "A", "d1", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// member returns a seat with everything in it.
func member(t testing.TB, label string, process int) Seat {
	t.Helper()
	s := joining(t, label)
	binary.BigEndian.PutUint64(s.Process[:], uint64(process))
	s.Root = randomKey()
	s.Hub = HubAddress{URL: "https://hub.example:8443", Cert: [KeySize]byte(randomKey())}
	for n := range 3 {
		g, err := NewGeneration(n+1, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s.Generations = append(s.Generations, g)
	}
	return s
}

func randomKey() []byte {
	key := make([]byte, KeySize)
	rand.Read(key)
	return key
}

// addSeat returns a change that adds a seat.
func addSeat(s Seat) func(*Ring) error {
	return func(r *Ring) error {
		r.Seats = append(r.Seats, s)
		return nil
	}
}

// sampleRing returns the same valid ring on every call, with each optional
// field both present and absent. Its keys are one byte repeated, easy to find in
// the golden file.
func sampleRing() Ring {
	var n byte
	key := func() (k [KeySize]byte) {
		n++
		for i := range k {
			k[i] = n
		}
		return k
	}
	slice := func() []byte { k := key(); return k[:] }
	seat := func(label, name, device string) Seat {
		return Seat{
			Label: label, Name: name, Device: device,
			Sign: key(), Witness: key(), TLS: key(), Seal: key(), Auth: key(),
		}
	}
	r := Ring{Storage: key()}
	a := seat("a-joins", "B", "phone")
	a.Token = slice()
	a.Hub = HubAddress{URL: "https://[2001:db8::1]:8443/h", Cert: key()}
	b := seat("by-file", "M.lead", "d1")
	c := seat("talks-2025", "A", "laptop")
	c.Process = [KeySize]byte{KeySize - 1: 1}
	c.Root = slice()
	c.Hub = HubAddress{URL: "https://hub.example", Cert: key()}
	c.Generations = []Generation{{Number: 0, Seal: key(), Auth: key()}, {Number: 2147483647, Seal: key(), Auth: key()}}
	d := seat("x", "Z9.", "0")
	d.Process = [KeySize]byte{1}
	r.Seats = []Seat{a, b, c, d}
	return r
}

func readHome(t testing.TB, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeHome(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func label(i int) string { return fmt.Sprintf("p-%d", i) }
