// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/hub"
	"parley/internal/store"
	"parley/record"
)

// rest ends all trouble and lets everybody sync until nothing moves any more.
// A hub that lies goes on lying.
func (s *sim) rest() {
	s.calm, s.stale = true, false
	s.say("calm")
	for _, fn := range s.late {
		fn()
	}
	s.late = nil
	for _, a := range s.actors {
		a.apart = false
		a.disk.trouble = nil
		if m, ok := a.disk.Store.(*store.Memory); ok {
			m.SetLimit(0)
		}
		if a.node == nil || a.disk.dead {
			s.start(a)
		}
	}
	rounds := 24
	if s.lies != nil {
		rounds = 4
	}
	before, quiet := "", 0
	for range rounds {
		s.tick(61 * time.Second)
		for _, a := range s.awake() {
			s.sync(a)
			if a.view().Quarantine && s.lies == nil {
				s.replace(a)
			}
			if seats, err := a.node.Unconfirmed(); err == nil {
				for _, seat := range seats {
					_ = a.node.Confirm(a.ctx(), seat)
				}
			}
		}
		now := ""
		for _, a := range s.awake() {
			for _, p := range a.node.Outbox() {
				now += a.name + p.State.String()
			}
			now += fmt.Sprint(len(a.node.entries))
		}
		if quiet++; now != before {
			quiet = 0
		}
		if before = now; quiet == 3 { // a hub that has just started takes its time
			break
		}
	}
	s.members()
}

// members takes down who is out of the process in the end: an action that told
// of an error may have been done all the same.
func (s *sim) members() {
	var newest *record.Roster
	for _, a := range s.awake() {
		if r := a.view().Roster; r != nil && (newest == nil || r.Index > newest.Index) {
			newest = r
		}
	}
	for _, a := range s.actors {
		if _, ok := newest.DeviceByTLS(a.cert); !ok {
			s.leaves(a)
		}
	}
	for _, p := range s.notes {
		for _, seat := range p.audience {
			p.lost = p.lost || newest.Seat(seat) == nil
		}
	}
}

// check holds the end of the story to the invariants (security design §12.2).
func (s *sim) check() {
	for _, c := range []struct {
		name  string
		check func() error
	}{
		{"I1 what was acknowledged is logged in time", s.checkPromises},
		{"I2 one entry at one index", s.checkIndexes},
		{"I3 readers are members", s.checkRecipients},
		{"I4 plaintext is nowhere else", s.checkCanaries},
		{"I5 the text is the same for all", s.checkTexts},
		{"I6 the archive read anew shows the same", s.checkRefold},
		{"I9 what is accepted was written", s.checkAuthentic},
		{"I10 the order of bundles does not matter", s.checkBundles},
		{"I11 a removed device is silent", s.checkDevices},
		{"I12 no witness contradicts itself", s.checkWitnesses},
		{"I13 what is shown is verbatim", s.checkShown},
		{"nothing is lost, nothing is there twice", s.checkNothingLost},
		{"lies that show are noticed", s.checkNoticed},
	} {
		if err := c.check(); err != nil {
			s.t.Errorf("%s: %v", c.name, err)
		}
	}
}

// trueLog is the log of the hub.
func (s *sim) trueLog() (*record.Tree, []record.Hash) {
	tree := &record.Tree{}
	var ids []record.Hash
	for _, a := range s.actors {
		if !a.joined && a.name != "M" {
			continue
		}
		local := hub.Local{Hub: s.w.hub, Cert: a.cert}
		note, err := local.Checkpoint(s.t.Context(), s.w.pid)
		if err != nil {
			continue
		}
		var size int64
		fmt.Sscan(strings.SplitN(string(note), "\n", 3)[1], &size)
		ids = must(local.Leaves(s.t.Context(), s.w.pid, 0, size))
		break
	}
	for _, id := range ids {
		tree.Append(id)
	}
	return tree, ids
}

func (s *sim) checkPromises() error {
	if s.lies != nil {
		return nil
	}
	_, ids := s.trueLog()
	index := map[record.Hash]int{}
	for i, id := range ids {
		index[id] = i
	}
	for _, x := range s.receipts {
		i, ok := index[x.receipt.Envelope]
		if !ok {
			return fmt.Errorf("entry %s of %s has a receipt for tick %d and is not in the log", x.receipt.Envelope, x.by, x.receipt.NotAfter)
		}
		if tick := int64(i) / s.w.plan.policy.Batch; tick > x.receipt.NotAfter {
			return fmt.Errorf("entry %s was promised by tick %d and came in tick %d", x.receipt.Envelope, x.receipt.NotAfter, tick)
		}
	}
	return nil
}

func (s *sim) checkIndexes() error {
	at := map[int64]record.Hash{}
	for _, a := range s.awake() {
		limit := int64(1) << 60
		if s.lies != nil && s.lies.shadow != nil {
			// Two logs: what a quorum has witnessed must be one all the same.
			limit = 0
			if v := a.view(); v.Witnessed {
				limit = v.Checkpoint.Size
			}
		}
		for _, e := range a.view().Entries {
			if e.Index() >= limit {
				continue
			}
			if old, ok := at[e.Index()]; ok && old != e.ID() {
				return fmt.Errorf("at index %d %s accepts %s, and somebody else %s", e.Index(), a.name, e.ID(), old)
			}
			at[e.Index()] = e.ID()
		}
	}
	return nil
}

