// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"encoding/binary"
	"math/big"
	"math/bits"
	"slices"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// The attack of Dodis, Grubbs, Ristenpart and Woodage (CRYPTO 2018) and of Len,
// Grubbs and Ristenpart (USENIX Security 2021), for ChaCha20-Poly1305: the tag
// is linear in the ciphertext, so one free block makes one ciphertext open
// under two keys. With it, an author could hand two readers two content keys
// and show each another text.

// chachaBlock is one block of ChaCha20 (RFC 8439 §2.3) with an all-zero nonce.
// The AEAD of x/crypto does not give out its block 0, from which the key of
// Poly1305 comes.
func chachaBlock(key []byte, counter uint32) (out [64]byte) {
	s := [16]uint32{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574} // "expand 32-byte k"
	for i := range 8 {
		s[4+i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	s[12] = counter
	x := s
	quarter := func(a, b, c, d int) {
		for _, r := range [2][2]int{{16, 12}, {8, 7}} {
			x[a] += x[b]
			x[d] = bits.RotateLeft32(x[d]^x[a], r[0])
			x[c] += x[d]
			x[b] = bits.RotateLeft32(x[b]^x[c], r[1])
		}
	}
	for range 10 {
		for i := range 4 {
			quarter(i, 4+i, 8+i, 12+i)
		}
		for i := range 4 {
			quarter(i, 4+(i+1)%4, 8+(i+2)%4, 12+(i+3)%4)
		}
	}
	for i := range x {
		binary.LittleEndian.PutUint32(out[4*i:], x[i]+s[i])
	}
	return out
}

// bigLE reads little-endian bytes as a number.
func bigLE(b []byte) *big.Int {
	r := slices.Clone(b)
	slices.Reverse(r)
	return new(big.Int).SetBytes(r)
}

// polyKey is one key of the pair: r and s of Poly1305.
type polyKey struct{ r, s *big.Int }

func newPolyKey(key []byte) polyKey {
	b := chachaBlock(key, 0)
	for i := range 4 { // clamp (RFC 8439 §2.5)
		b[4*i+3] &= 15
		if i > 0 {
			b[4*i] &= 252
		}
	}
	return polyKey{bigLE(b[:16]), bigLE(b[16:32])}
}

// collide finds a ciphertext that opens under two keys: ct as given, but for
// the 16-byte block at free, with the tag appended. aad is 64 bytes. It reports
// false when the block does not exist for these keys, about fifteen times in
// sixteen.
func collide(k1, k2, aad, ct []byte, free int) ([]byte, bool) {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 130), big.NewInt(5))
	top := new(big.Int).Lsh(big.NewInt(1), 128)
	msg := slices.Concat(aad, ct, binary.LittleEndian.AppendUint64(nil, uint64(len(aad))), binary.LittleEndian.AppendUint64(nil, uint64(len(ct))))
	at := (len(aad) + free) / 16

	// Under each key, tag = rest + block*r^n + s, with block as 129-bit number.
	var rest, power [2]*big.Int
	keys := [2]polyKey{newPolyKey(k1), newPolyKey(k2)}
	for i, k := range keys {
		rest[i], power[i] = new(big.Int), big.NewInt(1)
		for j := 0; j < len(msg); j += 16 {
			if j/16 != at {
				rest[i].Add(rest[i], new(big.Int).Add(bigLE(msg[j:j+16]), top))
			}
			rest[i].Mul(rest[i], k.r).Mod(rest[i], p)
			if j/16 >= at {
				power[i].Mul(power[i], k.r).Mod(power[i], p)
			}
		}
	}
	// The tag is known up to the multiples of 2^128 that its reduction drops:
	// for both keys, t + u*2^128 - s = rest + block*power (mod p). Two linear
	// equations, for t and block, for each choice of the two u.
	inv := [2]*big.Int{new(big.Int).ModInverse(power[0], p), new(big.Int).ModInverse(power[1], p)}
	den := new(big.Int).Sub(inv[0], inv[1])
	den.ModInverse(den.Mod(den, p), p)
	for u := range 16 {
		var c [2]*big.Int // block = (t + c) * inv
		for i := range c {
			c[i] = new(big.Int).Mul(top, big.NewInt(int64(u>>(2*i)&3)))
			c[i].Sub(c[i], keys[i].s).Sub(c[i], rest[i]).Mod(c[i], p)
		}
		t := new(big.Int).Sub(new(big.Int).Mul(c[1], inv[1]), new(big.Int).Mul(c[0], inv[0]))
		t.Mul(t.Mod(t, p), den).Mod(t, p)
		block := new(big.Int).Add(t, c[0])
		block.Mul(block, inv[0]).Mod(block, p)
		block.Sub(block, top)
		if t.Cmp(top) >= 0 || block.Sign() < 0 || block.Cmp(top) >= 0 {
			continue
		}
		out := make([]byte, len(ct)+16)
		copy(out, ct)
		for i, x := range [2]*big.Int{block, t} {
			b := x.FillBytes(make([]byte, 16))
			slices.Reverse(b)
			copy(out[[2]int{free, len(ct)}[i]:], b)
		}
		if opens(k1, aad, out) && opens(k2, aad, out) {
			return out, true
		}
	}
	return nil, false
}

