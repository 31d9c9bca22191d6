// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"encoding/hex"
	"fmt"
	"strconv"
)

// The text form of a ring is ASCII lines "keyword value", each ending in one
// line feed, in this order and no other; HEX is 64 digits 0-9a-f, not all zero:
//
//	parley.ring/v1
//	storage HEX
//	seat LABEL              for each seat, in order:
//	process HEX             absent while joining
//	name NAME
//	device DEVICE
//	root HEX                absent when kept elsewhere
//	sign HEX
//	witness HEX
//	tls HEX
//	seal HEX
//	auth HEX
//	token HEX               absent unless joining by invitation
//	hub HEX URL             hash of the certificate; absent when there is none
//	generation N HEX HEX    for each generation: number, seal key, auth key
//	end
//
// There is exactly one text for a ring, so what parses prints to the same bytes.
const (
	ringVersion = "parley.ring/v1"

	// maxRingText bounds the text of a ring, in bytes. 10,000 seats with 15
	// generations each fit.
	maxRingText = 32 << 20
)

// text prints r, which must be valid. The caller clears the result.
func (r *Ring) text() []byte {
	// One buffer of sufficient size: growing would leave copies of keys behind.
	size := 256
	for i := range r.Seats {
		size += 1024 + len(r.Seats[i].Hub.URL) + generationLine*len(r.Seats[i].Generations)
	}
	b := make([]byte, 0, size)
	b = append(b, ringVersion+"\n"...)
	b = appendKey(b, "storage", r.Storage[:])
	for i := range r.Seats {
		b = r.Seats[i].appendText(b)
	}
	return append(b, "end\n"...)
}

func (s *Seat) appendText(b []byte) []byte {
	b = appendWord(b, "seat", s.Label)
	if !s.Joining() {
		b = appendKey(b, "process", s.Process[:])
	}
	b = appendWord(b, "name", s.Name)
	b = appendWord(b, "device", s.Device)
	if len(s.Root) != 0 {
		b = appendKey(b, "root", s.Root)
	}
	for _, k := range s.deviceKeys() {
		b = appendKey(b, k.word, k.key[:])
	}
	if len(s.Token) != 0 {
		b = appendKey(b, "token", s.Token)
	}
	if s.Hub != (HubAddress{}) {
		b = append(b, "hub "...)
		b = hex.AppendEncode(b, s.Hub.Cert[:])
		b = append(b, ' ')
		b = append(b, s.Hub.URL...)
		b = append(b, '\n')
	}
	return appendGenerations(b, s.Generations)
}

// generationLine is the longest line of a generation, in bytes.
const generationLine = len("generation 2147483647 ") + 2*2*KeySize + len(" \n")

func appendGenerations(b []byte, gs []Generation) []byte {
	for i := range gs {
		g := &gs[i]
		b = append(b, "generation "...)
		b = strconv.AppendInt(b, int64(g.Number), 10)
		b = append(b, ' ')
		b = hex.AppendEncode(b, g.Seal[:])
		b = append(b, ' ')
		b = hex.AppendEncode(b, g.Auth[:])
		b = append(b, '\n')
	}
	return b
}

func appendWord(b []byte, word, value string) []byte {
	b = append(b, word...)
	b = append(b, ' ')
	b = append(b, value...)
	return append(b, '\n')
}

func appendKey(b []byte, word string, key []byte) []byte {
	b = append(b, word...)
	b = append(b, ' ')
	b = hex.AppendEncode(b, key)
	return append(b, '\n')
}

// parseRing reads the text form. The ring it returns is valid. Errors name the
// line and what was expected there, and quote no value.
func parseRing(text []byte) (Ring, error) {
	if len(text) > maxRingText {
		return Ring{}, fmt.Errorf("ring of %d bytes, the limit is %d", len(text), maxRingText)
	}
	var r Ring
	in := &lines{rest: text}
	in.literal(ringVersion)
	in.key("storage", r.Storage[:])
	if in.has("seat") {
		r.Seats = make([]Seat, 0, min(in.count("seat"), MaxSeats))
	}
	for in.has("seat") {
		if len(r.Seats) == MaxSeats {
			in.fail(fmt.Sprintf("at most %d seats", MaxSeats))
			break
		}
		r.Seats = append(r.Seats, Seat{})
		r.Seats[len(r.Seats)-1].read(in)
	}
	in.literal("end")
	in.finish()
	err := in.err
	if err == nil {
		err = r.Validate()
	}
	if err != nil {
		r.Wipe()
		return Ring{}, fmt.Errorf("parse ring: %w", err)
	}
	return r, nil
}

func (s *Seat) read(in *lines) {
	s.Label = in.word("seat")
	if in.has("process") {
		in.key("process", s.Process[:])
	}
	s.Name = in.word("name")
	s.Device = in.word("device")
	if in.has("root") {
		s.Root = make([]byte, KeySize)
		in.key("root", s.Root)
	}
	for _, k := range s.deviceKeys() {
		in.key(k.word, k.key[:])
	}
	if in.has("token") {
		s.Token = make([]byte, KeySize)
		in.key("token", s.Token)
	}
	if in.has("hub") {
		s.Hub.URL = string(in.keyAnd("hub", s.Hub.Cert[:]))
	}
	s.Generations = readGenerations(in)
}

func readGenerations(in *lines) []Generation {
	n := in.run("generation")
	if n > MaxGenerations {
		in.fail(fmt.Sprintf("at most %d generations", MaxGenerations))
	}
	if n == 0 || in.err != nil {
		return nil
	}
	gs := make([]Generation, n)
	for i := range gs {
		in.generation(&gs[i])
	}
	return gs
}
