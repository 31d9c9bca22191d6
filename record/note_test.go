// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// vkey and skey are the text forms of C2SP signed-note keys, which other tools
// exchange.
func vkey(k *noteKey) string {
	return fmt.Sprintf("%s+%08x+%s", k.name, k.KeyHash(), base64.StdEncoding.EncodeToString(append([]byte{k.alg}, k.public...)))
}

func skey(k *noteKey, seed [32]byte) string {
	return fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", k.name, k.KeyHash(), base64.StdEncoding.EncodeToString(append([]byte{k.alg}, seed[:]...)))
}

// The hub's signature and the cosignatures are read and made alike by x/mod
// and by transparency-dev/formats, which share no code with this package.
func TestCheckpointIsThatOfOtherTools(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	c := Checkpoint{Origin(w.process), 3, fixedSeed("root")}
	hub := &noteKey{name: Origin(w.process), alg: algEd25519, public: w.hub.Public()}
	seat := &noteKey{name: witnessName(w.process, "A"), alg: algCosignature, public: w.members["A"].dev.WitnessKey()}

	hubVerifier, err := note.NewVerifier(vkey(hub))
	w.ok(err)
	seatVerifier, err := formats.NewVerifierForCosignatureV1(vkey(seat))
	w.ok(err)
	if hubVerifier.KeyHash() != hub.KeyHash() || seatVerifier.KeyHash() != seat.KeyHash() {
		t.Fatal("key ids differ")
	}

	// Ours, read by theirs.
	msg, err := w.hub.Sign(w.process, c.Size, c.Root)
	w.ok(err)
	line, err := w.members["A"].dev.Cosign(w.process, c, w.now)
	w.ok(err)
	n, err := note.Open(append(msg, line...), note.VerifierList(hubVerifier, seatVerifier))
	w.ok(err)
	if len(n.Sigs) != 2 || n.Text != c.Text() {
		t.Errorf("they read %d signatures over %q", len(n.Sigs), n.Text)
	}
	if at, err := formats.CoSigV1Timestamp(n.Sigs[1]); err != nil || !at.Equal(w.now) {
		t.Errorf("they read the time %v (%v); want %v", at, err, w.now)
	}

	// Theirs, read by ours.
	theirHub, err := note.NewSigner(skey(hub, fixedSeed("hub")))
	w.ok(err)
	theirSeat, err := formats.NewSignerForCosignatureV1(skey(seat, fixedSeed("A", "witness")))
	w.ok(err)
	before := time.Now().Add(-time.Second)
	msg, err = note.Sign(&note.Note{Text: c.Text()}, theirHub, theirSeat)
	w.ok(err)
	s, err := w.roster.Checkpoint(msg)
	w.ok(err)
	if s.Checkpoint != c || len(s.Cosignatures) != 1 || s.Cosignatures[0].Witness != "A" || s.Cosignatures[0].Time.Before(before) {
		t.Errorf("we read %+v", s)
	}
}

