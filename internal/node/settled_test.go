// SPDX-License-Identifier: Apache-2.0

package node

import (
	"slices"
	"testing"
	"time"

	"parley/internal/hub"
	"parley/record"
)

// settled reports whether an entry is witnessed and every reader has said, in
// an entry of the same channel and register, that it holds it (§5.2).
func (x *person) settled(id record.Hash) bool {
	x.w.t.Helper()
	v := x.view()
	e, ok := x.node.Entry(id)
	if !ok || !v.Witnessed {
		return false
	}
	s := e.Statement()
	holds := map[string]bool{s.Author.Seat: true}
	for _, y := range x.entries() {
		if y.Statement().Channel() != s.Channel() || y.Statement().Register != s.Register {
			continue
		}
		for _, h := range y.Chain().Have {
			if h.Author == s.Author && h.Seq >= e.Chain().Seq {
				holds[y.Statement().Author.Seat] = true
			}
		}
	}
	return !slices.ContainsFunc(s.Audience, func(seat string) bool { return !holds[seat] })
}

// An entry is settled for its author when a quorum has cosigned the log and
// every reader has acknowledged it with a later entry of its own. A record
// entry never acknowledges one without prejudice: that would testify to it.
func TestSettled(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, b, m := w.As("A"), w.As("B"), w.As("M")
	a.writes("B M", onRecord, "do you agree?")
	a.writes("B M", wp, "between us")
	w.everybodySyncs()
	question, aside := a.entry("do you agree?").ID(), a.entry("between us").ID()
	if a.settled(question) {
		t.Error("settled before anybody acknowledged it")
	}
	b.writes("A M", onRecord, "we do")
	w.everybodySyncs()
	if a.settled(question) {
		t.Error("settled before M acknowledged it")
	}
	m.writes("A", onRecord, "in another channel")
	m.writes("A B", wp, "in the other register")
	w.everybodySyncs()
	if a.settled(question) {
		t.Error("settled by an entry of another channel or register")
	}
	m.writes("A B", onRecord, "noted")
	w.everybodySyncs()
	if !a.settled(question) || !m.settled(question) || !b.settled(question) {
		t.Error("not settled when all have acknowledged it")
	}
	if a.settled(aside) {
		t.Error("the aside is settled, and B has said nothing to it")
	}
	for _, e := range a.entries() {
		if e.Statement().Register != onRecord {
			continue
		}
		for _, h := range e.Chain().Have {
			if h.Head == aside {
				t.Error("an entry on the record acknowledges one without prejudice")
			}
		}
	}
	// Nobody's word counts while the witnesses are missing.
	m.writes("C", wp, "later")
	m.syncs()
	a.syncs()
	if a.view().Witnessed || a.settled(question) {
		t.Error("settled on a checkpoint that no quorum has cosigned")
	}
}

// A sulking party cannot stop the talks: it withholds the confirmation only.
func TestMissingWitnessesStopNothing(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	for _, text := range []string{"one", "two"} {
		a.writes("M", onRecord, text)
		a.syncs()
		m.syncs()
	}
	m.reads("one", "two")
	if m.view().Witnessed || len(m.view().Checkpoint.Cosignatures) != 2 {
		t.Errorf("cosigned by %v", m.view().Checkpoint.Cosignatures)
	}
	for _, x := range []string{"B", "C"} {
		w.As(x).syncs()
	}
	m.syncs()
	if !m.view().Witnessed {
		t.Error("four of five do not suffice")
	}
}

// An entry that waits while the roster changes is sealed for the new roster and
// names the envelope it takes the place of. A hub that logs both does not get
// its author shown as a forger: one of them counts.
func TestResealOnRosterChange(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	a.writes("M", onRecord, "first")
	a.writes("M", onRecord, "second")
	var sent [][]byte
	a.line.(*route).tap = func(call string, envelope, _ []byte) {
		if call == "submit" {
			sent = append(sent, envelope)
		}
	}
	old := a.node.Outbox()
	// The roster changes between A's look at the log and its submission.
	a.line.(*route).weather = func(call string, _ int) fault {
		if call == "submit" && len(sent) == 0 && m.view().Roster.Seat("C") != nil {
			m.changes(record.RemoveSeat("C"))
			w.As("C").joined = false
		}
		return fine
	}
	a.syncs()
	if len(sent) != 3 {
		t.Fatalf("%d envelopes were handed in; want one that was refused and two", len(sent))
	}
	w.everybodySyncs()
	for _, x := range []*person{a, m} {
		x.reads("first", "second")
		for i, text := range []string{"first", "second"} {
			if e := x.entry(text); e.Chain().Replaces != old[i].ID || e.ID() == old[i].ID {
				t.Errorf("%q replaces %s; want %s", text, e.Chain().Replaces, old[i].ID)
			}
		}
	}
	a.outboxIs("")
	a.samePortrait()
}

