// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"encoding/binary"
	"math/rand/v2"

	"parley/record"
)

// opaque makes bytes that have the shape of a sealed envelope and were sealed
// by nobody (docs/spec/envelope.md): all that a hub can see of one. It costs
// microseconds, where sealing costs milliseconds.
func opaque(pid, roster record.Hash, random *rand.Rand) *record.Envelope {
	const slots, body = 4, 2<<10 + 16
	b := make([]byte, 0, 136+slots*1184+body)
	b = append(b, "parley1\n"...)
	b = append(b, pid[:]...)
	b = append(b, roster[:]...)
	for len(b) < 8+96+24 {
		b = append(b, byte(random.Uint32()))
	}
	b = append(b, slots, 1, 0, 0)
	b = binary.BigEndian.AppendUint32(b, body)
	for len(b) < cap(b) {
		b = binary.BigEndian.AppendUint64(b, random.Uint64())
	}
	return must(record.ParseEnvelope(b))
}

// opaque makes an envelope that the hub accepts now.
func (w *world) opaque() *record.Envelope { return opaque(w.pid, w.roster().Hash, w.random) }

// put submits an envelope of nobody as a seat.
func (s *seat) put(e *record.Envelope, to string) ([]byte, error) {
	return s.local().Submit(s.w.t.Context(), s.w.pid, e.ID(), e.Bytes(), audience(to))
}
