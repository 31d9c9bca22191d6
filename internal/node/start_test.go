// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
)

// start is a start at the hub of the world, with ticks on demand.
func (w *world) start() Start {
	s := NewStart()
	s.HubURL, s.HubCert = w.plan.address.URL, hex.EncodeToString(w.plan.address.Cert[:])
	s.Policy.Tick, s.Policy.Batch = 0, 8
	return s
}

// takes is a person who goes on with a node.
func (x *person) takes(n *Node, err error) {
	x.w.t.Helper()
	x.ok(err)
	x.node, x.joined = n, true
}

// TestStartFromNothing is the way of a process as pages walk it: found, invite,
// answer, admit, consent, enter, and the first words.
func TestStartFromNothing(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator"})
	m := w.newcomer("office", "mediator")
	s := w.start()
	s.Title, s.Summary, s.Name = "Water talks", "Sharing of the lower basin", "Office"
	m.takes(Create(m.ctx(), m.home, s, m.connect))
	if v := m.view(); v.State.Title() != "Water talks" || v.State.Name(m.node.Seat()) != "Office" || !v.Roster.Opened {
		t.Errorf("the process is called %q, and the founder %q", v.State.Title(), v.State.Name(m.node.Seat()))
	}
	members := []*person{m}
	for i, name := range []string{"Delegation A", "Delegation B"} {
		letter, err := m.node.InviteSeat(m.ctx(), m.line, "party", name, w.now().Add(time.Hour))
		m.ok(err)
		again, err := m.node.Invitations(m.ctx())
		m.ok(err)
		if len(again) != i+1 || !slices.ContainsFunc(again, func(l Letter) bool { return bytes.Equal(l.File, letter.File) && l.Name == name && !l.Joined }) {
			t.Errorf("the letters that can be printed again are %+v", again)
		}
		got, err := ReadInvitation(letter.File)
		if err != nil || got.Code != letter.Code || got.Seat != letter.Seat || !slices.Equal(got.ProcessWords, letter.ProcessWords) {
			t.Errorf("the file reads as %+v (%v); the letter is %+v", got, err, letter)
		}
		x := w.newcomer(name, "party")
		j, err := JoinWith(x.ctx(), x.home, "", letter.File, false, x.connect)
		x.ok(err)
		if !j.Sent || j.Label != "process" || len(j.Words) != 12 || slices.Equal(j.Words, letter.FromWords) {
			t.Errorf("joining: %+v", j)
		}
		twice, err := JoinWith(x.ctx(), x.home, "other", letter.File, false, x.connect)
		if err != nil || !bytes.Equal(twice.File, j.File) || twice.Label != j.Label {
			t.Errorf("joining again gives another request: %v", err)
		}
		askers, err := m.node.Askers(m.ctx(), m.line)
		m.ok(err)
		if len(askers) != 1 || askers[0].Name != name || askers[0].Problem != "" || !slices.Equal(askers[0].Words, j.Words) {
			t.Fatalf("who waits: %+v", askers)
		}
		wrong := slices.Clone(j.Words)
		wrong[11] = wrong[0]
		if _, err := m.node.AdmitCompared(m.ctx(), m.line, letter.Seat, wrong); !errors.Is(err, ErrNoSuchRequest) {
			t.Errorf("admitting other words: %v", err)
		}
		waits, err := m.node.AdmitCompared(m.ctx(), m.line, letter.Seat, j.Words)
		m.ok(err)
		if len(waits) != i {
			t.Errorf("admitting %s waits for %v", name, waits)
		}
		for _, p := range members[1:] {
			p.ok(second(p.node.Sync(p.ctx(), p.line)))
			for _, x := range p.view().Roster.Pending {
				p.ok(p.node.Consent(p.ctx(), p.line, x.Entry))
			}
		}
		x.takes(Open(x.ctx(), x.home, j.Label))
		had, err := x.node.Enter(x.ctx(), x.line)
		x.ok(err)
		if again, err := x.node.Enter(x.ctx(), x.line); had || !again || err != nil {
			t.Errorf("entering: had %v, and again %v, %v", had, again, err)
		}
		members = append(members, x)
		for _, p := range members {
			_, err := p.node.Sync(p.ctx(), p.line)
			p.ok(err)
		}
		drafts, err := m.node.Untold(m.ctx())
		m.ok(err)
		for _, d := range drafts {
			m.ok(second(m.node.Post(m.ctx(), d)))
		}
	}
	for range 2 {
		for _, p := range members {
			p.ok(second(p.node.Sync(p.ctx(), p.line)))
		}
	}
	a, b := members[1], members[2]
	if v := a.view(); v.State.Title() != "Water talks" || v.State.Name(b.node.Seat()) != "Delegation B" || v.State.Name(a.node.Seat()) != "Delegation A" {
		t.Errorf("A calls the process %q and B %q", v.State.Title(), v.State.Name(b.node.Seat()))
	}
	for _, p := range members[1:] {
		unconfirmed, err := p.node.Unconfirmed()
		p.ok(err)
		for _, seat := range unconfirmed {
			p.ok(p.node.Confirm(p.ctx(), seat))
		}
	}
	a.ok(second(a.node.Post(a.ctx(), Draft{Audience: []string{m.node.Seat()}, Register: wp, Act: Note("first words")})))
	a.ok(second(a.node.Sync(a.ctx(), a.line)))
	m.ok(second(m.node.Sync(m.ctx(), m.line)))
	m.reads("first words")
	letters, err := m.node.Invitations(m.ctx())
	m.ok(err)
	for _, l := range letters {
		if !l.Joined {
			t.Errorf("seat %s is in the roster, and its invitation says it is not", l.Seat)
		}
	}
}

