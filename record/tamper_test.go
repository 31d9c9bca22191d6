// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var exhaustive = flag.Bool("record.exhaustive", false, "flip every bit of the golden objects, instead of a sample of each")

// flipBits calls check with data in which one bit is wrong: for each bit when
// exhaustive, else for as many as limit says, the same in every run.
func flipBits(t *testing.T, data []byte, limit int, check func(bit int, flipped []byte)) {
	t.Helper()
	n := len(data) * 8
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if !*exhaustive && limit < n {
		rng := rand.New(rand.NewPCG(9, uint64(n))) // fixed, so that a failure can be found again
		rng.Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
		order = order[:limit]
	}
	flipped := bytes.Clone(data)
	for _, bit := range order {
		flipped[bit/8] ^= 1 << (bit % 8)
		check(bit, flipped)
		flipped[bit/8] ^= 1 << (bit % 8)
		if t.Failed() {
			t.Fatalf("stopped at bit %d of %d", bit, n)
		}
	}
}

// goldenLeaf returns the vectors with every reader just before the leaf of that
// name, and the envelope.
func goldenLeaf(t *testing.T, name string) (v *vectors, index int64, e *Envelope) {
	t.Helper()
	v = loadVectors(t)
	i := slices.IndexFunc(v.leaves, func(s section) bool { return strings.Contains(s.name, name) })
	v.readTo(i)
	e, err := ParseEnvelope(v.file(v.leaves[i].name))
	if err != nil {
		t.Fatal(err)
	}
	return v, int64(i), e
}

// I9 for envelopes, sealed and open: (a) other bytes than those of the leaf are
// noticed; (b) where a hub logs the changed bytes as a leaf of their own, no
// reader accepts them, neither one that finds its slot nor one that has been
// given the content key.
func TestI9EveryBitFlipOfAnEnvelope(t *testing.T) {
	for _, x := range []struct {
		name  string
		seat  string
		limit int // opening a changed envelope costs a seat up to a millisecond
	}{
		{"06-record", "M", 700}, {"07-wp", "B", 700}, {"08-blob", "M", 300},
		{"00-genesis", "A", 1000}, {"03-accept", "M", 1000}, {"05-seat-key", "B", 1000},
	} {
		v, index, e := goldenLeaf(t, x.name)
		r := v.readers[x.seat]
		var cek [32]byte
		if !e.Open() {
			cek = [32]byte(v.hash(v.leaves[index].get("cek")))
		}
		given := NewReader(v.process, "", keyOpener(cek))
		for i := range index {
			s := v.leaves[i]
			raw := v.file(s.name)
			if s.get("cek") != "" {
				raw = nil // only the roster matters here
			}
			given.Next(v.hash(s.get("id")), raw)
		}
		// The bytes themselves are accepted, so that a refusal means something.
		// read changes nothing but chains, and those only when it accepts.
		for _, reader := range []*Reader{given, r} {
			fresh := *reader
			fresh.chains = map[chainKey]*chain{}
			if got := fresh.read(index, e.ID(), e.Bytes()); !got.Code.OK() {
				t.Fatalf("%s is %s (%s)", x.name, got.Code, got.Why)
			}
		}
		flipBits(t, e.Bytes(), x.limit, func(bit int, b []byte) {
			f, err := ParseEnvelope(b)
			if err != nil {
				return // it is no envelope any more
			}
			if f.ID() == e.ID() {
				t.Errorf("%s, bit %d: the id is the same", x.name, bit)
			}
			if got := r.read(index, e.ID(), b); got.Code != HubFault {
				t.Errorf("%s, bit %d: delivered for the leaf, it is %s", x.name, bit, got.Code)
			}
			for who, reader := range map[string]*Reader{x.seat: r, "a reader with the key": given} {
				switch got := reader.read(index, f.ID(), b); got.Code {
				case NotForUs, Stale, BadBody, BadCommit, BadGrammar, BadBinding, BadKey, BadPart, BadPadding, BadAuthor, BadRoster:
				default:
					t.Errorf("%s, bit %d: logged as a leaf of its own, it is %s to %s (%s)", x.name, bit, got.Code, who, got.Why)
				}
			}
		})
	}
}

