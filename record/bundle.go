// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// FrameType is the type of a record in a bundle (docs/spec/bundle.md).
type FrameType byte

// The records of a bundle.
const (
	FrameCheckpoint FrameType = 1 // signed checkpoint with its cosignatures
	FrameLeaves     FrameType = 2 // u64 start, then 32 bytes a leaf
	FrameEnvelope   FrameType = 3
	FrameReceipt    FrameType = 5
	FrameCosign     FrameType = 6 // cosignature lines for the checkpoint before
	FrameOutbound   FrameType = 7 // an envelope to be submitted: u8 count, seat names by line, 0x00, envelope
	FrameOpening    FrameType = 9 // envelope id, content key

	// Reserved: 4 blob chunk, 8 fraud proof.
)

// Limits of a bundle.
const (
	maxManifest  = 4 << 10
	maxLeafFrame = 8 + 32*leavesPerFrame
	// leavesPerFrame is how many leaves go into one record.
	leavesPerFrame = 4096
	maxFrame       = max(MaxEnvelope+1024, maxLeafFrame)
)

// Manifest says what a bundle claims to hold. Nothing rests on it.
type Manifest struct {
	Process   Hash
	From      string // seat
	Leaves    int64
	Envelopes int64
	Openings  int64
	Created   time.Time
}

func (m *Manifest) text() []byte {
	w := newTextWriter("")
	w.line("process", m.Process.String())
	w.line("from", m.From)
	w.line("leaves", dec(m.Leaves))
	w.line("envelopes", dec(m.Envelopes))
	w.line("openings", dec(m.Openings))
	w.line("created", m.Created.UTC().Format(timeLayout))
	return w.bytes()
}

func parseManifest(text []byte) (*Manifest, error) {
	r := newTextReader("manifest", text, "")
	m := &Manifest{
		Process: r.hash(r.line("process", 1)[0]),
		From:    r.word(r.line("from", 1)[0], "seat name", ValidSeat),
	}
	m.Leaves = r.int(r.line("leaves", 1)[0])
	m.Envelopes = r.int(r.line("envelopes", 1)[0])
	m.Openings = r.int(r.line("openings", 1)[0])
	m.Created = r.time(r.line("created", 1)[0])
	return m, r.end()
}

// BundleWriter writes a bundle: label, manifest, records, and the SHA-256 of
// everything before it.
type BundleWriter struct {
	w   io.Writer
	h   hash.Hash
	err error
}

// NewBundleWriter begins a bundle.
func NewBundleWriter(w io.Writer, m *Manifest) *BundleWriter {
	b := &BundleWriter{w: w, h: sha256.New()}
	text := m.text()
	b.write([]byte(labelPouch))
	b.write(binary.BigEndian.AppendUint32(nil, uint32(len(text))))
	b.write(text)
	return b
}

func (b *BundleWriter) write(p []byte) {
	if b.err == nil {
		b.h.Write(p)
		_, b.err = b.w.Write(p)
	}
}

// Frame writes one record.
func (b *BundleWriter) Frame(t FrameType, data []byte) error {
	if len(data) > maxFrame {
		return fmt.Errorf("bundle: a record of %d bytes; the limit is %d", len(data), maxFrame)
	}
	b.write(appendFrame(nil, byte(t), data))
	return b.err
}

// Leaves writes a range of leaves that begins at index start.
func (b *BundleWriter) Leaves(start int64, ids []Hash) error {
	for len(ids) > 0 && b.err == nil {
		n := min(len(ids), leavesPerFrame)
		data := binary.BigEndian.AppendUint64(nil, uint64(start))
		for _, id := range ids[:n] {
			data = append(data, id[:]...)
		}
		b.Frame(FrameLeaves, data)
		start, ids = start+int64(n), ids[n:]
	}
	return b.err
}

// Opening writes what opens one envelope. Whoever holds the bundle can read it.
func (b *BundleWriter) Opening(id Hash, cek [32]byte) error {
	return b.Frame(FrameOpening, append(id[:], cek[:]...))
}

// Close ends the bundle with its hash and returns the hash, whose words people
// can compare.
func (b *BundleWriter) Close() (Hash, error) {
	sum := Hash(b.h.Sum(nil))
	b.write(appendFrame(nil, 0, sum[:]))
	return sum, b.err
}

// ErrBundle is the cause of every error about the bundle as a file.
var ErrBundle = errors.New("not a complete bundle")

// ReadBundle reads a bundle and calls fn for each record. The hash at the end
// is checked last: a caller that must not act on a damaged file reads it once
// with an fn that does nothing.
func ReadBundle(r io.Reader, fn func(t FrameType, data []byte) error) (*Manifest, Hash, error) {
	fail := func(format string, args ...any) (*Manifest, Hash, error) {
		return nil, Hash{}, fmt.Errorf("%w: %s", ErrBundle, fmt.Sprintf(format, args...))
	}
	h := sha256.New()
	in := io.TeeReader(r, h)
	head := make([]byte, len(labelPouch)+4)
	if _, err := io.ReadFull(in, head); err != nil || !bytes.HasPrefix(head, []byte(labelPouch)) {
		return fail("it does not begin with the mark of a bundle")
	}
	n := binary.BigEndian.Uint32(head[len(labelPouch):])
	if n > maxManifest {
		return fail("its manifest is %d bytes long; the limit is %d", n, maxManifest)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(in, text); err != nil {
		return fail("it ends inside its manifest")
	}
	m, err := parseManifest(text)
	if err != nil {
		return fail("%v", err)
	}
	for record := 1; ; record++ {
		sum := Hash(h.Sum(nil))
		kind, data, err := readFrame(in, maxFrame)
		if err == io.EOF {
			return fail("it is cut short after %d records: the closing hash is missing", record-1)
		}
		if err != nil {
			return fail("record %d: %v", record, err)
		}
		if kind == 0 {
			if !bytes.Equal(data, sum[:]) {
				return fail("its content does not match its closing hash: it was changed after it was written")
			}
			// Not Read, which may hand over a byte together with the end.
			if _, err := io.ReadFull(in, make([]byte, 1)); err != io.EOF {
				return fail("something follows its closing hash")
			}
			return m, sum, nil
		}
		if err := fn(FrameType(kind), data); err != nil {
			return nil, Hash{}, fmt.Errorf("bundle record %d: %w", record, err)
		}
	}
}

// ParseLeaves reads a FrameLeaves record.
func ParseLeaves(data []byte) (start int64, ids []Hash, err error) {
	if len(data) < 8 || (len(data)-8)%32 != 0 || binary.BigEndian.Uint64(data) > maxInt {
		return 0, nil, errFrame
	}
	start = int64(binary.BigEndian.Uint64(data))
	for rest := data[8:]; len(rest) > 0; rest = rest[32:] {
		ids = append(ids, Hash(rest))
	}
	return start, ids, nil
}

// ParseOpening reads a FrameOpening record.
func ParseOpening(data []byte) (id Hash, cek [32]byte, err error) {
	if len(data) != 64 {
		return id, cek, errFrame
	}
	return Hash(data), [32]byte(data[32:]), nil
}
