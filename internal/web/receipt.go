// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"errors"
	"time"

	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// keepSealed keeps the draft of an entry that waits, so that undoing it gives
// the words back.
func (d *station) keepSealed(ref string, x draft) {
	d.mu.Lock()
	d.sealed[ref] = x
	d.mu.Unlock()
}

// waiting is an entry of the outbox, as a page shows it.
type waiting struct {
	Ref      string
	Kind     string
	Register string
	State    string
	Time     time.Time
	Readers  []brief.SeatRef
	Undo     bool
}

// outbox lists what has been written and is not in the log yet, oldest first:
// as many as stand on one page.
func (r *request) outbox() []waiting {
	var out []waiting
	all := r.node.Outbox()
	for _, p := range all[:min(len(all), pageRows)] {
		out = append(out, r.waiting(p))
	}
	return out
}

func (r *request) waiting(p node.Pending) waiting {
	s := p.Entry.Statement
	return waiting{
		Ref: hex.EncodeToString(p.ID[:]), Kind: s.Kind, Register: string(s.Register), State: p.State.String(),
		Time: s.Time, Readers: r.refs(s.Audience), Undo: p.State == node.Queued || p.State == node.Refused,
	}
}

// receiptPage is what a person keeps of what was sealed.
type receiptPage struct {
	waiting
	Logged   bool // it stands in the record
	Index    int64
	Others   []brief.SeatRef
	Plenary  bool
	Left     int // seconds that it stays here; 0 when it may leave now
	ByHand   bool
	After    string
	Restores bool // undoing gives the draft back
}

func buildReceipt(r *request) (any, lane, error) {
	ref := r.PathValue("ref")
	out := receiptPage{ByHand: r.hub == nil, After: "/record"}
	out.Left = r.left()
	var audience []string
	for _, p := range r.node.Outbox() {
		if hex.EncodeToString(p.ID[:]) == ref {
			out.waiting = r.waiting(p)
		}
	}
	if out.Ref == "" {
		// It may have left the outbox after this request looked at the record.
		if err := r.look(); err != nil {
			return nil, lane{}, err
		}
		l, err := r.view.State.Find(ref)
		if err != nil {
			return nil, lane{}, brief.ErrNotOpened
		}
		out.waiting = waiting{
			Ref: hex.EncodeToString(l.ID[:]), Kind: l.Kind, Register: string(l.Register), Time: l.Time, Readers: r.refs(l.Audience),
		}
		out.Logged, out.Index = true, l.Index
	}
	for _, x := range out.Readers {
		audience = append(audience, x.Seat)
	}
	out.Others = r.refs(r.others(audience))
	out.Plenary = len(out.Others) == 0
	r.desk.mu.Lock()
	d, ok := r.desk.sealed[out.Ref]
	r.desk.mu.Unlock()
	out.Restores = ok
	if f := findForm(d.Kind); ok && f != nil && f.after != "" {
		out.After = f.after
	}
	return out, r.channelLane(out.Readers, out.Plenary), nil
}

// left is how many seconds what was sealed last stays on this machine.
func (r *request) left() int {
	return seconds(max(r.desk.held(r.server.opt.Now()), 0))
}

// undo takes an entry out of the outbox and gives its draft back.
func undo(r *request) (answer, error) {
	ref := r.PathValue("ref")
	id, err := node.ParseID(ref)
	if err != nil {
		return answer{}, errNotFound
	}
	if err := r.node.Undo(r.Context(), id); errors.Is(err, node.ErrGone) {
		return answer{}, &wrong{problem{
			409,
			func(p *lang.Printer) string { return p.T("It has left this machine") },
			func(p *lang.Printer) string {
				return p.T("The entry has been handed to the hub and cannot be taken back.")
			},
			func(p *lang.Printer) string { return p.T("Correct it with a new entry to the same readers.") },
		}, err}
	} else if err != nil {
		return answer{}, err
	}
	r.desk.mu.Lock()
	d, ok := r.desk.sealed[ref]
	delete(r.desk.sealed, ref)
	r.desk.mu.Unlock()
	if len(r.node.Outbox()) == 0 {
		r.desk.holdUntil(time.Time{})
	}
	r.desk.tell()
	if !ok {
		return answer{to: "/receipts?undone=1"}, nil
	}
	return answer{to: "/draft/" + d.ID + "?back=1"}, r.node.SaveDraft(r.Context(), d)
}

// sendNow lets what waits leave at once.
func sendNow(r *request) (answer, error) {
	r.desk.holdUntil(time.Time{})
	r.desk.ask()
	return answer{to: back(r.PostForm.Get("back"))}, nil
}

// receiptsPage is what this seat wrote: what waits, and what stands in the
// record.
type receiptsPage struct {
	Waiting []waiting
	Written []brief.EntryLine // newest first
	More    bool
	Left    int // seconds that what waits stays here
	ByHand  bool
	Undone  bool
}

// pageRows is how many rows of a long table stand on one page.
const pageRows = 200

func buildReceipts(r *request) (any, lane, error) {
	out := receiptsPage{Waiting: r.outbox(), ByHand: r.hub == nil, Undone: r.URL.Query().Get("undone") != ""}
	out.Left = r.left()
	rep := brief.Entries(r.view.State, brief.EntriesQuery{
		Head: r.head, Withheld: r.view.Withheld, Author: r.node.Seat(), Limit: pageRows, Newest: true,
	})
	for i := len(rep.Entries) - 1; i >= 0; i-- {
		out.Written = append(out.Written, rep.Entries[i])
	}
	out.More = rep.More
	return out, r.ownLane(), nil
}
