// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"parley/internal/keys"
	"parley/record"
)

// fixed is 32 bytes that differ from word to word.
func fixed(word string) (b [32]byte) {
	copy(b[:], strings.Repeat(word+"/", 32))
	return b
}

// stream is a source of keys that are the same in every run.
type stream struct{ n byte }

func (s *stream) Read(b []byte) (int, error) {
	for i := range b {
		s.n += 7
		b[i] = s.n
	}
	return len(b), nil
}

// newSeat is a seat of a ring with its root and some generations of seat keys.
func newSeat(t *testing.T, name string, seed byte, generations int) keys.Seat {
	t.Helper()
	random := &stream{seed}
	s, err := keys.NewSeat("talks", name, "d1", random)
	if err != nil {
		t.Fatal(err)
	}
	root := fixed(name + " root")
	s.Root, s.Process = root[:], fixed("process")
	for i := range generations {
		g, err := keys.NewGeneration(i+1, random)
		if err != nil {
			t.Fatal(err)
		}
		s.Generations = append(s.Generations, g)
	}
	return s
}

func newKeys(t *testing.T, s keys.Seat) *Keys {
	t.Helper()
	k, err := New(s, fixed("storage of "+s.Name))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sealTo makes an envelope from one seat to others, sealed to one generation of
// the keys of each.
func sealTo(t *testing.T, from *Keys, to map[string]*record.SeatSecret) (*record.Envelope, [32]byte) {
	t.Helper()
	var audience []string
	var rcp []record.Recipient
	for _, name := range []string{"A", "B", "M"} {
		if s := to[name]; s != nil {
			seal, auth := s.Public()
			audience, rcp = append(audience, name), append(rcp, record.Recipient{Seat: name, Seal: seal, Auth: auth})
		}
	}
	tree := &record.Tree{}
	root, err := tree.Root(0)
	if err != nil {
		t.Fatal(err)
	}
	e, cek, err := from.Device.Seal(&record.Draft{
		Process: from.Process, Time: time.Unix(0, 0), Kind: "note", Register: record.WithoutPrejudice,
		Audience: audience, Chain: record.Chain{Seq: 1, SeenRoot: root},
		Parts: []record.Part{{Media: "text/plain", Data: []byte("thirty days")}},
	}, rcp)
	if err != nil {
		t.Fatal(err)
	}
	return e, cek
}

// What is sealed to any generation of a seat's keys opens with that one, and
// what is sealed to others with none.
func TestOpen(t *testing.T) {
	a, b, m := newSeat(t, "A", 1, 2), newSeat(t, "B", 2, 1), newSeat(t, "M", 3, 1)
	ka, kb, km := newKeys(t, a), newKeys(t, b), newKeys(t, m)
	for generation := range 2 {
		e, cek := sealTo(t, km, map[string]*record.SeatSecret{"A": ka.secrets[generation], "M": km.secrets[0]})
		for who, k := range map[string]*Keys{"A": ka, "M": km} {
			o, err := k.Open(e)
			if err != nil || o.CEK != cek || o.Origin != record.FromSlot {
				t.Errorf("generation %d: %s opens it with %v, %v", generation+1, who, o.Origin, err)
			}
		}
		if _, err := kb.Open(e); !errors.Is(err, record.ErrNotForUs) {
			t.Errorf("B opens what is not for it: %v", err)
		}
		// A device that came with the second generation does not read the first.
		late := a
		late.Generations = a.Generations[1:]
		if _, err := newKeys(t, late).Open(e); (err == nil) != (generation == 1) {
			t.Errorf("a device without generation 1 opens generation %d: %v", generation+1, err)
		}
	}
	none := a
	none.Generations = nil
	k := newKeys(t, none)
	if k.Generation() != 0 || k.Has(1) {
		t.Errorf("a seat without seat keys is at generation %d", k.Generation())
	}
	if _, err := k.First(); err == nil {
		t.Error("a seat without seat keys has a first one")
	}
}

// Generations come in any order, each once.
func TestAdd(t *testing.T) {
	s := newSeat(t, "A", 1, 3)
	all := s.Generations
	s.Generations = nil
	k := newKeys(t, s)
	for _, i := range []int{1, 2, 0} {
		if err := k.Add(all[i]); err != nil {
			t.Fatal(err)
		}
		if !k.Has(int64(i + 1)) {
			t.Errorf("generation %d is not held", i+1)
		}
	}
	if err := k.Add(all[1]); err == nil {
		t.Error("one generation was added twice")
	}
	if first, err := k.First(); err != nil || first.Generation != 1 || k.Generation() != 3 {
		t.Errorf("the first is %v (%v), the newest %d", first, err, k.Generation())
	}
}

// Something wrapped opens under its own name, with the storage key of the home,
// and only when no bit of it has changed.
func TestWrap(t *testing.T) {
	k, other := newKeys(t, newSeat(t, "A", 1, 1)), newKeys(t, newSeat(t, "B", 1, 1))
	for _, data := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte("invitation "), 100)} {
		w, err := k.Wrap([]byte("name"), data)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := k.Unwrap([]byte("name"), w); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes come back as %d: %v", len(data), len(got), err)
		}
		if len(data) > 8 && bytes.Contains(w, data[:8]) {
			t.Error("the plaintext is in what was wrapped")
		}
		again, err := k.Wrap([]byte("name"), data)
		if err != nil || bytes.Equal(again, w) {
			t.Errorf("the same was wrapped twice alike: %v", err)
		}
		for i := range w {
			for bit := range 8 {
				bad := bytes.Clone(w)
				bad[i] ^= 1 << bit
				if _, err := k.Unwrap([]byte("name"), bad); !errors.Is(err, ErrKept) {
					t.Fatalf("bit %d of byte %d changed: %v", bit, i, err)
				}
			}
		}
		for n := range len(w) {
			if _, err := k.Unwrap([]byte("name"), w[:n]); !errors.Is(err, ErrKept) {
				t.Fatalf("cut to %d bytes: %v", n, err)
			}
		}
		for what, err := range map[string]error{
			"another name": second(k.Unwrap([]byte("Name"), w)),
			"another home": second(other.Unwrap([]byte("name"), w)),
		} {
			if !errors.Is(err, ErrKept) {
				t.Errorf("under %s: %v", what, err)
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

// A kept opening comes back with what was known of its author, and for its own
// envelope only.
func TestKeep(t *testing.T) {
	k := newKeys(t, newSeat(t, "A", 1, 1))
	id, cek := record.Hash{1}, fixed("cek")
	for from, want := range map[record.Provenance]record.Provenance{
		record.FromSlot: record.Checked, record.Checked: record.Checked, record.Relayed: record.Relayed,
	} {
		w, err := k.Keep(id, record.Opening{CEK: cek, Origin: from})
		if err != nil {
			t.Fatal(err)
		}
		o, err := k.Kept(id, w)
		if err != nil || o.CEK != cek || o.Origin != want {
			t.Errorf("%v comes back as %v: %v", from, o.Origin, err)
		}
		if _, err := k.Kept(record.Hash{2}, w); !errors.Is(err, ErrKept) {
			t.Errorf("for another envelope: %v", err)
		}
		if bytes.Contains(w, cek[:]) {
			t.Error("the content key lies open")
		}
	}
	// Wrapped under the right name, and no opening all the same.
	w, err := k.Wrap(id[:], []byte("short"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Kept(id, w); !errors.Is(err, ErrKept) {
		t.Errorf("what is no opening: %v", err)
	}
}

// An enrolment holds the public halves of the ring's keys, and is the same each
// time it is made.
func TestEnrol(t *testing.T) {
	s := newSeat(t, "A", 1, 2)
	e, err := Enrol(s, "party", fixed("certificate"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Enrol(s, "party", fixed("certificate"))
	if err != nil || !bytes.Equal(e.Text(), again.Text()) {
		t.Errorf("it differs from one time to the next: %v", err)
	}
	k := newKeys(t, s)
	seal, auth := k.secrets[0].Public()
	if e.Seat != "A" || e.Role != "party" || e.Device.Label != "d1" || !bytes.Equal(e.SeatSeal, seal) || !bytes.Equal(e.SeatAuth, auth) ||
		!bytes.Equal(e.Root, k.Root.Public()) || !bytes.Equal(e.Device.Witness, k.Device.WitnessKey()) {
		t.Error("it does not hold the keys of the ring, with the first generation")
	}
	for what, change := range map[string]func(*keys.Seat){
		"without a root key":  func(s *keys.Seat) { s.Root = nil },
		"without a seat key":  func(s *keys.Seat) { s.Generations = nil },
		"with another's name": func(s *keys.Seat) { s.Name = "not a name" },
	} {
		bad := s
		change(&bad)
		if _, err := Enrol(bad, "party", fixed("certificate")); err == nil {
			t.Errorf("%s: enrolled", what)
		}
	}
	rootless := s
	rootless.Root = nil
	if k := newKeys(t, rootless); k.Root != nil {
		t.Error("a root key came from nowhere")
	}
}

// FuzzUnwrap holds that no bytes but those that were wrapped unwrap. The wrapped
// bytes are golden: a wrapping is random, and every worker of the fuzzer, being
// a process of its own, has to know the same one.
func FuzzUnwrap(f *testing.F) {
	s, err := keys.NewSeat("talks", "A", "d1", &stream{1})
	if err != nil {
		f.Fatal(err)
	}
	k, err := New(s, fixed("storage"))
	if err != nil {
		f.Fatal(err)
	}
	w, err := hex.DecodeString("61a48cf77d4c2379da09cd5939dbe9772c5def0e87d4d1b0e69608205798ced04304d23f1d0c6681cabb1962")
	if err != nil {
		f.Fatal(err)
	}
	if data, err := k.Unwrap([]byte("n"), w); err != nil || string(data) != "data" {
		f.Fatalf("the golden wrapping unwraps to %q, %v", data, err)
	}
	f.Add([]byte("n"), w)
	f.Add([]byte(""), []byte{})
	f.Fuzz(func(t *testing.T, name, wrapped []byte) {
		data, err := k.Unwrap(name, wrapped)
		if err == nil && (!bytes.Equal(wrapped, w) || !bytes.Equal(name, []byte("n"))) {
			t.Errorf("%x unwraps under %q to %q", wrapped, name, data)
		}
	})
}
