// SPDX-License-Identifier: Apache-2.0

package node

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

// portrait is all that a node shows, in a form that can be compared.
func portrait(t testing.TB, n *Node) string {
	t.Helper()
	v, err := n.View()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "size %d root %s withheld %d waiting %d quarantine %v\n", v.Size, v.Root, v.Withheld, v.Waiting, v.Quarantine)
	if v.Roster != nil {
		fmt.Fprintf(&b, "roster %d %s opened %v closed %v\n", v.Roster.Index, v.Roster.Hash, v.Roster.Opened, v.Roster.Closed)
	}
	if v.Checkpoint != nil {
		fmt.Fprintf(&b, "checkpoint %d by", v.Checkpoint.Size)
		for _, c := range v.Checkpoint.Cosignatures {
			// Not the time: of two devices of a seat either may be known.
			fmt.Fprintf(&b, " %s", c.Witness)
		}
		fmt.Fprintf(&b, " witnessed %v\n", v.Witnessed)
	}
	for _, a := range v.Alarms {
		fmt.Fprintf(&b, "alarm %d %s %s %s\n", a.Index, a.ID, a.Code, a.Why)
	}
	for _, ref := range v.Entries {
		e, err := n.entry(ref.ID())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "entry %d %s relayed %v text %x\n", e.Index(), e.ID(), e.Relayed(), sha256.Sum256(e.Opened().Text()))
	}
	for _, l := range v.State.Lines() {
		grant, shown := l.Grant, l.Shown
		l.Grant, l.Shown = nil, nil
		fmt.Fprintf(&b, "line %+v\n", l)
		if grant != nil {
			fmt.Fprintf(&b, "grants %+v\n", *grant)
		}
		if shown != nil {
			fmt.Fprintf(&b, "shows %+v\n", *shown)
		}
	}
	for _, c := range v.State.Channels() {
		fmt.Fprintf(&b, "channel %s %v %d %d %d %d %s\n", c.ID, c.Audience, c.Entries, c.OnRecord, c.WithoutPrejudice, c.Void, c.Newest)
		for _, l := range v.State.In(c.ID) {
			fmt.Fprintf(&b, "in it %s\n", l.ID)
		}
	}
	for _, r := range v.State.Releases() {
		fmt.Fprintf(&b, "release %+v\n", r)
	}
	fmt.Fprintf(&b, "titles %+v voids %d unknown %d\n", v.State.Titles(), v.State.Voids(), v.State.Unknowns())
	for _, p := range n.Outbox() {
		fmt.Fprintf(&b, "outbox %s %s\n", p.ID, p.State)
	}
	return b.String()
}

// differ says where two portraits part, or nothing.
func differ(before, after string) string {
	x, y := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range max(len(x), len(y)) {
		var a, b string
		if i < len(x) {
			a = x[i]
		}
		if i < len(y) {
			b = y[i]
		}
		if a != b {
			return fmt.Sprintf("line %d of %d and %d:\n\t%s\n\t%s", i+1, len(x), len(y), a, b)
		}
	}
	return ""
}

// samePortrait checks that reading the archive anew shows what was shown before.
func (x *person) samePortrait() {
	x.w.t.Helper()
	before := portrait(x.w.t, x.node)
	x.restarts()
	if d := differ(before, portrait(x.w.t, x.node)); d != "" {
		x.w.t.Errorf("%s shows something else when the archive is read anew: %s", x.name, d)
	}
}
