// SPDX-License-Identifier: Apache-2.0

package node

import (
	"errors"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/record"
)

// newcomer is somebody without a seat.
func (w *world) newcomer(name, role string) *person {
	w.t.Helper()
	return w.newPerson(name, name, role)
}

// invites makes an invitation. byHand: nothing is told to the hub.
func (x *person) invites(seat, role string, byHand bool) *record.Invitation {
	x.w.t.Helper()
	hub := x.line
	if byHand {
		hub = nil
	}
	i, err := x.node.Invite(x.ctx(), hub, seat, role, x.w.now().Add(24*time.Hour))
	x.ok(err)
	// It travels as text.
	i, err = record.ParseInvitation(i.Text())
	x.ok(err)
	return i
}

// answers makes a join request.
func (x *person) answers(i *record.Invitation, byHand bool) (*record.JoinRequest, error) {
	connect := x.connect
	if byHand {
		connect = nil
	}
	return Join(x.ctx(), x.home, label, i, connect)
}

// consentsToAll agrees to everything that waits for the seat.
func (x *person) consentsToAll() {
	x.w.t.Helper()
	x.syncs()
	for _, p := range x.view().Roster.Pending {
		for _, seat := range p.Waits {
			if seat == x.seat {
				x.ok(x.node.Consent(x.ctx(), x.line, p.Entry))
			}
		}
	}
}

// comesIn is the last step of joining: the newcomer reads the process and
// accepts it.
func (x *person) comesIn() {
	x.w.t.Helper()
	s, err := SeatOf(x.home, label)
	x.ok(err)
	_, x.cert, err = courier.Certificate(s.TLS)
	x.ok(err)
	x.opens()
	x.syncs()
	x.ok(x.node.Accept(x.ctx(), x.line))
	x.joined = true
}

func TestJoinByInvitation(t *testing.T) {
	for _, byHand := range []bool{false, true} {
		w := newWorld(t, plan{})
		w.everybodySyncs()
		m, n := w.As("M"), w.newcomer("N", "observer")
		w.As("A").writes("M B C G", onRecord, "before N came")
		w.everybodySyncs()
		i := m.invites("N", "observer", byHand)
		j, err := n.answers(i, byHand)
		n.ok(err)
		var r Request
		if byHand {
			r, err = m.node.CheckRequest(m.ctx(), j.Bytes())
			m.ok(err)
		} else {
			rs, err := m.node.Requests(m.ctx(), m.line)
			m.ok(err)
			if len(rs) != 1 {
				t.Fatalf("%d requests wait; want 1", len(rs))
			}
			r = rs[0]
		}
		if r.Err != nil || r.Join.Enrolment.KeyWords() != j.Enrolment.KeyWords() {
			t.Fatalf("the request does not come through: %v", r.Err)
		}
		n.opens()
		if _, err := n.node.Sync(n.ctx(), n.line); !errors.Is(err, courier.ErrNotMember) {
			t.Errorf("a seat that was not admitted syncs: %v", err)
		}
		m.ok(m.node.Admit(m.ctx(), m.line, r))
		if err := m.node.Admit(m.ctx(), m.line, r); err == nil && w.As("A").view().Roster.Seat("N") != nil {
			t.Error("the seat was admitted before any party consented")
		}
		for _, party := range []string{"A", "B"} {
			w.As(party).consentsToAll()
		}
		m.syncs()
		if rs, err := m.node.Requests(m.ctx(), m.line); err != nil || len(rs) != 0 {
			t.Errorf("after the admission %d requests wait (%v)", len(rs), err)
		}
		n.comesIn()
		w.everybodySyncs()
		for name, want := range map[string]int{"M": 0, "A": 0, "B": 0, "C": 1, "G": 1, "N": 0} {
			if got, err := w.As(name).node.Unconfirmed(); err != nil || len(got) != want {
				t.Errorf("%s has to confirm %v (%v); want %d seats", name, got, err, want)
			}
		}
		w.confirmAll()
		n.writes("M A B C G", onRecord, "N is here")
		w.As("A").writes("N M", wp, "welcome")
		w.everybodySyncs()
		n.reads("N is here", "welcome")
		w.As("B").reads("before N came", "N is here")
		for _, name := range w.names {
			w.As(name).samePortrait()
		}
	}
}

func TestWrongTokenRefused(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	m := w.As("M")
	i := m.invites("N", "observer", false)
	forged := *i
	forged.Token[0] ^= 1

	// The hub lets nobody in without a token that was announced, and the home
	// of whoever tried is as it was.
	n := w.newcomer("N", "observer")
	if _, err := n.answers(&forged, false); !errors.Is(err, courier.ErrRefused) {
		t.Errorf("the hub let a forged token in: %v", err)
	}
	if _, err := SeatOf(n.home, label); !errors.Is(err, ErrNoProcess) {
		t.Errorf("something was left behind: %v", err)
	}

	// By hand, the inviter tells.
	j, err := n.answers(&forged, true)
	n.ok(err)
	r, err := m.node.CheckRequest(m.ctx(), j.Bytes())
	m.ok(err)
	if r.Err == nil {
		t.Error("a request for an invitation never made was let through")
	}
	if err := m.node.Admit(m.ctx(), m.line, r); err == nil {
		t.Error("it was admitted")
	}
	n.ok(Forget(n.home, label))

	// Whoever saw the hub's token hash cannot make a request either.
	other := w.newcomer("X", "observer")
	x, err := other.answers(&forged, true)
	other.ok(err)
	b := strings.Replace(string(x.Bytes()), record.TokenHash(forged.Token).String(), record.TokenHash(i.Token).String(), 1)
	r, err = m.node.CheckRequest(m.ctx(), []byte(b))
	m.ok(err)
	if !errors.Is(r.Err, record.ErrToken) {
		t.Errorf("a request under another's token hash: %v; want %v", r.Err, record.ErrToken)
	}

	// One token lets one request in.
	_, err = n.answers(i, false)
	n.ok(err)
	third := w.newcomer("Y", "observer")
	if _, err := third.answers(i, false); !errors.Is(err, courier.ErrExists) {
		t.Errorf("a token let two requests in: %v", err)
	}

	// It expires.
	w.clock = w.clock.Add(25 * time.Hour)
	rs, err := m.node.Requests(m.ctx(), m.line)
	m.ok(err)
	if len(rs) != 1 || rs[0].Err == nil {
		t.Errorf("an expired invitation was answered and can be admitted: %v", rs)
	}
}