// keyOpener opens every envelope with one content key.
type keyOpener [32]byte

func (k keyOpener) Open(*Envelope) (Opening, error) { return Opening{CEK: k, Origin: Relayed}, nil }

// A statement in which a bit is wrong is no statement, or one that its author
// has not signed and no envelope commits to.
func TestI9EveryBitFlipOfAStatement(t *testing.T) {
	v, index, e := goldenLeaf(t, "06-record")
	o, err := e.OpenWith([32]byte(v.hash(v.leaves[index].get("cek"))))
	if err != nil {
		t.Fatal(err)
	}
	key := v.readers["M"].Roster().Device(o.Statement.Author).Sign
	if !verifySig(key, o.text, o.sig) {
		t.Fatal("the statement itself does not hold")
	}
	parsed := 0
	flipBits(t, o.text, 8*len(o.text), func(bit int, b []byte) {
		if s, err := ParseStatement(b); err == nil {
			parsed++
			if !bytes.Equal(s.Text(), b) {
				t.Errorf("bit %d: it prints otherwise than it reads", bit)
			}
		}
		if verifySig(key, b, o.sig) {
			t.Errorf("bit %d: the signature holds", bit)
		}
		if statementCommit(o.salt[:], b, o.sig) == e.Commit {
			t.Errorf("bit %d: the commitment holds", bit)
		}
	})
	flipBits(t, o.sig, 8*sigSize, func(bit int, b []byte) {
		if verifySig(key, o.text, b) {
			t.Errorf("bit %d of the signature: it holds", bit)
		}
	})
	if parsed == 0 {
		t.Error("no changed statement could be read, so nothing was shown of the signature")
	}
}

// A checkpoint in which a bit is wrong does not hold, or has lost exactly the
// cosignature whose line was hit; it never shows another tree, another witness
// or another time.
func TestI9EveryBitFlipOfACheckpoint(t *testing.T) {
	v := loadVectors(t)
	v.readAll()
	roster := v.readers["M"].Roster()
	msg := v.file("checkpoint.txt")
	want, err := roster.Checkpoint(msg)
	if err != nil {
		t.Fatal(err)
	}
	lineOf := func(witness string) (from, to int) {
		from = bytes.Index(msg, []byte("— "+witnessName(v.process, witness)+" "))
		return from, from + bytes.IndexByte(msg[from:], '\n')
	}
	lost := 0
	flipBits(t, msg, 2000, func(bit int, b []byte) {
		got, err := roster.Checkpoint(b)
		if err != nil {
			return
		}
		if got.Checkpoint != want.Checkpoint {
			t.Errorf("bit %d: it shows another tree", bit)
		}
		missing := ""
		for _, c := range want.Cosignatures {
			if !slices.Contains(got.Cosignatures, c) {
				missing += c.Witness
			}
		}
		if len(got.Cosignatures) != len(want.Cosignatures)-1 || len(missing) != 1 {
			t.Errorf("bit %d: %d of %d cosignatures, without %q", bit, len(got.Cosignatures), len(want.Cosignatures), missing)
			return
		}
		if from, to := lineOf(missing); bit/8 < from || bit/8 >= to {
			t.Errorf("bit %d: the cosignature of %s is lost, and its line was not hit", bit, missing)
		}
		lost++
	})
	if lost == 0 {
		t.Error("no flip has cost a cosignature")
	}
}

