// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
	"parley/internal/process"
	"parley/record"
)

// postReport is an entry that was sealed, or with --dry-run the check page of
// one that would be.
type postReport struct {
	Entry      string          `json:"entry"` // id; empty for a dry run
	State      string          `json:"state"` // queued, or not written
	Readers    []brief.SeatRef `json:"readers"`
	Plenary    bool            `json:"plenary"` // every seat that has accepted reads it
	Register   string          `json:"register"`
	Means      string          `json:"means"` // what the register means
	Kind       string          `json:"kind"`
	Characters int             `json:"characters"` // of the text of a note, else of the act as it is printed
	Act        any             `json:"act"`        // what would be sealed, of a dry run; else null
	Next       string          `json:"next"`
}

// draft is what a person wants to write.
type draft struct {
	to       []string // words of the address, as typed
	register string   // as typed; "" takes the default
	act      act.Act
	dry      bool

	// cleared says that the person has read which passages came from other
	// channels, and lets them be told to these readers.
	cleared bool

	// opened says that the act holds text that was opened from the record, and
	// not only what was typed just now.
	opened bool
}

// checkRegister holds --register to its words before anything is opened.
func checkRegister(word string) error {
	if word != "" && word != string(record.OnRecord) && word != string(record.WithoutPrejudice) {
		return usageError("--register %q: want record or wp", word).hint("parley help registers")
	}
	return nil
}

// checkTo refuses an act without an audience before anything is opened.
func (a *app) checkTo(to []string) error {
	if len(to) == 0 {
		return usageError("say who may read it with --to; there is no default").hint(a.line("roster show"))
	}
	return nil
}

// write is the one road by which a command seals an act: who will be able to
// read it is said first, then it is checked, and without --dry-run it goes into
// the outbox.
func (d *desk) write(ctx context.Context, x draft) error {
	a := d.app
	audience, err := d.audience(x.to)
	if err != nil {
		return err
	}
	plenary := d.plenary(x.to, audience)
	register, chosen := d.register(record.Register(x.register), plenary)
	if err := d.may(x.act, audience); err != nil {
		return err
	}
	sealed := node.Draft{Audience: audience, Register: register, Act: x.act, Cleared: x.cleared}
	if audience, err = d.node.Check(sealed); err != nil {
		return err
	}
	r := postReport{
		State: "not written", Readers: d.refs(audience), Plenary: plenary, Register: string(register),
		Means: meansRegister(register), Kind: x.act.Kind(), Characters: characters(x.act), Next: a.line("sync"),
	}
	// Said before the entry is written, and also when only warnings are.
	if a.flags.json == "" {
		a.tell("can read this: %s", d.names(audience))
		if others := d.others(audience); len(others) > 0 {
			a.tell("cannot read it: %s, the hub, and everybody else", d.names(others))
		} else {
			a.tell("cannot read it: the hub, and everybody outside the process")
		}
		a.tell("register %s (%s): %s", register, chosen, r.Means)
	}
	d.warnReaders(x.act, audience)
	rep := report{name: "entry.post", data: r}
	if x.dry {
		r.Act = x.act
		if x.opened {
			rep.texts = []string{"act"}
		}
		if err := d.stopped(sealed); err != nil {
			return err
		}
	} else {
		if err := a.mayEmit(rep); err != nil {
			return err
		}
		id, err := d.node.Post(ctx, sealed)
		if err != nil {
			return d.explainStop(err, sealed)
		}
		r.Entry, r.State = ref(id), "queued"
	}
	head := d.head()
	rep.data, rep.head, rep.tables = r, &head, writtenTables(r, audience)
	if err := a.emit(rep); err != nil {
		return err
	}
	if x.dry {
		a.say("nothing was written")
		return nil
	}
	a.say("it waits in the outbox, and can be undone until the next sync")
	a.next(r.Next)
	a.next(a.line("entry undo " + r.Entry[:refDigits]))
	return nil
}

func writtenTables(r postReport, audience []string) []table {
	t := table{cols: []col{{name: "entry", ref: true}, {name: "state"}, {name: "register"}, {name: "readers"}}}
	t.add(r.Entry, r.State, r.Register, strings.Join(audience, " "))
	// A note is its text and nothing else: whoever typed it has it before them.
	if r.Act == nil || r.Kind == act.KindNote {
		return []table{t}
	}
	t.title = "check"
	fields := table{title: "would be written", card: true}
	body, all := actFields(r.Act)
	fields.add("kind", r.Kind)
	for _, f := range all {
		fields.add(f.name, string(f.value))
	}
	fields.body = body
	return []table{t, fields}
}

