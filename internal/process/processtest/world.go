// SPDX-License-Identifier: Apache-2.0

// Package processtest makes small processes in memory, for tests that need
// entries which a record.Reader has accepted: seats write, a log orders, every
// seat reads and folds. Keys are derived from the names of the seats, so they
// are the same in every run; the ids of entries are not.
package processtest

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// World is a process with all its seats, and the hub that orders its log.
type World struct {
	// Now is the time that the next entry claims. It moves on by a minute with
	// each entry.
	Now time.Time

	t       testing.TB
	hub     record.LogKey
	process record.Hash
	founder string
	members map[string]*member
	logged  []*record.Envelope
	seen    int64 // leaves that every seat has verified
}

type member struct {
	seat   string
	root   [32]byte
	dev    *record.DeviceSecret
	keys   []*record.SeatSecret
	own    map[record.Hash]record.Opening
	reader *record.Reader
	state  process.State

	entries map[record.Hash]*record.Entry
	items   []process.Item // as they were applied
}

// Open finds the opening of an envelope: the one kept when it was written, or a
// slot of the seat.
func (m *member) Open(e *record.Envelope) (record.Opening, error) {
	if o, ok := m.own[e.ID()]; ok {
		return o, nil
	}
	return e.Unlock(m.seat, m.keys)
}

func seed(words ...string) [32]byte { return sha256.Sum256([]byte(strings.Join(words, "/"))) }

// New founds a process. Seats are "name:role"; the first is the founder, and all
// of them accept.
func New(t testing.TB, seats ...string) *World {
	w := Found(t, seats...)
	for _, s := range seats {
		name, _, _ := strings.Cut(s, ":")
		w.Change(name, record.Accept(w.process))
	}
	return w
}

// Found founds a process that no seat has accepted yet.
func Found(t testing.TB, seats ...string) *World {
	w := &World{
		Now: time.Date(2025, 5, 19, 12, 0, 0, 0, time.UTC),
		t:   t, hub: record.NewLogKey(seed("hub")), members: map[string]*member{},
	}
	g := &record.Genesis{
		Policy: record.Policy{Tick: 60, Batch: 8, Quorum: 2},
		HubKey: w.hub.Public(), HubTLS: seed("hub tls"), Nonce: seed("nonce"),
	}
	for _, s := range seats {
		name, role, _ := strings.Cut(s, ":")
		g.Seats = append(g.Seats, w.Enrol(name, role))
	}
	founder, _, _ := strings.Cut(seats[0], ":")
	w.founder = founder
	e, err := record.NewGenesis(g, record.RootSigner(founder, w.members[founder].root), w.Now)
	w.ok(err)
	w.process = g.Process()
	for _, m := range w.members {
		m.reader = record.NewReader(w.process, m.seat, m)
	}
	w.log(e)
	w.Tick()
	return w
}

// Enrol makes the keys of a seat. In a process that is founded it begins to read
// the log.
func (w *World) Enrol(seat, role string) *record.Enrolment {
	m := &member{
		seat: seat, root: seed(seat, "root"), own: map[record.Hash]record.Opening{}, state: process.New(seat),
		entries: map[record.Hash]*record.Entry{},
	}
	var err error
	m.dev, err = record.NewDeviceSecret(record.Author{Seat: seat, Device: "d1"}, record.DeviceSeeds{
		Sign: seed(seat, "sign"), Witness: seed(seat, "witness"), Seal: seed(seat, "seal"), Auth: seed(seat, "auth"),
	})
	w.ok(err)
	s, err := record.NewSeatSecret(1, seed(seat, "seat.seal"), seed(seat, "seat.auth"))
	w.ok(err)
	m.keys = []*record.SeatSecret{s}
	e, err := record.NewEnrolment(role, record.RootSigner(seat, m.root), m.dev, seed(seat, "tls"), s)
	w.ok(err)
	w.members[seat] = m
	if len(w.logged) > 0 {
		m.reader = record.NewReader(w.process, seat, m)
		for _, e := range w.logged {
			w.read(m, e)
		}
	}
	return e
}

func (w *World) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// Process is the identifier of the process.
func (w *World) Process() record.Hash { return w.process }

// State is what a seat knows.
func (w *World) State(seat string) process.State { return w.members[seat].state }

// Items are the entries that a seat has read, in the order in which it did. A
// test may fold them anew in another order that the log allows.
func (w *World) Items(seat string) []process.Item { return slices.Clone(w.members[seat].items) }

// Roster is the roster in force.
func (w *World) Roster() *record.Roster { return w.members[w.founder].reader.Roster() }

// Size is the number of leaves of the log.
func (w *World) Size() int64 { return int64(len(w.logged)) }

// Withheld is the number of leaves that a seat did not open.
func (w *World) Withheld(seat string) int64 { return w.members[seat].reader.Withheld() }

// Tick ends a tick: every seat has now seen what was logged. Entries that are
// written between two ticks are written without knowledge of each other.
func (w *World) Tick() { w.seen = w.Size() }

func (w *World) log(e *record.Envelope) record.Hash {
	w.t.Helper()
	w.logged = append(w.logged, e)
	for _, m := range w.members {
		w.read(m, e)
	}
	w.Now = w.Now.Add(time.Minute)
	return e.ID()
}