// TestFoundTogether founds with three seats at once: each makes its keys first,
// nobody consents to anybody, and nothing can be said before all have entered.
func TestFoundTogether(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator"})
	m, a, b, x := w.newcomer("office", "mediator"), w.newcomer("a", "party"), w.newcomer("b", "party"), w.newcomer("x", "party")
	s := w.start()
	s.Title, s.Name = "Water talks", "Office"
	offers := map[*person]Offered{}
	for _, p := range []*person{a, b, x} {
		o, err := Offer(p.ctx(), p.home, "water", "party", s.HubURL, s.HubCert)
		p.ok(err)
		again, err := Offer(p.ctx(), p.home, "water", "party", s.HubURL, s.HubCert)
		if err != nil || !bytes.Equal(again.File, o.File) {
			t.Errorf("offering again gives another file: %v", err)
		}
		read, err := ReadOffer(o.File)
		if err != nil || read.Seat != o.Seat || !slices.Equal(read.Words, o.Words) {
			t.Errorf("the file reads as %+v, %v", read, err)
		}
		if _, _, err := FreeLabel(p.ctx(), p.home, "water"); !errors.Is(err, ErrLabel) {
			t.Errorf("the keys of an offered seat were dropped: %v", err)
		}
		offers[p] = o
	}
	s.Seats = [][]byte{offers[a].File, offers[b].File}
	m.takes(Create(m.ctx(), m.home, s, m.connect))
	pid := m.node.Process()
	if _, err := AdoptFounded(x.ctx(), x.home, "water", hex.EncodeToString(pid[:]), x.connect); err == nil {
		t.Error("a seat that was left out took part")
	}
	if seat, err := SeatOf(x.home, "water"); err != nil || !seat.Joining() {
		t.Errorf("the offer of the seat left out does not stand any more: %v", err)
	}
	if drafts, err := m.node.Untold(m.ctx()); err != nil || len(drafts) != 0 {
		t.Errorf("before all have entered, %d names would be said (%v)", len(drafts), err)
	}
	for _, p := range []*person{a, b} {
		p.takes(AdoptFounded(p.ctx(), p.home, "water", hex.EncodeToString(pid[:]), p.connect))
		if p.view().Roster.Opened {
			t.Error("the process is open before all have entered")
		}
		p.ok(second(p.node.Enter(p.ctx(), p.line)))
	}
	for _, p := range []*person{m, a, b} {
		p.ok(second(p.node.Sync(p.ctx(), p.line)))
	}
	drafts, err := m.node.Untold(m.ctx())
	m.ok(err)
	if len(drafts) != 2 {
		t.Fatalf("%d names are to be said: %+v", len(drafts), drafts)
	}
	for _, d := range drafts {
		m.ok(second(m.node.Post(m.ctx(), d)))
	}
	if again, err := m.node.Untold(m.ctx()); err != nil || len(again) != 0 {
		t.Errorf("what waits in the outbox would be said again: %+v, %v", again, err)
	}
	a.ok(second(a.node.Post(a.ctx(), Draft{Audience: []string{b.node.Seat(), m.node.Seat()}, Register: onRecord, Act: Note("first words")})))
	for range 2 {
		for _, p := range []*person{m, a, b} {
			p.ok(second(p.node.Sync(p.ctx(), p.line)))
		}
	}
	for _, p := range []*person{m, b} {
		p.reads("first words")
		if v := p.view(); v.State.Title() != "Water talks" || len(v.Roster.Pending) != 0 {
			t.Errorf("%s calls the process %q; %d changes wait", p.name, v.State.Title(), len(v.Roster.Pending))
		}
	}
}

