// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/store"
	"parley/record"
)

// label is what every home of a test calls the process.
const label = "talks"

// The registers, short enough for stories.
const (
	onRecord = record.OnRecord
	wp       = record.WithoutPrejudice
)

// plan says what a world is to be like. The zero value is the seats M, A, B, C
// and G, ticks on demand, a batch of 8, three of five witnesses, and all in
// memory.
type plan struct {
	seats   string // "name:role …"; the first founds
	policy  record.Policy
	now     func() time.Time                     // nil: a clock that stands still until moved
	hubDisk store.Store                          // nil: memory
	disk    func(seat string) store.Store        // nil: memory
	dir     func(seat string) string             // of the keys; nil: a temporary one
	line    func(p *person, to func() Hub) Hub   // nil: straight to the hub
	options func(*hub.Options)                   // changes what the hub is started with
	address keys.HubAddress                      // what the seats are told of the hub
	trouble func(seat string) func(n int) mishap // of the disks
	opened  bool                                 // false: every seat accepts at once
}

// world is a hub with one process on it, and the people who take part.
type world struct {
	t       testing.TB
	plan    plan
	now     func() time.Time
	clock   time.Time // of now, unless the plan has its own
	hub     *hub.Hub
	opt     hub.Options
	hubDisk store.Store
	hubTLS  record.Hash
	pid     record.Hash
	people  map[string]*person
	names   []string // in the order of the plan, then as they came in
}

// person is who works for a seat, on one machine.
type person struct {
	w      *world
	name   string // of the seat; a further machine has its device after a slash
	seat   string
	role   string
	home   *Home
	disk   *disk
	line   Hub
	node   *Node
	skew   time.Duration
	cert   record.Hash // of the device in use
	joined bool
}

