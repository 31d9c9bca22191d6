// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Origin is the name of a process's log in checkpoints and receipts. It is
// derived from the process identifier and says nothing else of the process.
func Origin(process Hash) string {
	return "parley/" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(process[:]))
}

// witnessName is the name under which a seat or guarantor cosigns.
func witnessName(process Hash, name string) string { return Origin(process) + "/w/" + name }

// Checkpoint is the head of a log: C2SP tlog-checkpoint, without extension
// lines, since nobody could audit what they say.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   Hash
}

// Text prints the checkpoint body.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + dec(c.Size) + "\n" + c.Root.String() + "\n"
}

// parseCheckpoint reads a checkpoint body; it accepts only what Text prints.
func parseCheckpoint(text string) (Checkpoint, error) {
	r := newTextReader("checkpoint", []byte(text), "")
	var c Checkpoint
	if r.err == nil && len(r.lines) != 3 {
		r.fail("has %d lines; want 3", len(r.lines))
	}
	if r.err == nil {
		c = Checkpoint{r.lines[0], r.int(r.lines[1]), r.hash(r.lines[2])}
		if r.err == nil && c.Text() != text {
			r.fail("is not in the one form it could be printed in")
		}
	}
	return c, r.err
}

// Note signature types of C2SP signed-note.
const (
	algEd25519     = 0x01
	algCosignature = 0x04
)

// noteKey is one key under one name, as signer or verifier of notes. The
// cosignature/v1 algorithm signs a time with the text (C2SP tlog-cosignature).
type noteKey struct {
	name   string
	alg    byte
	public ed25519.PublicKey
	secret ed25519.PrivateKey
	now    time.Time // of a cosignature to be made
}

func (k *noteKey) Name() string { return k.name }

func (k *noteKey) KeyHash() uint32 {
	h := sha256.Sum256(slices.Concat([]byte(k.name), []byte{'\n', k.alg}, k.public))
	return binary.BigEndian.Uint32(h[:4])
}

func cosigned(unix uint64, msg []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", unix), msg...)
}

func (k *noteKey) Sign(msg []byte) ([]byte, error) {
	if k.alg == algCosignature {
		unix := uint64(k.now.Unix())
		return append(binary.BigEndian.AppendUint64(nil, unix), ed25519.Sign(k.secret, cosigned(unix, msg))...), nil
	}
	return ed25519.Sign(k.secret, msg), nil
}

func (k *noteKey) Verify(msg, sig []byte) bool {
	if k.alg == algCosignature {
		if len(sig) != 8+sigSize {
			return false
		}
		unix := binary.BigEndian.Uint64(sig)
		return unix <= maxInt && ed25519.Verify(k.public, cosigned(unix, msg), sig[8:])
	}
	return len(sig) == sigSize && ed25519.Verify(k.public, msg, sig)
}

// openNote verifies a note. Its signatures by known keys must be in canonical
// base64, which package note does not ask for: a signature has one form, and
// every change of a byte shows.
func openNote(msg []byte, known ...note.Verifier) (*note.Note, error) {
	n, err := note.Open(msg, note.VerifierList(known...))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnsigned, err)
	}
	for _, s := range n.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnsigned, err)
		}
	}
	return n, nil
}

// LogKey is the hub's key for one log: it signs checkpoints and receipts.
type LogKey struct{ secret ed25519.PrivateKey }

// NewLogKey makes the key from its seed.
func NewLogKey(seed [32]byte) LogKey { return LogKey{ed25519.NewKeyFromSeed(seed[:])} }

// Public is the 32-byte public key that a genesis names.
func (k LogKey) Public() []byte { return k.secret.Public().(ed25519.PublicKey) }

func (k LogKey) sign(process Hash, text string) ([]byte, error) {
	return note.Sign(&note.Note{Text: text}, &noteKey{Origin(process), algEd25519, k.secret.Public().(ed25519.PublicKey), k.secret, time.Time{}})
}

// Sign makes the signed checkpoint of a tree.
func (k LogKey) Sign(process Hash, size int64, root Hash) ([]byte, error) {
	return k.sign(process, Checkpoint{Origin(process), size, root}.Text())
}

// Cosign returns the line by which this device, as the witness of its seat,
// says: I have verified this checkpoint and every one that I signed before is
// a prefix of it. The caller must have made that true and durable first.
func (d *DeviceSecret) Cosign(process Hash, c Checkpoint, now time.Time) ([]byte, error) {
	return cosign(process, d.Author.Seat, d.witness, c, now)
}

// CosignGuarantor is [DeviceSecret.Cosign] for a witness without a seat, known
// by its name and the seed of its key.
func CosignGuarantor(process Hash, name string, seed [32]byte, c Checkpoint, now time.Time) ([]byte, error) {
	return cosign(process, name, ed25519.NewKeyFromSeed(seed[:]), c, now)
}

func cosign(process Hash, name string, key ed25519.PrivateKey, c Checkpoint, now time.Time) ([]byte, error) {
	// The signature does not cover the name it stands under.
	if c.Origin != Origin(process) {
		return nil, fmt.Errorf("cosign: %w", ErrOtherLog)
	}
	k := &noteKey{witnessName(process, name), algCosignature, key.Public().(ed25519.PublicKey), key, now}
	msg, err := note.Sign(&note.Note{Text: c.Text()}, k)
	if err != nil {
		return nil, err
	}
	_, line, _ := strings.Cut(string(msg), "\n\n")
	return []byte(line), nil
}

