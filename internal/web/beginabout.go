// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"fmt"

	"parley/internal/brief"
	"parley/internal/node"
)

// begun is a button that begins a form about an entry, for the readers of that
// entry and in its register.
type begun struct {
	Form, Label string
	Readers     []brief.SeatRef
	Register    string
	Values      [][2]string
}

// beginAbout makes such a button. pairs are names and values of fields.
func beginAbout(w brief.Written, form string, label any, pairs ...string) begun {
	b := begun{Form: form, Label: fmt.Sprint(label), Readers: w.Readers, Register: w.Register}
	for i := 0; i+1 < len(pairs); i += 2 {
		b.Values = append(b.Values, [2]string{pairs[i], pairs[i+1]})
	}
	return b
}

// firstOf finds the act of some kind that an address names by the id of any of
// its writings, and returns the id of the first.
func (r *request) firstOf(kind string) (string, error) {
	l, err := r.view.State.Find(r.PathValue("ref"))
	if err != nil {
		return "", brief.ErrNotOpened
	}
	v, ok := r.view.State.Version(l.ID)
	if !ok || v.Kind != kind {
		return "", brief.ErrNotOpened
	}
	return hex.EncodeToString(v.First[:]), nil
}

// entryLaneOf is the lane of a page about one entry of a register.
func (r *request) entryLaneOf(ref string) lane {
	id, err := node.ParseID(ref)
	if err != nil {
		return r.ownLane()
	}
	l, ok := r.view.State.Line(id)
	if !ok {
		return r.ownLane()
	}
	out := r.channelLane(r.refs(l.Audience), r.plenary(l.Audience))
	out.More = r.p.T("What stands around it on this page joins the channels of this seat; only {seat} reads that.", "seat", r.name(r.node.Seat()))
	return out
}
