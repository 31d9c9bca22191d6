// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
)

// ForeignError means that a draft holds passages which are known here from other
// channels only, and that nobody has said they may be told to its readers.
type ForeignError struct{ Passages []process.Passage }

// Error names the first passage and where it is from.
func (e *ForeignError) Error() string {
	if len(e.Passages) == 0 {
		return "the draft holds passages from other channels"
	}
	p := e.Passages[0]
	more := ""
	if n := len(e.Passages) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more", n)
	}
	return fmt.Sprintf("%.80q is known here only from a channel that these readers do not read (%s: entry %.12s, read by %s)%s",
		p.Text, p.Why, process.Ref(p.Entry), strings.Join(p.Readers, ", "), more)
}

// Foreign returns the passages of a draft that are known here from other channels
// only, those included that their author permits to be shown: see
// [process.State.Foreign]. What still waits in the outbox is not compared. It
// asks nothing else of the draft, and writes nothing.
func (n *Node) Foreign(d Draft) ([]process.Passage, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(context.Background()); err != nil {
		return nil, err
	}
	if d.Act == nil {
		return nil, nil
	}
	return n.foreign(d, n.withOwn(d.Audience)), nil
}

func (n *Node) foreign(d Draft, audience []string) []process.Passage {
	return n.state.Foreign(audience, act.Texts(d.Act), n.state.MadeOf(d.Act)...)
}

// withOwn adds the seat of the node to an audience, and sorts it.
func (n *Node) withOwn(audience []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(audience), n.seat))))
}

// stop refuses a draft with passages that their author has not permitted, unless
// a person has cleared it, or it is a note that says where its words are public.
// The caller holds n.mu.
func (n *Node) stop(d Draft, audience []string) error {
	note, isNote := d.Act.(act.Note)
	if d.Cleared || d.Act == nil || isNote && len(note.Sources) > 0 {
		return nil
	}
	found := slices.DeleteFunc(n.foreign(d, audience), func(p process.Passage) bool { return !p.Stops() })
	if len(found) > 0 {
		return &ForeignError{found}
	}
	return nil
}