// Cosignature is one verified cosignature of a checkpoint.
type Cosignature struct {
	Witness string // seat or guarantor
	Time    time.Time
}

// SignedCheckpoint is a checkpoint whose hub signature holds.
type SignedCheckpoint struct {
	Checkpoint
	Cosignatures []Cosignature // one to a witness, sorted by name
	Keys         [][]byte      // the witness keys that cosigned, in the order of the note
	Note         []byte
}

// Errors of [Roster.Checkpoint], for callers that branch.
var (
	// ErrUnsigned means that the hub named in the genesis did not sign.
	ErrUnsigned = errors.New("the hub's signature is missing or not right")

	// ErrOtherLog means that it is the checkpoint of another process.
	ErrOtherLog = errors.New("it belongs to another process")
)

// Checkpoint verifies a signed checkpoint: the hub's signature must hold. A
// line counts as a cosignature if the key of a witness of the roster made it;
// every other line is passed over. It has to be: a line names its key by 32
// bits only, and a seat could at any time add a key under which the lines of a
// former one do not hold.
func (r *Roster) Checkpoint(msg []byte) (*SignedCheckpoint, error) {
	hub := &noteKey{name: Origin(r.Process), alg: algEd25519, public: r.HubKey}
	n, err := openNote(msg, hub)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	c := &SignedCheckpoint{Note: slices.Clone(msg)}
	if c.Checkpoint, err = parseCheckpoint(n.Text); err != nil {
		return nil, err
	}
	if c.Origin != hub.name {
		return nil, fmt.Errorf("checkpoint: %w", ErrOtherLog)
	}
	byName := map[string][]*noteKey{}
	for _, w := range r.witnesses() {
		byName[w.name] = append(byName[w.name], w)
	}
	bySeat := map[string]time.Time{}
	for _, s := range n.UnverifiedSigs {
		raw, err := base64.StdEncoding.Strict().DecodeString(s.Base64)
		if err != nil || len(raw) != 4+8+sigSize {
			continue
		}
		for _, k := range byName[s.Name] {
			if k.KeyHash() != s.Hash || !k.Verify([]byte(n.Text), raw[4:]) {
				continue
			}
			c.Keys = append(c.Keys, k.public)
			name := strings.TrimPrefix(s.Name, witnessName(r.Process, ""))
			at := time.Unix(int64(binary.BigEndian.Uint64(raw[4:12])), 0).UTC()
			if old, ok := bySeat[name]; !ok || at.Before(old) {
				bySeat[name] = at
			}
			break
		}
	}
	for name, at := range bySeat {
		c.Cosignatures = append(c.Cosignatures, Cosignature{name, at})
	}
	slices.SortFunc(c.Cosignatures, func(a, b Cosignature) int { return strings.Compare(a.Witness, b.Witness) })
	return c, nil
}

// Witnessed reports whether a quorum of the roster has cosigned c.
func (r *Roster) Witnessed(c *SignedCheckpoint) bool { return len(c.Cosignatures) >= r.Quorum() }

// witnesses returns the verifiers of every seat's devices and of the
// guarantors.
func (r *Roster) witnesses() []*noteKey {
	var out []*noteKey
	add := func(name string, key []byte) {
		out = append(out, &noteKey{name: witnessName(r.Process, name), alg: algCosignature, public: key})
	}
	for _, s := range r.Seats {
		for _, d := range s.Devices {
			add(s.Name, d.Witness)
		}
	}
	for _, g := range r.Guarantors {
		add(g.Name, g.Witness)
	}
	return out
}

// maxCosignLines is how many lines [Roster.MergeCosignatures] tries: one for
// every witness there can be.
const maxCosignLines = 4 * MaxSeats

// MergeCosignatures adds to a signed checkpoint the lines that verify under
// the roster and are not there yet. It returns the checkpoint unchanged when
// none does.
func (r *Roster) MergeCosignatures(msg, lines []byte) ([]byte, error) {
	c, err := r.Checkpoint(msg)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for line := range strings.Lines(string(msg)) {
		have[line] = true
	}
	tried := 0
	for line := range strings.Lines(string(lines)) {
		if !strings.HasSuffix(line, "\n") || have[line] || !strings.HasPrefix(line, "— "+witnessName(r.Process, "")) {
			continue
		}
		if tried++; tried > maxCosignLines {
			break
		}
		longer, err := r.Checkpoint(append(slices.Clone(c.Note), line...))
		if err == nil && len(longer.Cosignatures) > len(c.Cosignatures) {
			c, have[line] = longer, true
		}
	}
	return c.Note, nil
}

// Consistency proves that the first old leaves of a log are a prefix of its
// first size leaves.
func Consistency(size, old int64, r tlog.HashReader) ([]Hash, error) {
	if old == 0 || old == size {
		return nil, nil
	}
	return tlog.ProveTree(size, old, r)
}