// A start that cannot be made leaves nothing behind.
func TestStartRefused(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator"})
	m := w.newcomer("office", "mediator")
	for what, change := range map[string]func(*Start){
		"no address":        func(s *Start) { s.HubURL = "" },
		"another scheme":    func(s *Start) { s.HubURL = "http://hub.example" },
		"half a hash":       func(s *Start) { s.HubCert = s.HubCert[:32] },
		"a long title":      func(s *Start) { s.Title = strings.Repeat("water ", 100) },
		"a name of control": func(s *Start) { s.Name = "Office\x00" },
		"a seat of noise":   func(s *Start) { s.Seats = [][]byte{[]byte("noise")} },
		"a large batch":     func(s *Start) { s.Policy.Batch = 1000 },
		"a label in words":  func(s *Start) { s.Label = "Water talks" },
	} {
		s := w.start()
		change(&s)
		if n, err := Create(m.ctx(), m.home, s, m.connect); err == nil {
			t.Errorf("%s: process %s was founded", what, n.Process())
		}
	}
	m.line.(*route).weather = func(call string, _ int) fault {
		if call == "create" {
			return lost
		}
		return fine
	}
	if _, err := Create(m.ctx(), m.home, w.start(), m.connect); !errors.Is(err, courier.ErrUnreachable) {
		t.Errorf("with no hub: %v", err)
	}
	ring, err := m.home.Keys.Ring()
	m.ok(err)
	if len(ring.Seats) != 0 {
		t.Errorf("%d seats stay behind", len(ring.Seats))
	}
}

// Only a mediator invites, and not for ever; what has come by hand is read as
// strictly as what the hub has.
func TestInviteRefused(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party"})
	w.everybodySyncs()
	m, a, n := w.As("M"), w.As("A"), w.newcomer("N", "observer")
	if _, err := a.node.InviteSeat(a.ctx(), a.line, "party", "", w.now().Add(time.Hour)); !errors.Is(err, ErrNotMediator) {
		t.Errorf("a party invited: %v", err)
	}
	for _, d := range []time.Duration{-time.Second, 0, MaxInvitation + time.Hour} {
		if _, err := m.node.InviteSeat(m.ctx(), m.line, "party", "", w.now().Add(d)); err == nil {
			t.Errorf("an invitation for %v was made", d)
		}
	}
	if _, err := m.node.InviteSeat(m.ctx(), m.line, "Party!", "", w.now().Add(time.Hour)); err == nil {
		t.Error("an invitation with no role was made")
	}
	l, err := m.node.InviteSeat(m.ctx(), nil, "observer", "Guest", w.now().Add(time.Hour))
	m.ok(err)
	for _, file := range [][]byte{nil, []byte("noise"), l.File[:len(l.File)-2]} {
		if _, err := ReadInvitation(file); err == nil {
			t.Errorf("%q was read as an invitation", file)
		}
		if _, err := JoinWith(n.ctx(), n.home, "", file, true, nil); err == nil {
			t.Errorf("%q was answered", file)
		}
	}
	j, err := JoinWith(n.ctx(), n.home, "water", l.File, true, nil)
	n.ok(err)
	if j.Sent || j.Label != "water" {
		t.Errorf("by hand: %+v", j)
	}
	for _, file := range [][]byte{nil, []byte("noise"), j.File[:len(j.File)-2]} {
		if _, err := m.node.Asker(m.ctx(), file); err == nil {
			t.Errorf("%q was read as a request", file)
		}
	}
	x, err := m.node.Asker(m.ctx(), j.File)
	m.ok(err)
	if x.Name != "Guest" || x.Problem != "" || !slices.Equal(x.Words, j.Words) {
		t.Errorf("the request reads as %+v", x)
	}
	if _, err := m.node.AdmitSeat(m.ctx(), m.line, Asking{Seat: x.Seat, Words: x.Words}); err == nil {
		t.Error("a request that was never read was admitted")
	}
	w.clock = w.clock.Add(2 * time.Hour)
	late := w.newcomer("late", "observer")
	if _, err := JoinWith(late.ctx(), late.home, "", l.File, true, nil); !errors.Is(err, ErrInvitationEnded) {
		t.Errorf("an invitation that has ended: %v", err)
	}
	if x, err := m.node.Asker(m.ctx(), j.File); err != nil || x.Problem == "" {
		t.Errorf("a request of an invitation that has ended: %+v, %v", x, err)
	}
}
