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
		ch = &chain{links: map[int64]*link{}}
		r.chains[key] = ch
	}
	relayed := unproven(o, opening)
	if ch.waits(c, relayed) {
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
	known := ch.links[c.Seq]
	switch {
	case known == nil:
		// It is the next of the chain.
	case known.ids[0] == id:
		return verdict(Replay, "the entry is also at an earlier index")
	case known.relayed && !relayed:
		// Whoever passed on the opening of the other may have written it;
		// its alleged author must not lose the number to it.
	case known.says == o.says():
		// One is another submission of the other, or the same statement in
		// slots that a reader of it has made. Later entries may name either
		// as their predecessor, and may be waiting for it. What an entry
		// claims to replace proves nothing: two texts under one number are
		// a fork in any case, and one text in two envelopes is none.
		known.ids = append(known.ids, id)
		if c.Replaces != (Hash{}) {
			known.ids = append(known.ids, c.Replaces)
		}
		r.touched = ch
		return verdict(Duplicate, "it is another submission of entry %s", known.ids[0])
	case relayed:
		return verdict(BadAuthor, "entry %s stands under its number, and nothing shows that %s wrote this one", known.ids[0], s.Author)
	default:
		return verdict(AuthorFork, "%s wrote entry %d of this chain twice: %s and %s", s.Author, c.Seq, known.ids[0], id)
	}
	ids := []Hash{id}
	if c.Replaces != (Hash{}) {
		// The refused submission may turn up later; it is then a duplicate.
		ids = append(ids, c.Replaces)
	}
	ch.last = max(ch.last, c.Seq)
	ch.links[c.Seq] = &link{ids, o.says(), relayed}
	r.touched = ch
	code := Accepted
	if relayed {
		code = AcceptedRelayed
	}
	return Verdict{Index: index, ID: id, Code: code, Entry: &Entry{index: index, relayed: relayed, opened: o.lean()}}
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

// unproven reports whether the author rests on the word of another reader.
func unproven(o *Opened, opening Opening) bool {
	return o.Statement.Register == WithoutPrejudice && opening.Origin == Relayed
}

// says is a digest of the content, the same for every submission of an entry.
func (o *Opened) says() Hash {
	xs := [][]byte{[]byte(o.Statement.Kind)}
	for _, p := range o.Parts {
		xs = append(xs, []byte("part"), []byte(p.Media), p.Data)
	}
	for _, b := range o.Blobs {
		xs = append(xs, []byte("blob"), []byte(b.Media), b.data())
	}
	return lh(labelStatement, xs...)
}

// waits reports whether an entry with this chain block must wait for an earlier
// one: for the one before it, when its number is free or held by an entry that
// it would take the place of.
func (ch *chain) waits(c *Chain, relayed bool) bool {
	if c.Seq > ch.last+1 {
		return true
	}
	known := ch.links[c.Seq]
	return (known == nil || known.relayed && !relayed) && !ch.after(c.Seq, c.Prev)
}

// after reports whether prev is the entry before number seq, under any of the
// ids it was submitted with.
func (ch *chain) after(seq int64, prev Hash) bool {
	if seq == 1 {
		return prev == Hash{}
	}
	before := ch.links[seq-1]
	return before != nil && slices.Contains(before.ids, prev)
}

// follows reports whether prev is the newest entry of the chain.
func (ch *chain) follows(prev Hash) bool { return ch.after(ch.last+1, prev) }

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
			if ch.waits(h.opened.Chain, unproven(h.opened, h.opening)) {
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
// author: the have lines of the next entry written there. When a chain block
// could not hold them all, those of removed devices are left out: a seat must
// not fill it by going through many devices.
func (r *Reader) Heads(channel Hash, register Register) []Have {
	var out []Have
	for k, ch := range r.chains {
		if k.channel == channel && k.register == register && ch.last > 0 {
			out = append(out, Have{k.author, ch.last, ch.links[ch.last].ids[0]})
		}
	}
	if at := r.Roster(); len(out) > maxHave && at != nil {
		out = slices.DeleteFunc(out, func(h Have) bool { return at.Device(h.Author) == nil })
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
	return ch.last, ch.links[ch.last].ids[0]
}
