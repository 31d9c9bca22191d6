// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// The forms of release: to ask, permit, put on the record, and show. They begin
// at an entry, and their readers follow from it.

func askForm() form {
	return form{
		name: "ask", kind: act.KindAsk, title: phrase.T("Ask to show these words to others"), aside: true,
		intro: phrase.T("The author of the entry is asked, in the channel in which it was written. Nothing is shown by asking."),
		seal:  phrase.T("Seal this request to {seats}", "seats", ""),
		fields: []field{
			{name: "entry", label: phrase.T("Entry"), kind: hiddenField, required: true},
			{name: "to", label: phrase.T("Who is to be shown it"), kind: seatsField, required: true, options: outsideOptions},
			{name: "how", label: phrase.T("What is asked for"), kind: choiceField, required: true, options: func(r *request) []option {
				return []option{
					{"words", r.p.T("The words, as they were written, with proof")},
					{"own-words", r.p.T("The idea, in our own words; nothing is shown")},
				}
			}},
			{name: "why", label: phrase.T("Why, for the author to read"), kind: shortField, most: 2000},
		},
		parse: func(r *request, v values) (act.Act, error) {
			id, err := node.ParseID(v.Get("entry"))
			if err != nil {
				return nil, err
			}
			var parts []int64
			if v.Get("how") == "words" {
				parts = r.partsOf(v.Get("entry"))
			}
			return node.Ask(id, parts, v.All("to"), v.Get("why")), nil
		},
	}
}

func grantForm() form {
	return form{
		name: "grant", kind: "disclose.grant", title: phrase.T("Permit that these words be shown"), aside: true,
		intro: phrase.T("You permit, on the record, that an entry of this seat be shown to the seats you name. The readers of the entry read the permission."),
		seal:  phrase.T("Seal this permission to {seats}", "seats", ""),
		fields: []field{
			{name: "entry", label: phrase.T("Entry"), kind: hiddenField, required: true},
			{name: "to", label: phrase.T("Who may be shown it"), kind: seatsField, required: true, options: outsideOptions},
			{name: "how", label: phrase.T("What is permitted"), kind: choiceField, required: true, options: func(r *request) []option {
				return []option{
					{"words", r.p.T("The words, as they were written, with proof")},
					{"own-words", r.p.T("The idea only, in the mediator’s own words; nothing is shown")},
				}
			}},
		},
		deed: func(r *request, d draft, v values, seal bool) (string, error) {
			if err := r.ownEntry(v.Get("entry")); err != nil || !seal {
				return "", errors.Join(err, r.mayWrite(d, "disclose.grant"))
			}
			id, err := r.node.Permit(r.Context(), v.Get("entry"), nil, v.All("to"), v.Get("how") == "own-words")
			return hex.EncodeToString(id[:]), err
		},
	}
}

func adoptForm() form {
	return form{
		name: "adopt", kind: "adopt.words", title: phrase.T("Put our words on the record"), aside: true,
		intro: phrase.T("You say on the record that words which this seat wrote without prejudice are yours. From then on their readers can prove them to others. This cannot be taken back once it has left this machine."),
		seal:  phrase.T("Put these words on the record before {seats}", "seats", ""),
		fields: []field{
			{name: "entry", label: phrase.T("Entry"), kind: hiddenField, required: true},
			{name: "sure", label: phrase.T("We mean to be held to these words"), kind: yesField, required: true},
		},
		deed: func(r *request, d draft, v values, seal bool) (string, error) {
			if err := r.ownEntry(v.Get("entry")); err != nil || !seal {
				return "", errors.Join(err, r.mayWrite(d, "adopt.words"))
			}
			id, err := node.ParseID(v.Get("entry"))
			if err == nil {
				id, err = r.node.AdoptWords(r.Context(), id)
			}
			return hex.EncodeToString(id[:]), err
		},
	}
}

func showForm() form {
	return form{
		name: "show", kind: "disclose", title: phrase.T("Show these words, with proof"), aside: true,
		intro: phrase.T("The seats you name are shown the words as their author signed them, with the proof that they are in the record and the permission of the author. Without a permission that covers these seats it is refused."),
		seal:  phrase.T("Show these words to {seats}", "seats", ""),
		fields: []field{
			{name: "entry", label: phrase.T("Entry"), kind: hiddenField, required: true},
		},
		deed: func(r *request, d draft, v values, seal bool) (string, error) {
			id, err := node.ParseID(v.Get("entry"))
			if err != nil {
				return "", err
			}
			if !seal {
				_, err := r.node.Disclosure(id, nil, r.others1(d.Audience))
				return "", errors.Join(r.explainRelease(err), r.mayWrite(d, "disclose"))
			}
			shown, err := r.node.Disclose(r.Context(), id, nil, r.others1(d.Audience))
			return hex.EncodeToString(shown[:]), r.explainRelease(err)
		},
	}
}

