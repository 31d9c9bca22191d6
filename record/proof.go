// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"strings"
)

// Proof shows that an entry is in a log: a c2sp.org/tlog-proof@v1 text without
// extra data.
type Proof struct {
	Index      int64
	Hashes     []Hash
	Checkpoint []byte // signed note
}

const proofHeader = "c2sp.org/tlog-proof@v1\n"

// Text prints the proof.
func (p *Proof) Text() []byte {
	var b strings.Builder
	b.WriteString(proofHeader)
	b.WriteString("index " + dec(p.Index) + "\n")
	for _, h := range p.Hashes {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return []byte(b.String())
}

// ParseProof reads a proof. The checkpoint in it is not verified yet.
func ParseProof(text []byte) (*Proof, error) {
	head, checkpoint, ok := bytes.Cut(text, []byte("\n\n"))
	if !ok {
		return nil, &TextError{"proof", 0, "has no checkpoint"}
	}
	r := newTextReader("proof", append(bytes.Clone(head), '\n'), proofHeader)
	p := &Proof{Index: r.int(r.line("index", 1)[0]), Checkpoint: bytes.Clone(checkpoint)}
	for r.err == nil && r.at < len(r.lines) {
		r.at++
		if len(p.Hashes) == 63 {
			r.fail("is one hash too many; a proof has 63 at most")
		}
		p.Hashes = append(p.Hashes, r.hash(r.lines[r.at-1]))
	}
	return p, r.end()
}
