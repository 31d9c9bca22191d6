// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"time"
)

// Receipt is the hub's signed word that it holds an envelope durably and will
// put it into the log in time. It names no log index: that would show how much
// others are writing.
type Receipt struct {
	Process  Hash
	Envelope Hash
	Tick     int64 // tick in which the entry is due
	Received time.Time
	NotAfter int64 // last tick in which the promise is kept
}

// Sign makes the receipt as a signed note.
func (r Receipt) Sign(k LogKey) ([]byte, error) {
	w := newTextWriter(labelReceipt)
	w.line(Origin(r.Process))
	w.line("envelope", r.Envelope.String())
	w.line("tick", dec(r.Tick))
	w.line("received", dec(r.Received.Unix()))
	w.line("not-after-tick", dec(r.NotAfter))
	return k.sign(r.Process, w.String())
}

// OpenReceipt verifies a receipt against the key of a process's hub.
func OpenReceipt(process Hash, hubKey, msg []byte) (*Receipt, error) {
	hub := &noteKey{name: Origin(process), alg: algEd25519, public: hubKey}
	n, err := openNote(msg, hub)
	if err != nil {
		return nil, fmt.Errorf("receipt: %w", err)
	}
	r := newTextReader("receipt", []byte(n.Text), labelReceipt)
	if len(r.lines) > 1 && r.err == nil && r.lines[1] != hub.name {
		return nil, fmt.Errorf("receipt: %w", ErrOtherLog)
	}
	r.at++
	out := &Receipt{
		Process:  process,
		Envelope: r.hash(r.line("envelope", 1)[0]),
		Tick:     r.int(r.line("tick", 1)[0]),
		Received: time.Unix(r.int(r.line("received", 1)[0]), 0).UTC(),
		NotAfter: r.int(r.line("not-after-tick", 1)[0]),
	}
	return out, r.end()
}