// characters counts what the limits of an act count.
func characters(x act.Act) int {
	if note, ok := x.(act.Note); ok {
		return utf8.RuneCountInString(note.Text)
	}
	body, err := act.Body(x)
	if err != nil {
		return 0 // it has been checked
	}
	return utf8.RuneCount(body)
}

// may asks the rules of the process before the node does, so that a refusal has
// the exit code of one.
func (d *desk) may(x act.Act, audience []string) error {
	if _, err := act.Body(x); err != nil {
		return err
	}
	me := d.view.Roster.Seat(d.seat.Name)
	if me == nil {
		return nil // the node says what is wrong
	}
	err := d.view.State.MayAct(d.seat.Name, me.Role, x, audience)
	if err == nil {
		return nil
	}
	e := &Error{Code: exitWithheld, Msg: err.Error(), cause: err}
	if errors.Is(err, process.ErrNotConsulted) {
		return e.hint(d.app.line("consult add --with SEAT --issue REF --topic TEXT --on DAY --to WHO")).hint(d.app.line("consult gate"))
	}
	return e
}

// warnReaders says where an act reaches readers who do not have the entries that
// it speaks of, and where it does not reach those who have what it replaces.
// Where either is allowed, it should not happen unseen.
func (d *desk) warnReaders(x act.Act, audience []string) {
	without := func(has, wants []string) []string {
		return slices.DeleteFunc(slices.Clone(wants), func(s string) bool { return slices.Contains(has, s) })
	}
	for _, word := range spokenOf(x) {
		l, ok := d.line(word)
		if !ok {
			continue
		}
		if blind := without(l.Audience, audience); len(blind) > 0 {
			d.app.warn("", "%s will read this, and cannot read the entry %s that it speaks of", d.names(blind), shortRef(l.ID))
		}
	}
	if l, ok := d.line(replaced(x)); ok {
		if left := without(audience, l.Audience); len(left) > 0 {
			d.app.warn("", "%s can read the entry %s, and will not read what is written of it now", d.names(left), shortRef(l.ID))
		}
	}
}

// spokenOf returns the entries that an act refers to.
func spokenOf(x act.Act) []string {
	if r, ok := x.(act.Referrer); ok {
		return slices.Compact(slices.Sorted(slices.Values(r.Refs())))
	}
	return nil
}

// replaced returns the entry that an act amends or withdraws, or nothing.
func replaced(x act.Act) string {
	switch x := x.(type) {
	case act.Withdrawal:
		return x.Entry
	case act.Amender:
		return x.Amended()
	}
	return ""
}

// line finds an opened entry by its whole id.
func (d *desk) line(id string) (process.Line, bool) {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) != len(record.Hash{}) {
		return process.Line{}, false
	}
	return d.view.State.Line(record.Hash(b))
}

// tell is [app.say] for what --quiet must not hide: who will read an entry.
func (a *app) tell(format string, args ...any) {
	quiet := a.flags.quiet
	a.flags.quiet = false
	a.say(format, args...)
	a.flags.quiet = quiet
}

// plenary reports whether an address means everybody. With two seats only, what
// is addressed to the other one by name is meant for that one, whoever joins
// later: it counts as a caucus.
func (d *desk) plenary(to, audience []string) bool {
	if slices.Contains(to, "all") || slices.Contains(to, "plenary") {
		return true
	}
	return len(d.others(audience)) == 0 && len(d.view.Roster.Seats) > 2
}

// others are the seats of the roster that an audience leaves out.
func (d *desk) others(audience []string) []string {
	return slices.DeleteFunc(d.view.Roster.Names(), func(s string) bool { return slices.Contains(audience, s) })
}

// register chooses the register and says why.
func (d *desk) register(asked record.Register, plenary bool) (record.Register, string) {
	switch {
	case asked != "":
		return asked, "as you chose"
	case plenary:
		return record.OnRecord, "the default in the plenary"
	}
	return record.WithoutPrejudice, "the default in a caucus"
}

func (d *desk) refs(seats []string) []brief.SeatRef {
	out := []brief.SeatRef{}
	for _, s := range seats {
		out = append(out, brief.SeatRef{Seat: s, Name: d.view.State.Name(s)})
	}
	return out
}
