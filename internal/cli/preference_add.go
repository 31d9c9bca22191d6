// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
)

func (a *app) preferenceAdd() *cobra.Command {
	var x act.Preference
	f := newForm(a, &x)
	f.seat(&x.Of, "of", "`seat` whose preference it is (default: your own)")
	f.text(&x.View, "view", "`who` within the seat sees it so, where advisers differ")
	f.word(&x.Basis, "basis", "on `what` it rests (default: said)", act.PositionBases())
	f.order(&x)
	f.worths(&x)
	f.limit(&x)
	f.text(&x.Words, "words", "what should be known beside the numbers")
	f.ground(&x.Ground)
	f.orOwn(&x.Of)
	f.last = func() {
		x.Basis = cmp.Or(x.Basis, act.Said)
		tidyWorths(&x)
	}
	return f.command(verb{
		use:   "add --to WHO",
		short: "State what options and issues are worth to a seat",
		long: `Enters what the ways to settle the issues are worth to a seat. Of your own seat
it is said by you; of another it is what that seat said, as a report with --mark
and --source, or what you estimate, with --basis inferred. No other party reads
it. ISSUE is the reference of an issue; an option stands in the words of the
issue. A number may be a range: 40..60. What is left out is not stated; with
--amend, an empty number takes one out. Weights run from 0 to 1000, best given
beside one issue that counts 100; worths from 0 to 100 within each issue.`,
		example: `  parley preference add --weight 7f3a09c41b22=100 --weight 41c09b7f22aa=50..75 --to OWN-SEAT
  parley preference add --worth "7f3a09c41b22:30 days=0" --worth "7f3a09c41b22:90 days=100" --to OWN-SEAT
  parley preference add --live "7f3a09c41b22:30 days=no" --limit-words "A pause that holds" --to mediator
  parley preference add --of a --basis inferred --order 7f3a09c41b22,41c09b7f22aa --to OWN-SEAT
  parley preference add --file preference.json --to OWN-SEAT`,
	})
}

// order is what matters most first; it is not sorted.
func (f *form) order(x *act.Preference) {
	v := f.flags.StringSlice("order", nil, "issues by `REF`, what matters most first")
	f.add(&x.Order, "order", func() error { x.Order = given(*v); return nil }, func(d *desk) error {
		for i := range x.Order {
			if err := d.settleEntry(&x.Order[i], act.KindIssue); err != nil {
				return err
			}
		}
		return nil
	}).offer = offering(func() []string { return f.app.entryWords(act.KindIssue) })
}

// worths are what options are worth, what issues weigh, and what could be lived
// with, one for each flag.
func (f *form) worths(x *act.Preference) {
	worth := f.flags.StringArray("worth", nil, "what an option is worth of 100, as `ISSUE:OPTION=NUMBER`; repeat it")
	f.add(&x.Issues, "worth", nil, func(d *desk) error {
		for i := range x.Issues { // of a file
			if err := d.settleEntry(&x.Issues[i].Issue, act.KindIssue); err != nil {
				return err
			}
		}
		return d.eachOption(x, "worth", *worth, func(o *act.OptionWorth, value string) { o.Worth = spanTyped(value) })
	})
	weight := f.flags.StringArray("weight", nil, "what an issue weighs, as `ISSUE=NUMBER`; repeat it")
	f.add(&x.Issues, "weight", nil, func(d *desk) error {
		for _, text := range *weight {
			ref, value, ok := strings.Cut(text, "=")
			if !ok {
				return usageError("--weight %q: want ISSUE=NUMBER, such as 7f3a09c41b22=50", text)
			}
			i, err := d.issueWorth(x, ref)
			if err != nil {
				return err
			}
			i.Weight = spanTyped(value)
		}
		return nil
	})
	live := f.flags.StringArray("live", nil, "whether an option could be lived with, as `ISSUE:OPTION=yes` or no; repeat it")
	f.add(&x.Issues, "live", nil, func(d *desk) error {
		return d.eachOption(x, "live", *live, func(o *act.OptionWorth, value string) { o.Live = value })
	})
}

