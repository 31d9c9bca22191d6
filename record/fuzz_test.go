// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The fuzz targets hold every parser of foreign bytes to three things: it does
// not panic, it takes no memory out of proportion, and what it accepts prints
// to the same bytes. Signatures, MACs and hashes would keep the fuzzer outside,
// so where they cover the whole input the harness makes them afresh.
//
// The seeds are in testdata/fuzz; TestFuzzSeeds writes them with -update.

// golden is a process of the vectors that the fuzz targets read against.
type golden struct {
	v      *vectors
	roster *Roster
	reader *Reader // of seat B, at the end of the log
	hub    LogKey
}

func loadGolden(f *testing.F) *golden {
	f.Helper()
	v := loadVectors(f)
	v.readAll()
	return &golden{v, v.readers["M"].Roster(), v.readers["B"], NewLogKey(v.seeds["hub"])}
}

// fuzzSeeds are the seeds of every target, made from the vectors.
func fuzzSeeds(t *testing.T) map[string][][]byte {
	v := loadVectors(t)
	out := map[string][][]byte{}
	add := func(target string, data ...[]byte) { out[target] = append(out[target], data...) }
	noteText := func(name string) []byte {
		text, _, _ := bytes.Cut(v.file(name), []byte("\n\n"))
		return append(text, '\n')
	}
	for _, s := range v.leaves {
		if s.name == "cover" {
			continue
		}
		e, err := ParseEnvelope(v.file(s.name))
		if err != nil {
			t.Fatal(err)
		}
		var o *Opened
		if e.Open() {
			o, err = e.OpenClear()
		} else {
			o, err = e.OpenWith([32]byte(v.hash(s.get("cek"))))
		}
		if err != nil {
			t.Fatal(err)
		}
		body := slices.Concat(o.salt[:], o.seed[:], o.sig, []byte{0, 0, byte(len(o.text) >> 8), byte(len(o.text))}, o.text, o.chainText)
		for _, p := range o.Parts {
			body = append(body, p.Data...)
		}
		for _, b := range o.Blobs {
			body = append(body, b.data()...)
		}
		switch n := s.get("leaf"); n {
		case "0":
			add("FuzzGenesis", o.Parts[0].Data)
			add("FuzzEnrolment", o.Parts[1].Data)
		case "1", "6", "7", "8", "12":
			add("FuzzStatement", o.text)
			add("FuzzChain", o.chainText)
			add("FuzzBody", body)
			if n != "12" {
				add("FuzzEnvelope", e.Bytes())
			} else {
				add("FuzzGrant", o.Parts[0].Data)
			}
		}
		if i := slices.Index(fuzzRosterKinds, o.Statement.Kind); i >= 0 {
			add("FuzzRosterBody", append([]byte{byte(i)}, o.Parts[0].Data...))
		}
	}
	for i, kind := range fuzzRosterKinds {
		var body string
		switch kind {
		case kindDeviceRemove:
			body = "device d2\n"
		case kindSeatRemove:
			body = "seat B\n"
		case kindPolicy:
			body = "tick 60\nbatch 8\nquorum 2 1\n"
		case kindConsent:
			body = "entry " + (Hash{}).String() + "\n"
		case kindClose:
			body = "close " + v.process.String() + "\n"
		}
		add("FuzzRosterBody", append([]byte{byte(i)}, body...))
	}
	add("FuzzGrant", (&Grant{OwnWords: true, Audience: []string{"A"}}).Text(), AdoptText(Hash{}))
	add("FuzzCheckpoint", noteText("checkpoint.txt"), v.file("checkpoint.txt"))
	add("FuzzReceipt", noteText("receipt.txt"))
	add("FuzzProof", v.file("proof.txt"))
	add("FuzzDisclosure", v.file("disclosure.bin"), v.file("disclosure-wp.bin"))
	add("FuzzInvitation", v.file("invitation.txt"))
	add("FuzzJoinRequest", v.file("join.txt"))
	// A bundle of the first two leaves, without its closing hash.
	var buf bytes.Buffer
	b := NewBundleWriter(&buf, &Manifest{Process: v.process, From: "M", Leaves: 2, Envelopes: 2})
	if err := b.Leaves(0, []Hash{v.hash(v.leaves[0].get("id")), v.hash(v.leaves[1].get("id"))}); err != nil {
		t.Fatal(err)
	}
	b.Frame(FrameEnvelope, v.file(v.leaves[1].name))
	b.Frame(FrameCheckpoint, v.file("checkpoint.txt"))
	b.Frame(FrameReceipt, v.file("receipt.txt"))
	b.Opening(v.process, [32]byte{1})
	add("FuzzBundle", buf.Bytes())
	return out
}

