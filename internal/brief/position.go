// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// PositionsReport is where seats stand, issue by issue: what each of them said
// apart from what somebody infers of it.
type PositionsReport struct {
	Footing
	AsOf      AsOf            `json:"as_of"`
	Seats     []SeatPositions `json:"seats"`     // the own seat first, then parties, then others of whom something is known
	Withdrawn []PositionLine  `json:"withdrawn"` // what was taken back
	Says      string          `json:"says"`
}

const positionSays = "What a seat said is kept apart from what somebody infers of it. Who reads an entry is named with it. " +
	"Where nothing is stated, nothing is stated here: that is neither agreement nor refusal, and other channels may hold more."

// SeatPositions is where one seat stands.
type SeatPositions struct {
	Seat      SeatRef         `json:"seat"`
	Role      string          `json:"role,omitempty"` // in the roster; absent for a seat that left
	You       bool            `json:"you"`
	Whole     IssuePosition   `json:"whole"`     // what concerns all issues
	Sheets    []PositionSheet `json:"sheets"`    // baskets that are shown together
	Elsewhere []IssuePosition `json:"elsewhere"` // on issues that are not on the agenda that is read here
}

// PositionSheet is three baskets at the most.
type PositionSheet struct {
	Baskets []PositionBasket `json:"baskets"`
}

// PositionBasket is a group of issues that are worked on together.
type PositionBasket struct {
	Basket string          `json:"basket"` // empty for issues that are in none
	Issues []IssuePosition `json:"issues"` // by when they were entered
}

// IssuePosition is where one seat stands on one issue.
type IssuePosition struct {
	Issue     *IssueRef      `json:"issue,omitempty"` // absent for the whole
	Said      []PositionLine `json:"said"`            // by the seat, or as it is reported to have said
	Inferred  []PositionLine `json:"inferred"`        // by whoever entered it
	NotStated []string       `json:"not_stated"`      // sorts (act.PositionSorts) of which nothing is said or inferred here
}

// PositionLine is one thing that is known of where a seat stands.
type PositionLine struct {
	Written
	Of      SeatRef     `json:"of"`
	Sort    string      `json:"sort"`  // a word of act.PositionSorts
	Basis   string      `json:"basis"` // a word of act.PositionBases
	Issue   *IssueRef   `json:"issue,omitempty"`
	Words   string      `json:"words,omitempty"`
	Quoted  bool        `json:"quoted,omitempty"`
	Number  *act.Figure `json:"number,omitempty"`  // of a range
	Contact *EntryLink  `json:"contact,omitempty"` // in which it was heard
	On      act.Moment  `json:"on,omitzero"`
	Alone   bool        `json:"alone"` // no other seat reads it
}

// Positions shows where seats stand.
func Positions(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) PositionsReport {
	f := newFaces(s, r)
	out := PositionsReport{Footing: footing(h, withheld), AsOf: at, Seats: []SeatPositions{}, Withdrawn: []PositionLine{}, Says: positionSays}
	known := map[string][]PositionLine{}
	for _, d := range inOrder(at, s.Versions(act.KindPosition), onPosition) {
		line := f.position(at, d)
		if line.Withdrawn != nil {
			out.Withdrawn = append(out.Withdrawn, line)
			continue
		}
		known[line.Of.Seat] = append(known[line.Of.Seat], line)
	}
	agenda := f.agenda(at)
	for _, seat := range f.positioned(known) {
		out.Seats = append(out.Seats, f.positionsOf(seat, known[seat], agenda))
	}
	return out
}

// All returns every line of the report, those taken back last.
func (r PositionsReport) All() []PositionLine {
	out := []PositionLine{}
	add := func(list []IssuePosition) {
		for _, i := range list {
			out = append(append(out, i.Said...), i.Inferred...)
		}
	}
	for _, seat := range r.Seats {
		add([]IssuePosition{seat.Whole})
		for _, sheet := range seat.Sheets {
			for _, b := range sheet.Baskets {
				add(b.Issues)
			}
		}
		add(seat.Elsewhere)
	}
	return append(out, r.Withdrawn...)
}

