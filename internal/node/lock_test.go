// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"parley/record"
)

// After Lock every method says that the process is locked, and nothing that was
// read is in the node any more.
func TestLock(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a := w.As("A")
	id := a.writes("M", wp, "secret")
	w.everybodySyncs()
	waits := a.writes("M", wp, "waits")
	n, ctx, h := a.node, a.ctx(), a.line
	file := a.bundle(true, false)
	j, err := w.newcomer("N", "observer").answers(a.invites("N", "observer", true), true)
	a.ok(err)
	asking, err := n.Asker(ctx, j.Bytes())
	a.ok(err)
	n.Lock()
	for what, err := range map[string]error{
		"View":          second(n.View()),
		"Post":          second(n.Post(ctx, note("M", wp, "x"))),
		"Check":         second(n.Check(note("M", wp, "x"))),
		"Foreign":       second(n.Foreign(note("M", wp, "x"))),
		"Sync":          second(n.Sync(ctx, h)),
		"Undo":          n.Undo(ctx, waits),
		"Change":        n.Change(ctx, h, record.RemoveSeat("A")),
		"Accept":        n.Accept(ctx, h),
		"RotateSeatKey": n.RotateSeatKey(ctx, h),
		"RemoveDevice":  n.RemoveDevice(ctx, h, "d9"),
		"ReplaceDevice": second(n.ReplaceDevice(ctx, a.connect)),
		"Invite":        second(n.Invite(ctx, h, "N", "observer", w.now().Add(time.Hour))),
		"CheckRequest":  second(n.CheckRequest(ctx, j.Bytes())),
		"Requests":      second(n.Requests(ctx, h)),
		"Consent":       n.Consent(ctx, h, record.Hash{}),
		"Confirm":       n.Confirm(ctx, "M"),
		"Unconfirmed":   second(n.Unconfirmed()),
		"Grant":         second(n.Grant(ctx, record.Grant{Entry: id, Audience: []string{"B"}})),
		"Permit":        second(n.Permit(ctx, strings.Repeat("0", 64), nil, []string{"B"}, false)),
		"AdoptWords":    second(n.AdoptWords(ctx, id)),
		"Disclosure":    second(n.Disclosure(id, nil, []string{"B"})),
		"Disclose":      second(n.Disclose(ctx, id, nil, []string{"B"})),
		"Prove":         second(n.Prove(0)),
		"Export":        second(n.Export(ctx, &bytes.Buffer{}, true, true)),
		"Import":        second(n.Import(ctx, file, h)),
		"CallSeat":      n.CallSeat(ctx, "N", "Name"),
		"Called":        second(n.Called(ctx)),
		"Untold":        second(n.Untold(ctx)),
		"NewestReceipt": second(n.NewestReceipt(ctx)),
		"SaveDraft":     n.SaveDraft(ctx, draftFor("M", wp, "x")),
		"Drafts":        second(n.Drafts(ctx)),
		"DropDraft":     n.DropDraft(ctx, "x"),
		"SetMark":       n.SetMark(ctx, "x", nil),
		"Mark":          second(n.Mark(ctx, "x")),
		"CallProcess":   n.CallProcess(ctx, "Talks", ""),
		"InviteSeat":    second(n.InviteSeat(ctx, h, "party", "", w.now().Add(time.Hour))),
		"Invitations":   second(n.Invitations(ctx)),
		"Askers":        second(n.Askers(ctx, h)),
		"Asker":         second(n.Asker(ctx, j.Bytes())),
		"AdmitSeat":     second(n.AdmitSeat(ctx, h, asking)),
		"AdmitCompared": second(n.AdmitCompared(ctx, h, asking.Seat, asking.Words)),
		"Enter":         second(n.Enter(ctx, h)),
		"Verify":        second(n.Verify(ctx)),
	} {
		if !errors.Is(err, ErrLocked) {
			t.Errorf("%s: %v; want %v", what, err, ErrLocked)
		}
	}
	if got := n.Outbox(); len(got) != 0 {
		t.Errorf("the outbox of a locked node holds %d entries", len(got))
	}
	if _, ok := n.Entry(id); ok {
		t.Error("a locked node has an entry")
	}
	if n.Seat() != "A" || n.Process() != w.pid {
		t.Error("a locked node does not say which seat of which process it was")
	}
	// Whatever is added to Node one day must be dropped as well.
	v := reflect.ValueOf(n).Elem()
	for i := range v.NumField() {
		switch name := v.Type().Field(i).Name; name {
		case "home", "label", "pid", "seat", "mu", "talk", "locked", "unsure", "cosig":
		case "state":
			if n.state.Len() != 0 || n.state.Roster() != nil {
				t.Error("a locked node holds a state")
			}
		default:
			if !v.Field(i).IsZero() {
				t.Errorf("a locked node holds %s", name)
			}
		}
	}
	n.Lock()
	a.opens()
	a.reads("secret")
	a.outboxIs("queued")
}

// Every exported method is in the table above.
func TestLockKnowsEveryMethod(t *testing.T) {
	known := map[string]bool{"Process": true, "Seat": true, "Label": true, "Entry": true, "Outbox": true, "Lock": true, "Changed": true}
	for _, name := range []string{
		"View", "Post", "Check", "Foreign", "Sync", "Undo", "Change", "Accept", "RotateSeatKey", "RemoveDevice", "ReplaceDevice",
		"Invite", "CheckRequest", "Requests", "Consent", "Confirm", "Unconfirmed", "Grant", "Permit", "AdoptWords", "Disclosure",
		"Disclose", "Prove", "Export", "Import", "CallSeat", "Called", "Untold", "NewestReceipt",
		"SaveDraft", "Drafts", "DropDraft", "SetMark", "Mark",
		"CallProcess", "InviteSeat", "Invitations", "Askers", "Asker", "AdmitSeat", "AdmitCompared", "Enter", "Verify",
		"AdmitDevice", "Admit", // they begin with Change
	} {
		known[name] = true
	}
	for m := range reflect.TypeFor[*Node]().Methods() {
		if !known[m.Name] {
			t.Errorf("does %s answer ErrLocked? Add it to TestLock", m.Name)
		}
	}
}