// One hub key signs checkpoints and receipts, one device key statements: none
// may be taken for another.
func TestNotesAreNotTakenForEachOther(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	checkpoint := w.checkpoint("A", "M")
	receipt, err := Receipt{w.process, fixedSeed("e"), 4, w.now, 6}.Sign(w.hub)
	w.ok(err)
	if _, err := w.roster.Checkpoint(checkpoint); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReceipt(w.process, w.hub.Public(), receipt); err != nil {
		t.Fatal(err)
	}
	if _, err := w.roster.Checkpoint(receipt); err == nil {
		t.Error("a receipt is taken for a checkpoint")
	}
	if _, err := OpenReceipt(w.process, w.hub.Public(), checkpoint); err == nil {
		t.Error("a checkpoint is taken for a receipt")
	}
	// A hub that signs what a seat would sign, as a note of its own.
	sign := func(text string) []byte {
		msg, err := w.hub.sign(w.process, text)
		w.ok(err)
		return msg
	}
	for _, text := range []string{
		Checkpoint{Origin(fixedSeed("other")), 3, fixedSeed("root")}.Text(), // of another log, by this hub
		Checkpoint{Origin(w.process), 3, fixedSeed("root")}.Text() + "extension\n",
		Origin(w.process) + "\n03\n" + Hash(fixedSeed("root")).String() + "\n",
		Origin(w.process) + "\n3\n" + Hash(fixedSeed("root")).String() + "\n\n",
		Origin(w.process) + "\n-3\n" + Hash(fixedSeed("root")).String() + "\n",
		Origin(w.process) + "\n9007199254740993\n" + Hash(fixedSeed("root")).String() + "\n", // 2^53 + 1
		Origin(w.process) + "\n3\n" + strings.Replace(Hash(fixedSeed("root")).String(), "=", "", 1) + "\n",
	} {
		if _, err := w.roster.Checkpoint(sign(text)); err == nil {
			t.Errorf("taken for a checkpoint: %q", text)
		}
	}
	good := strings.Split(string(receipt), "\n\n")[0] + "\n"
	for _, x := range [][2]string{
		{Origin(w.process), Origin(fixedSeed("other"))}, {"tick 4", "tick 04"}, {"not-after-tick 6\n", ""},
		{"not-after-tick 6\n", "not-after-tick 6\nnot-after-tick 7\n"}, {"parley.receipt/v1", "parley.receipt/v2"},
		{"tick 4\n", "tick 9007199254740993\n"},
	} {
		if _, err := OpenReceipt(w.process, w.hub.Public(), sign(strings.Replace(good, x[0], x[1], 1))); err == nil {
			t.Errorf("taken for a receipt, with %q for %q", x[1], x[0])
		}
	}
}

