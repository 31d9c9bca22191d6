// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"parley/internal/courier"
	"parley/record"
)

// seat is a member: its keys, and what it has read from the hub.
type seat struct {
	w     *world
	name  string
	role  string
	root  [32]byte
	dev   *record.DeviceSecret
	keys  []*record.SeatSecret
	tls   tls.Certificate
	cert  record.Hash
	enrol *record.Enrolment

	blind  bool
	own    map[record.Hash]record.Opening
	tails  map[string]tail
	reader *record.Reader
	from   int64 // where the inbox goes on
	note   *record.SignedCheckpoint
	got    map[int64][]byte // what the inbox has delivered, by index
	read   []record.Verdict
}

// tail is the newest entry of a chain, logged or not.
type tail struct {
	seq int64
	id  record.Hash
}

func (s *seat) Open(e *record.Envelope) (record.Opening, error) {
	if o, ok := s.own[e.ID()]; ok {
		return o, nil
	}
	if s.blind {
		return record.Opening{}, record.ErrNotForUs
	}
	return e.Unlock(s.name, s.keys)
}

// newSeat makes the keys of a seat; its device has the label d1.
func (w *world) newSeat(name, role string) *seat {
	s := &seat{
		w: w, name: name, role: role, root: fixed(name, "root"),
		own: map[record.Hash]record.Opening{}, tails: map[string]tail{}, got: map[int64][]byte{},
	}
	s.dev = must(record.NewDeviceSecret(record.Author{Seat: name, Device: "d1"}, record.DeviceSeeds{
		Sign: fixed(name, "sign"), Witness: fixed(name, "witness"), Seal: fixed(name, "seal"), Auth: fixed(name, "auth"),
	}))
	first := must(record.NewSeatSecret(1, fixed(name, "seat.seal"), fixed(name, "seat.auth")))
	s.keys = []*record.SeatSecret{first}
	var err error
	if s.tls, s.cert, err = courier.Certificate(fixed(name, "tls")); err != nil {
		w.t.Fatal(err)
	}
	s.enrol = must(record.NewEnrolment(role, record.RootSigner(name, s.root), s.dev, s.cert, first))
	return s
}

// local is the hub as a seat's device sees it.
func (s *seat) local() Local { return Local{Hub: s.w.hub, Cert: s.cert} }

// client is the hub as a seat's device sees it over the network.
func (s *seat) client(address string) *courier.Client {
	return s.w.client(address, s.tls)
}

// draftOf writes a roster change on what s has read.
func (s *seat) draftOf(c record.RosterChange) *record.Envelope {
	s.w.t.Helper()
	s.sync(s.local())
	signer := s.dev.Signer()
	if c.ByRoot {
		signer = record.RootSigner(s.name, s.root)
	}
	seq, prev := s.reader.Last(signer.Author, record.RosterChannel(), record.OnRecord)
	size := s.reader.Tree().Size()
	root := must(s.reader.Tree().Root(size))
	chain := record.Chain{Seq: seq + 1, Prev: prev, SeenSize: size, SeenRoot: root}
	return must(signer.SealOpen(s.reader.Roster().Draft(c, chain, s.w.clock.Now())))
}

// change puts a roster change on the log.
func (w *world) change(s *seat, c record.RosterChange) *record.Envelope {
	w.t.Helper()
	e := s.draftOf(c)
	w.ok(s.local().Submit(w.t.Context(), w.pid, e.ID(), e.Bytes(), nil))
	return e
}

func audience(to string) []string {
	out := strings.Fields(to)
	slices.Sort(out)
	return slices.Compact(out)
}

