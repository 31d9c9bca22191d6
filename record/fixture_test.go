// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// world is a small process in memory, for tests that read as stories: seats
// write, a log orders, every seat reads.
type world struct {
	t       testing.TB
	now     time.Time
	hub     LogKey
	roster  *Roster
	members map[string]*member
	ids     []Hash
	raw     map[Hash][]byte
	process Hash
}

type member struct {
	w      *world
	seat   string
	root   [32]byte
	dev    *DeviceSecret
	keys   []*SeatSecret
	own    map[Hash]Opening
	read   map[Hash]*Entry // what its reader has accepted
	reader *Reader
}

func (m *member) Open(e *Envelope) (Opening, error) {
	if o, ok := m.own[e.ID()]; ok {
		return o, nil
	}
	return e.Unlock(m.seat, m.keys)
}

// fixedSeed derives a seed from words, so that keys are the same in every run.
func fixedSeed(words ...string) [32]byte { return sha256.Sum256([]byte(strings.Join(words, "/"))) }

func (w *world) member(seat, role string) (*member, *Enrolment) {
	m := &member{w: w, seat: seat, root: fixedSeed(seat, "root"), own: map[Hash]Opening{}, read: map[Hash]*Entry{}}
	var err error
	m.dev, err = NewDeviceSecret(Author{seat, "d1"}, DeviceSeeds{
		Sign: fixedSeed(seat, "sign"), Witness: fixedSeed(seat, "witness"),
		Seal: fixedSeed(seat, "seal"), Auth: fixedSeed(seat, "auth"),
	})
	w.ok(err)
	s, err := NewSeatSecret(1, fixedSeed(seat, "seat.seal"), fixedSeed(seat, "seat.auth"))
	w.ok(err)
	m.keys = []*SeatSecret{s}
	e, err := NewEnrolment(role, RootSigner(seat, m.root), m.dev, fixedSeed(seat, "tls"), s)
	w.ok(err)
	w.members[seat] = m
	return m, e
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// newWorld founds a process. seats are "name:role"; the first is the founder.
func newWorld(t testing.TB, seats ...string) *world {
	t.Helper()
	w := newUnopened(t, nil, seats...)
	for _, s := range seats {
		name, _, _ := strings.Cut(s, ":")
		w.change(w.members[name], Accept(w.process))
	}
	return w
}

// newUnopened is newWorld before any seat has accepted. edit may change the
// genesis before it is signed.
func newUnopened(t testing.TB, edit func(*Genesis), seats ...string) *world {
	t.Helper()
	w := &world{
		t: t, now: time.Date(2025, 5, 19, 12, 0, 0, 0, time.UTC), hub: NewLogKey(fixedSeed("hub")),
		members: map[string]*member{}, raw: map[Hash][]byte{},
	}
	g := &Genesis{
		Policy: Policy{Tick: 60, Batch: 8, Quorum: 2, Faulty: 0},
		HubKey: w.hub.Public(), HubTLS: fixedSeed("hub tls"), Nonce: fixedSeed("nonce"),
	}
	var founder *member
	for _, s := range seats {
		name, role, _ := strings.Cut(s, ":")
		m, e := w.member(name, role)
		if founder == nil {
			founder = m
		}
		g.Seats = append(g.Seats, e)
	}
	if edit != nil {
		edit(g)
	}
	e, err := NewGenesis(g, RootSigner(founder.seat, founder.root), w.now)
	w.ok(err)
	w.process = g.Process()
	for _, m := range w.members {
		m.reader = NewReader(w.process, m.seat, m)
	}
	w.log(e)
	return w
}

// join admits a further seat: proposed by a mediator, consented to by all who
// must, accepted by itself. It reads the log from the genesis.
func (w *world) join(mediator, seat, role string) *member {
	w.t.Helper()
	m, e := w.member(seat, role)
	w.change(w.members[mediator], AddSeat(e))
	for len(w.roster.Pending) > 0 {
		p := w.roster.Pending[0]
		w.change(w.members[p.Waits[0]], Consent(p.Entry))
	}
	m.reader = m.replay()
	w.change(m, Accept(w.process))
	return m
}

// replay reads the whole log anew, as a node does after "rebuild".
func (m *member) replay() *Reader {
	r := NewReader(m.w.process, m.seat, m)
	for _, id := range m.w.ids {
		r.Next(id, m.held(id))
	}
	return r
}

// held is what the hub delivers to a member for a leaf: the envelope, if it is
// open or sealed to its seat.
func (m *member) held(id Hash) []byte {
	b := m.w.raw[id]
	if b == nil {
		return nil
	}
	e, err := ParseEnvelope(b)
	m.w.ok(err)
	if !e.Open() {
		if _, err := m.Open(e); err != nil {
			return nil
		}
	}
	return b
}

// log appends an envelope and lets every member read it that is addressed;
// the others see the leaf only. It returns the verdict of each seat.
func (w *world) log(e *Envelope) map[string]Verdict {
	w.ids = append(w.ids, e.ID())
	w.raw[e.ID()] = e.Bytes()
	out := map[string]Verdict{}
	for name, m := range w.members {
		if m.reader == nil {
			continue
		}
		admit := m.reader.Admit(e) // as a hub asks first
		v := m.reader.Next(e.ID(), m.held(e.ID()))
		if r := m.reader.Roster(); e.Open() && r != nil && len(w.ids) > 1 && (admit == nil) != (v[0].Code == Accepted) {
			w.t.Errorf("%s would admit leaf %d: %v; it reads %s (%s)", name, v[0].Index, admit, v[0].Code, v[0].Why)
		}
		out[name] = v[0]
		for _, x := range v {
			if x.Entry != nil {
				m.read[x.ID] = x.Entry
			}
		}
		if r := m.reader.Roster(); r != nil && (w.roster == nil || r.Index > w.roster.Index) {
			w.roster = r
		}
	}
	return out
}

// change puts a roster change on the log.
func (w *world) change(m *member, c RosterChange) map[string]Verdict {
	signer := m.dev.Signer()
	if c.ByRoot {
		signer = RootSigner(m.seat, m.root)
	}
	r := w.roster
	e, err := signer.SealOpen(r.Draft(c, m.chain(signer.Author, RosterChannel(), OnRecord), w.now))
	w.ok(err)
	return w.log(e)
}

func (m *member) chain(a Author, ch Hash, reg Register) Chain {
	seq, prev := m.reader.Last(a, ch, reg)
	size := m.reader.Tree().Size()
	root, err := m.reader.Tree().Root(size)
	m.w.ok(err)
	return Chain{Seq: seq + 1, Prev: prev, SeenSize: size, SeenRoot: root, Have: m.reader.Heads(ch, reg)}
}

// draft prepares an entry. to lists seats by space; the author's own is added.
func (m *member) draft(to string, reg Register, kind string, parts ...Part) (*Draft, []Recipient) {
	m.w.t.Helper()
	audience := append(strings.Fields(to), m.seat)
	slices.Sort(audience)
	audience = slices.Compact(audience)
	r := m.w.roster
	rcp, err := r.Recipients(audience)
	m.w.ok(err)
	return &Draft{
		Process: m.w.process, RosterIndex: r.Index, Roster: r.Hash, Time: m.w.now,
		Kind: kind, Register: reg, Audience: audience,
		Chain: m.chain(m.dev.Author, ChannelID(m.w.process, audience), reg), Parts: parts,
	}, rcp
}

// seal writes an entry without logging it.
func (m *member) seal(to string, reg Register, kind string, parts ...Part) *Envelope {
	m.w.t.Helper()
	return m.sealDraft(m.draft(to, reg, kind, parts...))
}

func (m *member) sealDraft(d *Draft, to []Recipient) *Envelope {
	m.w.t.Helper()
	e, cek, err := m.dev.Seal(d, to)
	m.w.ok(err)
	m.own[e.ID()] = Opening{CEK: cek, Origin: Checked}
	return e
}

func text(s string) Part { return Part{"text/plain", []byte(s)} }

// cover appends a leaf that stands for no entry.
func (w *world) cover() {
	id := CoverLeaf(fixedSeed("cover"), int64(len(w.ids)), 0)
	w.ids = append(w.ids, id)
	for _, m := range w.members {
		if m.reader != nil {
			m.reader.Next(id, nil)
		}
	}
}

// expect fails the test unless the seats named in want, "A:accepted B:stale",
// came to these verdicts.
func (w *world) expect(what string, got map[string]Verdict, want string) {
	w.t.Helper()
	for _, f := range strings.Fields(want) {
		seat, code, _ := strings.Cut(f, ":")
		if got[seat].Code != Code(code) {
			w.t.Errorf("%s: %s reads %q (%s); want %q", what, seat, got[seat].Code, got[seat].Why, code)
		}
	}
}

func (m *member) write(to string, reg Register, words string) map[string]Verdict {
	m.w.t.Helper()
	return m.w.log(m.seal(to, reg, "note", text(words)))
}

// checkpoint is a signed checkpoint of the present log, cosigned by some seats.
func (w *world) checkpoint(by ...string) []byte {
	w.t.Helper()
	tree := w.members[w.roster.Founder].reader.Tree()
	root, err := tree.Root(tree.Size())
	w.ok(err)
	msg, err := w.hub.Sign(w.process, tree.Size(), root)
	w.ok(err)
	c := Checkpoint{Origin(w.process), tree.Size(), root}
	for _, s := range by {
		line, err := w.members[s].dev.Cosign(w.process, c, w.now)
		w.ok(err)
		msg, err = w.roster.MergeCosignatures(msg, line)
		w.ok(err)
	}
	return msg
}

// dump prints a value with everything it points to, for comparison.
func dump(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