func (s *sim) checkRecipients() error {
	type outsider struct {
		a *actor
		e *record.Envelope
	}
	var outsiders []outsider
	seen := map[record.Hash]bool{}
	for _, a := range s.awake() {
		for _, e := range a.entries() {
			if seen[e.ID()] || e.Opened().Envelope.Open() {
				continue
			}
			seen[e.ID()] = true
			at := a.node.reader.RosterAt(e.Index())
			for _, seat := range e.Statement().Audience {
				if at.Seat(seat) == nil {
					return fmt.Errorf("entry %d is addressed to %s, who was no member then", e.Index(), seat)
				}
			}
			b := a.raw(tableEnvelope, idOf(e))
			envelope, err := record.ParseEnvelope(b)
			if err != nil {
				return err
			}
			for _, y := range s.awake() {
				if !e.Statement().Has(y.seat) {
					outsiders = append(outsiders, outsider{y, envelope})
				}
			}
		}
	}
	// Trying keys is slow: a few of them.
	s.rng.Shuffle(len(outsiders), func(i, j int) { outsiders[i], outsiders[j] = outsiders[j], outsiders[i] })
	for _, x := range outsiders[:min(6, len(outsiders))] {
		if _, err := x.a.node.keys.Open(x.e); err == nil {
			return fmt.Errorf("%s opens entry %s, which is not for it", x.a.name, x.e.ID())
		}
	}
	return nil
}

func idOf(e *record.Entry) []byte { id := e.ID(); return id[:] }

func (s *sim) checkCanaries() error {
	stores := map[string]store.Store{"the hub": s.w.hubDisk}
	for _, a := range s.actors {
		stores[a.name] = a.disk.Store
	}
	for name, st := range stores {
		var bad error
		pairs(s.t, st, func(_ store.Process, table store.Table, x store.Pair) {
			if bytes.Contains(x.Key, []byte(canary)) || bytes.Contains(x.Value, []byte(canary)) {
				bad = fmt.Errorf("table %d of %s holds plaintext", table, name)
			}
		})
		if bad != nil {
			return bad
		}
	}
	for _, a := range s.awake() {
		for _, l := range a.view().State.Lines() {
			if n, ok := l.Act.(act.Note); ok {
				if p := s.byText[n.Text]; p == nil || !slices.Contains(p.audience, a.seat) {
					return fmt.Errorf("%s reads %q", a.name, n.Text)
				}
			}
		}
	}
	return nil
}

func (s *sim) checkTexts() error {
	texts := map[record.Hash][32]byte{}
	for _, a := range s.awake() {
		for _, e := range a.entries() {
			sum := sha256.Sum256(e.Opened().Text())
			if old, ok := texts[e.ID()]; ok && old != sum {
				return fmt.Errorf("%s reads entry %s in another wording", a.name, e.ID())
			}
			texts[e.ID()] = sum
		}
	}
	return nil
}

func (s *sim) checkRefold() error {
	for _, a := range s.awake() {
		before := portrait(s.t, a.node)
		a.node.Lock()
		a.disk.restart()
		a.opens()
		if d := differ(before, portrait(s.t, a.node)); d != "" {
			return fmt.Errorf("%s: %s", a.name, d)
		}
	}
	return nil
}

func (s *sim) checkAuthentic() error {
	for _, a := range s.awake() {
		for _, e := range a.entries() {
			if e.Opened().Envelope.Open() {
				continue
			}
			by := s.authored[e.ID()]
			if by == "" {
				return fmt.Errorf("%s accepts entry %s, which nobody wrote", a.name, e.ID())
			}
			if seat, _, _ := strings.Cut(by, "/"); seat != e.Statement().Author.Seat {
				return fmt.Errorf("%s accepts entry %s as by %s; it was written by %s", a.name, e.ID(), e.Statement().Author, by)
			}
		}
	}
	return nil
}

// checkBundles lets one actor begin anew from the bundles of all others, in two
// orders.
func (s *sim) checkBundles() error {
	if s.seed%4 != 0 || s.lies != nil {
		return nil
	}
	a := s.named("B")
	a.restored = true // keys without their archive are those of a restored machine
	var files [][]byte
	for _, y := range s.awake() {
		if y != a && !y.gone {
			files = append(files, y.bundle(s.chance(50), s.chance(50)))
		}
	}
	files = append(files, s.files...)
	st := a.disk.Store
	want := ""
	for range 2 {
		s.rng.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		a.disk.Store = store.NewMemory()
		a.opens()
		for _, f := range append(files, files[0]) {
			if _, err := a.node.Import(a.ctx(), f, nil); err != nil {
				s.done(a, err, "reads a bundle from the beginning")
			}
		}
		got := portrait(s.t, a.node)
		if want != "" && got != want {
			return fmt.Errorf("%s", differ(want, got))
		}
		want = got
	}
	a.disk.Store = st
	a.opens()
	return nil
}

