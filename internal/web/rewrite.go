// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"errors"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// A seat writes its own entry again, or takes it back. Both are new entries to
// the readers of the old one, which stays in the record and is shown as what it
// was.

func withdrawalForm() form {
	return form{
		name: "withdrawal", kind: act.KindWithdrawal, title: phrase.T("Take an entry back"), aside: true,
		intro: phrase.T("The entry stays in the record and is shown as withdrawn, with the reason. Its readers read this too."),
		seal:  phrase.T("Seal this withdrawal to {seats}", "seats", ""),
		fields: []field{
			{name: "entry", label: phrase.T("Entry"), kind: hiddenField, required: true},
			{name: "why", label: phrase.T("Why"), kind: shortField, most: 2000},
		},
	}
}

// rewrites reports what this seat may do with an entry of a register that it
// wrote: write it again, take it back.
func (r *request) rewrites(ref string) (again, back bool) {
	id, err := node.ParseID(ref)
	if err != nil {
		return false, false
	}
	v, ok := r.view.State.Version(id)
	if !ok || v.Author.Seat != r.node.Seat() || v.Withdrawn != nil {
		return false, false
	}
	switch v.Act.(type) {
	case act.Title, act.SeatName, act.Ask, act.Withdrawal:
		return false, false
	}
	return formOf(v.Kind) != nil, true
}

// beginAgain begins a draft that takes the place of an entry: it holds what the
// writing in force says.
func beginAgain(r *request) (answer, error) {
	id, err := node.ParseID(r.PathValue("ref"))
	if err != nil {
		return answer{}, brief.ErrNotOpened
	}
	v, ok := r.view.State.Version(id)
	if !ok {
		return answer{}, brief.ErrNotOpened
	}
	ref := hex.EncodeToString(v.ID[:])
	if err := r.ownEntry(ref); err != nil {
		return answer{}, err
	}
	f := formOf(v.Kind)
	if x, ok := v.Act.(act.Proposal); ok && len(x.Choices) > 0 {
		f = findForm(packageForm().name)
	}
	if again, _ := r.rewrites(ref); f == nil || !again {
		return answer{}, &wrong{problemRewrite, errUnwritable}
	}
	d := draft{ID: node.NewDraftID(), Kind: f.name, Audience: r.remaining(v.Audience), Register: string(v.Register)}
	if f.fill != nil {
		d.Values = f.fill(v.Act)
	} else if d.Values, err = valuesOf(v.Act, f.fields); errors.Is(err, errUnwritable) {
		return answer{}, &wrong{problemRewrite, err}
	} else if err != nil {
		return answer{}, err
	}
	d.Values["amends"] = []string{ref}
	return answer{to: "/draft/" + d.ID}, r.node.SaveDraft(r.Context(), d)
}

// problemRewrite is the page of an entry that no form can write again.
var problemRewrite = problem{
	409,
	func(p *lang.Printer) string { return p.T("This entry cannot be written again here") },
	func(p *lang.Printer) string {
		return p.T("It was withdrawn, or no form of these pages can hold all that it says.")
	},
	func(p *lang.Printer) string { return p.T("Take it back and enter it anew, or use the command line.") },
}