// The other golden objects: every flip is refused.
func TestI9EveryBitFlipOfTheRest(t *testing.T) {
	v := loadVectors(t)
	v.readAll()
	hub := NewLogKey(v.seeds["hub"]).Public()
	invitation, err := ParseInvitation(v.file("invitation.txt"))
	if err != nil {
		t.Fatal(err)
	}
	now := invitation.Expires.Add(-time.Hour)
	join, err := ParseJoinRequest(v.file("join.txt"))
	if err != nil {
		t.Fatal(err)
	}
	device := v.leaves[4]
	e, err := ParseEnvelope(v.file(device.name))
	if err != nil {
		t.Fatal(err)
	}
	added, err := e.OpenClear()
	if err != nil {
		t.Fatal(err)
	}
	disclosure := func(b []byte) error {
		d, err := ParseDisclosure(b)
		if err != nil {
			return err
		}
		err = v.readers["B"].CheckDisclosure(d, "M")
		if errors.Is(err, ErrNoGrant) {
			t.Error("it is taken for a genuine one without permission")
		}
		return err
	}
	for _, x := range []struct {
		what  string
		data  []byte
		limit int
		check func(b []byte) error
	}{
		{"receipt", v.file("receipt.txt"), 4000, func(b []byte) error {
			_, err := OpenReceipt(v.process, hub, b)
			return err
		}},
		{"disclosure", v.file("disclosure.bin"), 1000, disclosure},
		{"disclosure without prejudice", v.file("disclosure-wp.bin"), 1000, disclosure},
		{"enrolment", join.Enrolment.Text(), 1000, func(b []byte) error {
			_, err := ParseEnrolment(b)
			return err
		}},
		{"join request", v.file("join.txt"), 1000, func(b []byte) error {
			j, err := ParseJoinRequest(b)
			if err != nil {
				return err
			}
			return j.Check(invitation, now)
		}},
		{"device", added.Parts[0].Data, 1000, func(b []byte) error {
			_, _, err := ParseDeviceText(b)
			return err
		}},
		{"bundle", v.file("bundle.bin"), 2000, func(b []byte) error {
			_, err := AuditBundle(bytes.NewReader(b))
			return err
		}},
	} {
		if err := x.check(x.data); err != nil {
			t.Fatalf("the %s itself: %v", x.what, err)
		}
		flipBits(t, x.data, x.limit, func(bit int, b []byte) {
			if x.check(b) == nil {
				t.Errorf("%s, bit %d: it holds", x.what, bit)
			}
		})
	}
}

// A bundle whose closing hash has been made to fit the change, as whoever hands
// it on can do. What it then shows must be true still: the same roster, and no
// entry that was not there or says something else. It may show less.
func TestI9EveryBitFlipOfABundleWithItsHash(t *testing.T) {
	v := loadVectors(t)
	whole := v.file("bundle.bin")
	body := whole[:len(whole)-5-32]
	if sum := sha256.Sum256(body); !bytes.HasSuffix(whole, sum[:]) {
		t.Fatal("the closing hash is not where it should be")
	}
	sound, err := AuditBundle(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	says := map[Hash]Hash{}
	for _, e := range sound.Accepted {
		says[e.ID()] = e.Opened().says()
	}
	silent := 0
	flipBits(t, body, 200, func(bit int, b []byte) {
		sum := sha256.Sum256(b)
		a, err := AuditBundle(bytes.NewReader(appendFrame(slices.Clone(b), 0, sum[:])))
		if err != nil || len(a.Problems) > 0 {
			return
		}
		silent++
		if a.Roster.Hash != sound.Roster.Hash || a.Leaves != sound.Leaves || a.Checkpoint.Root != sound.Checkpoint.Root {
			t.Errorf("bit %d: another log is shown as sound", bit)
		}
		for _, e := range a.Accepted {
			if want, ok := says[e.ID()]; !ok || e.Opened().says() != want {
				t.Errorf("bit %d: entry %s is shown, or says something else", bit, e.ID())
			}
		}
	})
	// What may change silently is the manifest, on which nothing rests, and
	// records that are missing without which nothing is wrong.
	if !*exhaustive && silent > 20 {
		t.Errorf("%d of 200 changes were silent", silent)
	}
}