// A lying hub answers that the roster has changed, keeps the envelope, and logs
// it together with the one that replaces it.
func TestLyingHubLogsBothVersions(t *testing.T) {
	for _, oldFirst := range []bool{true, false} {
		w := newWorld(t, plan{policy: record.Policy{Tick: 60, Batch: 8, Quorum: 3, Faulty: 1}})
		w.everybodySyncs()
		a, m := w.As("A"), w.As("M")
		a.writes("M", onRecord, "once")
		l := &liar{Local: func() hub.Local { return hub.Local{Hub: w.hub, Cert: a.cert} }}
		l.sayStale = func() bool { return len(l.hidden) == 0 }
		a.line.(*route).to = func() Hub { return l }
		if oldFirst {
			// It goes in at once, behind the author's back.
			l.logHidden = true
		}
		if _, err := a.node.Sync(a.ctx(), a.line); err != nil {
			t.Logf("sync: %v", err)
		}
		m.changes(record.RemoveSeat("C"))
		w.As("C").joined = false
		w.later(time.Minute)
		w.everybodySyncs()
		w.later(time.Minute)
		w.everybodySyncs()
		for _, x := range []*person{a, m, w.As("B")} {
			x.calm()
		}
		m.reads("once")
		a.reads("once")
		a.outboxIs("")
		a.writes("M", onRecord, "and on")
		w.everybodySyncs()
		w.later(time.Minute)
		w.everybodySyncs()
		m.reads("once", "and on")
		a.samePortrait()
		m.samePortrait()
	}
}

// A seat that has missed a change of the policy asks for a tick that the hub
// no longer gives, and learns of the change all the same.
func TestPolicyChangeIsNoticed(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party"})
	w.everybodySyncs()
	a, m := w.As("A"), w.As("M")
	m.changes(record.SetPolicy(record.Policy{Tick: 60, Batch: 8, Quorum: 2}))
	a.consentsToAll()
	m.syncs()
	if tick := m.view().Roster.Policy.Tick; tick != 60 {
		t.Errorf("the tick is %d; want 60", tick)
	}
	a.writes("M", wp, "by the clock")
	a.syncs()
	w.later(time.Minute)
	w.later(time.Minute)
	m.syncs()
	m.reads("by the clock")
}

// A clock that is a day off, either way, changes the times that are claimed and
// nothing else.
func TestClockOffByADay(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a, b, m := w.As("A"), w.As("B"), w.As("M")
	a.skew, b.skew = -24*time.Hour, 24*time.Hour
	a.writes("M B", onRecord, "from yesterday")
	b.writes("M A", onRecord, "from tomorrow")
	w.everybodySyncs()
	for _, x := range []*person{a, b, m} {
		x.reads("from yesterday", "from tomorrow")
		if !x.view().Witnessed {
			t.Errorf("%s: not witnessed", x.name)
		}
	}
	if d := m.entry("from tomorrow").Statement().Time.Sub(m.entry("from yesterday").Statement().Time); d != 48*time.Hour {
		t.Errorf("the times claimed are %v apart", d)
	}
	// The order is that of the log, for everybody the same.
	if a.entry("from yesterday").Index() != b.entry("from yesterday").Index() {
		t.Error("two nodes order one log in two ways")
	}
	for _, c := range m.view().Checkpoint.Cosignatures {
		if off := c.Time.Sub(w.now()); c.Witness == "B" && off != 24*time.Hour || c.Witness == "G" && off != 0 {
			t.Errorf("%s cosigned %v off", c.Witness, off)
		}
	}
	a.samePortrait()
}
