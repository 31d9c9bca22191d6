// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// The rules that keep bytes made for one purpose from meaning anything for
// another (docs/spec/record.md §2).
func TestLabelRegistry(t *testing.T) {
	all := labels()
	for i, a := range all {
		if !strings.HasSuffix(a, "\n") || strings.Count(a, "\n") != 1 {
			t.Errorf("label %q must end in its only newline", a)
		}
		for j, b := range all {
			if i != j && strings.HasPrefix(b, a) {
				t.Errorf("label %q is a prefix of label %q", a, b)
			}
		}
	}
	// Whatever else is signed or hashed begins with no label: notes begin with
	// an origin or with the line of the cosignature.
	for _, other := range []string{Origin(Hash{}), "cosignature/v1\n", magic, proofHeader} {
		for _, l := range all {
			if strings.HasPrefix(other, l) || strings.HasPrefix(l, other) {
				t.Errorf("label %q runs into %q", l, other)
			}
		}
	}
	// One hash of each purpose over the same arguments, all distinct.
	seen := map[Hash]string{}
	for _, l := range all {
		h := lh(l, []byte("x"))
		if seen[h] != "" {
			t.Errorf("%q and %q hash alike", l, seen[h])
		}
		seen[h] = l
	}
}

func TestLabelledHash(t *testing.T) {
	u64 := func(n byte) []byte { return []byte{0, 0, 0, 0, 0, 0, 0, n} }
	for _, c := range []struct {
		xs   [][]byte
		want []byte // what is hashed after the label
	}{
		{nil, nil},
		{[][]byte{{}}, u64(0)},
		{[][]byte{[]byte("ab")}, append(u64(2), "ab"...)},
		{[][]byte{[]byte("a"), []byte("b")}, slices.Concat(u64(1), []byte("a"), u64(1), []byte("b"))},
		{[][]byte{[]byte("ab"), {}}, slices.Concat(u64(2), []byte("ab"), u64(0))},
	} {
		for _, label := range []string{labelCommit, labelPart} {
			if got, want := lh(label, c.xs...), Hash(sha256.Sum256(append([]byte(label), c.want...))); got != want {
				t.Errorf("lh(%q, %q) = %s; want %s", label, c.xs, got, want)
			}
		}
	}
	// By hand, with printf and sha256sum: the label, 0…0 0x20, the bytes 0 to
	// 31, 0…0 1 "A", 0…0 1 "M".
	var process Hash
	for i := range process {
		process[i] = byte(i)
	}
	got := ChannelID(process, []string{"A", "M"})
	const want = "ff75cb8ab2a0a27954d91a71119e4bf9147e074148c15d0bd61432453d461c33"
	if hex.EncodeToString(got[:]) != want {
		t.Errorf("the channel of A and M is %x; want %s", got, want)
	}
	if ChannelID(process, []string{"AM"}) == got || ChannelID(process, []string{"A"}) == got {
		t.Error("two audiences have one channel")
	}
}

// The leaves and roots of the reference tests of Certificate Transparency
// (google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc, and
// transparency-dev/merkle, testonly/constants.go). Our leaves are always the
// hash of a 32-byte id, so the raw leaves go in below LeafHash.
var ctLeaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}