func (s *sim) checkDevices() error {
	for _, a := range s.awake() {
		for _, e := range a.entries() {
			if e.Index() == 0 || e.Statement().Author.IsRoot() {
				continue
			}
			if a.node.reader.RosterAt(e.Index()).Device(e.Statement().Author) == nil {
				return fmt.Errorf("%s accepts entry %d by %s, which was no device then", a.name, e.Index(), e.Statement().Author)
			}
		}
	}
	return nil
}

// checkWitnesses: what a device has cosigned is one log that only grows.
func (s *sim) checkWitnesses() error {
	logs := []*record.Tree{}
	tree, _ := s.trueLog()
	logs = append(logs, tree)
	if s.lies != nil && s.lies.shadow != nil {
		bent := &record.Tree{}
		for _, id := range s.lies.shadow.ids {
			bent.Append(id)
		}
		logs = append(logs, bent)
	}
	byDevice := map[record.Hash][]cosignedSeen{}
	var order []record.Hash
	for _, c := range s.cosigned {
		if byDevice[c.device] == nil {
			order = append(order, c.device)
		}
		byDevice[c.device] = append(byDevice[c.device], c)
	}
	for _, device := range order {
		fits := slices.ContainsFunc(logs, func(log *record.Tree) bool {
			return !slices.ContainsFunc(byDevice[device], func(c cosignedSeen) bool {
				root, err := log.Root(c.size)
				return c.size > log.Size() || err != nil || root.String() != c.root
			})
		})
		if !fits {
			return fmt.Errorf("a device of %s has cosigned more than one log: %v; there are %d and %d leaves",
				byDevice[device][0].by, byDevice[device], logs[0].Size(), logs[len(logs)-1].Size())
		}
	}
	return nil
}

func (s *sim) checkShown() error {
	texts := map[record.Hash]string{}
	for _, a := range s.awake() {
		for _, l := range a.view().State.Lines() {
			if n, ok := l.Act.(act.Note); ok {
				texts[l.ID] = n.Text
			}
		}
	}
	for _, a := range s.awake() {
		state := a.view().State
		for _, l := range state.Lines() {
			if l.Kind != record.KindDisclose {
				continue
			}
			if l.Shown == nil || state.Void(l) != "" {
				if s.lies == nil {
					return fmt.Errorf("%s does not accept what %s has shown: %s", a.name, l.Author, state.Void(l))
				}
				continue
			}
			if n, ok := l.Shown.Parts[0].Act.(act.Note); !ok || texts[l.Shown.Entry] != "" && n.Text != texts[l.Shown.Entry] {
				return fmt.Errorf("%s is shown %+v; the entry says %q", a.name, l.Shown.Parts[0].Act, texts[l.Shown.Entry])
			}
		}
	}
	return nil
}

// checkNothingLost: what somebody was told is written is in the log for all its
// readers, or still in the outbox, and in no case twice.
func (s *sim) checkNothingLost() error {
	waiting := map[string]string{}
	for _, a := range s.awake() {
		for _, p := range a.node.Outbox() {
			waiting[textOf(p)] = p.State.String()
		}
	}
	reads := map[string]map[string]int{}
	for _, a := range s.awake() {
		reads[a.name] = map[string]int{}
		for _, text := range a.notes() {
			reads[a.name][text]++
			if reads[a.name][text] > 1 {
				return fmt.Errorf("%s reads %q twice", a.name, text)
			}
			if p := s.byText[text]; p.undone && !p.lost {
				return fmt.Errorf("%s reads %q, which was taken back", a.name, text)
			}
		}
	}
	if s.lies != nil {
		return nil
	}
	for _, p := range s.notes {
		by := s.named(p.by)
		if p.undone || p.lost || by.gone || by.node == nil {
			continue
		}
		if state := waiting[p.text]; state != "" {
			if state != "refused" {
				return fmt.Errorf("%q of %s is still %s", p.text, p.by, state)
			}
			continue
		}
		for _, seat := range p.audience {
			if a := s.named(seat); a.node != nil && !a.gone && reads[a.name][p.text] == 0 {
				return fmt.Errorf("%q of %s is not read by %s", p.text, p.by, a.name)
			}
		}
	}
	return nil
}

func (s *sim) checkNoticed() error {
	if s.lies == nil {
		for _, a := range s.awake() {
			for _, v := range a.view().Alarms {
				return fmt.Errorf("%s is alarmed, and the hub is honest: leaf %d: %s: %s", a.name, v.Index, v.Code, v.Why)
			}
		}
		return nil
	}
	for kind, signs := range map[string][]string{
		"wrong receipt": {"archive", "other hub"}, "garbage": {"unsigned", "split view", "envelope"},
	} {
		if s.lies.did[kind] < 3 { // an answer may have been lost on its way
			continue
		}
		if !slices.ContainsFunc(s.actors, func(a *actor) bool {
			return slices.ContainsFunc(signs, func(sign string) bool { return a.heard[sign] })
		}) {
			return fmt.Errorf("the hub lied %d times (%s), and nobody noticed", s.lies.did[kind], kind)
		}
	}
	return nil
}