// fast is a directory on a disk that need not spin, where the system has one.
func fast(t testing.TB) string {
	for _, parent := range []string{"/dev/shm", ""} {
		if dir, err := os.MkdirTemp(parent, "parley-node-"); err == nil {
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			return dir
		}
	}
	return t.TempDir()
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// newWorld founds a process with every seat of the plan, and each accepts.
func newWorld(t testing.TB, p plan) *world {
	t.Helper()
	if p.seats == "" {
		p.seats = "M:mediator A:party B:party C:consulted G:guarantor"
	}
	if p.policy.Batch == 0 {
		p.policy.Batch = 8
	}
	if p.policy.Quorum == 0 {
		p.policy.Quorum, p.policy.Faulty = 3, 1
	}
	w := &world{t: t, plan: p, now: p.now, clock: time.Date(2025, 5, 19, 12, 0, 0, 0, time.UTC), people: map[string]*person{}}
	if w.now == nil {
		w.now = func() time.Time { return w.clock }
	}
	w.hubDisk = p.hubDisk
	if w.hubDisk == nil {
		w.hubDisk = store.NewMemory()
	}
	w.opt = hub.Options{Secret: record.NewSeed(), Now: w.now}
	if p.options != nil {
		p.options(&w.opt)
	}
	w.hub = hub.New(w.hubDisk, w.opt)
	_, w.hubTLS, _ = courier.Certificate(record.NewSeed())
	if w.plan.address.URL == "" {
		w.plan.address = keys.HubAddress{URL: "https://hub.example", Cert: w.hubTLS}
	}
	var enrolments []*record.Enrolment
	for _, s := range strings.Fields(p.seats) {
		name, role, _ := strings.Cut(s, ":")
		x := w.newPerson(name, name, role)
		e := w.must(Prepare(x.home, label, name, role, w.plan.address))
		x.cert = e.Device.TLS
		enrolments = append(enrolments, e)
	}
	founder := w.people[w.names[0]]
	pid, err := Found(t.Context(), founder.home, label, founder.line, Founding{Policy: p.policy, Seats: enrolments})
	if err != nil {
		t.Fatal(err)
	}
	w.pid = pid
	for _, name := range w.names {
		x := w.people[name]
		if x != founder {
			x.ok(Adopt(x.home, label, pid))
		}
		x.opens()
		x.joined = true
	}
	if !p.opened {
		for _, name := range w.names {
			x := w.people[name]
			x.ok(x.node.Accept(x.ctx(), x.line))
		}
	}
	return w
}

func (w *world) must(e *record.Enrolment, err error) *record.Enrolment {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// newPerson makes a home without keys of any seat.
func (w *world) newPerson(name, seat, role string) *person {
	w.t.Helper()
	x := &person{w: w, name: name, seat: seat, role: role}
	dir := ""
	if w.plan.dir != nil {
		dir = w.plan.dir(name)
	} else {
		dir = fast(w.t)
	}
	u, err := keys.Create(dir, []byte("demonstration"), keys.CostDemonstration)
	if err != nil {
		w.t.Fatal(err)
	}
	var st store.Store = store.NewMemory()
	if w.plan.disk != nil {
		st = w.plan.disk(name)
	}
	x.disk = &disk{Store: st}
	if w.plan.trouble != nil {
		x.disk.trouble = w.plan.trouble(name)
	}
	x.home = &Home{Keys: u, Store: x.disk, Now: func() time.Time { return w.now().Add(x.skew) }}
	straight := func() Hub { return hub.Local{Hub: w.hub, Cert: x.cert} }
	x.line = &route{to: straight}
	if w.plan.line != nil {
		x.line = w.plan.line(x, straight)
	}
	w.people[name] = x
	w.names = append(w.names, name)
	return x
}

// As is the person of a seat.
func (w *world) As(name string) *person {
	w.t.Helper()
	x := w.people[name]
	if x == nil {
		w.t.Fatalf("nobody is called %s", name)
	}
	return x
}

// later moves the clock and lets the hub close the ticks that are due.
func (w *world) later(d time.Duration) {
	w.t.Helper()
	w.clock = w.clock.Add(d)
	if err := w.hub.TickDue(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// everybodySyncs lets all sync in turn until nothing moves any more.
func (w *world) everybodySyncs() {
	w.t.Helper()
	for range 3 {
		for _, name := range w.names {
			if x := w.people[name]; x.joined && x.node != nil {
				x.syncs()
			}
		}
	}
}

func (x *person) ctx() context.Context { return x.w.t.Context() }

func (x *person) ok(err error) {
	x.w.t.Helper()
	if err != nil {
		x.w.t.Fatalf("%s: %v", x.name, err)
	}
}

// opens unlocks the process.
func (x *person) opens() {
	x.w.t.Helper()
	n, err := Open(x.ctx(), x.home, label)
	x.ok(err)
	x.node = n
}

// restarts ends the program and starts it again.
func (x *person) restarts() {
	x.w.t.Helper()
	if x.node != nil {
		x.node.Lock()
	}
	x.disk.restart()
	x.opens()
}

// audience reads "A B" as seats.
func audience(to string) []string { return strings.Fields(to) }

// writes puts a note into the outbox.
func (x *person) writes(to string, register record.Register, text string) record.Hash {
	x.w.t.Helper()
	id, err := x.node.Post(x.ctx(), note(to, register, text))
	x.ok(err)
	return id
}

// note is cleared: most stories say the same few words everywhere. What stops one
// that is not is in foreign_test.go.
func note(to string, register record.Register, text string) Draft {
	return Draft{Audience: audience(to), Register: register, Act: act.Note{Text: text}, Cleared: true}
}

func (x *person) syncs() SyncReport {
	x.w.t.Helper()
	r, err := x.node.Sync(x.ctx(), x.line)
	x.ok(err)
	return r
}

// changes puts a roster change on the log.
func (x *person) changes(c record.RosterChange) {
	x.w.t.Helper()
	x.ok(x.node.Change(x.ctx(), x.line, c))
}

// entries are all that the seat reads, opened.
func (x *person) entries() []*record.Entry {
	x.w.t.Helper()
	var out []*record.Entry
	for _, ref := range x.view().Entries {
		e, err := x.node.entry(ref.ID())
		x.ok(err)
		out = append(out, e)
	}
	return out
}

func (x *person) view() View {
	x.w.t.Helper()
	v, err := x.node.View()
	x.ok(err)
	return v
}

// notes are the texts that the seat reads, sorted.
func (x *person) notes() []string {
	x.w.t.Helper()
	var out []string
	for _, l := range x.view().State.Lines() {
		if n, ok := l.Act.(act.Note); ok && l.Void == "" {
			out = append(out, n.Text)
		}
	}
	slices.Sort(out)
	return out
}

// reads fails the test unless the seat reads exactly these notes, and nothing
// alarms it.
func (x *person) reads(want ...string) {
	x.w.t.Helper()
	slices.Sort(want)
	if got := x.notes(); !slices.Equal(got, want) {
		x.w.t.Errorf("%s reads %q; want %q", x.name, got, want)
	}
	x.calm()
}

func (x *person) calm() {
	x.w.t.Helper()
	for _, v := range x.view().Alarms {
		x.w.t.Errorf("%s is alarmed: leaf %d: %s: %s", x.name, v.Index, v.Code, v.Why)
	}
}

// outbox is what waits there, as "state state …".
func (x *person) outbox() string {
	var out []string
	for _, p := range x.node.Outbox() {
		out = append(out, p.State.String())
	}
	return strings.Join(out, " ")
}

func (x *person) outboxIs(want string) {
	x.w.t.Helper()
	if got := x.outbox(); got != want {
		x.w.t.Errorf("the outbox of %s holds %q; want %q", x.name, got, want)
	}
}

// entry finds a note that the seat reads, by its text.
func (x *person) entry(text string) *record.Entry {
	x.w.t.Helper()
	for _, l := range x.view().State.Lines() {
		if n, ok := l.Act.(act.Note); ok && n.Text == text {
			if e, ok := x.node.Entry(l.ID); ok {
				return e
			}
		}
	}
	x.w.t.Fatalf("%s does not read %q", x.name, text)
	return nil
}

// machine is a further machine of the seat, with a device whose keys are made
// there.
func (x *person) machine(device string) *person {
	x.w.t.Helper()
	y := x.w.newPerson(x.seat+"/"+device, x.seat, x.role)
	text, err := NewDevice(y.home, label, x.w.pid, x.seat, device, x.w.plan.address)
	y.ok(err)
	_, d, err := record.ParseDeviceText(text)
	y.ok(err)
	y.cert, y.joined = d.TLS, true
	x.ok(x.node.AdmitDevice(x.ctx(), x.line, text))
	y.opens()
	return y
}