func opens(key, aad, ct []byte) bool {
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		panic(err)
	}
	_, err = aead.Open(nil, make([]byte, 12), ct, aad)
	return err == nil
}

// The building block of the test below is a true attack on the AEAD.
func TestSalamanderOpensUnderTwoKeys(t *testing.T) {
	aad := bytes.Repeat([]byte{1}, 64)
	ct := bytes.Repeat([]byte("sixteen letters."), 8)
	for i := range 1000 {
		k1, k2 := fixedSeed("k1"), fixedSeed("k2", dec(i))
		if out, ok := collide(k1[:], k2[:], aad, ct, 32); ok {
			if !opens(k1[:], aad, out) || !opens(k2[:], aad, out) {
				t.Fatal("it does not open under both keys")
			}
			if !bytes.Equal(out[:32], ct[:32]) || !bytes.Equal(out[48:len(ct)], ct[48:]) {
				t.Error("more than one block has changed")
			}
			return
		}
	}
	t.Error("no pair of keys in a thousand; one in sixteen was to be expected")
}

// I5: readers who accept hold the same text. The author M gives A one content
// key and B another, and a body that opens under both. It needs one free block,
// and there is none: whatever A could be shown is committed to, and so B's view
// of the same bytes is not the text committed to.
func TestI5TwoTextsInOneBody(t *testing.T) {
	filler := Part{"application/octet-stream", bytes.Repeat([]byte{'.'}, 70_000)}
	for _, c := range []struct {
		what string
		// where the free block is, given the length of the plaintext before
		// its padding; 70,000 bytes of part need the bucket of 128 KiB
		free func(used int) int
		want string
	}{
		{"free block in the padding", func(used int) int { return (used/16 + 2) * 16 }, "A:bad.padding B:bad.commit"},
		{"free block at the end", func(int) int { return maxBody - 16 }, "A:bad.padding B:bad.commit"},
		{"free block in a part", func(used int) int { return (used - 40_000) / 16 * 16 }, "A:bad.part B:bad.commit"},
		{"free block in the salt", func(int) int { return 0 }, "A:bad.commit B:bad.commit"},
		{"free block in the signature", func(int) int { return 64 }, "A:bad.commit B:bad.commit"},
		{"free block in the seed", func(int) int { return 32 }, "A:bad.part B:bad.commit"},
	} {
		w := newWorld(t, "M:mediator", "A:party", "B:party")
		var e *Envelope
		for tries := 0; e == nil; tries++ {
			f := w.members["M"].forge("A B", OnRecord, text("We accept the thirty days."), filler)
			e = salamander(t, f, "B", c.free, tries)
		}
		got := map[string]Verdict{}
		texts := map[string]bool{}
		for seat, m := range w.members {
			v := m.deliver(e)
			got[seat] = v
			if v.Code.OK() {
				texts[string(v.Entry.Parts()[0].Data)] = true
			}
		}
		w.expect(c.what, got, c.want)
		if len(texts) > 1 {
			t.Errorf("%s: %d texts are accepted", c.what, len(texts))
		}
	}
}

// salamander seals a forgery whose body opens for one seat under a second key.
// It gives up with nil when the free block does not exist for the keys drawn.
func salamander(t *testing.T, f *forgery, victim string, free func(used int) int, tries int) *Envelope {
	t.Helper()
	first := fixedSeed("first", dec(tries))
	var second [32]byte
	var used int
	var textLen []byte
	f.cek = &first
	f.plain = func(b []byte) []byte { used, textLen = len(b), b[128:132]; return b }
	key := func(cek [32]byte, hh Hash) []byte {
		k, err := bodyKey(cek, hh)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	f.slot = func(i int, s *slotPlan) {
		if i >= len(f.to) || f.to[i].Seat != victim {
			return
		}
		// What stands for the length of the text must fall within the body
		// under the second key too, or its reader stops there. About 2^15
		// keys are tried; bytes 128 to 131 are the first of block 3.
		hh := lh(labelHead, s.info[len(labelSlot)+1:])
		a := chachaBlock(key(first, hh), 3)
		for n := 0; ; n++ {
			second = fixedSeed("second", dec(tries), dec(n))
			b := chachaBlock(key(second, hh), 3)
			var under [4]byte
			for j := range under {
				under[j] = textLen[j] ^ a[j] ^ b[j]
			}
			if binary.BigEndian.Uint32(under[:]) < maxBody-132 {
				break
			}
		}
		s.cek = second
	}
	found := false
	f.cipher = func(e *Envelope, cek [32]byte, body []byte) []byte {
		honest, err := encryptBody(cek, e.hh, e.sh, body)
		if err != nil {
			t.Fatal(err)
		}
		var out []byte
		out, found = collide(key(cek, e.hh), key(second, e.hh), slices.Concat(e.hh[:], e.sh[:]), honest[:len(body)], free(used))
		if !found {
			return honest
		}
		return out
	}
	e, _ := f.seal(t)
	if !found {
		return nil
	}
	return e
}
