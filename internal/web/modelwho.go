// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
)

// whoPage asks what the model asks, and who decides in it.
type whoPage struct {
	modelPage
	Name, Words string
	Rows        []whoRow // the last is blank
	Ground      []fieldView
	Opened      bool
}

type whoRow struct {
	Field         string // its beginning
	Number        int
	ID, Name, Why string
	Seats, Bases  []optionView
	Blank         bool
}

func showWho(e *modeling, _ int, head modelPage) any {
	v := values(e.d.Values)
	out := whoPage{modelPage: head, Name: e.m.Title, Words: e.m.Words, Ground: showFields(e.r, groundFields(false, false), v, nil, ""), Opened: v.Get("mark") != "" || v.Get("teller") != ""}
	for n, x := range append(slices.Clone(e.m.DMs), brief.DraftDM{}) {
		blank := n == len(e.m.DMs)
		if blank && x.Basis == "" {
			x.Basis = act.Inferred
		}
		row := whoRow{Field: "dms." + strconv.Itoa(n), Number: n + 1, ID: x.ID, Name: x.Name, Why: x.Why, Blank: blank}
		row.Seats = chosenOf(append([]option{{"", e.r.p.T("none: it takes no part")}}, seatOptions(e.r)...), x.Seat)
		row.Bases = chosenOf(termOptions("basis", act.PositionBases())(e.r), x.Basis)
		out.Rows = append(out.Rows, row)
	}
	return out
}

// chosenOf marks the choice that stands.
func chosenOf(list []option, chosen string) (out []optionView) {
	for _, o := range list {
		out = append(out, optionView{Value: o.Value, Label: o.Label, Chosen: o.Value == chosen})
	}
	return out
}

func takeWho(e *modeling, _ int, do string, sent url.Values) (mistakes, bool) {
	if sent.Has("title") {
		e.m.Title = act.Tidy(sent.Get("title"))
	}
	if sent.Has("words") {
		e.m.Words = act.Tidy(sent.Get("words"))
	}
	was := e.m.DMs
	var have []namedRow
	for _, d := range was {
		have = append(have, namedRow{d.ID, d.Name})
	}
	e.m.DMs = nil
	for _, row := range e.pairRows(brief.DraftWho, "dms", have, nil, sent) {
		x := brief.DraftDM{}
		if row.Was >= 0 {
			x = was[row.Was]
		}
		if x.ID = row.ID; row.N >= 0 {
			at := "dms." + strconv.Itoa(row.N)
			x.Name, x.Seat, x.Basis, x.Why = line(sent.Get(at+".name")), sent.Get(at+".seat"), sent.Get(at+".basis"), act.Tidy(sent.Get(at+".why"))
		}
		e.m.DMs = append(e.m.DMs, x)
	}
	fields := groundFields(false, false)
	v := typed(fields, sent)
	for name := range e.d.Values {
		if name == "mark" || name == "teller" || strings.HasPrefix(name, "sources.") {
			delete(e.d.Values, name)
		}
	}
	for name, x := range v {
		if strings.Join(x, "") != "" {
			e.d.Values[name] = x
		}
	}
	values(e.d.Values).dropEmptyRows(fields)
	switch cut := cutRow(do, "dms", sent, e.m.DMIDs()); {
	case cut >= 0:
		e.m = e.m.WithoutDM(cut)
		e.focusOn("dms." + strconv.Itoa(len(e.m.DMs)) + ".name")
		return nil, true
	case do == "add":
		e.focusOn("dms." + strconv.Itoa(len(e.m.DMs)) + ".name")
		return nil, true
	}
	return nil, false
}

// line is a text on one line.
func line(text string) string { return strings.Join(strings.Fields(act.Tidy(text)), " ") }

// canPage asks what each can do, one thing in each row.
type canPage struct {
	modelPage
	Rows []canRow // the last is blank
	None bool     // nobody decides yet
}

type canRow struct {
	Field    string
	Number   int
	ID, Name string
	Owners   []optionView
	Ways     []optionView
	Entries  []optionView
	Stands   bool // for an entry
	Blank    bool
}