// limit is the least that the seat could live with.
func (f *form) limit(x *act.Preference) {
	words := f.flags.String("limit-words", "", "the least that the seat could live with, in words")
	f.add(&x.Limit, "limit-words", func() error { x.Limit.Words = act.Tidy(*words); return nil }, nil)
	worth := f.flags.String("limit-worth", "", "the least that it could live with, of 100 of the whole, as a `number` or a range")
	f.add(&x.Limit, "limit-worth", func() error { x.Limit.Worth = spanTyped(*worth); return nil }, nil)
	choice := f.flags.StringArray("limit-choice", nil, "of a package that it could just live with, as `ISSUE:OPTION`; repeat it")
	f.add(&x.Limit, "limit-choice", func() error {
		x.Limit.Package = nil
		for _, text := range given(*choice) {
			ref, option, ok := strings.Cut(text, ":")
			if !ok {
				return usageError("--limit-choice %q: want ISSUE:OPTION, such as %q", text, "7f3a09c41b22:30 days")
			}
			x.Limit.Package = append(x.Limit.Package, act.Choice{Issue: ref, Option: act.Tidy(option)})
		}
		return nil
	}, func(d *desk) error {
		for i := range x.Limit.Package {
			if err := d.settleEntry(&x.Limit.Package[i].Issue, act.KindIssue); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachOption finds the option that each value of a flag speaks of.
func (d *desk) eachOption(x *act.Preference, flag string, values []string, set func(o *act.OptionWorth, value string)) error {
	for _, text := range values {
		ref, rest, ok := strings.Cut(text, ":")
		at := strings.LastIndex(rest, "=") // options may hold the sign, numbers do not
		if !ok || at < 0 {
			return usageError("--%s %q: want ISSUE:OPTION=VALUE, such as %q", flag, text, "7f3a09c41b22:30 days=40")
		}
		i, err := d.issueWorth(x, ref)
		if err != nil {
			return err
		}
		option := act.Tidy(rest[:at])
		n := slices.IndexFunc(i.Options, func(o act.OptionWorth) bool { return o.Option == option })
		if n < 0 {
			i.Options = append(slices.Clone(i.Options), act.OptionWorth{Option: option})
			n = len(i.Options) - 1
		}
		set(&i.Options[n], rest[at+1:])
	}
	return nil
}

// issueWorth is where a preference speaks of an issue; it begins to if it did
// not. Writings of an issue are the same issue.
func (d *desk) issueWorth(x *act.Preference, word string) (*act.IssueWorth, error) {
	e, err := d.entryOf(word, act.KindIssue)
	if err != nil {
		return nil, err
	}
	first := e.ID
	if v, ok := d.view.State.Version(e.ID); ok {
		first = v.First
		for i := range x.Issues {
			if id, err := d.entry(x.Issues[i].Issue); err == nil && v.Is(id.ID) {
				return &x.Issues[i], nil
			}
		}
	}
	x.Issues = append(slices.Clone(x.Issues), act.IssueWorth{Issue: ref(first)})
	return &x.Issues[len(x.Issues)-1], nil
}

// spanTyped reads a number or a range. What is no number is left to the act,
// which says so.
func spanTyped(text string) act.Span {
	low, high, _ := strings.Cut(strings.TrimSpace(text), "..")
	return act.Span{Low: strings.TrimSpace(low), High: strings.TrimSpace(high)}
}

// tidyWorths leaves out what states nothing and puts the rest into the order that
// acts ask for.
func tidyWorths(x *act.Preference) {
	var issues []act.IssueWorth
	for _, i := range x.Issues {
		i.Options = slices.DeleteFunc(slices.Clone(i.Options), func(o act.OptionWorth) bool { return o.Worth == (act.Span{}) && o.Live == "" })
		if len(i.Options) == 0 {
			i.Options = nil
		}
		if i.Weight != (act.Span{}) || i.Options != nil {
			issues = append(issues, i)
		}
	}
	slices.SortFunc(issues, func(a, b act.IssueWorth) int { return strings.Compare(a.Issue, b.Issue) })
	x.Issues = issues
	slices.SortFunc(x.Limit.Package, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
}