var ctRoots = []string{
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", // the empty tree
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

func TestTreeIsThatOfCertificateTransparency(t *testing.T) {
	tree := &Tree{}
	for i, l := range ctLeaves {
		b, err := hex.DecodeString(l)
		if err != nil {
			t.Fatal(err)
		}
		// As Append does, for a leaf that is not the hash of an id.
		hs, err := tlog.StoredHashesForRecordHash(tree.size, tlog.RecordHash(b), tree)
		if err != nil {
			t.Fatal(err)
		}
		tree.hashes = append(tree.hashes, hs...)
		tree.size++
		for size := range i + 2 {
			root, err := tree.Root(int64(size))
			if err != nil || hex.EncodeToString(root[:]) != ctRoots[size] {
				t.Errorf("root of %d of %d leaves: %x (%v); want %s", size, i+1, root, err, ctRoots[size])
			}
		}
	}
	if _, err := tree.Root(9); err == nil {
		t.Error("a tree of 8 leaves has a root of 9")
	}
	if _, err := tree.Root(-1); err == nil {
		t.Error("a tree has a root of -1 leaves")
	}
}

// Every proof of every leaf in every tree of up to 40 leaves holds, and none
// holds for anything else; the same for consistency.
func TestTreeProofs(t *testing.T) {
	const n = 40 // covers full and ragged subtrees of six levels
	tree := &Tree{}
	ids := make([]Hash, n)
	for i := range ids {
		ids[i] = fixedSeed("leaf", dec(i))
		before, err := tree.RootWith(ids[i : i+1])
		if err != nil {
			t.Fatal(err)
		}
		tree.Append(ids[i])
		if root, err := tree.Root(tree.Size()); err != nil || root != before {
			t.Fatalf("RootWith says %s; the root is %s (%v)", before, root, err)
		}
	}
	if got, _ := tree.Root(1); got != sha256.Sum256(append([]byte{0}, ids[0][:]...)) {
		t.Error("the leaf of an id is not SHA-256(0x00 || id)")
	}
	for size := int64(1); size <= n; size++ {
		root, err := tree.Root(size)
		if err != nil {
			t.Fatal(err)
		}
		for i := range size {
			proof, err := Inclusion(size, i, tree)
			if err != nil {
				t.Fatal(err)
			}
			if err := CheckInclusion(proof, size, root, i, ids[i]); err != nil {
				t.Fatal(err)
			}
			for what, err := range map[string]error{
				"another leaf":  CheckInclusion(proof, size, root, i, ids[(i+1)%n]),
				"another index": CheckInclusion(proof, size, root, i^1, ids[i]),
				"another root":  CheckInclusion(proof, size, ids[0], i, ids[i]),
				"a longer one":  CheckInclusion(append(slices.Clone(proof), Hash{}), size, root, i, ids[i]),
				"index -1":      CheckInclusion(proof, size, root, -1, ids[i]),
				"size 0":        CheckInclusion(proof, 0, root, i, ids[i]),
			} {
				if err == nil {
					t.Errorf("size %d, leaf %d: the proof holds for %s", size, i, what)
				}
			}
		}
		for old := int64(0); old <= size; old++ {
			proof, err := Consistency(size, old, tree)
			if err != nil {
				t.Fatal(err)
			}
			was, err := tree.Root(old)
			if err != nil {
				t.Fatal(err)
			}
			if 0 < old && old < size {
				if err := tlog.CheckTree(proof, size, root, old, was); err != nil {
					t.Errorf("%d leaves are not a prefix of %d: %v", old, size, err)
				}
			}
		}
	}
	for _, i := range []int64{-1, n, n + 1} {
		if _, err := Inclusion(n, i, tree); err == nil {
			t.Errorf("there is a proof of leaf %d of %d", i, n)
		}
	}
}

// The suite is fixed: X-Wing, HKDF-SHA256, ChaCha20-Poly1305, by their numbers
// in the HPKE registry (RFC 9180 §7; draft-connolly-cfrg-xwing-kem). A library
// that changed what is behind a name would show here.
func TestSuiteNumbers(t *testing.T) {
	if id := kem().ID(); id != 0x647a {
		t.Errorf("the KEM is %#04x; want 0x647a, X-Wing", id)
	}
	if id := hpke.HKDFSHA256().ID(); id != 0x0001 {
		t.Errorf("the KDF is %#04x; want 0x0001, HKDF-SHA256", id)
	}
	if id := hpke.ChaCha20Poly1305().ID(); id != 0x0003 {
		t.Errorf("the AEAD is %#04x; want 0x0003, ChaCha20-Poly1305", id)
	}
	s, err := NewSeatSecret(1, fixedSeed("x"), fixedSeed("y"))
	if err != nil {
		t.Fatal(err)
	}
	seal, auth := s.Public()
	if len(seal) != sealKeySize || len(auth) != authKeySize {
		t.Errorf("keys of %d and %d bytes; want %d and %d", len(seal), len(auth), sealKeySize, authKeySize)
	}
	ct, err := hpke.Seal(s.seal.PublicKey(), hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), nil, make([]byte, 48))
	if err != nil || len(ct) != slotSize {
		t.Errorf("a slot is %d bytes (%v); want %d", len(ct), err, slotSize)
	}
}

