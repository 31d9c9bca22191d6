// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
)

// The fields that forms are made of. Each takes a pointer to the field of the
// act, the name of its flag, and what the help says of it.

func (f *form) text(p *string, flag, usage string) {
	v := f.flags.String(flag, "", usage)
	f.add(p, flag, func() error { *p = *v; return nil }, func(*desk) error { *p = act.Tidy(*p); return nil })
}

// lines is a field of several texts; an empty one takes all of them out.
func (f *form) lines(p *[]string, flag, usage string) {
	v := f.flags.StringArray(flag, nil, usage)
	f.add(p, flag, func() error { *p = given(*v); return nil }, func(*desk) error {
		for i := range *p {
			(*p)[i] = act.Tidy((*p)[i])
		}
		return nil
	})
}

// given returns the values of a repeated flag, none when it was given empty.
func given(values []string) []string {
	if len(values) == 1 && values[0] == "" {
		return nil
	}
	return slices.Clone(values)
}

// word is a field that takes one of a list of words.
func (f *form) word(p *string, flag, usage string, list []string) {
	v := f.flags.String(flag, "", usage+": "+strings.Join(list, ", "))
	f.add(p, flag, func() error { *p = *v; return nil }, nil).offer = offering(func() []string { return list })
}

func (f *form) yes(p *bool, flag, usage string) {
	v := f.flags.Bool(flag, false, usage)
	f.add(p, flag, func() error { *p = *v; return nil }, nil)
}

func (f *form) minutes(p *int64, flag, usage string) {
	v := f.flags.Int64(flag, 0, usage)
	f.add(p, flag, func() error { *p = *v; return nil }, nil)
}

// day is a field that is a day and no more.
func (f *form) day(p *string, flag, usage string) {
	v := f.flags.String(flag, "", usage)
	f.add(p, flag, func() error { *p = *v; return nil }, nil)
}

func (f *form) moment(p *act.Moment, flag, usage string) {
	v := f.flags.String(flag, "", usage)
	f.add(p, flag, func() (err error) { *p, err = momentOf(flag, *v); return err }, nil)
}

// due is two flags: the date, and the words in which it was stated.
func (f *form) due(p *act.Due, flag, usage string) {
	when := f.flags.String(flag, "", usage)
	says := f.flags.String(flag+"-says", "", "the same in the `words` in which it was stated")
	f.add(p, flag, func() (err error) { p.When, err = momentOf(flag, *when); return err }, nil)
	f.add(p, flag+"-says", func() error { p.Says = *says; return nil }, func(*desk) error { p.Says = act.Tidy(p.Says); return nil })
}

// figure is a number in words, and what it is at the least and at the most.
func (f *form) figure(p *act.Figure, flag, usage string) {
	says := f.flags.String(flag, "", usage)
	f.add(p, flag, func() error { p.Says = *says; return nil }, func(*desk) error { p.Says = act.Tidy(p.Says); return nil })
	for _, x := range []struct {
		to          *string
		flag, usage string
	}{{&p.Low, "low", "what it is at the least, as a `number`"}, {&p.High, "high", "what it is at the most, as a `number`"}, {&p.Unit, "unit", "of `what` the numbers are"}} {
		v := f.flags.String(x.flag, "", x.usage)
		f.add(p, x.flag, func() error { *x.to = *v; return nil }, nil)
	}
}

func (f *form) seat(p *string, flag, usage string) {
	v := f.flags.String(flag, "", usage)
	f.add(p, flag, func() error { *p = *v; return nil }, func(d *desk) error { return d.settleSeat(p, flag) }).
		offer = offering(f.app.seatWords)
}

// orOwn is the own seat where none is named.
func (f *form) orOwn(p *string) {
	f.add(p, "", nil, func(d *desk) error { *p = cmp.Or(*p, d.seat.Name); return nil })
}

func (f *form) seats(p *[]string, flag, usage string) {
	v := f.flags.StringSlice(flag, nil, usage)
	f.add(p, flag, func() error { *p = given(*v); return nil }, func(d *desk) error {
		var all []string
		for _, word := range *p {
			seats, err := d.seatsCalled(word, flag)
			if err != nil {
				return err
			}
			all = append(all, seats...)
		}
		*p = sorted(all)
		return nil
	}).offer = offering(f.app.seatWords)
}

func sorted(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(words)))
}

// settleSeat turns a name of a seat into its word in the roster.
func (d *desk) settleSeat(p *string, flag string) error {
	if *p == "" {
		return nil
	}
	seats, err := d.seatsCalled(*p, flag)
	switch {
	case err != nil:
		return err
	case len(seats) > 1:
		return usageError("--%s: %q are the seats %s; name one of them", flag, *p, d.names(seats)).hint(d.app.line("roster show"))
	}
	*p = seats[0]
	return nil
}