// A join request whose answer was lost may lie in the waiting room. Asking again
// must make the same request: the keys in it may be admitted.
func TestJoinAnswerLost(t *testing.T) {
	for _, f := range []fault{lost, unanswered} {
		w := newWorld(t, plan{})
		w.everybodySyncs()
		m, n := w.As("M"), w.newcomer("N", "observer")
		i := m.invites("N", "observer", false)
		n.line.(*route).weather = func(string, int) fault { return f }
		if _, err := n.answers(i, false); !errors.Is(err, courier.ErrUnreachable) {
			t.Fatalf("join: %v", err)
		}
		n.line.(*route).weather = nil
		_, err := n.answers(i, false)
		n.ok(err)
		rs, err := m.node.Requests(m.ctx(), m.line)
		m.ok(err)
		if len(rs) != 1 || rs[0].Err != nil {
			t.Fatalf("requests: %v", rs)
		}
		m.ok(m.node.Admit(m.ctx(), m.line, rs[0]))
		w.As("A").consentsToAll()
		w.As("B").consentsToAll()
		n.comesIn()
		w.confirmAll()
		n.writes("M", wp, "in")
		w.everybodySyncs()
		n.reads("in")
		// Joining once more, with a token that is spent, costs nothing.
		w.clock = w.clock.Add(48 * time.Hour)
		if _, err := n.answers(i, false); !errors.Is(err, courier.ErrRefused) {
			t.Errorf("join again: %v", err)
		}
		n.restarts()
		n.reads("in")
	}
}

// A seat that has read nothing yet can do nothing, and says so.
func TestNothingFetchedYet(t *testing.T) {
	w := newWorld(t, plan{})
	m, n := w.As("M"), w.newcomer("N", "observer")
	_, err := n.answers(m.invites("N", "observer", true), true)
	n.ok(err)
	n.opens()
	for what, err := range map[string]error{
		"post":    second(n.node.Post(n.ctx(), note("M", wp, "x"))),
		"check":   second(n.node.Check(note("M", wp, "x"))),
		"confirm": n.node.Confirm(n.ctx(), "M"),
		"consent": n.node.Consent(n.ctx(), n.line, record.Hash{1}),
		"replace": second(n.node.ReplaceDevice(n.ctx(), n.connect)),
	} {
		if !errors.Is(err, ErrNotFetched) {
			t.Errorf("%s: %v; want %v", what, err, ErrNotFetched)
		}
	}
	if _, err := n.node.Unconfirmed(); err != nil {
		t.Error(err)
	}
	if _, err := n.node.Prove(0); !errors.Is(err, ErrNotWitnessed) {
		t.Errorf("prove: %v", err)
	}
	v := n.view()
	if v.Roster != nil || v.Size != 0 {
		t.Errorf("the view before the first sync: %+v", v)
	}
	n.imports(n.bundle(false, true))
}

// second is the error of a call with two results.
func second[T any](_ T, err error) error { return err }

// Two processes in one home have nothing to do with each other.
func TestTwoProcessesInOneHome(t *testing.T) {
	w := newWorld(t, plan{})
	a := w.As("A")
	e, err := Prepare(a.home, "other", "Q", "mediator", w.plan.address)
	a.ok(err)
	a.cert = e.Device.TLS
	pid, err := Found(a.ctx(), a.home, "other", a.line, Founding{Policy: record.Policy{Batch: 4, Quorum: 1}, Seats: []*record.Enrolment{must(EnrolmentOf(a.home, "other", "mediator"))}})
	a.ok(err)
	n, err := Open(a.ctx(), a.home, "other")
	a.ok(err)
	a.ok(n.Accept(a.ctx(), a.line))
	if n.Process() != pid || n.Process() == a.node.Process() || n.Seat() != "Q" {
		t.Errorf("seat %s of process %s was opened", n.Seat(), n.Process())
	}
	_, err = n.Post(a.ctx(), note("Q", wp, "elsewhere"))
	a.ok(err)
	_, err = n.Sync(a.ctx(), a.line)
	a.ok(err)
	a.reads()
	if err := Adopt(a.home, "other", a.node.Process()); err == nil {
		t.Error("one home took two seats of one process")
	}
	if _, err := Open(a.ctx(), a.home, "none"); !errors.Is(err, ErrNoProcess) {
		t.Errorf("open: %v; want %v", err, ErrNoProcess)
	}
}