// q > (n+f)/2 (security design §5.3); all of them without a guarantor.
func TestQuorumTable(t *testing.T) {
	for _, c := range []struct {
		seats, guarantors int
		neutral           bool // one of the seats is a guarantor's
		policy, faulty    int64
		want              int
	}{
		{3, 0, false, 1, 1, 3}, // M, A, B: everybody, whatever the policy says
		{3, 0, false, 2, 0, 3},
		{3, 1, false, 1, 1, 3}, // M, A, B, G: 3 of 4, one may be silent
		{4, 0, true, 1, 1, 3},
		{3, 2, false, 1, 1, 4}, // M, A, B, G1, G2
		{3, 2, false, 1, 2, 4},
		{5, 1, false, 1, 1, 4}, // six witnesses
		{4, 2, false, 1, 1, 4},
		{3, 1, false, 4, 1, 4},   // a stricter policy holds
		{3, 1, false, 9, 1, 4},   // and cannot ask for more than there are
		{3, 1, false, 2, 0, 3},   // a laxer one does not
		{3, 1, false, 1, 32, 4},  // nor can more be expected to lie
		{1, 0, false, 1, 0, 1},   // the founder alone
		{1, 1, false, 1, 0, 2},   // two witnesses, none of which may lie alone
		{30, 2, false, 1, 5, 19}, // (32+5)/2 = 18.5
	} {
		r := &Roster{Policy: Policy{Quorum: c.policy, Faulty: c.faulty}, Guarantors: make([]Guarantor, c.guarantors)}
		for i := range c.seats {
			role := RoleParty
			if c.neutral && i == 0 {
				role = RoleGuarantor
			}
			r.Seats = append(r.Seats, Seat{Name: "S" + dec(i), Role: role})
		}
		n := c.seats + c.guarantors
		if got := r.Quorum(); got != c.want {
			t.Errorf("%d witnesses, policy %d of which %d may lie: quorum %d; want %d", n, c.policy, c.faulty, got, c.want)
		}
		// What the formula is for: two quorums share an honest witness.
		if f := int(c.faulty); f < n && 2*r.Quorum()-n <= f {
			t.Errorf("%d witnesses: two quorums of %d may have only liars in common", n, r.Quorum())
		}
	}
}

// Twelve words carry 144 bits, of which every bit of the hash moves some.
func TestWords(t *testing.T) {
	base := Words(fixedSeed("x"))
	for i := range 256 {
		h := Hash(fixedSeed("x"))
		h[i/8] ^= 1 << (i % 8)
		if Words(h) == base {
			t.Errorf("bit %d does not show in the words", i)
		}
	}
	seen := map[string]bool{}
	for i := range 2000 {
		for _, w := range Words(fixedSeed(dec(i))) {
			seen[w] = true
			if len(w) != 4 || strings.Trim(w, "bdfghjklmnprstvzaiou") != "" {
				t.Fatalf("the word %q cannot be said", w)
			}
		}
	}
	// 24,000 draws of 4,096 words: each is missing with a chance of e^-5.9.
	if len(seen) < 4000 {
		t.Errorf("only %d of 4096 words are used", len(seen))
	}
	c := Checkpoint{"parley/x", 3, fixedSeed("root")}
	more := c
	more.Size++
	if c.CheckWords() == more.CheckWords() || c.CheckWords() == Words(c.Root) {
		t.Error("two things have the same words")
	}
	w := newWorld(t, "M:mediator", "A:party")
	before := w.roster.Seat("A").KeyWords()
	for _, change := range []RosterChange{w.members["A"].addDevice("d2"), w.members["A"].seatKey(2, "d1", "d2"), RemoveDevice("d1")} {
		w.effective(change.Kind, w.change(w.members["A"], change))
		if after := w.roster.Seat("A").KeyWords(); after == before {
			t.Errorf("%s does not change the words of the seat", change.Kind)
		} else {
			before = after
		}
	}
	_, e := w.member("D", RoleParty)
	seat := newSeat(e)
	if e.KeyWords() != seat.KeyWords() {
		t.Error("the words of an enrolment are not those of the seat")
	}
}

