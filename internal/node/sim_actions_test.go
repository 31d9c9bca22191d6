// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/store"
	"parley/record"
)

// action is something that can happen next.
type action struct {
	weight int
	do     func()
}

// actions are all that can happen next, with how likely each is.
func (s *sim) actions() []action {
	someone := func(do func(a *actor)) func() {
		return func() {
			if as := s.awake(); len(as) > 0 {
				do(pick(s, as))
			}
		}
	}
	return []action{
		{24, someone(s.post)},
		{3, someone(s.undo)},
		{28, someone(s.sync)},
		{8, func() { s.tick(time.Duration(s.rng.IntN(100)) * time.Second) }},
		{3, someone(s.consent)},
		{3, someone(s.confirm)},
		{4, someone(s.exports)},
		{4, someone(s.imports)},
		{5, s.courier},
		{3, someone(s.reopen)},
		{3, someone(s.armDisk)},
		{2, someone(s.fillDisk)},
		{8, s.wake},
		{2, s.killHub},
		{4, someone(func(a *actor) { a.apart = !a.apart && s.chance(30); s.say("%s is apart: %v", a.name, a.apart) })},
		{4, s.together},
		{2, someone(func(a *actor) {
			a.skew = time.Duration(s.rng.IntN(49)-24) * time.Hour
			s.say("%s has a clock %v off", a.name, a.skew)
		})},
		{2, someone(func(a *actor) { s.done(a, a.node.RotateSeatKey(a.ctx(), a.line), "changes its seat key") })},
		{2, s.device},
		{8, s.join},
		{1, s.seatOut},
		{1, s.policy},
		{10, s.release},
		{4, s.timeMachine},
		{s.closing(), func() {
			a := s.named("M")
			if a.node != nil {
				s.done(a, a.node.Change(a.ctx(), a.line, record.Close(s.w.pid)), "closes the process")
			}
		}},
	}
}

// closing makes it likely now and then that a process is closed before its end.
func (s *sim) closing() int {
	if s.steps > 80 && s.seed%7 == 0 {
		return 3
	}
	return 0
}

// post writes a note to some of the seats that the actor knows of.
func (s *sim) post(a *actor) {
	v, err := a.node.View()
	if err != nil || v.Roster == nil {
		s.done(a, err, "would write and knows no roster")
		return
	}
	seats := v.Roster.Names()
	s.rng.Shuffle(len(seats), func(i, j int) { seats[i], seats[j] = seats[j], seats[i] })
	seats = append(seats[:1+s.rng.IntN(min(4, len(seats)))], a.seat)
	slices.Sort(seats)
	seats = slices.Compact(seats)
	p := &posted{by: a.name, audience: seats, register: pick(s, []record.Register{onRecord, wp})}
	p.text = fmt.Sprintf("%s %d to %s %x", canary, len(s.notes), strings.Join(seats, " "), s.rng.Uint64())
	_, err = a.node.Post(a.ctx(), note(strings.Join(seats, " "), p.register, p.text))
	s.done(a, err, "writes to %v, %s", seats, p.register)
	if err != nil {
		// It may have been kept all the same.
		p.lost = true
	}
	s.notes = append(s.notes, p)
	s.byText[p.text] = p
}

// textOf is the note in an entry that waits.
func textOf(p Pending) string {
	if len(p.Entry.Parts) == 0 {
		return ""
	}
	_, text, _ := strings.Cut(string(p.Entry.Parts[0].Data), `{"text":"`)
	return strings.TrimSuffix(text, `"}`)
}

func (s *sim) undo(a *actor) {
	out := a.node.Outbox()
	if len(out) == 0 {
		return
	}
	x := pick(s, out)
	err := a.node.Undo(a.ctx(), x.ID)
	s.done(a, err, "takes back what was %s", x.State)
	p := s.byText[textOf(x)]
	switch {
	case p == nil:
	case err == nil:
		p.undone = true
		if x.State != Queued && x.State != Refused {
			s.t.Errorf("step %d: %s took back what was %s", s.steps, a.name, x.State)
		}
	case !errors.Is(err, ErrGone):
		p.lost = true // it may have been taken back all the same
	}
}

func (s *sim) sync(a *actor) {
	r, err := a.node.Sync(a.ctx(), a.line)
	s.done(a, err, "syncs: %d sent, %d leaves, %d opened", r.Submitted, r.Leaves, r.Opened)
}

// together lets all sync in turn, as people do who are about to meet: a quorum
// witnesses the log then.
func (s *sim) together() {
	for _, a := range s.awake() {
		s.sync(a)
	}
}

// consent agrees to what waits for the seat.
func (s *sim) consent(a *actor) {
	v, err := a.node.View()
	if err != nil || v.Roster == nil {
		return
	}
	for _, p := range v.Roster.Pending {
		if slices.Contains(p.Waits, a.seat) {
			s.done(a, a.node.Consent(a.ctx(), a.line, p.Entry), "consents to %s", p.Kind)
			return
		}
	}
}

func (s *sim) confirm(a *actor) {
	seats, err := a.node.Unconfirmed()
	if err == nil && len(seats) > 0 {
		seat := pick(s, seats)
		s.done(a, a.node.Confirm(a.ctx(), seat), "confirms the keys of %s", seat)
	}
}

