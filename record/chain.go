// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"slices"
	"strings"
)

// place is steps 7 and 8: the entry must be the next of its chain, and what
// its author had seen of the log must be what this reader has seen.
func (r *Reader) place(index int64, o *Opened, opening Opening) Verdict {
	s, c, id := o.Statement, o.Chain, o.Envelope.ID()
	verdict := func(code Code, format string, args ...any) Verdict {
		return Verdict{Index: index, ID: id, Code: code, Why: fmt.Sprintf(format, args...)}
	}
	if err := r.checkSeen(c, index); err != nil {
		return verdict(SplitView, "%v", err)
	}

	key := chainKey{s.Author, s.Channel(), s.Register}
	ch := r.chains[key]
	if ch == nil {
		ch = &chain{ids: map[int64][]Hash{}}
		r.chains[key] = ch
	}
	switch {
	case c.Seq <= ch.last:
		known := ch.ids[c.Seq]
		switch {
		case known[0] == id:
			return verdict(Replay, "the entry is also at an earlier index")
		case slices.Contains(known, id) || slices.Contains(known, c.Replaces):
			// One is another submission of the other. Later entries may
			// name either as their predecessor, and may be waiting for it.
			ch.ids[c.Seq] = append(known, id)
			r.touched = ch
			return verdict(Duplicate, "it is another submission of entry %s", known[0])
		}
		return verdict(AuthorFork, "%s wrote entry %d of this chain twice: %s and %s", s.Author, c.Seq, known[0], id)
	case c.Seq > ch.last+1 || !ch.follows(c.Prev):
		for _, h := range ch.held {
			if h.opened.Envelope.ID() == id {
				return verdict(Replay, "the entry is also at an earlier index")
			}
		}
		if o.Envelope.Open() {
			// A roster entry out of its chain must not wait: the roster it
			// was written for will have passed.
			return verdict(BadRoster, "roster: it is entry %d of its chain, and %d were read", c.Seq, ch.last)
		}
		ch.held = append(ch.held, heldEntry{index, o, opening})
		return verdict(Held, "entry %d of its chain was read; this is entry %d after %s", ch.last, c.Seq, c.Prev)
	}
	return r.accept(index, o, opening, ch)
}

// checkSeen is step 8: every entry tells what its author had seen of the log.
func (r *Reader) checkSeen(c *Chain, index int64) error {
	if c.SeenSize > index {
		return fmt.Errorf("the author had seen %d leaves when this one was to be leaf %d", c.SeenSize, index)
	}
	if root, err := r.root(c.SeenSize); err != nil || root != c.SeenRoot {
		return fmt.Errorf("the author saw root %s at size %d; here it is %s", c.SeenRoot, c.SeenSize, root)
	}
	return nil
}

func (r *Reader) accept(index int64, o *Opened, opening Opening, ch *chain) Verdict {
	id := o.Envelope.ID()
	ch.last = o.Chain.Seq
	ids := []Hash{id}
	if o.Chain.Replaces != (Hash{}) {
		// The refused submission may turn up later; it is then a duplicate.
		ids = append(ids, o.Chain.Replaces)
	}
	ch.ids[ch.last] = ids
	r.touched = ch
	code := Accepted
	if o.Statement.Register == WithoutPrejudice && opening.Origin == Relayed {
		code = AcceptedRelayed
	}
	return Verdict{
		Index: index, ID: id, Code: code,
		Entry: &Entry{index: index, relayed: code == AcceptedRelayed, opened: o},
	}
}

// follows reports whether prev is the newest entry of the chain, under any of
// the ids it was submitted with.
func (ch *chain) follows(prev Hash) bool {
	if ch.last == 0 {
		return prev == Hash{}
	}
	return slices.Contains(ch.ids[ch.last], prev)
}

// release accepts the entries that waited in the chain last touched, in chain
// order.
func (r *Reader) release() []Verdict {
	ch := r.touched
	r.touched = nil
	if ch == nil {
		return nil
	}
	var out []Verdict
	for again := true; again; {
		again = false
		for i, h := range ch.held {
			if h.opened.Chain.Seq <= ch.last+1 {
				if h.opened.Chain.Seq == ch.last+1 && !ch.follows(h.opened.Chain.Prev) {
					continue
				}
				ch.held = slices.Delete(ch.held, i, i+1)
				v := r.place(h.index, h.opened, h.opening)
				r.counts[v.Code]++
				r.counts[Held]--
				out = append(out, v)
				again = true
				break
			}
		}
	}
	return out
}

// root is the root of the first size leaves, cached: entries written between
// two checkpoints all name the same one.
func (r *Reader) root(size int64) (Hash, error) {
	if h, ok := r.roots[size]; ok {
		return h, nil
	}
	h, err := r.tree.Root(size)
	if err == nil {
		if len(r.roots) > 1024 {
			clear(r.roots)
		}
		r.roots[size] = h
	}
	return h, err
}

// Heads returns, for a channel and register, the newest entry read of every
// author: the have lines of the next entry written there.
func (r *Reader) Heads(channel Hash, register Register) []Have {
	var out []Have
	for k, ch := range r.chains {
		if k.channel == channel && k.register == register && ch.last > 0 {
			out = append(out, Have{k.author, ch.last, ch.ids[ch.last][0]})
		}
	}
	slices.SortFunc(out, func(a, b Have) int { return strings.Compare(a.Author.String(), b.Author.String()) })
	return out
}

// Last returns the number and id of the newest entry read of one chain; zero
// when there is none.
func (r *Reader) Last(author Author, channel Hash, register Register) (seq int64, id Hash) {
	ch := r.chains[chainKey{author, channel, register}]
	if ch == nil || ch.last == 0 {
		return 0, Hash{}
	}
	return ch.last, ch.ids[ch.last][0]
}