// directionOptions are the ways in which an option can change.
func directionOptions(r *request) []option {
	return []option{
		{"both", r.p.T("both ways")}, {"forward", r.p.T("only taken")}, {"back", r.p.T("only given up")},
	}
}

func showOptions(e *modeling, _ int, head modelPage) any {
	out := canPage{modelPage: head, None: len(e.m.DMs) == 0}
	owners := []option{}
	for _, d := range e.m.DMs {
		owners = append(owners, option{d.ID, e.whose(d.ID)})
	}
	owners = append(owners, option{"", e.r.p.T("nobody: it never changes")})
	blank := brief.DraftOption{Direction: "both"}
	if n := len(e.m.Options); n > 0 {
		blank.DM = e.m.Options[n-1].DM
	} else if len(e.m.DMs) > 0 {
		blank.DM = e.m.DMs[0].ID
	}
	for n, x := range append(slices.Clone(e.m.Options), blank) {
		if x.Direction == "" {
			x.Direction = "both"
		}
		row := canRow{Field: "options." + strconv.Itoa(n), Number: n + 1, ID: x.ID, Name: x.Name, Stands: x.Entry != "", Blank: n == len(e.m.Options)}
		row.Owners, row.Ways, row.Entries = chosenOf(owners, x.DM), chosenOf(directionOptions(e.r), x.Direction), e.standsFor(x.Entry)
		if x.DM != "" && !slices.Contains(e.m.DMIDs(), x.DM) {
			row.Owners = append(row.Owners, optionView{Value: x.DM, Label: x.DM, Chosen: true})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// standsFor are the entries that an option or an instrument can stand for.
func (e *modeling) standsFor(chosen string) []optionView {
	out := chosenOf(e.r.once("stands", listStands), chosen)
	if chosen != "" && !slices.ContainsFunc(out, func(o optionView) bool { return o.Chosen }) {
		out = append(out, optionView{Value: chosen, Label: e.r.titleOf(chosen), Chosen: true})
	}
	return out
}

// maxStands is how many entries are offered; others can be given on the page of the
// model as a file.
const maxStands = 60

func listStands(r *request) []option {
	out := []option{{"", r.p.T("none")}}
	for _, kind := range []string{act.KindLeverage, act.KindCommitment, act.KindProposal} {
		list := r.view.State.Versions(kind)
		for _, v := range slices.Backward(list) {
			if v.Withdrawn == nil && len(out) <= maxStands {
				ref := hex.EncodeToString(v.First[:])
				out = append(out, option{ref, kindFor(r.p, kind) + ": " + cutTitle(r.titleOf(ref))})
			}
		}
	}
	return out
}

// cutTitle cuts a title that would make a list of choices too wide.
func cutTitle(text string) string {
	if r := []rune(text); len(r) > 70 {
		return string(r[:69]) + "…"
	}
	return text
}

func takeOptions(e *modeling, _ int, do string, sent url.Values) (mistakes, bool) {
	if sent.Has("options.0.name") {
		var have []namedRow
		for _, o := range e.m.Options {
			have = append(have, namedRow{o.ID, o.Name})
		}
		was, rows := slices.Clone(e.m.Options), []brief.DraftOption{}
		for _, row := range e.pairRows(brief.DraftOptions, "options", have, e.toolIDs(), sent) {
			if row.Was >= 0 {
				was[row.Was].ID = row.ID // of one whose name is still being typed
			}
			if row.N < 0 {
				rows = append(rows, was[row.Was])
				continue
			}
			at := "options." + strconv.Itoa(row.N)
			rows = append(rows, brief.DraftOption{ID: row.ID, Name: line(sent.Get(at + ".name")), DM: sent.Get(at + ".dm"), Direction: sent.Get(at + ".direction"), Entry: sent.Get(at + ".entry")})
		}
		e.m.Options = was
		e.m = e.m.WithOptions(rows)
	}
	switch cut := cutRow(do, "options", sent, e.optionIDs()); {
	case cut >= 0:
		e.m = e.m.WithoutOption(cut)
		e.focusOn("options." + strconv.Itoa(len(e.m.Options)) + ".name")
		return nil, true
	case do == "add":
		e.focusOn("options." + strconv.Itoa(len(e.m.Options)) + ".name")
		return nil, true
	}
	return nil, false
}
