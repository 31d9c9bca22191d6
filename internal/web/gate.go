// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"net/url"

	"parley/internal/act"
	"parley/internal/brief"
)

// gateStop is what holds a proposal back from the parties: seats that own its
// issues and were not consulted, as far as is known here.
type gateStop struct {
	Waits   []brief.GateWait
	Unknown []string // issues that are not opened here
	Consult string   // address of the form that records the consultation
	Alone   bool     // nothing else stands in the way
}

// gateOf looks at the gate of an act that is about to be sealed; nil when none
// is closed.
func (r *request) gateOf(f *form, d draft, a act.Act) *gateStop {
	x, ok := a.(act.Proposal)
	if !ok || x.Stage != act.Tabled || x.Override != "" {
		return nil
	}
	g := r.view.State.Gate(r.node.Seat(), x)
	if g.Open {
		return nil
	}
	out := &gateStop{Unknown: g.Unknown}
	to := url.Values{"form": {"consultation"}}
	for _, o := range g.Owners {
		if o.Cleared() {
			continue
		}
		issue, _ := o.Issue.Act.(act.Issue)
		ref := hex.EncodeToString(o.Issue.First[:])
		out.Waits = append(out.Waits, brief.GateWait{Seat: r.refs([]string{o.Seat})[0], Issue: brief.IssueRef{Issue: ref, Title: issue.Title, Opened: true}})
		to.Add("v.with", o.Seat)
		to.Add("v.issues", ref)
		to.Add("to", o.Seat)
	}
	out.Consult = "/write?" + to.Encode()
	x.Override = "-" // would it pass with a reason?
	out.Alone = r.try(f, d, x) == nil
	return out
}

// overridePage interrupts: a proposal is about to be put to the parties although
// an owner of its issues was not consulted.
type overridePage struct {
	ID      string // of the draft
	Title   string
	Gate    *gateStop
	Reason  string
	Mistake string
}

const maxOverride = 1000

func (r *request) override(reason, mistake string) (overridePage, draft, *form, error) {
	d, f, err := r.draft()
	if err != nil {
		return overridePage{}, d, f, err
	}
	if f.name != tableForm().name {
		return overridePage{}, d, f, errNotFound
	}
	// The gate is looked at as it is without a reason.
	v := values(d.Values)
	was := v.Get("override")
	delete(v, "override")
	out := overridePage{ID: d.ID, Title: v.Get("title"), Reason: reason, Mistake: mistake}
	if a, err := f.read(r, v); err == nil {
		out.Gate = r.gateOf(f, d, a)
	}
	if was != "" {
		v["override"] = []string{was}
	}
	if out.Reason == "" {
		out.Reason = was
	}
	return out, d, f, nil
}

func buildOverride(r *request) (any, lane, error) {
	out, d, _, err := r.override("", "")
	if err != nil {
		return nil, lane{}, err
	}
	return out, r.draftLane(d), nil
}

// takeOverride keeps the reason with the draft. It becomes part of the proposal,
// for every reader to see.
func takeOverride(r *request) (answer, error) {
	reason := act.Tidy(r.PostForm.Get("reason"))
	mistake := ""
	if r.PostForm.Get("do") == "drop" {
		reason = ""
	} else {
		mistake = checkField(r, field{label: phrase.T("Reason"), kind: shortField, required: true, most: maxOverride}, []string{reason})
	}
	out, d, f, err := r.override(reason, mistake)
	if err != nil {
		return answer{}, err
	}
	if mistake != "" {
		return answer{page: &page{title: phrase.T("Without consultation?"), template: "override", place: f.about}, content: out, lane: r.draftLane(d)}, nil
	}
	delete(d.Values, "override")
	if reason != "" {
		d.Values["override"] = []string{reason}
	}
	return answer{to: "/draft/" + d.ID + "/check"}, r.node.SaveDraft(r.Context(), d)
}
