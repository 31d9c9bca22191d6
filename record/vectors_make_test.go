// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"
)

var update = flag.Bool("update", false, "write testdata/vectors anew instead of checking it")

const vectorDir = "testdata/vectors"

// vectorSeed is the seed of all randomness in the vectors.
const vectorSeed = 1

// vectorHeader explains the index to whoever reads it without this program.
const vectorHeader = `# Vectors of the Parley record format, version 1.
#
# One process, from its genesis to two disclosures: seats M (mediator), A and B
# (parties) and the guarantor G. Every secret is below, as hexadecimal seeds:
# Ed25519 seeds (root, sign, witness, hub), X-Wing seeds (seal), X25519 scalars
# (auth). Hashes and public values are in standard base64.
#
# A section [name] describes the file of that name in this folder, or with
# "leaf" one leaf of the log. "verdict SEAT CODE" is what that seat comes to when
# it reads the log in order and is given the envelopes that are open or sealed
# to it; "part" and "blob" are the content, as media type and base64; "cek" is
# the content key. The words of lines without these names are plain text.
#
# Made by: go test ./record -run TestVectors -update
`

// vectorSet is the vectors as they are written: files and the index.
type vectorSet struct {
	w     *world
	index strings.Builder
	files map[string][]byte
}

func (s *vectorSet) line(format string, args ...any) { fmt.Fprintf(&s.index, format+"\n", args...) }

func (s *vectorSet) seed(what string, seed [32]byte) {
	s.line("seed %s %s", what, hex.EncodeToString(seed[:]))
}

// file adds a file and begins its section.
func (s *vectorSet) file(name string, data []byte) {
	s.files[name] = data
	s.line("\n[%s]", name)
	s.line("bytes %d", len(data))
}

// entry logs an envelope and writes its section. An empty name is for one that
// only the bundle holds.
func (s *vectorSet) entry(name string, e *Envelope) Hash {
	got := s.w.log(e)
	s.file(fmt.Sprintf("leaf-%02d-%s.envelope", len(s.w.ids)-1, name), e.Bytes())
	s.line("leaf %d", len(s.w.ids)-1)
	s.line("id %s", e.ID())
	var o *Opened
	var err error
	if e.Open() {
		o, err = e.OpenClear()
	} else {
		for _, m := range s.w.members {
			if own, ok := m.own[e.ID()]; ok {
				s.line("cek %s", b64(own.CEK[:]))
				o, err = e.OpenWith(own.CEK)
			}
		}
	}
	s.w.ok(err)
	for _, seat := range []string{"A", "B", "M"} {
		s.line("verdict %s %s", seat, got[seat].Code)
	}
	s.line("author %s", o.Statement.Author)
	s.line("kind %s", o.Statement.Kind)
	for _, p := range o.Parts {
		s.line("part %s %s", p.Media, b64(p.Data))
	}
	for _, b := range o.Blobs {
		s.line("blob %s %d %s %s", b.Media, b.Length, b.Hash, b64(b.Key[:]))
	}
	return e.ID()
}