// A join request holds for one invitation, and not after it has expired.
func TestJoinRequestAnswersOneInvitation(t *testing.T) {
	w := newWorld(t, "M:mediator")
	_, e := w.member("A", RoleParty)
	i := &Invitation{
		Hub: "https://hub.example:8443/", HubTLS: fixedSeed("tls"), Process: w.process,
		Seat: "A", Role: RoleParty, Token: fixedSeed("token"), Expires: w.now,
	}
	if got, err := ParseInvitation(i.Text()); err != nil || *got != *i {
		t.Fatalf("the invitation reads %+v (%v)", got, err)
	}
	j, err := NewJoinRequest(i, e)
	w.ok(err)
	read := func(b []byte) *JoinRequest {
		t.Helper()
		j, err := ParseJoinRequest(b)
		w.ok(err)
		return j
	}
	if err := read(j.Bytes()).Check(i, w.now); err != nil {
		t.Errorf("the request itself: %v", err)
	}
	if len(j.Bytes()) > MaxJoin {
		t.Errorf("an honest request of %d bytes is too long", len(j.Bytes()))
	}
	for what, edit := range map[string]func(i *Invitation){
		"another token":   func(i *Invitation) { i.Token[0] ^= 1 },
		"another process": func(i *Invitation) { i.Process[0] ^= 1 },
		"another seat":    func(i *Invitation) { i.Seat = "B" },
		"another role":    func(i *Invitation) { i.Role = RoleMediator },
		"an earlier end":  func(i *Invitation) { i.Expires = w.now.Add(-1) },
	} {
		other := *i
		edit(&other)
		if err := read(j.Bytes()).Check(&other, w.now); err == nil {
			t.Errorf("the request answers an invitation with %s", what)
		}
	}
	if _, err := NewJoinRequest(&Invitation{Seat: "A", Role: RoleMediator}, e); err == nil {
		t.Error("a request in another role than the enrolment's was made")
	}
	// The MAC covers the whole enrolment: another cannot be put in its place.
	x := &world{t: t, members: map[string]*member{}}
	m, _ := x.member("A", RoleParty)
	m.root = fixedSeed("a thief")
	forged, err := NewEnrolment(RoleParty, RootSigner("A", m.root), m.dev, Hash{}, m.keys[0])
	w.ok(err)
	swapped := bytes.Replace(j.Bytes(), e.Text(), forged.Text(), 1)
	if err := read(swapped).Check(i, w.now); err == nil {
		t.Error("a request with another enrolment is taken")
	}
	if _, err := ParseJoinRequest(append(j.Bytes(), make([]byte, MaxJoin)...)); err == nil {
		t.Error("a very long request is taken")
	}
}

// Seat keys travel wrapped to one device, for one place.
func TestWrappedSeatKeyHoldsForOnePlace(t *testing.T) {
	w := newWorld(t, "A:party")
	m := w.members["A"]
	pub := m.dev.Public(Hash{})
	seal, auth := fixedSeed("1"), fixedSeed("2")
	wrapped, err := WrapSeatKey(w.process, "A", 2, "d1", pub.Seal, seal, auth)
	w.ok(err)
	if len(wrapped) != wrapSize {
		t.Errorf("%d bytes; want %d", len(wrapped), wrapSize)
	}
	if s, a, err := m.dev.UnwrapSeatKey(w.process, 2, wrapped); err != nil || s != seal || a != auth {
		t.Errorf("it does not open: %v", err)
	}
	other := *m.dev
	other.Author = Author{"A", "d2"}
	seat := *m.dev
	seat.Author = Author{"B", "d1"}
	for what, f := range map[string]func() error{
		"another process":    func() error { _, _, err := m.dev.UnwrapSeatKey(fixedSeed("x"), 2, wrapped); return err },
		"another generation": func() error { _, _, err := m.dev.UnwrapSeatKey(w.process, 3, wrapped); return err },
		"another label":      func() error { _, _, err := other.UnwrapSeatKey(w.process, 2, wrapped); return err },
		"another seat":       func() error { _, _, err := seat.UnwrapSeatKey(w.process, 2, wrapped); return err },
		"another device":     func() error { _, _, err := m.device("d2").UnwrapSeatKey(w.process, 2, wrapped); return err },
		"half of it":         func() error { _, _, err := m.dev.UnwrapSeatKey(w.process, 2, wrapped[:600]); return err },
		"nothing":            func() error { _, _, err := m.dev.UnwrapSeatKey(w.process, 2, nil); return err },
	} {
		if f() == nil {
			t.Errorf("it opens for %s", what)
		}
	}
}

// The signature is Ed25519 over the label and the text, so that any other tool
// can check it.
func TestSignatureIsOverLabelAndText(t *testing.T) {
	seed := fixedSeed("s")
	s := RootSigner("A", seed)
	sig := s.sign([]byte("text\n"))
	want := ed25519.Sign(ed25519.NewKeyFromSeed(seed[:]), []byte("parley.sig/v1\ntext\n"))
	if !bytes.Equal(sig, want) || !verifySig(s.Public(), []byte("text\n"), sig) || verifySig(s.Public(), []byte("parley.sig/v1\ntext\n"), sig) {
		t.Errorf("signature %x; want %x", sig, want)
	}
	for _, bad := range [][2][]byte{{nil, sig}, {s.Public()[:31], sig}, {s.Public(), sig[:63]}, {s.Public(), nil}} {
		if verifySig(bad[0], []byte("text\n"), bad[1]) {
			t.Errorf("a key of %d and a signature of %d bytes hold", len(bad[0]), len(bad[1]))
		}
	}
}