// TestFuzzSeeds keeps the committed seeds those of the vectors.
func TestFuzzSeeds(t *testing.T) {
	for target, seeds := range fuzzSeeds(t) {
		for i, seed := range seeds {
			name := filepath.Join("testdata", "fuzz", target, fmt.Sprintf("golden-%d", i))
			want := fmt.Appendf(nil, "go test fuzz v1\n[]byte(%q)\n", seed)
			if *update {
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, want, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s is not made from the present vectors (%v): run this test with -update", name, err)
			}
		}
	}
}

// same fails unless an accepted text prints as it was read.
func same(t *testing.T, read, printed []byte) {
	t.Helper()
	if !bytes.Equal(read, printed) {
		t.Errorf("read\n%q\nprinted\n%q", read, printed)
	}
}

func FuzzStatement(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := ParseStatement(b); err == nil {
			same(t, b, s.Text())
			same(t, b, s.lean().Text())
		}
	})
}

func FuzzChain(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := ParseChain(b); err == nil {
			same(t, b, c.Text())
		}
	})
}

// The body of an envelope, behind its encryption and commitment.
func FuzzBody(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		e := &Envelope{suite: suiteSealed}
		var cek Hash
		const fixed = 32 + 32 + sigSize + 4
		if len(b) > fixed {
			n := min(int(b[fixed-2])<<8|int(b[fixed-1]), len(b)-fixed)
			e.Commit = statementCommit(b[:32], b[fixed:][:n], b[64:][:sigSize])
			if s, err := ParseStatement(b[fixed:][:n]); err == nil {
				e.Process, e.Roster, cek = s.Process, s.Roster, s.CEK
				if isRosterKind(s.Kind) {
					e.suite = suiteOpen
				}
			}
		}
		padded := b
		if size := bucket(len(b)); e.suite == suiteSealed && size > 0 {
			padded = append(slices.Clone(b), make([]byte, size-len(b))...)
		}
		o, err := e.unpack(padded, cek)
		if err != nil {
			return
		}
		out := slices.Concat(o.salt[:], o.seed[:], o.sig, b[fixed-4:fixed], o.Statement.Text(), o.Chain.Text())
		for _, p := range o.Parts {
			out = append(out, p.Data...)
		}
		for _, x := range o.Blobs {
			out = append(out, x.data()...)
		}
		if len(out) > len(padded) || !bytes.Equal(out, padded[:len(out)]) || !isZero(padded[len(out):]) {
			t.Errorf("read\n%q\nprinted\n%q", padded, out)
		}
	})
}

func FuzzEnvelope(f *testing.F) {
	g := loadGolden(f)
	opener := keyOpener(g.v.hash(g.v.leaves[6].get("cek")))
	good := g.v.file(g.v.leaves[6].name)
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ParseEnvelope(b)
		if err != nil {
			return
		}
		same(t, b, e.Bytes())
		r := NewReader(g.v.process, "", opener)
		r.tree, r.rosters = g.reader.tree, g.reader.rosters
		v := r.read(6, e.ID(), b)
		if v.Code.OK() && !bytes.Equal(b, good) {
			t.Errorf("accepted: %s", v.Entry.Statement().Text())
		}
	})
}

func FuzzGenesis(f *testing.F) {
	g := loadGolden(f)
	e, err := ParseEnvelope(g.v.file(g.v.leaves[0].name))
	if err != nil {
		f.Fatal(err)
	}
	o, err := e.OpenClear()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if x, err := parseGenesis(b, o.Parts[1:]); err == nil {
			same(t, b, x.Text())
		}
	})
}

var fuzzRosterKinds = []string{
	kindAccept, kindDeviceAdd, kindDeviceRemove, kindSeatKey, kindSeatAdd, kindSeatRemove, kindConsent, kindPolicy, kindClose,
}

// The first byte chooses the kind, and who signs it.
func FuzzRosterBody(f *testing.F) {
	g := loadGolden(f)
	before := dump(g.roster)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		kinds := len(fuzzRosterKinds)
		for _, a := range []Author{Root("A"), {"A", "d1"}, {"M", "d1"}} {
			next := g.roster.clone()
			err := next.change(&Opened{
				Envelope:  &Envelope{id: fixedSeed("entry")},
				Statement: &Statement{Kind: fuzzRosterKinds[int(b[0])%kinds], Author: a},
				Parts:     []Part{{mediaText, b[1:]}},
			})
			if err != nil {
				continue
			}
			if !bytes.Equal(dump(g.roster), before) {
				t.Fatal("the roster that was applied to has changed")
			}
			if !slices.IsSorted(next.Names()) || len(next.Seats) == 0 || len(next.Seats) > MaxSeats || len(next.Pending) > MaxSeats+1 {
				t.Errorf("the seats are %v, %d proposals", next.Names(), len(next.Pending))
			}
			for _, s := range next.Seats {
				if len(s.Devices) > maxDevices || len(s.Key.Seal) != sealKeySize || len(s.Key.Auth) != authKeySize {
					t.Errorf("seat %s has %d devices and keys of %d and %d bytes", s.Name, len(s.Devices), len(s.Key.Seal), len(s.Key.Auth))
				}
			}
		}
	})
}