// What may stand for a signature and is none.
func TestCheckpointSignatures(t *testing.T) {
	w := newUnopened(t, func(g *Genesis) {
		k := NewLogKey(fixedSeed("guarantor"))
		g.Guarantors = []Guarantor{{"G", k.Public(), Hash{}}}
	}, "M:mediator", "A:party")
	c := Checkpoint{Origin(w.process), 1, emptyRoot()}
	hub, err := w.hub.Sign(w.process, c.Size, c.Root)
	w.ok(err)
	cosign := func(name string, seed [32]byte, c Checkpoint) string {
		line, err := CosignGuarantor(w.process, name, seed, c, w.now)
		w.ok(err)
		return string(line)
	}
	other := c
	other.Size++
	a, g := cosign("A", fixedSeed("A", "witness"), c), cosign("G", fixedSeed("guarantor"), c)
	k := &noteKey{witnessName(w.process, "A"), algCosignature, w.members["A"].dev.WitnessKey(), w.members["A"].dev.witness, time.Unix(maxInt+1, 0)}
	n, err := note.Sign(&note.Note{Text: c.Text()}, k)
	w.ok(err)
	_, far, _ := strings.Cut(string(n), "\n\n")
	_, hubLine, _ := strings.Cut(string(hub), "\n\n")
	for _, x := range []struct {
		what, lines string
		want        string // witnesses, or the error
	}{
		{"none", "", ""},
		{"a seat", a, "A"},
		{"a seat and a guarantor", g + a, "A G"},
		{"a seat twice", a + a, "A"},
		{"a stranger", cosign("Z", fixedSeed("Z"), c), ""},
		{"a stranger in the name of a seat", cosign("A", fixedSeed("Z"), c), ""},
		{"a seat's signing key", cosign("A", fixedSeed("A", "sign"), c), ""},
		{"a seat of another size", cosign("A", fixedSeed("A", "witness"), other), ""},
		{"a name in other letters", strings.Replace(a, "/w/A ", "/w/Ａ ", 1), ""}, // fullwidth A
		{"a name with a space", strings.Replace(a, "/w/A ", "/w/A  ", 1), "error"},
		{"a hyphen for the dash", strings.Replace(a, "— ", "- ", 1), "error"},
		{"no line feed at the end", strings.TrimSuffix(a, "\n"), "error"},
		{"a seat of another size, then of this one", cosign("A", fixedSeed("A", "witness"), other) + a, "A"},
		{"base64 with bits to spare", spareBit(a), ""},
		{"a time beyond all numbers", far, ""},
	} {
		s, err := w.roster.Checkpoint(append(slices.Clone(hub), x.lines...))
		got := "error"
		if err == nil {
			var names []string
			for _, c := range s.Cosignatures {
				names = append(names, c.Witness)
			}
			got = strings.Join(names, " ")
		}
		if got != x.want {
			t.Errorf("%s: %q (%v); want %q", x.what, got, err, x.want)
		}
	}
	// Two devices of one seat are one witness, which has seen the tree as early
	// as the first of them.
	w.effective("device", w.change(w.members["A"], w.members["A"].addDevice("d2")))
	for _, by := range [][2]string{{"witness", "d2"}, {"d2", "witness"}} {
		lines := ""
		for i, x := range by {
			seed := fixedSeed("A", "witness")
			if x == "d2" {
				seed = fixedSeed("A", "d2", "witness")
			}
			line, err := CosignGuarantor(w.process, "A", seed, c, w.now.Add(time.Duration(i)*time.Minute))
			w.ok(err)
			lines = string(line) + lines
		}
		s, err := w.roster.Checkpoint(append(slices.Clone(hub), lines...))
		if err != nil || len(s.Cosignatures) != 1 || !s.Cosignatures[0].Time.Equal(w.now) || len(s.Keys) != 2 {
			t.Errorf("two devices of one seat: %+v (%v)", s.Cosignatures, err)
		}
	}
	body, _, _ := strings.Cut(string(hub), "\n\n")
	for _, lines := range []string{"", a, a + g, spareBit(hubLine)} {
		if _, err := w.roster.Checkpoint([]byte(body + "\n\n" + lines)); err == nil {
			t.Errorf("a checkpoint without the hub's signature is taken: %q", lines)
		}
	}
	if _, err := w.members["A"].dev.Cosign(fixedSeed("other"), c, w.now); !errors.Is(err, ErrOtherLog) {
		t.Errorf("a device cosigns the checkpoint of one log in the name of another: %v", err)
	}
}

// spareBit changes the last character of the base64 of a signature line in a
// bit that decodes to nothing.
func spareBit(line string) string {
	at := strings.IndexByte(line, '=') - 1
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	i := strings.IndexByte(alphabet, line[at])
	return line[:at] + string(alphabet[i^1]) + line[at+1:]
}

// Lines arrive one by one, repeated and mixed with rubbish.
func TestMergeCosignatures(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	bare := w.checkpoint()
	s, err := w.roster.Checkpoint(bare)
	w.ok(err)
	line := func(seat string) []byte {
		l, err := w.members[seat].dev.Cosign(w.process, s.Checkpoint, w.now)
		w.ok(err)
		return l
	}
	merge := func(msg []byte, lines ...[]byte) []byte {
		out, err := w.roster.MergeCosignatures(msg, slices.Concat(lines...))
		w.ok(err)
		return out
	}
	names := func(msg []byte) string {
		s, err := w.roster.Checkpoint(msg)
		w.ok(err)
		var out []string
		for _, c := range s.Cosignatures {
			out = append(out, c.Witness)
		}
		return strings.Join(out, " ")
	}
	msg := merge(bare, line("A"), line("A"), []byte("\n"), []byte("rubbish\n"), line("B"))
	if got := names(msg); got != "A B" {
		t.Errorf("merged: %q", got)
	}
	if again := merge(msg, line("B"), line("A")); string(again) != string(msg) {
		t.Error("merging what is there already has changed the checkpoint")
	}
	if got := names(merge(msg, []byte(strings.TrimSuffix(string(line("M")), "\n")))); got != "A B" {
		t.Errorf("half a line was merged: %q", got)
	}
	// Each line that could be a cosignature costs signature checks, so their
	// number is bounded; others cost nothing.
	stranger, err := CosignGuarantor(w.process, "Z", fixedSeed("Z"), s.Checkpoint, w.now)
	w.ok(err)
	var many []byte
	for i := range 2 * maxCosignLines {
		many = append(many, strings.Replace(string(stranger), "/w/Z ", "/w/Z"+dec(i)+" ", 1)...)
	}
	if got := names(merge(msg, many, line("M"))); got != "A B" {
		t.Errorf("a line after very many was looked at: %q", got)
	}
	rubbish := []byte(strings.Repeat("- x\n", 200_000))
	if got := names(merge(msg, rubbish, line("M"))); got != "A B M" {
		t.Errorf("a line after rubbish was not merged: %q", got)
	}
}

