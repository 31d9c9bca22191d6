// SPDX-License-Identifier: Apache-2.0

package record

import "encoding/binary"

// Words says a hash in twelve short words that can be read over a telephone in
// any language: consonant, vowel, consonant, vowel, 12 bits each, 144 bits in
// all, after the proquints of Wilkerson (arXiv:0901.4016). Fewer words would
// not be safe against somebody who can try many values.
func Words(h Hash) [12]string {
	const consonants, vowels = "bdfghjklmnprstvz", "aiou"
	d := lh(labelWords, h[:])
	var out [12]string
	for i := range out {
		// Word i takes bits 12i … 12i+11.
		at := i * 12 / 8
		v := binary.BigEndian.Uint16(d[at:])
		if i%2 == 0 {
			v >>= 4
		}
		v &= 0xfff
		out[i] = string([]byte{
			consonants[v>>8&15], vowels[v>>6&3], consonants[v>>2&15], vowels[v&3],
		})
	}
	return out
}

// CheckWords are the words by which people compare two copies of a checkpoint.
func (c Checkpoint) CheckWords() [12]string {
	return Words(lh(labelWords, []byte(c.Text())))
}

// KeyWords are the words by which people compare the keys of a seat: its root,
// its devices and its present seat key.
func (s *Seat) KeyWords() [12]string {
	xs := [][]byte{[]byte(s.Name), s.Root, s.Key.Seal, s.Key.Auth}
	for _, d := range s.Devices {
		xs = append(xs, d.Sign, d.Seal, d.Auth, d.Witness)
	}
	return Words(lh(labelWords, xs...))
}

// KeyWords are the words that the seat of this enrolment will have in the
// roster.
func (e *Enrolment) KeyWords() [12]string {
	s := newSeat(e)
	return s.KeyWords()
}