// seatsCalled finds the seats that a word names: those that have the role of
// that name, which goes before what seats call themselves, as for --to; else the
// one seat that is called so.
func (d *desk) seatsCalled(word, flag string) ([]string, error) {
	var out []string
	for _, s := range d.view.Roster.Seats {
		if strings.EqualFold(s.Role, word) && d.view.Roster.Seat(word) == nil {
			out = append(out, s.Name)
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	seat, err := d.resolve(word)
	if err != nil {
		e := d.app.explain(err)
		e.Msg = "--" + flag + ": " + e.Msg
		return nil, e
	}
	return []string{seat}, nil
}

func (f *form) entry(p *string, flag, kind, usage string) {
	v := f.flags.String(flag, "", usage)
	f.add(p, flag, func() error { *p = *v; return nil }, func(d *desk) error { return d.settleEntry(p, kind) }).
		offer = offering(func() []string { return f.app.entryWords(kind) })
}

func (f *form) entries(p *[]string, flag, kind, usage string) {
	v := f.flags.StringSlice(flag, nil, usage)
	f.add(p, flag, func() error { *p = given(*v); return nil }, func(d *desk) error {
		for i := range *p {
			if err := d.settleEntry(&(*p)[i], kind); err != nil {
				return err
			}
		}
		*p = sorted(*p)
		return nil
	}).offer = offering(func() []string { return f.app.entryWords(kind) })
}

// settleEntry turns the digits of an entry into its whole id.
func (d *desk) settleEntry(p *string, kind string) error {
	if *p == "" {
		return nil
	}
	e, err := d.entryOf(*p, kind)
	if err != nil {
		return err
	}
	*p = ref(e.ID)
	return nil
}

// entryOf finds an opened entry of one kind; "" is any kind.
func (d *desk) entryOf(word, kind string) (opened, error) {
	e, err := d.entry(word)
	if err != nil {
		return e, err
	}
	if l, _ := d.view.State.Line(e.ID); kind != "" && l.Kind != kind {
		return e, usageError("the entry %s is of the kind %s; want %s", word, l.Kind, kind).hint(d.app.line("entry list --kind " + kind))
	}
	return e, nil
}

// subject is the entry that the act is about: the first argument.
func (f *form) subject(p *string, kind string) {
	f.words = append(f.words, argument{
		name: "REF", needed: true, set: func(word string) { *p = word },
		offer: func() []string { return f.app.entryWords(kind) },
	})
	f.add(p, "", nil, func(d *desk) error { return d.settleEntry(p, kind) })
}

// say is a field that takes one of a list of words, as an argument.
func (f *form) say(p *string, name string, list []string) {
	f.words = append(f.words, argument{name: name, set: func(word string) { *p = word }, offer: func() []string { return list }})
	f.add(p, "", nil, func(*desk) error {
		if !slices.Contains(list, *p) {
			return usageError("%s is %.40q; want one of %s", name, *p, strings.Join(list, ", "))
		}
		return nil
	})
}

// persons are "Name;seat;capacity", one for each flag.
func (f *form) persons(p *[]act.Person, flag, usage string) {
	v := f.flags.StringArray(flag, nil, usage)
	f.add(p, flag, func() error {
		*p = nil
		for _, text := range given(*v) {
			x, err := personOf(flag, text)
			if err != nil {
				return err
			}
			*p = append(*p, x)
		}
		return nil
	}, func(d *desk) error {
		for i := range *p {
			if err := d.settlePerson(&(*p)[i], flag); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *form) person(p *act.Person, flag, usage string) {
	v := f.flags.String(flag, "", usage)
	f.add(p, flag, func() (err error) { *p, err = personOf(flag, *v); return err },
		func(d *desk) error { return d.settlePerson(p, flag) })
}

func (d *desk) settlePerson(p *act.Person, flag string) error {
	p.Name, p.Capacity = act.Tidy(p.Name), act.Tidy(p.Capacity)
	return d.settleSeat(&p.Seat, flag)
}

// claims are what a readout says, one point for each flag.
func (f *form) claims(p *[]act.Claim, flag, usage string) {
	v := f.flags.StringArray(flag, nil, usage)
	f.add(p, flag, func() error {
		*p = nil
		for _, text := range given(*v) {
			x, err := claimOf(flag, text)
			if err != nil {
				return err
			}
			*p = append(*p, x)
		}
		return nil
	}, func(d *desk) error {
		for i := range *p {
			c := &(*p)[i]
			for _, text := range []*string{&c.Point, &c.Words, &c.Number.Says, &c.Number.Unit, &c.Scope, &c.Time, &c.Condition, &c.Actor} {
				*text = act.Tidy(*text)
			}
			if err := d.settleEntry(&c.Issue, act.KindIssue); err != nil {
				return err
			}
		}
		return nil
	})
}

// ground is what the act rests on.
func (f *form) ground(p *act.Ground) {
	mark := f.flags.String("mark", "", "how well it is known, of a report: "+strings.Join(markWords(), ", "))
	f.add(&p.Mark, "mark", func() error { p.Mark = act.Mark(*mark); return nil }, nil).offer = offering(markWords)
	f.text(&p.Teller, "teller", "whose account it is")
	sources := f.flags.StringArray("source", nil, "where it can be checked, as `KEY=ADDRESS`; repeat it")
	f.add(&p.Sources, "source", func() error {
		p.Sources = nil
		for _, text := range given(*sources) {
			x, err := sourceOf(text)
			if err != nil {
				return err
			}
			p.Sources = append(p.Sources, x)
		}
		return nil
	}, nil)
	f.yes(&p.Illustrative, "illustrative", "it is invented, to show what an entry looks like")
}

func markWords() []string {
	var out []string
	for _, m := range act.Marks() {
		out = append(out, string(m))
	}
	return out
}

func offering(list func() []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return list(), cobra.ShellCompDirectiveNoFileComp
	}
}
