// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/store"
	"parley/record"
)

// sim is one process being played.
type sim struct {
	t    *testing.T
	seed uint64
	rng  *rand.Rand
	w    *world
	tell bool

	key   record.LogKey // of the hub
	lies  *lies         // nil: the hub is honest
	calm  bool          // the end has come: no trouble any more
	storm int           // faults in a hundred calls
	stale bool          // answers may be old ones
	late  []func()

	actors []*actor
	guest  *joining
	notes  []*posted
	byText map[string]*posted
	files  [][]byte

	authored map[record.Hash]string // who sealed an envelope, by its id
	receipts []receiptSeen
	cosigned []cosignedSeen

	sum          hash.Hash
	steps, calls int
}

// actor is a person in the simulator.
type actor struct {
	*person
	apart    bool            // no connection
	backup   *store.Memory   // an old copy of the archive
	restored bool            // the archive was an old copy once
	heard    map[string]bool // errors and alarms that tell of a lie
	lastNote []byte
	gone     bool // removed from the process
}

// posted is one note that somebody wrote.
type posted struct {
	by       string // actor
	text     string
	audience []string
	register record.Register
	undone   bool
	lost     bool // dropped with its device, or its author does not know whether it was written
}

type receiptSeen struct {
	by      string
	receipt *record.Receipt
}

// cosignedSeen is one checkpoint that a device has cosigned.
type cosignedSeen struct {
	by     string
	device record.Hash
	size   int64
	root   string
}

const canary = "canary"

// newSim founds a process whose shape the seed decides.
func newSim(t *testing.T, seed uint64, tell bool) *sim {
	s := &sim{
		t: t, seed: seed, rng: rand.New(rand.NewPCG(seed, 2025)), tell: tell,
		byText: map[string]*posted{}, authored: map[record.Hash]string{}, sum: sha256.New(),
	}
	policy := record.Policy{Batch: int64(4 + 4*s.rng.IntN(2)), Quorum: 3, Faulty: int64(s.rng.IntN(2))}
	if s.rng.IntN(2) == 0 {
		policy.Tick = 60
	}
	s.w = newWorld(t, plan{
		policy: policy, now: func() time.Time { return time.Now().UTC() },
		line: func(x *person, to func() Hub) Hub { return s.route(x, to) },
	})
	for _, name := range s.w.names {
		s.actors = append(s.actors, s.actor(s.w.people[name]))
	}
	genesis := s.w.people["M"].entries()[0].Opened()
	s.key = s.w.hub.LogKey(must(record.GenesisNonce(genesis)))
	if seed%2 == 1 {
		s.lies = newLies(s)
	}
	s.storm = []int{0, 3, 10}[s.rng.IntN(3)]
	s.stale = s.lies != nil && s.rng.IntN(2) == 0
	s.say("policy %+v, storm %d", policy, s.storm)
	return s
}

// actor is the actor that works for a person.
func (s *sim) actor(x *person) *actor {
	for _, a := range s.actors {
		if a.person == x {
			return a
		}
	}
	return &actor{person: x, heard: map[string]bool{}}
}

func (s *sim) named(name string) *actor {
	for _, a := range s.actors {
		if a.name == name {
			return a
		}
	}
	return nil
}

// say writes one line of the story. It is part of the transcript.
func (s *sim) say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	fmt.Fprintln(s.sum, line)
	if s.tell {
		s.t.Logf("%3d %s %s", s.steps, time.Now().UTC().Format("15:04:05"), line)
	}
}

func (s *sim) transcript() string { return hex.EncodeToString(s.sum.Sum(nil)) }

// chance is true in so many of a hundred cases.
func (s *sim) chance(percent int) bool { return s.rng.IntN(100) < percent }

// pick is one of some things.
func pick[T any](s *sim, xs []T) T { return xs[s.rng.IntN(len(xs))] }

// route is the way of a person to the hub, with the weather of the simulator.
func (s *sim) route(x *person, to func() Hub) Hub {
	r := &route{to: to}
	r.to = func() Hub {
		if s.lies != nil {
			return s.lies.to(x)
		}
		return to()
	}
	r.weather = func(call string, _ int) fault {
		s.calls++
		a := s.named(x.name)
		s.meanwhile(a)
		switch {
		case x.disk.dead, a != nil && a.apart:
			return lost
		case s.calm || !s.chance(s.storm):
			return fine
		}
		kinds := []fault{lost, unanswered, twice, late}
		if s.stale {
			kinds = append(kinds, stale)
		}
		return pick(s, kinds)
	}
	r.defer_ = func(fn func()) { s.late = append(s.late, fn) }
	r.tap = func(call string, sent, got []byte) { s.hear(x, call, sent, got) }
	return r
}

// meanwhile lets somebody go on working while their node waits for the hub.
func (s *sim) meanwhile(a *actor) {
	if s.w == nil || s.calm || a == nil || a.node == nil || a.disk.dead || !s.chance(6) {
		return
	}
	s.say("while %s waits for the hub:", a.name)
	if s.chance(70) {
		s.post(a)
	} else {
		s.undo(a)
	}
}