func FuzzEnrolment(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		if e, err := ParseEnrolment(b); err == nil {
			same(t, b, e.Text())
		}
		if _, _, err := ParseDeviceText(b); err == nil && !bytes.HasPrefix(b, []byte(labelDevice)) {
			t.Error("a device without its label")
		}
	})
}

// The input is the text of a note, which the hub signs, a whole note, and lines
// to be merged.
func FuzzCheckpoint(f *testing.F) {
	g := loadGolden(f)
	good := g.v.file("checkpoint.txt")
	whole, err := g.roster.Checkpoint(good)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if msg, err := g.hub.sign(g.v.process, string(b)); err == nil {
			if c, err := g.roster.Checkpoint(msg); err == nil {
				same(t, b, []byte(c.Text()))
			}
		}
		if c, err := g.roster.Checkpoint(b); err == nil && c.Checkpoint != whole.Checkpoint {
			t.Errorf("another checkpoint of the same hub: %q", c.Text())
		}
		if msg, err := g.roster.MergeCosignatures(good, b); err != nil || !bytes.Equal(msg, good) {
			t.Errorf("something was merged: %v", err)
		}
	})
}

func FuzzReceipt(f *testing.F) {
	g := loadGolden(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		msg, err := g.hub.sign(g.v.process, string(b))
		if err != nil {
			return
		}
		if r, err := OpenReceipt(g.v.process, g.hub.Public(), msg); err == nil {
			again, err := r.Sign(g.hub)
			if err != nil {
				t.Fatal(err)
			}
			same(t, msg, again)
		}
	})
}

func FuzzProof(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := ParseProof(b); err == nil {
			same(t, b, p.Text())
		}
	})
}

func FuzzDisclosure(f *testing.F) {
	g := loadGolden(f)
	shown := map[string]bool{}
	for _, name := range []string{"disclosure.bin", "disclosure-wp.bin"} {
		d, err := ParseDisclosure(g.v.file(name))
		if err != nil {
			f.Fatal(err)
		}
		shown[string(d.Parts[1])] = true
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := ParseDisclosure(b)
		if err != nil {
			return
		}
		same(t, b, d.Bytes())
		if g.reader.CheckDisclosure(d, "M") == nil {
			// It holds, so it shows what was shown, or less.
			for p, data := range d.Parts {
				if !shown[string(data)] {
					t.Errorf("part %d is shown as %q", p, data)
				}
			}
		}
	})
}

func FuzzGrant(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := ParseGrant(b); err == nil {
			same(t, b, g.Text())
		}
		if h, err := ParseAdopt(b); err == nil {
			same(t, b, AdoptText(h))
		}
	})
}

func FuzzInvitation(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		if i, err := ParseInvitation(b); err == nil {
			same(t, b, i.Text())
		}
	})
}

func FuzzJoinRequest(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		if j, err := ParseJoinRequest(b); err == nil {
			same(t, b, j.Bytes())
		}
	})
}

// The input is a bundle without its closing hash.
func FuzzBundle(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		sum := sha256.Sum256(b)
		whole := appendFrame(slices.Clone(b), 0, sum[:])
		type record struct {
			t    FrameType
			data []byte
		}
		var records []record
		m, got, err := ReadBundle(bytes.NewReader(whole), func(t FrameType, data []byte) error {
			records = append(records, record{t, slices.Clone(data)})
			return nil
		})
		if err != nil {
			if !errors.Is(err, ErrBundle) {
				t.Errorf("an error without cause: %v", err)
			}
			return
		}
		var again bytes.Buffer
		w := NewBundleWriter(&again, m)
		for _, r := range records {
			if err := w.Frame(r.t, r.data); err != nil {
				t.Fatal(err)
			}
		}
		if closed, err := w.Close(); err != nil || closed != got {
			t.Errorf("closing hash %s (%v); want %s", closed, err, got)
		}
		same(t, whole, again.Bytes())
		if _, err := AuditBundle(bytes.NewReader(whole)); err != nil && !strings.Contains(err.Error(), "bundle") {
			t.Errorf("an error that does not say where: %v", err)
		}
		if _, err := AuditBundle(io.MultiReader(bytes.NewReader(whole), strings.NewReader("x"))); err == nil {
			t.Error("something follows, and it is taken")
		}
	})
}
