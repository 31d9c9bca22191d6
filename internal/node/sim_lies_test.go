// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/courier"
	"parley/internal/hub"
	"parley/record"
)

// lies are what a lying hub does under one seed: one or two kinds of lies, told
// to one seat or, where a log can be bent for all alike, to everybody.
type lies struct {
	s      *sim
	kinds  []string
	target string // actor; empty: everybody
	often  int    // lies in a hundred calls
	shadow *shadow
	did    map[string]int
	old    [][]byte // checkpoints shown before
	hidden []hiddenEntry
}

// lieKinds are the lies there are. The bent ones are told by a log of their own.
var lieKinds = []string{
	"withhold", "alter", "say stale", "wrong receipt", "drop", "another's", "old checkpoint", "garbage", "no cosignatures", "odd indexes",
	"bend: fork", "bend: duplicate", "bend: reorder", "bend: leave out", "bend: garbage leaf",
}

func newLies(s *sim) *lies {
	l := &lies{s: s, often: 5 + s.rng.IntN(30), did: map[string]int{}, target: pick(s, s.w.names)}
	l.kinds = append(l.kinds, pick(s, lieKinds), pick(s, lieKinds))
	if s.rng.IntN(3) == 0 {
		l.target = ""
	}
	for _, k := range l.kinds {
		if how, ok := strings.CutPrefix(k, "bend: "); ok {
			l.shadow = &shadow{l: l, how: how, begins: s.rng.IntN(60)}
		}
	}
	s.say("the hub lies to %q: %v", l.target, l.kinds)
	return l
}

// tells reports whether a lie of a kind is told to somebody now.
func (l *lies) tells(x *person, kind string) bool {
	if l.target != "" && l.target != x.name || !slices.Contains(l.kinds, kind) || !l.s.chance(l.often) {
		return false
	}
	l.did[kind]++
	return true
}

// to is the hub as somebody sees it.
func (l *lies) to(x *person) Hub {
	return &teller{l: l, x: x, true: hub.Local{Hub: l.s.w.hub, Cert: x.cert}}
}

// teller is the hub as one person sees it, lies included.
type teller struct {
	l    *lies
	x    *person
	true hub.Local
}

// bent is the log that is shown instead of the true one, if it is to this seat.
func (t *teller) bent() *shadow {
	if b := t.l.shadow; b != nil && (t.l.target == "" || t.l.target == t.x.name) {
		return b
	}
	return nil
}

func (t *teller) LogKey(ctx context.Context, nonce record.Hash) ([]byte, error) {
	return t.true.LogKey(ctx, nonce)
}

func (t *teller) Create(ctx context.Context, pid record.Hash, genesis []byte, admission string) ([]byte, error) {
	return t.true.Create(ctx, pid, genesis, admission)
}

func (t *teller) Submit(ctx context.Context, pid, id record.Hash, envelope []byte, deliver []string) ([]byte, error) {
	s := t.l.s
	sealed := len(deliver) > 0
	switch {
	case sealed && t.l.tells(t.x, "say stale"):
		t.l.hidden = append(t.l.hidden, hiddenEntry{id, envelope, deliver})
		return nil, courier.ErrStale
	case sealed && t.l.tells(t.x, "drop"):
		return record.Receipt{Process: pid, Envelope: id, Tick: 1, NotAfter: 3, Received: time.Now()}.Sign(t.l.s.key)
	case sealed && t.l.tells(t.x, "wrong receipt"):
		id[0] ^= 1
		return record.Receipt{Process: pid, Envelope: id, Tick: 1, NotAfter: 3, Received: time.Now()}.Sign(t.l.s.key)
	case sealed && len(t.l.hidden) > 0 && s.chance(50):
		// What it said was stale goes in after all.
		h := t.l.hidden[0]
		t.l.hidden = t.l.hidden[1:]
		_, err := t.true.Submit(ctx, pid, h.id, h.envelope, h.deliver)
		s.say("the hub takes what it had refused: %v", err == nil)
	}
	return t.true.Submit(ctx, pid, id, envelope, deliver)
}

