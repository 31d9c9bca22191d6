// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
)

// editDraft answers the buttons of a form: check, save, throw away, one more
// row, one row less. Whatever the button, what was typed is kept.
func editDraft(r *request) (answer, error) {
	d, f, err := r.draft()
	if err != nil {
		return answer{}, err
	}
	if f.home != "" {
		return answer{to: f.home + d.ID}, nil
	}
	public := d.Values[publicValue]
	d.Values = typed(f.fields, r.PostForm)
	if len(public) > 0 {
		d.Values[publicValue] = public
	}
	do, arg, _ := strings.Cut(r.PostForm.Get("do"), ":")
	switch do {
	case "check", "":
		values(d.Values).dropEmptyRows(f.fields)
	case "drop":
		return answer{to: "/write"}, r.node.DropDraft(r.Context(), d.ID)
	case "add":
		if group, first, ok := strings.Cut(arg, ":"); ok {
			values(d.Values).addRowWith(f.fields, group, act.Tidy(first))
		} else {
			values(d.Values).addRow(f.fields, arg)
		}
	case "cut":
		group, i, _ := strings.Cut(arg, ":")
		n, err := strconv.Atoi(i)
		if err != nil || n < 0 {
			return answer{}, errNotFound
		}
		values(d.Values).cutRow(group, n)
	}
	if err := r.node.SaveDraft(r.Context(), d); err != nil {
		return answer{}, err
	}
	here := answer{page: &page{title: f.title, template: "draft", place: f.about}, lane: r.draftLane(d)}
	switch do {
	case "save":
		return answer{to: "/write"}, nil
	case "quiet": // of the script, which stays where it is
		return answer{}, nil
	case "add", "cut":
		here.content = r.draftPage(d, f, nil)
		return here, nil
	}
	var wrong mistakes
	if _, err := f.read(r, d.Values); errors.As(err, &wrong) {
		here.content = r.draftPage(d, f, wrong)
		return here, nil
	} else if err != nil {
		return answer{}, err
	}
	return answer{to: "/draft/" + d.ID + "/check"}, nil
}

// checkPage is the last look before an entry is sealed.
type checkPage struct {
	draft
	Title   string
	Seal    string // words of the button
	Kind    string
	Readers []brief.SeatRef
	Others  []brief.SeatRef
	Plenary bool
	Answers []answered
	Whole   act.Act  // shown in their place
	Rules   []string // what who learns
	About   *brief.EntryReport
	Again   bool
	Stamp   string
	Hold    time.Duration
	ByHand  bool
	Refusal string         // why it cannot be sealed
	Seat    string         // whose keys stop it, when that is the reason
	Stops   []stop         // passages that came only from other channels
	Public  []publicSource // passages that are said to be public
	Package *packageCheck  // what is open in a package, and what some could not live with
	Gate    *gateStop      // owners of issues that were not consulted
	Devices map[string]int
}

func buildCheck(r *request) (any, lane, error) {
	d, f, err := r.draft()
	if err != nil {
		return nil, lane{}, err
	}
	a, err := f.read(r, d.Values)
	if err != nil {
		return nil, lane{}, &wrong{problemForm, err}
	}
	out := checkPage{
		draft: d, Title: r.p.T(f.title), Kind: f.kind, Readers: r.refs(d.Audience), Others: r.refs(r.others(d.Audience)),
		Plenary: r.plenary(d.Audience), Answers: f.summary(r, d.Values), Stamp: stampOf(d), Hold: r.server.opt.Hold, ByHand: r.hub == nil,
		Devices: map[string]int{},
	}
	out.Seal = r.p.T(f.seal, "seats", r.names(r.others1(d.Audience)))
	if f.whole {
		out.Answers, out.Whole = nil, a
	}
	about := r.draftPage(d, f, nil)
	out.About, out.Again, out.Rules = about.About, about.Again, about.Rules
	if v := r.view.Roster; v != nil {
		for _, s := range v.Seats {
			out.Devices[s.Name] = len(s.Devices)
		}
	}
	out.Gate, out.Package = r.gateOf(f, d, a), r.packageCheckOf(d, a)
	if err := r.try(f, d, a); err != nil && (out.Gate == nil || !out.Gate.Alone) {
		out.Refusal = r.refusal(err)
		var keys *node.UnconfirmedError
		if errors.As(err, &keys) {
			out.Seat = keys.Seat
		}
	}
	if out.Stops, err = r.stops(d, a); err != nil {
		return nil, lane{}, err
	}
	out.Public = publicOf(d)
	return out, r.draftLane(d), nil
}

// calledIn puts what seats are called in the place of their names in the roster,
// in a reason that the program gives.
func (r *request) calledIn(reason string) string {
	var swaps []string
	for _, seat := range r.roster() {
		for _, after := range []string{" ", ":", ",", ";", ")"} {
			swaps = append(swaps, "seat "+seat+after, "seat "+r.name(seat)+after)
		}
	}
	return strings.NewReplacer(swaps...).Replace(reason)
}

// try asks the node whether a draft could be sealed. It writes nothing.
func (r *request) try(f *form, d draft, a act.Act) error {
	if f.deed != nil {
		_, err := f.deed(r, d, d.Values, false)
		return err
	}
	x, err := r.nodeDraft(d, a)
	if err == nil {
		_, err = r.node.Check(x)
	}
	return err
}

func (r *request) nodeDraft(d draft, a act.Act) (node.Draft, error) {
	reg, err := node.ParseRegister(d.Register)
	return node.Draft{Audience: d.Audience, Register: reg, Act: a}, err
}

// names lists seats in a sentence.
func (r *request) names(seats []string) string {
	var out []string
	for _, s := range r.refs(seats) {
		out = append(out, s.Name)
	}
	if len(out) == 0 {
		return r.name(r.node.Seat())
	}
	return strings.Join(out, ", ")
}

// sealDraft signs and seals what was checked, and nothing that was typed since.
func sealDraft(r *request) (answer, error) {
	d, f, err := r.draft()
	if err != nil {
		return answer{}, err
	}
	again := answer{to: "/draft/" + d.ID + "/check"}
	if r.PostForm.Get("stamp") != stampOf(d) {
		return again, nil
	}
	a, err := f.read(r, d.Values)
	if err != nil {
		return answer{to: "/draft/" + d.ID}, nil
	}
	if found, err := r.stops(d, a); err != nil || len(found) > 0 {
		return again, err
	}
	if r.try(f, d, a) != nil {
		return again, nil
	}
	var ref string
	if f.deed != nil {
		if ref, err = f.deed(r, d, d.Values, true); err != nil {
			return answer{}, err
		}
	} else {
		x, err := r.nodeDraft(d, a)
		if err != nil {
			return answer{}, err
		}
		x.Cleared = true // nothing stops it any more, see above
		id, err := r.node.Post(r.Context(), x)
		if err != nil {
			return answer{}, err
		}
		ref = hex.EncodeToString(id[:])
	}
	r.desk.keepSealed(ref, d)
	r.desk.holdUntil(r.server.opt.Now().Add(r.server.opt.Hold))
	r.desk.ask()
	r.desk.tell()
	return answer{to: "/receipt/" + ref}, r.node.DropDraft(r.Context(), d.ID)
}