func (w *World) read(m *member, e *record.Envelope) {
	w.t.Helper()
	b := e.Bytes()
	if _, err := m.Open(e); err != nil && !e.Open() {
		b = nil
	}
	for _, v := range m.reader.Next(e.ID(), b) {
		if v.Code.Alarming() {
			w.t.Fatalf("seat %s: %s %s", m.seat, v.Code, v.Why)
		}
		if v.Entry != nil {
			m.entries[v.ID] = v.Entry
			m.items = append(m.items, m.item(v.Entry))
			m.state = m.state.Apply(m.items[len(m.items)-1])
		}
	}
}

func (m *member) item(e *record.Entry) process.Item {
	it := process.Item{Entry: e, Roster: m.reader.Roster()}
	if e.Statement().Kind == record.KindDisclose {
		it.Disclosure, it.DisclosureErr = record.ParseDisclosure(e.Parts()[0].Data)
		if it.DisclosureErr == nil {
			it.DisclosureErr = m.reader.CheckDisclosure(it.Disclosure, e.Statement().Author.Seat)
		}
	}
	return it
}

// Change puts a change of the roster on the log. It ends the tick.
func (w *World) Change(seat string, c record.RosterChange) record.Hash {
	w.t.Helper()
	w.Tick()
	m := w.members[seat]
	signer := m.dev.Signer()
	if c.ByRoot {
		signer = record.RootSigner(m.seat, m.root)
	}
	chain := w.chain(m, signer.Author, record.RosterChannel(), record.OnRecord)
	e, err := signer.SealOpen(m.reader.Roster().Draft(c, chain, w.Now))
	w.ok(err)
	id := w.log(e)
	w.Tick()
	return id
}

func (w *World) chain(m *member, a record.Author, ch record.Hash, reg record.Register) record.Chain {
	seq, prev := m.reader.Last(a, ch, reg)
	root, err := m.reader.Tree().Root(w.seen)
	w.ok(err)
	return record.Chain{Seq: seq + 1, Prev: prev, SeenSize: w.seen, SeenRoot: root, Have: m.reader.Heads(ch, reg)}
}

// Post writes an entry of any kind. to lists seats by space; the author's own is
// added.
func (w *World) Post(seat, to string, reg record.Register, kind string, parts ...record.Part) record.Hash {
	w.t.Helper()
	m := w.members[seat]
	audience := append(strings.Fields(to), seat)
	slices.Sort(audience)
	audience = slices.Compact(audience)
	r := m.reader.Roster()
	rcp, err := r.Recipients(audience)
	w.ok(err)
	e, cek, err := m.dev.Seal(&record.Draft{
		Process: w.process, RosterIndex: r.Index, Roster: r.Hash, Time: w.Now, Kind: kind, Register: reg,
		Audience: audience, Chain: w.chain(m, m.dev.Author, record.ChannelID(w.process, audience), reg), Parts: parts,
	}, rcp)
	w.ok(err)
	m.own[e.ID()] = record.Opening{CEK: cek, Origin: record.Checked}
	return w.log(e)
}

// Do writes an act.
func (w *World) Do(seat, to string, reg record.Register, a act.Act) record.Hash {
	w.t.Helper()
	body, err := act.Body(a)
	w.ok(err)
	return w.Post(seat, to, reg, a.Kind(), record.Part{Media: act.Media, Data: body})
}

// Grant permits an entry to be shown.
func (w *World) Grant(seat, to string, g record.Grant) record.Hash {
	w.t.Helper()
	return w.Post(seat, to, record.OnRecord, record.KindGrant, record.Part{Media: "text/plain", Data: g.Text()})
}

// Adopt puts an entry on the record.
func (w *World) Adopt(seat, to string, entry record.Hash) record.Hash {
	w.t.Helper()
	return w.Post(seat, to, record.OnRecord, record.KindAdopt, record.Part{Media: "text/plain", Data: record.AdoptText(entry)})
}

// Disclose shows parts of an entry, with a permission and an adoption if they
// are given (zero: without), in a log that every seat has witnessed.
func (w *World) Disclose(seat, to string, entry record.Hash, parts []int64, grant, adopt record.Hash) record.Hash {
	w.t.Helper()
	w.Tick()
	g, a := w.shown(seat, grant, []int64{1}, nil, nil), w.shown(seat, adopt, []int64{1}, nil, nil)
	d := w.shown(seat, entry, parts, g, a)
	return w.Post(seat, to, record.OnRecord, record.KindDisclose, record.Part{Media: record.MediaDisclosure, Data: d.Bytes()})
}

func (w *World) shown(seat string, entry record.Hash, parts []int64, grant, adopt *record.Disclosure) *record.Disclosure {
	w.t.Helper()
	if entry == (record.Hash{}) {
		return nil
	}
	m := w.members[seat]
	shown := m.entries[entry]
	size := m.reader.Tree().Size()
	root, err := m.reader.Tree().Root(size)
	w.ok(err)
	msg, err := w.hub.Sign(w.process, size, root)
	w.ok(err)
	c := record.Checkpoint{Origin: record.Origin(w.process), Size: size, Root: root}
	for _, x := range m.reader.Roster().Names() {
		line, err := w.members[x].dev.Cosign(w.process, c, w.Now)
		w.ok(err)
		msg, err = m.reader.Roster().MergeCosignatures(msg, line)
		w.ok(err)
	}
	hashes, err := record.Inclusion(size, shown.Index(), m.reader.Tree())
	w.ok(err)
	d, err := shown.Opened().Disclose(parts, &record.Proof{Index: shown.Index(), Hashes: hashes, Checkpoint: msg}, grant, adopt)
	w.ok(err)
	return d
}
