// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
)

// packagePage is one package: what it gives, beside another, and what is to be
// gained from it on.
type packagePage struct {
	dayed
	*brief.PackageReport
	Rows    []settledRow
	Outlook *brief.PackageOutlook
	Own     *brief.OtherPackage  // the most for the own seat at no cost to anybody
	Others  []brief.OtherPackage // the most for another
	Beyond  []option             // packages that it can be held beside
	With    string
	Costs   []priceChoice // changes that cost somebody
	Change  string        // of them, the one that was asked for
	Again   bool
	Back    bool
	Counts  bool // the own seat is a party of the case

	r *request
}

// settledRow is how the package settles one issue, and what that gives each party
// of which a preference is held.
type settledRow struct {
	Issue  brief.IssueRef
	Basket string
	Begins bool                // the first of its basket
	Option string              // empty: left open
	Shares []*brief.IssueShare // by party; nil where the party has not stated enough
}

// priceChoice is a change of the package that can be asked about.
type priceChoice struct {
	Value string // as choiceValue writes it
	brief.BesideChange
}

// outlookTime is how long a page waits for what is to be gained. Where it does not
// suffice the page says so.
const outlookTime = 3 * time.Second

func buildPackage(r *request) (any, lane, error) {
	return r.packagePage(r.URL.Query().Get("with"), "")
}

// askPrice shows the page of a package with what would make up for one change. The
// change stands in no address.
func askPrice(r *request) (answer, error) {
	content, l, err := r.packagePage("", act.Tidy(r.PostForm.Get("change")))
	if err != nil {
		return answer{}, err
	}
	i := slices.IndexFunc(pages(), func(p page) bool { return p.template == "package" })
	return answer{page: &pages()[i], content: content, lane: l, fine: true}, nil
}

func (r *request) packagePage(with, change string) (any, lane, error) {
	first, err := r.firstOf(act.KindProposal)
	if err != nil {
		return nil, lane{}, err
	}
	at, day := r.asOf()
	board := r.board(at)
	if _, ok := board.Package(with); !ok || with == first {
		with = ""
	}
	rep, err := remembered(r, fmt.Sprintf("terms %v %s %s", at, first, with), func() (*brief.PackageReport, error) { return board.Terms(first, with) })
	if errors.Is(err, brief.ErrNoPackage) {
		return nil, lane{}, errNotFound
	}
	if err != nil {
		return nil, lane{}, err
	}
	out := packagePage{dayed: day, PackageReport: rep, With: with, Change: change, Rows: settledRows(board, rep), r: r}
	for _, p := range board.Packages {
		if p.First != first {
			out.Beyond = append(out.Beyond, option{p.First, p.Title})
		}
	}
	if out.Outlook, err = r.outlook(at, first, change); err != nil {
		return nil, lane{}, err
	}
	for _, p := range out.Outlook.Parties {
		out.Counts = out.Counts || p.You
	}
	for i, x := range out.Outlook.More {
		if x.For.Seat == r.node.Seat() {
			out.Own = &out.Outlook.More[i]
		} else {
			out.Others = append(out.Others, x)
		}
	}
	for _, x := range out.Outlook.Prices {
		if x.Allowed && slices.ContainsFunc(x.Gains, func(g brief.SeatGain) bool { return strings.HasPrefix(g.More, "-") }) {
			out.Costs = append(out.Costs, priceChoice{choiceValue(x.Issue.Issue, x.To), x.BesideChange})
		}
	}
	out.Again, out.Back = r.rewrites(rep.Package.Entry)
	r.title = rep.Package.Title
	return out, r.ownLane(), nil
}

// settledRows are the issues that a package settles, or that a party counts though
// it leaves them open, in the order of the agenda.
func settledRows(b *brief.PackageBoard, rep *brief.PackageReport) (out []settledRow) {
	row := func(issue brief.IssueRef, basket, option string) {
		x := settledRow{Issue: issue, Basket: basket, Option: option, Begins: len(out) == 0 || out[len(out)-1].Basket != basket}
		counted := option != ""
		for t := range rep.Terms {
			i := slices.IndexFunc(rep.Terms[t].Shares, func(s brief.IssueShare) bool { return s.Issue == issue.Issue })
			if i < 0 {
				x.Shares = append(x.Shares, nil)
				continue
			}
			x.Shares, counted = append(x.Shares, &rep.Terms[t].Shares[i]), true
		}
		if counted {
			out = append(out, x)
		}
	}
	rest := slices.Clone(rep.Package.Choices)
	for _, issue := range b.Issues {
		option := ""
		if i := slices.IndexFunc(rest, func(k brief.PackageChoice) bool { return k.Issue.Issue == issue.Issue }); i >= 0 {
			option = rest[i].Option
			rest = slices.Delete(rest, i, i+1)
		}
		row(issue.IssueRef, issue.Basket, option)
	}
	for _, k := range rest { // not on the agenda any more
		row(k.Issue, "", k.Option)
	}
	return out
}

// outlook is what is to be gained from a package on. One that took too long is
// remembered like any other, so that a page waits for it once; one that nobody waited
// for is not.
func (r *request) outlook(at brief.AsOf, first, change string) (*brief.PackageOutlook, error) {
	return remembered(r, fmt.Sprintf("outlook %v %s %s", at, first, change), func() (*brief.PackageOutlook, error) {
		done, err := r.server.turn(r.Context())
		if err != nil {
			return nil, err
		}
		defer done()
		ctx, stop := context.WithTimeout(r.Context(), outlookTime)
		defer stop()
		asked := act.Choice{}
		if list := choicesOf([]string{change}); len(list) > 0 {
			asked = list[0]
		}
		out, err := brief.Outlook(ctx, r.heldCase(at), first, asked)
		if err == nil && r.Context().Err() != nil {
			err = r.Context().Err()
		}
		return out, err
	})
}

// Columns is how many columns the table of what it settles has.
func (p packagePage) Columns() int { return 2 + 2*len(p.Parties) }

// Tables reports whether the package can be put to the parties from here: it is
// internal, and of the own seat.
func (p packagePage) Tables() bool {
	return p.Package.Stage == act.Internal && p.Package.Withdrawn == nil && p.Package.By.Seat == p.r.node.Seat()
}

// Ask begins a note to the own delegation about the package.
func (p packagePage) Ask() begun {
	return begun{
		Form: "note", Label: p.r.p.T("Ask internally"), Register: "wp", Readers: p.r.refs([]string{p.r.node.Seat()}),
		Values: [][2]string{{"text", p.r.p.T("On the package “{title}”:", "title", p.Package.Title) + " "}},
	}
}

// Like begins a package with the same choices.
func (p packagePage) Like() begun {
	return p.r.buildPackage(p.r.p.T("Build one like it"), p.Package.Title, p.Package.Choices)
}

// Build begins another package that the page names.
func (p packagePage) Build(x brief.OtherPackage) begun {
	return p.r.buildPackage(p.r.p.T("Build this package"), p.Package.Title, x.Choices)
}

// inPoints writes a number of 100 with at most one decimal and without its sign, in
// the language of the page: what is less than nothing is said in words.
func inPoints(r *request, number string) string {
	x, ok := new(big.Rat).SetString(number)
	if !ok {
		return number
	}
	if x.Sign() != 0 && x.Abs(x).Cmp(big.NewRat(5, 100)) < 0 {
		return r.p.T("less than {number}", "number", r.p.Decimal("0.1"))
	}
	return r.p.Decimal(strings.TrimSuffix(x.FloatString(1), ".0"))
}