// others1 is an audience without the own seat.
func (r *request) others1(audience []string) []string {
	var out []string
	for _, s := range audience {
		if s != r.node.Seat() {
			out = append(out, s)
		}
	}
	return out
}

// outsideOptions are the seats other than the own one.
func outsideOptions(r *request) []option {
	var out []option
	for _, o := range seatOptions(r) {
		if o.Value != r.node.Seat() {
			out = append(out, o)
		}
	}
	return out
}

// ownEntry makes sure that this seat wrote an entry.
func (r *request) ownEntry(ref string) error {
	l, err := r.view.State.Find(ref)
	if err != nil {
		return brief.ErrNotOpened
	}
	if l.Author.Seat != r.node.Seat() {
		return &wrong{notYours(r.name(l.Author.Seat)), errors.New("only the author of an entry can permit that it be shown, or put it on the record")}
	}
	return nil
}

func notYours(author string) problem {
	return problem{
		status: 403,
		title:  func(p *lang.Printer) string { return p.T("Only its author can do this") },
		text: func(p *lang.Printer) string {
			return p.T("The entry was written by {seat}. Only its author permits that it be shown, or puts it on the record.", "seat", author)
		},
		todo: func(p *lang.Printer) string { return p.T("You can ask the author, from the page of the entry.") },
	}
}

// mayWrite asks the node whether an entry of a kind may go to an audience.
func (r *request) mayWrite(d draft, kind string) error {
	reg, err := node.ParseRegister(d.Register)
	if err != nil {
		return err
	}
	_, err = r.node.Check(node.Draft{Audience: d.Audience, Register: reg, Kind: kind})
	return err
}

// explainRelease puts a refused release into words of the page.
func (r *request) explainRelease(err error) error {
	switch {
	case errors.Is(err, node.ErrNoGrant):
		return errors.New(r.p.T("The author has not permitted that these words be shown to these seats. Ask first, from the page of the entry."))
	case errors.Is(err, node.ErrNotAdopted):
		return errors.New(r.p.T("The words were said without prejudice, and their author has not put them on the record."))
	case errors.Is(err, node.ErrNotWitnessed):
		return errors.New(r.p.T("No quorum has witnessed the entry yet. Try again when the other seats have synced."))
	}
	return err
}

// partsOf are the numbers of the parts of an entry.
func (r *request) partsOf(ref string) []int64 {
	id, err := node.ParseID(ref)
	if err != nil {
		return nil
	}
	e, ok := r.node.Entry(id)
	if !ok {
		return nil
	}
	var out []int64
	for i := range e.Statement().Parts {
		out = append(out, int64(i+1))
	}
	return out
}

// beginRelease begins one of these forms at an entry. Its readers are those of
// the entry; what is shown goes to the seats that are chosen.
func beginRelease(r *request) (answer, error) {
	f := findForm(r.PathValue("form"))
	l, err := r.view.State.Find(r.PathValue("ref"))
	switch {
	case f == nil || !f.aside:
		return answer{}, errNotFound
	case err != nil:
		return answer{}, brief.ErrNotOpened
	}
	ref := hex.EncodeToString(l.ID[:])
	d := draft{ID: node.NewDraftID(), Kind: f.name, Audience: l.Audience, Register: "record", Values: map[string][]string{"entry": {ref}}}
	switch f.name {
	case "ask":
		d.Register = string(l.Register)
		d.Values["how"] = []string{"words"}
	case "grant":
		d.Values["how"] = []string{"words"}
	case "withdrawal":
		d.Register = string(l.Register)
		if err := r.ownEntry(ref); err != nil {
			return answer{}, err
		}
	case "show":
		if d.Audience = r.PostForm["to"]; len(d.Audience) == 0 {
			return answer{to: "/entry/" + ref + "?choose=show#show"}, nil
		}
		d.Audience = append(d.Audience, r.node.Seat())
	}
	if to := r.PostForm["to"]; len(to) > 0 && f.name != "show" {
		d.Values["to"] = to
	}
	return answer{to: "/draft/" + d.ID}, r.node.SaveDraft(context.WithoutCancel(r.Context()), d)
}

// numbersText lists the numbers of parts.
func numbersText(parts []int64) string {
	out := ""
	for i, n := range parts {
		if i > 0 {
			out += ", "
		}
		out += strconv.FormatInt(n, 10)
	}
	return out
}