func (t *teller) Tick(ctx context.Context, pid record.Hash) error { return t.true.Tick(ctx, pid) }

func (t *teller) Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error) {
	note, err := t.true.Checkpoint(ctx, pid)
	if b := t.bent(); b != nil && err == nil {
		note, err = b.checkpoint(ctx, t)
	}
	if err != nil {
		return note, err
	}
	switch {
	case t.l.tells(t.x, "garbage"):
		return bytes.Repeat([]byte("garbage\n"), 1+t.l.s.rng.IntN(20)), nil
	case len(t.l.old) > 0 && t.l.tells(t.x, "old checkpoint"):
		return pick(t.l.s, t.l.old), nil
	case t.l.tells(t.x, "no cosignatures"):
		head, sigs, _ := strings.Cut(string(note), "\n\n")
		line, _, _ := strings.Cut(sigs, "\n")
		note = []byte(head + "\n\n" + line + "\n")
	}
	t.l.old = append(t.l.old, note)
	return note, nil
}

func (t *teller) Cosign(ctx context.Context, pid record.Hash, lines []byte) error {
	if b := t.bent(); b != nil && b.begun {
		b.lines = append(b.lines, lines...)
		return nil
	}
	return t.true.Cosign(ctx, pid, lines)
}

func (t *teller) Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error) {
	var ids []record.Hash
	var err error
	if b := t.bent(); b != nil && b.begun {
		if to > int64(len(b.ids)) || from > to {
			return nil, courier.ErrNotFound
		}
		ids = slices.Clone(b.ids[from:to])
	} else {
		ids, err = t.true.Leaves(ctx, pid, from, to)
	}
	if len(ids) > 0 && t.l.tells(t.x, "garbage") {
		ids[t.l.s.rng.IntN(len(ids))][3] ^= 8
	}
	return ids, err
}

func (t *teller) Inbox(ctx context.Context, pid record.Hash, from int64) ([]courier.Delivery, int64, error) {
	var ds []courier.Delivery
	var next int64
	var err error
	if b := t.bent(); b != nil && b.begun {
		ds, next, err = b.inbox(ctx, t, from)
	} else {
		ds, next, err = t.true.Inbox(ctx, pid, from)
	}
	if err != nil || len(ds) == 0 {
		return ds, next, err
	}
	at := t.l.s.rng.IntN(len(ds))
	switch {
	case t.l.tells(t.x, "withhold"):
		ds = slices.Delete(ds, at, at+1)
	case t.l.tells(t.x, "alter"):
		ds[at].Envelope = bytes.Clone(ds[at].Envelope)
		ds[at].Envelope[t.l.s.rng.IntN(len(ds[at].Envelope))] ^= 1 << t.l.s.rng.IntN(8)
	case t.l.tells(t.x, "another's"):
		// Everything that another seat gets, at the right places.
		y := pick(t.l.s, t.l.s.actors)
		if more, _, err := (hub.Local{Hub: t.true.Hub, Cert: y.cert}).Inbox(ctx, pid, from); err == nil && t.bent() == nil {
			ds = more
		}
	case t.l.tells(t.x, "odd indexes"):
		switch t.l.s.rng.IntN(4) {
		case 0:
			ds[at].Index = -ds[at].Index - 1
		case 1:
			ds[at].Index += 1 << 40
		case 2:
			next = 1 << 60
		case 3:
			next = -next
		}
	}
	return ds, next, nil
}

func (t *teller) Invite(ctx context.Context, pid, token record.Hash, expires time.Time) error {
	return t.true.Invite(ctx, pid, token, expires)
}

func (t *teller) Join(ctx context.Context, pid, token record.Hash, request []byte) error {
	return t.true.Join(ctx, pid, token, request)
}