// A signature line names its key by 32 bits. Two keys of one seat with the same
// 32 bits take a second to find. If that made a note ambiguous, or a line of
// the one fail as a line of the other, a seat could at any time of its choice
// make every checkpoint worthless that it had cosigned.
func TestCheckpointHoldsWhenKeyIdsCollide(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	a := w.members["A"]
	id := func(i int) uint32 {
		seed := fixedSeed("grind", dec(i))
		pub := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
		return (&noteKey{name: witnessName(w.process, "A"), alg: algCosignature, public: pub}).KeyHash()
	}
	x, y := collidingKeys[0], collidingKeys[1]
	if id(x) != id(y) {
		seen := map[uint32]int{}
		for y = 0; ; y++ {
			h := id(y)
			if i, ok := seen[h]; ok {
				x = i
				break
			}
			seen[h] = y
		}
		t.Logf("collidingKeys should be %d, %d", x, y)
	}
	add := func(label string, i int) map[string]Verdict {
		d, err := NewDeviceSecret(Author{"A", label}, DeviceSeeds{
			Sign: fixedSeed(label), Witness: fixedSeed("grind", dec(i)), Seal: fixedSeed(label, "1"), Auth: fixedSeed(label, "2"),
		})
		w.ok(err)
		return w.change(a, AddDevice(NewDeviceText(d, fixedSeed(label, "tls"))))
	}
	c := Checkpoint{Origin(w.process), 1, emptyRoot()}
	msg, err := w.hub.Sign(w.process, c.Size, c.Root)
	w.ok(err)
	by := func(i int) []byte {
		line, err := CosignGuarantor(w.process, "A", fixedSeed("grind", dec(i)), c, w.now)
		w.ok(err)
		return line
	}
	for _, step := range []struct {
		what       string
		change     func() map[string]Verdict
		byX, wantY int // cosignatures that a line of x, and of y, then is
	}{
		{"the first key", func() map[string]Verdict { return add("x", x) }, 1, 0},
		{"both keys", func() map[string]Verdict { return add("y", y) }, 1, 1},
		{"the second key", func() map[string]Verdict { return w.change(a, RemoveDevice("x")) }, 0, 1},
	} {
		w.effective(step.what, step.change())
		for i, want := range map[int]int{x: step.byX, y: step.wantY} {
			s, err := w.roster.Checkpoint(slices.Concat(msg, by(i)))
			if err != nil || len(s.Cosignatures) != want {
				t.Errorf("with %s, a line of key %d: %v; want %d cosignatures", step.what, i, err, want)
			}
		}
	}
}

// collidingKeys are the numbers of two seeds of TestCheckpointHoldsWhenKeyIdsCollide
// whose keys have the same id; when the fixture changes, the test searches and
// logs new ones.
var collidingKeys = [2]int{83025, 104314}