// hear takes down what goes over a wire.
func (s *sim) hear(x *person, call string, sent, got []byte) {
	fmt.Fprintf(s.sum, "%s %s %x %x\n", x.name, call, sha256.Sum256(sent), sha256.Sum256(got))
	if bytes.Contains(sent, []byte(canary)) || bytes.Contains(got, []byte(canary)) {
		s.t.Errorf("I4: plaintext on the wire of %s in %s", x.name, call)
	}
	if s.w == nil {
		return // the process is being founded
	}
	a := s.named(x.name)
	switch call {
	case "submit":
		if e, err := record.ParseEnvelope(sent); err == nil && s.authored[e.ID()] == "" {
			s.authored[e.ID()] = x.name
		}
		if r, err := record.OpenReceipt(s.w.pid, s.key.Public(), got); err == nil {
			s.receipts = append(s.receipts, receiptSeen{x.name, r})
		}
	case "checkpoint":
		if a != nil && got != nil {
			a.lastNote = got
		}
	case "cosign":
		if a != nil {
			lines := strings.SplitN(string(a.lastNote), "\n", 4)
			var size int64
			fmt.Sscan(lines[1], &size)
			s.cosigned = append(s.cosigned, cosignedSeen{x.name, x.cert, size, lines[2]})
		}
	}
}

// run plays until the story is over, then lets everything come to rest, and
// checks.
func (s *sim) run() {
	for n := 60 + s.rng.IntN(60); s.steps < n && !s.t.Failed(); s.steps++ {
		s.step()
	}
	if s.t.Failed() {
		return
	}
	s.rest()
	s.check()
	for _, a := range s.actors {
		if a.node != nil {
			s.say("%s ends with %x", a.name, sha256.Sum256([]byte(portrait(s.t, a.node))))
		}
	}
}

// step is one thing that happens.
func (s *sim) step() {
	if len(s.late) > 0 && s.chance(30) {
		i := s.rng.IntN(len(s.late))
		fn := s.late[i]
		s.late = slices.Delete(s.late, i, i+1)
		s.say("a late request arrives")
		fn()
	}
	acts := s.actions()
	total := 0
	for _, x := range acts {
		total += x.weight
	}
	at := s.rng.IntN(total)
	for _, x := range acts {
		if at -= x.weight; at < 0 {
			x.do()
			break
		}
	}
	for _, a := range s.actors {
		if a.disk.dead && a.node != nil {
			s.say("%s is dead", a.name)
			a.node = nil
		}
	}
}

// done takes down how an action of somebody ended, and what the error tells.
func (s *sim) done(a *actor, err error, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	if err == nil {
		s.say("%s: %s", a.name, what)
		return
	}
	word := "error"
	for _, x := range []struct {
		err  error
		word string
	}{
		{ErrSplitView, "split view"}, {ErrRollback, "rollback"}, {ErrQuarantine, "quarantine"}, {ErrDropped, "dropped"},
		{courier.ErrOtherHub, "other hub"}, {record.ErrUnsigned, "unsigned"}, {record.ErrBundle, "bundle"}, {record.ErrEnvelope, "envelope"},
		{courier.ErrUnreachable, "unreachable"}, {errDisk, "disk"}, {store.ErrClosed, "dead"}, {store.ErrFull, "full"},
		{courier.ErrStale, "stale"}, {courier.ErrBusy, "busy"}, {courier.ErrRefused, "refused"}, {courier.ErrNotMember, "not a member"},
		{courier.ErrClosed, "closed"}, {courier.ErrInternal, "internal"}, {courier.ErrMalformed, "malformed"},
	} {
		if errors.Is(err, x.err) {
			word = x.word
			break
		}
	}
	if strings.Contains(err.Error(), "archive:") || strings.Contains(err.Error(), "does not hold") {
		word = "archive"
	}
	s.say("%s: %s: %s", a.name, what, word)
	if s.tell {
		s.t.Logf("          %v", err)
	}
	grave := []string{"split view", "dropped", "other hub", "unsigned", "bundle", "envelope", "archive"}
	if !s.stale {
		grave = append(grave, "rollback")
	}
	if !a.restored {
		grave = append(grave, "quarantine")
	}
	if slices.Contains(grave, word) || word == "rollback" || word == "internal" {
		a.heard[word] = true
	}
	if s.lies == nil && slices.Contains(grave, word) {
		s.t.Errorf("step %d: %s: %s: %v, and the hub is honest", s.steps, a.name, what, err)
	}
}

// awake are the actors whose program runs.
func (s *sim) awake() []*actor {
	var out []*actor
	for _, a := range s.actors {
		if a.node != nil && !a.disk.dead {
			out = append(out, a)
		}
	}
	return out
}

// killHub ends the hub at once, in the middle of a write perhaps, and starts it
// again.
func (s *sim) killHub() {
	m := s.w.hubDisk.(*store.Memory)
	how := s.rng.IntN(3)
	switch how {
	case 1:
		m.FailNext(errDisk)
	case 2:
		m.FailAfterNext(errDisk)
	}
	if how > 0 && len(s.awake()) > 0 {
		a := pick(s, s.awake())
		_, err := a.node.Sync(a.ctx(), a.line)
		s.done(a, err, "syncs while the hub dies")
	}
	s.say("the hub starts again")
	m.Crash()
	s.w.hubDisk = must(m.Reopen())
	s.w.hub = hub.New(s.w.hubDisk, s.w.opt)
}

// tick lets time pass, and the hub do what is due.
func (s *sim) tick(d time.Duration) {
	time.Sleep(d)
	if err := s.w.hub.TickDue(s.t.Context()); err != nil {
		s.t.Errorf("step %d: tick: %v", s.steps, err)
	}
}