func (t *teller) WaitingRoom(ctx context.Context, pid record.Hash) ([]courier.Waiting, error) {
	return t.true.WaitingRoom(ctx, pid)
}

// shadow is a log that follows the true one, bent somewhere. From then on it is
// another log, which the hub signs as it signs the true one.
type shadow struct {
	l      *lies
	how    string
	begins int // step
	begun  bool
	ids    []record.Hash
	from   int64 // how much of the true log is in it
	lines  []byte
	signed int
}

// checkpoint takes over what is new in the true log and signs the result.
func (b *shadow) checkpoint(ctx context.Context, t *teller) ([]byte, error) {
	s := b.l.s
	note, err := t.true.Checkpoint(ctx, s.w.pid)
	if err != nil || !b.begun && s.steps < b.begins {
		return note, err
	}
	var size int64
	fmt.Sscan(strings.SplitN(string(note), "\n", 3)[1], &size)
	fresh, err := t.true.Leaves(ctx, s.w.pid, b.from, size)
	if err != nil {
		return nil, err
	}
	first := !b.begun
	b.from, b.begun = size, true
	if !first || len(fresh) == 0 {
		b.ids = append(b.ids, b.bend(fresh, false)...)
	} else {
		// Everything that was shown before stays; the last tick is bent.
		keep := len(fresh) - len(fresh)%int(b.l.s.w.plan.policy.Batch)
		if seen := t.x.node.reader.Tree().Size(); seen < int64(keep) {
			keep = int(seen)
		}
		b.ids = append(b.ids, fresh[:keep]...)
		b.ids = append(b.ids, b.bend(fresh[keep:], true)...)
	}
	if len(b.ids) != b.signed {
		b.lines, b.signed = nil, len(b.ids)
	}
	tree := &record.Tree{}
	for _, id := range b.ids {
		tree.Append(id)
	}
	signed, err := t.l.s.key.Sign(s.w.pid, tree.Size(), must(tree.Root(tree.Size())))
	return append(signed, b.lines...), err
}

// bend changes new leaves.
func (b *shadow) bend(ids []record.Hash, first bool) []record.Hash {
	s := b.l.s
	if len(ids) == 0 || !first && !s.chance(b.l.often) || len(b.ids) == 0 {
		return ids
	}
	b.l.did["bend: "+b.how]++
	ids = slices.Clone(ids)
	at := s.rng.IntN(len(ids))
	switch b.how {
	case "fork":
		ids[at] = record.CoverLeaf([32]byte{9}, int64(len(b.ids)), at)
	case "duplicate":
		ids = slices.Insert(ids, at, pick(s, b.ids))
	case "reorder":
		s.rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	case "leave out":
		ids = slices.Delete(ids, at, at+1)
	case "garbage leaf":
		ids = slices.Insert(ids, at, record.Hash{1, 2, 3})
	}
	return ids
}

// inbox delivers what the true hub has for a seat, at the places of the bent
// log.
func (b *shadow) inbox(ctx context.Context, t *teller, from int64) ([]courier.Delivery, int64, error) {
	all := map[record.Hash][]byte{}
	for at := int64(0); ; {
		ds, next, err := t.true.Inbox(ctx, b.l.s.w.pid, at)
		if err != nil {
			return nil, 0, err
		}
		for _, d := range ds {
			all[must(record.ParseEnvelope(d.Envelope)).ID()] = d.Envelope
		}
		if len(ds) == 0 || next <= at {
			break
		}
		at = next
	}
	var out []courier.Delivery
	for i := from; i < int64(len(b.ids)); i++ {
		if e := all[b.ids[i]]; e != nil {
			out = append(out, courier.Delivery{Index: i, Envelope: e})
		} else if b.ids[i] == (record.Hash{1, 2, 3}) {
			out = append(out, courier.Delivery{Index: i, Envelope: []byte("garbage")})
		}
	}
	return out, int64(len(b.ids)), nil
}