// seal writes an entry and hands it to nobody. to names all readers.
func (s *seat) seal(to string, reg record.Register, parts ...record.Part) *record.Envelope {
	s.w.t.Helper()
	r := s.reader.Roster()
	names := audience(to)
	rcp := must(r.Recipients(names))
	ch := record.ChannelID(s.w.pid, names)
	key := ch.String() + string(reg)
	last, ok := s.tails[key]
	if !ok {
		last.seq, last.id = s.reader.Last(s.dev.Author, ch, reg)
	}
	size := s.reader.Tree().Size()
	e, cek, err := s.dev.Seal(&record.Draft{
		Process: s.w.pid, RosterIndex: r.Index, Roster: r.Hash, Time: s.w.clock.Now(),
		Kind: "note", Register: reg, Audience: names, Parts: parts,
		Chain: record.Chain{
			Seq: last.seq + 1, Prev: last.id, SeenSize: size, SeenRoot: must(s.reader.Tree().Root(size)),
			Have: s.reader.Heads(ch, reg),
		},
	}, rcp)
	if err != nil {
		s.w.t.Fatal(err)
	}
	s.tails[key] = tail{last.seq + 1, e.ID()}
	s.own[e.ID()] = record.Opening{CEK: cek, Origin: record.Checked}
	return e
}

// write submits a sealed entry and returns its receipt.
func (s *seat) write(to, text string) *record.Receipt {
	s.w.t.Helper()
	e := s.seal(to, record.WithoutPrejudice, record.Part{Media: "text/plain", Data: []byte(text)})
	return s.w.receipt(s.w.ok(s.local().Submit(s.w.t.Context(), s.w.pid, e.ID(), e.Bytes(), audience(to))))
}

// receipt verifies a receipt as its receiver does.
func (w *world) receipt(msg []byte) *record.Receipt {
	w.t.Helper()
	r, err := record.OpenReceipt(w.pid, w.hub.LogKey(w.nonce).Public(), msg)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// sync reads everything that the hub has for the seat, verifies it against the
// checkpoint, and returns the verdicts of the new leaves.
func (s *seat) sync(c caller) []record.Verdict {
	s.w.t.Helper()
	verdicts, err := s.pull(s.w.t.Context(), c)
	if err != nil {
		s.w.t.Fatal(err)
	}
	return verdicts
}

func (s *seat) pull(ctx context.Context, c caller) ([]record.Verdict, error) {
	note, err := c.Checkpoint(ctx, s.w.pid)
	if err != nil {
		return nil, err
	}
	for {
		ds, next, err := c.Inbox(ctx, s.w.pid, s.from)
		if err != nil {
			return nil, err
		}
		for _, d := range ds {
			if _, ok := s.got[d.Index]; ok {
				return nil, fmt.Errorf("index %d was delivered twice", d.Index)
			}
			s.got[d.Index] = d.Envelope
		}
		if next == s.from {
			break
		}
		s.from = next
	}
	at := s.reader.Roster()
	if at == nil { // before the genesis is read, its own word is all there is
		e, err := record.ParseEnvelope(s.got[0])
		if err != nil {
			return nil, err
		}
		if at, err = record.NewRoster(must(e.OpenClear())); err != nil {
			return nil, err
		}
	}
	signed, err := at.Checkpoint(note)
	if err != nil {
		return nil, err
	}
	have := s.reader.Tree().Size()
	ids, err := c.Leaves(ctx, s.w.pid, have, signed.Size)
	if err != nil {
		return nil, err
	}
	if root, err := s.reader.Tree().RootWith(ids); err != nil || root != signed.Root {
		return nil, fmt.Errorf("the root at size %d is %s; the leaves give %s (%v)", signed.Size, signed.Root, root, err)
	}
	var out []record.Verdict
	for i, id := range ids {
		out = append(out, s.reader.Next(id, s.got[have+int64(i)])...)
	}
	if s.note, err = s.reader.Roster().Checkpoint(note); err != nil {
		return nil, err
	}
	s.read = append(s.read, out...)
	return out, nil
}

// wellRead fails the test unless every leaf that s has read is either an entry
// that it accepts or one it has no envelope for.
func (s *seat) wellRead() {
	s.w.t.Helper()
	for _, v := range s.read {
		if !v.Code.OK() && v.Code != record.NotHeld && v.Code != record.Held {
			s.w.t.Errorf("seat %s, leaf %d: %s: %s", s.name, v.Index, v.Code, v.Why)
		}
	}
	if n := s.reader.Waiting(); n != 0 {
		s.w.t.Errorf("seat %s: %d entries wait for ever", s.name, n)
	}
}