// positioned lists the seats that are shown: the own one first if it is a party
// or something is known of it, every party, and any other seat of which
// something is known.
func (f faces) positioned(known map[string][]PositionLine) []string {
	var out, gone []string
	if f.roster != nil {
		for _, seat := range f.roster.Seats {
			if seat.Role == record.RoleParty || len(known[seat.Name]) > 0 {
				out = append(out, seat.Name)
			}
		}
	}
	for seat := range known {
		if !slices.Contains(out, seat) {
			gone = append(gone, seat)
		}
	}
	slices.Sort(gone)
	rank := func(seat string) int {
		switch x := f.role(seat); {
		case seat == f.state.Seat():
			return 0
		case x == record.RoleParty:
			return 1
		case x != "":
			return 2
		}
		return 3
	}
	out = append(out, gone...)
	slices.SortStableFunc(out, func(a, b string) int { return rank(a) - rank(b) })
	return out
}

// role is what a seat is in the roster; empty for one that is not in it.
func (f faces) role(seat string) string {
	if f.roster == nil {
		return ""
	}
	if s := f.roster.Seat(seat); s != nil {
		return s.Role
	}
	return ""
}

// positionsOf lays out what is known of one seat on the agenda. Issues of which
// nothing is known are there too: silence is shown.
func (f faces) positionsOf(seat string, lines []PositionLine, agenda []agendaBasket) SeatPositions {
	out := SeatPositions{
		Seat: f.seat(seat), Role: f.role(seat), You: seat == f.state.Seat(), Sheets: []PositionSheet{}, Elsewhere: []IssuePosition{},
	}
	byIssue := map[string][]PositionLine{}
	var order []string
	for _, l := range lines {
		key := ""
		if l.Issue != nil {
			key = l.Issue.Issue
		}
		if _, ok := byIssue[key]; !ok {
			order = append(order, key)
		}
		byIssue[key] = append(byIssue[key], l)
	}
	out.Whole = issuePosition(nil, byIssue[""])
	listed := map[string]bool{"": true}
	for some := range slices.Chunk(agenda, sheetBaskets) {
		sheet := PositionSheet{}
		for _, b := range some {
			x := PositionBasket{b.name, []IssuePosition{}}
			for _, v := range b.issues {
				ref := f.issue(process.Ref(v.First))
				listed[ref.Issue] = true
				x.Issues = append(x.Issues, issuePosition(&ref, byIssue[ref.Issue]))
			}
			sheet.Baskets = append(sheet.Baskets, x)
		}
		out.Sheets = append(out.Sheets, sheet)
	}
	for _, key := range order {
		if !listed[key] {
			out.Elsewhere = append(out.Elsewhere, issuePosition(byIssue[key][0].Issue, byIssue[key]))
		}
	}
	return out
}

// issuePosition sets what was said apart from what is inferred, each by sort.
func issuePosition(issue *IssueRef, lines []PositionLine) IssuePosition {
	out := IssuePosition{Issue: issue, Said: []PositionLine{}, Inferred: []PositionLine{}, NotStated: []string{}}
	for _, sort := range act.PositionSorts() {
		n := len(out.Said) + len(out.Inferred)
		for _, l := range lines {
			switch {
			case l.Sort != sort:
			case l.Basis == act.Inferred:
				out.Inferred = append(out.Inferred, l)
			default:
				out.Said = append(out.Said, l)
			}
		}
		if len(out.Said)+len(out.Inferred) == n {
			out.NotStated = append(out.NotStated, sort)
		}
	}
	return out
}

func (f faces) position(at AsOf, d dated[act.Position]) PositionLine {
	x := &d.says
	out := PositionLine{
		Written: f.writtenAt(at, d.Version, x.Ground), Of: f.seat(x.Of), Sort: x.Sort, Basis: x.Basis, Issue: f.issueIf(x.Issue),
		Words: x.Words, Quoted: x.Quoted, Contact: f.link(x.Contact), On: x.On,
	}
	if x.Number != (act.Figure{}) {
		number := x.Number
		out.Number = &number
	}
	out.Alone = len(out.Readers) == 1 && out.Readers[0].Seat == f.state.Seat()
	return out
}