// makeVectors runs the process of the vectors.
func makeVectors(t *testing.T) *vectorSet {
	cryptotest.SetGlobalRandom(t, vectorSeed)
	s := &vectorSet{files: map[string][]byte{}}
	s.index.WriteString(vectorHeader)
	s.line("\ngo %s", goMinor())
	w := newUnopened(t, func(g *Genesis) {
		k := NewLogKey(fixedSeed("guarantor"))
		g.Guarantors = []Guarantor{{"G", k.Public(), fixedSeed("guarantor tls")}}
		g.Policy.Faulty = 1
	}, "M:mediator", "A:party", "B:party")
	s.w = w
	genesis, err := ParseEnvelope(w.raw[w.ids[0]])
	w.ok(err)
	w.ids = nil
	for _, m := range w.members { // so that the genesis is logged as the others are
		m.reader = NewReader(w.process, m.seat, m)
	}
	s.line("process %s", w.process)
	s.seed("hub", fixedSeed("hub"))
	s.seed("guarantor/G", fixedSeed("guarantor"))
	for _, seat := range []string{"A", "B", "M"} {
		s.seed(seat+"/root", w.members[seat].root)
		for _, k := range []string{"sign", "witness", "seal", "auth"} {
			s.seed(seat+"/d1/"+k, fixedSeed(seat, k))
		}
		s.seed(seat+"/1/seal", fixedSeed(seat, "seat.seal"))
		s.seed(seat+"/1/auth", fixedSeed(seat, "seat.auth"))
	}
	for _, k := range []string{"sign", "witness", "seal", "auth"} {
		s.seed("A/d2/"+k, fixedSeed("A", "d2", k))
	}
	s.seed("A/2/seal", fixedSeed("A", "seal", "2"))
	s.seed("A/2/auth", fixedSeed("A", "auth", "2"))

	a, b, m := w.members["A"], w.members["B"], w.members["M"]
	open := func(name string, by *member, c RosterChange) {
		signer := by.dev.Signer()
		if c.ByRoot {
			signer = RootSigner(by.seat, by.root)
		}
		s.entry(name, w.rosterEntry(by, signer, c, nil))
	}
	s.entry("genesis", genesis)
	for _, x := range []*member{m, a, b} {
		open("accept", x, Accept(w.process))
	}
	open("device-add", a, a.addDevice("d2"))
	open("seat-key", a, a.seatKey(2, "d1", "d2"))
	second, err := NewSeatSecret(2, fixedSeed("A", "seal", "2"), fixedSeed("A", "auth", "2"))
	w.ok(err)
	a.keys = append(a.keys, second)

	record := s.entry("record", a.seal("M", OnRecord, "note",
		Part{"text/plain;lang=en", []byte("We could live with thirty days.")}, Part{"application/json", []byte(`{"days":30}`)}))
	s.entry("wp", m.seal("A B", WithoutPrejudice, "note", text("What if both sides moved on the same day?")))
	d, to := b.draft("M", OnRecord, "note", text("see the map"))
	d.Blobs = []Blob{{"application/pdf", 901120, fixedSeed("ciphertext"), fixedSeed("blob key")}}
	s.entry("blob", b.sealDraft(d, to))
	w.cover()
	s.line("\n[cover]\nleaf %d\nid %s", len(w.ids)-1, w.ids[len(w.ids)-1])

	words := s.entry("wp-caucus", a.seal("M", WithoutPrejudice, "note", text("I could persuade my side of forty."), text("If B goes first.")))
	grant := s.entry("grant", a.seal("M", OnRecord, KindGrant, Part{mediaText, (&Grant{Entry: record, Parts: []int64{1}, Audience: []string{"B"}}).Text()}))
	wpGrant := s.entry("grant-wp", a.seal("M", OnRecord, KindGrant, Part{mediaText, (&Grant{Entry: words, Parts: []int64{1}, Audience: []string{"B"}}).Text()}))
	adopt := s.entry("adopt", a.seal("M", OnRecord, KindAdopt, Part{mediaText, AdoptText(words)}))

	first := m.show(record, m.show(grant, nil, nil, 1), nil, 1)
	other := m.show(words, m.show(wpGrant, nil, nil, 1), m.show(adopt, nil, nil, 1), 1)
	s.entry("disclose", m.seal("B", OnRecord, KindDisclose, Part{MediaDisclosure, first.Bytes()}))
	for _, x := range []struct {
		name string
		d    *Disclosure
	}{{"disclosure.bin", first}, {"disclosure-wp.bin", other}} {
		s.file(x.name, x.d.Bytes())
		s.line("entry %s", x.d.ID())
		s.line("discloser M")
		s.line("reader B")
		s.line("part 1 %s", b64(x.d.Parts[1]))
	}

	receipt, err := Receipt{w.process, record, 20260, w.now, 20262}.Sign(w.hub)
	w.ok(err)
	s.file("receipt.txt", receipt)
	s.line("entry %s", record)
	s.line("tick 20260")
	s.line("not-after-tick 20262")

	checkpoint := w.checkpoint("A", "B", "M")
	c, err := w.roster.Checkpoint(checkpoint)
	w.ok(err)
	line, err := CosignGuarantor(w.process, "G", fixedSeed("guarantor"), c.Checkpoint, w.now.Add(time.Second))
	w.ok(err)
	checkpoint, err = w.roster.MergeCosignatures(checkpoint, line)
	w.ok(err)
	s.file("checkpoint.txt", checkpoint)
	s.line("size %d", c.Size)
	s.line("root %s", c.Root)
	s.line("cosigned A B G M")
	s.line("words %s", strings.Join(wordList(c.CheckWords()), " "))

	p := w.proof(record, "A", "B", "M")
	s.file("proof.txt", p.Text())
	s.line("entry %s", record)
	s.line("leaf %d", p.Index)

	i := &Invitation{"https://hub.example:8443/", fixedSeed("hub tls"), w.process, "C", RoleParty, fixedSeed("token"), w.now.Add(72 * time.Hour)}
	s.file("invitation.txt", i.Text())
	s.line("token-hash %s", TokenHash(i.Token))
	_, e := w.member("C", RoleParty)
	delete(w.members, "C")
	j, err := NewJoinRequest(i, e)
	w.ok(err)
	s.file("join.txt", j.Bytes())
	s.line("words %s", strings.Join(wordList(e.KeyWords()), " "))

	frames := append(m.frames(), bundleFrame{FrameReceipt, receipt}, bundleFrame{FrameCheckpoint, checkpoint})
	s.file("bundle.bin", w.bundle(frames))
	s.line("leaves %d", len(w.ids))
	s.line("withheld 1")
	s.files["vectors.txt"] = []byte(s.index.String())
	return s
}

func wordList(w [12]string) []string { return w[:] }

// goMinor is the release of Go, without its patch level: "go1.26".
func goMinor() string {
	return strings.Join(strings.Split(runtime.Version(), ".")[:2], ".")
}

// The stored vectors are what the present code makes from the same seeds. The
// order in which the standard library draws its randomness is its own affair,
// so another release of Go is not held to it; what it has made stays readable,
// which is what TestVectors checks.
func TestVectorsAreReproducible(t *testing.T) {
	s := makeVectors(t)
	if *update {
		if err := os.RemoveAll(vectorDir); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(vectorDir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, data := range s.files {
			if err := os.WriteFile(filepath.Join(vectorDir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	index, err := os.ReadFile(filepath.Join(vectorDir, "vectors.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(index, []byte("\ngo "+goMinor()+"\n")) {
		t.Skipf("the vectors were made with another Go than %s", goMinor())
	}
	total := 0
	for name, want := range s.files {
		total += len(want)
		got, err := os.ReadFile(filepath.Join(vectorDir, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the seeds give (%v); if the format was meant to change, run this test with -update and say so in docs/spec", name, err)
		}
	}
	if total > 1<<20 {
		t.Errorf("the vectors take %d bytes; a megabyte is enough", total)
	}
}