// exports writes a bundle, with what waits in the outbox perhaps.
func (s *sim) exports(a *actor) {
	var file bytes.Buffer
	openings, outbox := s.chance(30), s.chance(50)
	_, err := a.node.Export(a.ctx(), &file, openings, outbox)
	s.done(a, err, "writes a bundle, openings %v, outbox %v", openings, outbox)
	if err != nil {
		return
	}
	if bytes.Contains(file.Bytes(), []byte(canary)) {
		s.t.Errorf("I4: plaintext in a bundle of %s", a.name)
	}
	for _, p := range a.node.Outbox() {
		s.authored[p.ID] = a.name
	}
	s.files = append(s.files, file.Bytes())
}

func (s *sim) imports(a *actor) {
	if len(s.files) == 0 {
		return
	}
	var h Hub
	if s.chance(60) {
		h = a.line
	}
	r, err := a.node.Import(a.ctx(), pick(s, s.files), h)
	s.done(a, err, "reads a bundle: %d leaves, %d opened, %d handed in", r.Leaves, r.Opened, r.Outbound)
}

// courier carries what one actor holds to another, who may have no connection.
func (s *sim) courier() {
	as := s.awake()
	if len(as) < 2 {
		return
	}
	s.rng.Shuffle(len(as), func(i, j int) { as[i], as[j] = as[j], as[i] })
	s.sync(as[0])
	s.exports(as[0])
	if len(s.files) == 0 {
		return
	}
	r, err := as[1].node.Import(as[1].ctx(), s.files[len(s.files)-1], nil)
	s.done(as[1], err, "is brought a bundle: %d leaves, %d opened", r.Leaves, r.Opened)
}

// reopen locks the process and opens it again: what was shown is shown again
// (I6).
func (s *sim) reopen(a *actor) {
	before := portrait(s.t, a.node)
	a.node.Lock()
	n, err := Open(a.ctx(), a.home, label)
	s.done(a, err, "locks and opens")
	if err != nil {
		a.node = nil
		return
	}
	a.node = n
	if d := differ(before, portrait(s.t, n)); d != "" {
		s.t.Errorf("I6: step %d: %s shows something else when the archive is read anew: %s", s.steps, a.name, d)
	}
}

// armDisk lets one of the next writes of a disk go wrong.
func (s *sim) armDisk(a *actor) {
	at, m := a.disk.updates+s.rng.IntN(5), pick(s, []mishap{refused, kept, deadBefore, deadAfter})
	s.say("the disk of %s: mishap %d soon", a.name, m)
	a.disk.trouble = func(n int) mishap {
		if n == at && !s.calm {
			return m
		}
		return none
	}
}

// fillDisk leaves little space on a disk, or makes some again.
func (s *sim) fillDisk(a *actor) {
	m := a.disk.Store.(*store.Memory)
	if s.chance(50) {
		m.SetLimit(0)
		return
	}
	var size int64
	pairs(s.t, m, func(_ store.Process, _ store.Table, x store.Pair) { size += int64(len(x.Key) + len(x.Value)) })
	m.SetLimit(size + int64(s.rng.IntN(10_000)))
	s.say("the disk of %s is full", a.name)
}

// wake starts the programs of those who have none.
func (s *sim) wake() {
	for _, a := range s.actors {
		if a.node == nil {
			s.start(a)
		}
	}
}

func (s *sim) start(a *actor) {
	a.disk.restart()
	seat, err := SeatOf(a.home, label)
	if err != nil {
		return
	}
	if _, err := a.connect(seat); err != nil {
		s.t.Error(err)
	}
	n, err := Open(a.ctx(), a.home, label)
	s.done(a, err, "starts")
	if err == nil {
		a.node = n
	} else {
		a.node = nil
	}
}

// timeMachine keeps a copy of an archive, or puts one back: the actor then has
// to find out, and to replace its device.
func (s *sim) timeMachine() {
	a := pick(s, s.actors)
	switch {
	case a.node != nil && a.view().Quarantine && s.chance(70):
		s.replace(a)
	case a.backup == nil:
		a.backup = copyOf(s.t, a.disk.Store)
		s.say("somebody copies the archive of %s", a.name)
	case s.lies == nil && s.seed%3 == 0 && s.chance(60):
		// Under a hub that lies, an archive that has forgotten what it signed
		// cannot find out alone.
		// Nobody knows then what became of what was written since.
		for _, p := range s.notes {
			p.lost = p.lost || p.by == a.name
		}
		a.disk.Store, a.disk.dead, a.disk.trouble = a.backup, false, nil
		a.backup, a.restored = nil, true
		s.say("the archive of %s is the old copy", a.name)
		s.start(a)
	}
}

// replace gives an actor in quarantine new device keys.
func (s *sim) replace(a *actor) {
	for _, p := range a.node.Outbox() {
		s.drop(p)
	}
	dropped, err := a.node.ReplaceDevice(a.ctx(), a.connect)
	s.done(a, err, "replaces its device, dropping %d", dropped)
}

// drop takes down that an entry of the outbox goes with its device.
func (s *sim) drop(p Pending) {
	if x := s.byText[textOf(p)]; x != nil {
		x.lost = true
	}
}
