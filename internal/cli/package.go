// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/process"
)

func (a *app) packageCommands() *cobra.Command {
	return a.noun("package", "Packages: proposals that choose an option of each of their issues",
		`A package settles several issues at once. Beside it stands what it is worth to
each party of which your seat holds a preference, in that party's own points:
those of two parties are not to be compared. A package is written as a proposal
with --choice.`,
		`  parley package list
  parley package show 7f3a09c41b22
  parley package compare 7f3a09c41b22 41c09b7f22aa
  parley proposal add --title "Middle ground" --choice "9c41b227f3a0=90 days" --to OWN-SEAT`,
		a.packageList(), a.packageShow(), a.packageCompare())
}

// board is every package as this seat reads it.
func (d *desk) board(at brief.AsOf) *brief.PackageBoard {
	s, r, h, w := d.basis()
	return brief.Board(s, r, h, w, at)
}

func (a *app) packageList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:   "list",
		short: "List packages, and what each is worth to whom",
		long: `Lists packages by when they were put: the stage, whose offer it is, how many of
the issues with options it settles, and what it is worth of 100 to each party of
which a preference is held here, with how it stands to that party's limit. What
is not stated is listed as that, and is not zero.`,
		example: "  parley package list\n  parley package list --until 2025-06-02 --csv packages.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		x := d.board(at)
		out := report{name: "package.list", data: x, texts: boardTexts(len(x.Issues), len(x.Parties), len(x.Refused), len(x.Packages))}
		out.grounds(x.Footing)
		l := newListing("packages", col{name: "stage"}, col{name: "offer of"}, col{name: "settles"}, col{name: "worth of 100"}, col{name: "title"})
		for i := range x.Packages {
			p := &x.Packages[i]
			offer := "nobody"
			if p.Offer != nil {
				offer = seatName(*p.Offer)
			}
			var worth []string
			for _, w := range p.Worth {
				worth = append(worth, seatName(w.Seat)+": "+worthSays(w))
			}
			l.add(&p.Written, p.Stage, offer, fmt.Sprintf("%d of %d", len(x.Issues)-len(p.Open), len(x.Issues)), strings.Join(worth, "; "), p.Title)
		}
		l.note = x.Says
		out.tables = append(out.tables, notHeld(x.Without))
		return out, l, nil
	})
	day.flags(c)
	return c
}

// boardTexts names the fields of a board that hold opened text.
func boardTexts(issues, parties, refused, packages int) []string {
	return slices.Concat(texts("issues", issues > 0), texts("parties", parties > 0), texts("refused", refused > 0), texts("packages", packages > 0))
}

// notHeld lists the parties of which no preference is held.
func notHeld(seats []brief.SeatRef) table {
	t := table{title: "nothing held", cols: []col{{name: "seat"}}}
	for _, s := range seats {
		t.add(seatName(s))
	}
	return t
}

// worthSays prints what a package is worth to a party, and how it stands to the
// limit of that party.
func worthSays(w brief.PackageWorth) string {
	if w.Worth == nil {
		if w.State == brief.WorthUnvalued {
			return "not stated for an option that it chooses"
		}
		return "not stated"
	}
	return spanOf(*w.Worth) + " (" + w.State + "; limit: " + w.Limit + ")"
}

func spanOf(w brief.Worth) string {
	if w.Ranged() {
		return w.Low + " .. " + w.High
	}
	return w.Middle
}

// packageOf is the package that a word names, by its first writing.
func (d *desk) packageOf(word string) (string, error) {
	e, err := d.entryOf(word, act.KindProposal)
	if err != nil {
		return "", err
	}
	v, ok := d.view.State.Version(e.ID)
	if !ok {
		return "", brief.ErrNotOpened
	}
	if p, _ := v.Act.(act.Proposal); len(p.Choices) == 0 {
		return "", usageError("the proposal %s chooses no options, so it is no package", word).hint(d.app.line("proposal show " + shortRef(e.ID)))
	}
	return process.Ref(v.First), nil
}

func (a *app) packageShow() *cobra.Command {
	var beside string
	c := a.readingOf(act.KindProposal, verb{
		use:   "show REF",
		short: "Show one package in the terms of each party that is held, issue by issue",
		long: `Shows what a package gives each party of which a preference is held here, issue
by issue: of the 100 of the whole, and what the best option of the issue would
give. With --beside it says what another package changes, and what that gives
each party more.`,
		example: "  parley package show 7f3a09c41b22\n  parley package show 7f3a09c41b22 --beside 41c09b7f22aa",
	}, func(d *desk, e opened) (report, error) {
		first, err := d.packageOf(process.Ref(e.ID))
		if err != nil {
			return report{}, err
		}
		other := ""
		if beside != "" {
			if other, err = d.packageOf(beside); err != nil {
				return report{}, err
			}
		}
		x, err := d.board(a.today()).Terms(first, other)
		if err != nil {
			return report{}, packageGone(err)
		}
		out := report{name: "package.show", data: x, tables: packageTables(x), texts: []string{"package", "parties", "terms", "beside"}}
		out.grounds(x.Footing)
		return out, nil
	})
	c.Flags().StringVar(&beside, "beside", "", "another package, by its `ref`")
	return c
}

// packageGone says of a package that stands on no board what became of it.
func packageGone(err error) error {
	return failure(exitFailed, "%v; one that was taken back is not among them", err)
}

func packageTables(x *brief.PackageReport) []table {
	t := table{title: "package", card: true}
	t.add("title", x.Package.Title)
	t.add("stage", x.Package.Stage)
	if x.Package.Offer != nil {
		t.add("offer of", seatName(*x.Package.Offer))
	}
	for _, w := range x.Package.Worth {
		t.add("worth to "+w.Seat.Name, worthSays(w))
	}
	t.add("leaves open", issueNames(x.Package.Open))
	writtenCard(&t, &x.Package.Written)
	t.filled()
	terms := table{title: "terms", note: x.Says, cols: []col{{name: "party"}, {name: "issue"}, {name: "gives"}, {name: "at most"}, {name: "settled by"}}}
	for _, p := range x.Terms {
		for _, s := range p.Shares {
			terms.add(seatName(p.Seat), issueName(&s.IssueRef), spanOf(s.Gives), spanOf(s.Most), openOr(s.Option))
		}
	}
	out := []table{t, terms, notHeld(x.Without)}
	if b := x.Beside; b != nil {
		changes := table{title: "beside", note: "What " + b.Title + " settles otherwise.", cols: []col{{name: "issue"}, {name: "from"}, {name: "to"}}}
		for _, k := range b.Changes {
			changes.add(issueName(&k.Issue), openOr(k.From), openOr(k.To))
		}
		more := table{title: "gives more", cols: []col{{name: "party"}, {name: "of 100"}, {name: "sign"}}}
		for _, m := range b.More {
			of := "not stated"
			if m.More != nil {
				of = spanOf(*m.More)
			}
			more.add(seatName(m.Seat), of, m.Sign)
		}
		out = append(out, changes, more)
	}
	return out
}

// openOr is an option, or that an issue is left open.
func openOr(option string) string {
	if option == "" {
		return "left open"
	}
	return option
}
