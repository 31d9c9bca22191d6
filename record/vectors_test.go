// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// vectors are the stored ones, known from their index alone: nothing here uses
// the fixture that made them, as little as another implementation could.
type vectors struct {
	t        testing.TB
	seeds    map[string][32]byte
	sections []section
	process  Hash
	leaves   []section // by log index
	keys     map[string][]*SeatSecret
	readers  map[string]*Reader
}

// section is a part of the index: the name of a file and the lines about it.
type section struct {
	name  string
	lines [][2]string // word, rest
}

func (s section) get(word string) string {
	for _, l := range s.lines {
		if l[0] == word {
			return l[1]
		}
	}
	return ""
}

func (s section) all(word string) (out []string) {
	for _, l := range s.lines {
		if l[0] == word {
			out = append(out, l[1])
		}
	}
	return out
}

func (v *vectors) file(name string) []byte {
	v.t.Helper()
	b, err := os.ReadFile(filepath.Join(vectorDir, name))
	if err != nil {
		v.t.Fatal(err)
	}
	return b
}

func (v *vectors) hash(s string) Hash {
	v.t.Helper()
	h, err := parseHash(s)
	if err != nil {
		v.t.Fatalf("%q: %v", s, err)
	}
	return h
}

func parseHash(s string) (Hash, error) {
	r := newTextReader("hash", []byte("x "+s+"\n"), "")
	h := r.hash(r.line("x", 1)[0])
	return h, r.end()
}

func loadVectors(t testing.TB) *vectors {
	t.Helper()
	v := &vectors{t: t, seeds: map[string][32]byte{}, keys: map[string][]*SeatSecret{}, readers: map[string]*Reader{}}
	current := &section{}
	for line := range strings.Lines(string(v.file("vectors.txt"))) {
		line = strings.TrimSuffix(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || word == "#":
		case strings.HasPrefix(line, "["):
			v.sections = append(v.sections, section{name: strings.Trim(line, "[]")})
			current = &v.sections[len(v.sections)-1]
		case word == "seed":
			what, h, _ := strings.Cut(rest, " ")
			b, err := hex.DecodeString(h)
			if err != nil || len(b) != 32 {
				t.Fatalf("seed %s: %v", what, err)
			}
			v.seeds[what] = [32]byte(b)
		case word == "process":
			v.process = v.hash(rest)
		default:
			current.lines = append(current.lines, [2]string{word, rest})
		}
	}
	for _, s := range v.sections {
		if s.get("id") != "" {
			v.leaves = append(v.leaves, s)
		}
	}
	for _, seat := range []string{"A", "B", "M"} {
		for g := int64(1); ; g++ {
			seal, ok := v.seeds[seat+"/"+dec(g)+"/seal"]
			if !ok {
				break
			}
			s, err := NewSeatSecret(g, seal, v.seeds[seat+"/"+dec(g)+"/auth"])
			if err != nil {
				t.Fatal(err)
			}
			v.keys[seat] = append(v.keys[seat], s)
		}
		v.readers[seat] = NewReader(v.process, seat, seatOpener{seat, v.keys[seat]})
	}
	return v
}

// seatOpener opens with the keys of a seat and keeps nothing.
type seatOpener struct {
	seat string
	keys []*SeatSecret
}

func (o seatOpener) Open(e *Envelope) (Opening, error) { return e.Unlock(o.seat, o.keys) }

// section returns the section of a file.
func (v *vectors) section(name string) section {
	v.t.Helper()
	i := slices.IndexFunc(v.sections, func(s section) bool { return s.name == name })
	if i < 0 {
		v.t.Fatalf("the index has no section %s", name)
	}
	return v.sections[i]
}

// readAll lets every seat read the log and holds it to the expected verdicts.
func (v *vectors) readAll() { v.readTo(len(v.leaves)) }

// readTo is readAll for the first leaves.
func (v *vectors) readTo(leaves int) {
	t := v.t
	for index, s := range v.leaves[:leaves] {
		if s.get("leaf") != strconv.Itoa(index) {
			t.Fatalf("leaf %d of the index calls itself %q", index, s.get("leaf"))
		}
		id := v.hash(s.get("id"))
		if s.name == "cover" {
			for _, r := range v.readers {
				r.Next(id, nil)
			}
			continue
		}
		raw := v.file(s.name)
		e, err := ParseEnvelope(raw)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		if e.ID() != id || !bytes.Equal(e.Bytes(), raw) {
			t.Errorf("%s: id %s; want %s", s.name, e.ID(), id)
		}
		for seat, r := range v.readers {
			b := raw
			if !e.Open() {
				if _, err := e.Unlock(seat, v.keys[seat]); err != nil {
					b = nil
				}
			}
			got := r.Next(id, b)[0]
			if want := s.all("verdict"); !slices.Contains(want, seat+" "+string(got.Code)) {
				t.Errorf("%s: %s reads %s (%s); want %v", s.name, seat, got.Code, got.Why, want)
			}
			if got.Entry != nil {
				v.content(s, got.Entry)
			}
		}
		v.reprint(s, e)
	}
}

// content holds what a seat reads to the index.
func (v *vectors) content(s section, e *Entry) {
	v.t.Helper()
	if e.Statement().Author.String() != s.get("author") || e.Statement().Kind != s.get("kind") {
		v.t.Errorf("%s: %s by %s", s.name, e.Statement().Kind, e.Statement().Author)
	}
	var parts, blobs []string
	for _, p := range e.Parts() {
		parts = append(parts, p.Media+" "+b64(p.Data))
	}
	for _, b := range e.Blobs() {
		blobs = append(blobs, b.Media+" "+dec(b.Length)+" "+b.Hash.String()+" "+b64(b.Key[:]))
	}
	if !slices.Equal(parts, s.all("part")) || !slices.Equal(blobs, s.all("blob")) {
		v.t.Errorf("%s: the content is not that of the index", s.name)
	}
}

// reprint takes an envelope apart and prints every text of it again.
func (v *vectors) reprint(s section, e *Envelope) {
	v.t.Helper()
	var o *Opened
	var err error
	if e.Open() {
		o, err = e.OpenClear()
	} else {
		o, err = e.OpenWith([32]byte(v.hash(s.get("cek"))))
	}
	if err != nil {
		v.t.Fatalf("%s: %v", s.name, err)
	}
	if !bytes.Equal(o.Statement.Text(), o.text) || !bytes.Equal(o.Chain.Text(), o.chainText) {
		v.t.Errorf("%s does not print as it was read", s.name)
	}
}

// TestVectors reads the stored vectors with the secrets of their index, and
// holds ids, verdicts and content to it.
func TestVectors(t *testing.T) {
	v := loadVectors(t)
	if len(v.leaves) != 15 {
		t.Fatalf("%d leaves in the index; want 15", len(v.leaves))
	}
	v.readAll()
	m := v.readers["M"]
	roster := m.Roster()

	s := v.section("checkpoint.txt")
	c, err := roster.Checkpoint(v.file(s.name))
	if err != nil {
		t.Fatal(err)
	}
	var cosigned []string
	for _, x := range c.Cosignatures {
		cosigned = append(cosigned, x.Witness)
	}
	root, err := m.Tree().Root(c.Size)
	if err != nil || root != c.Root || dec(c.Size) != s.get("size") || c.Root.String() != s.get("root") ||
		strings.Join(cosigned, " ") != s.get("cosigned") || strings.Join(wordList(c.CheckWords()), " ") != s.get("words") || !roster.Witnessed(c) {
		t.Errorf("checkpoint: %d %s by %v (%v)", c.Size, c.Root, cosigned, err)
	}

	s = v.section("receipt.txt")
	hub := NewLogKey(v.seeds["hub"])
	r, err := OpenReceipt(v.process, hub.Public(), v.file(s.name))
	if err != nil || r.Envelope != v.hash(s.get("entry")) || dec(r.Tick) != s.get("tick") || dec(r.NotAfter) != s.get("not-after-tick") {
		t.Fatalf("receipt: %+v (%v)", r, err)
	}
	if again, err := r.Sign(hub); err != nil || !bytes.Equal(again, v.file(s.name)) {
		t.Errorf("the receipt is not signed as it was: %v", err)
	}

	s = v.section("proof.txt")
	p, err := ParseProof(v.file(s.name))
	if err != nil || !bytes.Equal(p.Text(), v.file(s.name)) || dec(p.Index) != s.get("leaf") {
		t.Fatalf("proof: %v", err)
	}
	if pc, err := roster.Checkpoint(p.Checkpoint); err != nil || CheckInclusion(p.Hashes, pc.Size, pc.Root, p.Index, v.hash(s.get("entry"))) != nil {
		t.Errorf("the proof does not hold (%v)", err)
	}

	for _, name := range []string{"disclosure.bin", "disclosure-wp.bin"} {
		s := v.section(name)
		d, err := ParseDisclosure(v.file(name))
		if err != nil || !bytes.Equal(d.Bytes(), v.file(name)) || d.ID() != v.hash(s.get("entry")) || "1 "+b64(d.Parts[1]) != s.get("part") {
			t.Fatalf("%s: %v", name, err)
		}
		if err := v.readers[s.get("reader")].CheckDisclosure(d, s.get("discloser")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}

	s = v.section("invitation.txt")
	i, err := ParseInvitation(v.file(s.name))
	if err != nil || !bytes.Equal(i.Text(), v.file(s.name)) || TokenHash(i.Token) != v.hash(s.get("token-hash")) {
		t.Fatalf("invitation: %v", err)
	}
	s = v.section("join.txt")
	j, err := ParseJoinRequest(v.file(s.name))
	if err != nil || !bytes.Equal(j.Bytes(), v.file(s.name)) || strings.Join(wordList(j.Enrolment.KeyWords()), " ") != s.get("words") {
		t.Fatalf("join request: %v", err)
	}
	if err := j.Check(i, i.Expires.Add(-time.Hour)); err != nil {
		t.Errorf("the join request does not answer the invitation: %v", err)
	}

	s = v.section("bundle.bin")
	a, err := AuditBundle(bytes.NewReader(v.file(s.name)))
	if err != nil || len(a.Problems) != 0 || dec(a.Leaves) != s.get("leaves") || dec(a.Withheld) != s.get("withheld") || !a.Witnessed {
		t.Fatalf("bundle: %v, problems %v", err, a.Problems)
	}

	// The seat key of generation 2 opens for the device that was added.
	d2, err := NewDeviceSecret(Author{"A", "d2"}, DeviceSeeds{
		Sign: v.seeds["A/d2/sign"], Witness: v.seeds["A/d2/witness"], Seal: v.seeds["A/d2/seal"], Auth: v.seeds["A/d2/auth"],
	})
	if err != nil {
		t.Fatal(err)
	}
	w := roster.Seat("A").Key.Wraps[1]
	seal, auth, err := d2.UnwrapSeatKey(v.process, 2, w.Sealed)
	if err != nil || w.Device != "d2" || seal != v.seeds["A/2/seal"] || auth != v.seeds["A/2/auth"] {
		t.Errorf("the seat key wrapped to %s: %v", w.Device, err)
	}
}
