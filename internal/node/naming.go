// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"parley/internal/act"
	"parley/internal/store"
	"parley/record"
)

// tableName holds what the inviter called a seat, until that can be said on the
// record: seat → wrapped display name.
const tableName store.Table = 9

// CallSeat keeps, on this machine only, the display name that a person gave to
// a seat that is still to join.
func (n *Node) CallSeat(ctx context.Context, seat, name string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return ErrLocked
	}
	wrapped, err := n.keys.Wrap([]byte("name "+seat), []byte(name))
	if err != nil {
		return err
	}
	return n.home.Store.Update(ctx, func(w store.Writer) error {
		return w.Put(store.Process(n.pid), tableName, []byte(seat), wrapped)
	})
}

// Called returns the display names kept by [Node.CallSeat], by seat.
func (n *Node) Called(ctx context.Context) (map[string]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return nil, ErrLocked
	}
	out := map[string]string{}
	err := n.home.Store.View(ctx, func(r store.Reader) error {
		for x, err := range r.Scan(store.Process(n.pid), tableName, nil, nil) {
			if err != nil {
				return err
			}
			name, err := n.keys.Unwrap(append([]byte("name "), x.Key...), x.Value)
			if err != nil {
				return err
			}
			out[string(x.Key)] = string(name)
		}
		return nil
	})
	return out, err
}

// title is what the founder called the process, until that can be said.
type title struct{ Title, Summary string }

// keyTitle is the mark that holds it.
const keyTitle = "process-title"

// CallProcess keeps, on this machine only, what a person called the process,
// until [Node.Untold] can say it. An empty title keeps nothing.
func (n *Node) CallProcess(ctx context.Context, name, summary string) error {
	if name == "" {
		return nil
	}
	if _, err := act.Body(Title(name, summary)); err != nil {
		return err
	}
	b, err := json.Marshal(title{name, summary})
	if err != nil {
		return err
	}
	return n.SetMark(ctx, keyTitle, b)
}

func (n *Node) calledProcess(ctx context.Context) (t title, err error) {
	b, err := n.Mark(ctx, keyTitle)
	if err == nil && b != nil {
		err = json.Unmarshal(b, &t)
	}
	return t, err
}

// Untold returns the acts that would tell every seat what the process and its
// seats are called, as far as some seat has not been told: what is known here
// and was addressed before a seat joined, and what [Node.CallProcess] and
// [Node.CallSeat] keep. There are none before the process is open. Only a
// mediator may say all of them.
func (n *Node) Untold(ctx context.Context) ([]Draft, error) {
	called, err := n.Called(ctx)
	if err != nil {
		return nil, err
	}
	v, err := n.View()
	if err != nil || v.Roster == nil {
		return nil, err
	}
	all := v.Roster.Accepted()
	told := func(entry record.Hash) bool {
		l, ok := v.State.Line(entry)
		if !ok {
			return true
		}
		for _, seat := range all {
			if !slices.Contains(l.Audience, seat) {
				return false
			}
		}
		return true
	}
	var out []Draft
	add := func(a act.Act) error {
		body, err := act.Body(a)
		if err != nil {
			return err
		}
		if !n.waits(a.Kind(), all, body) {
			out = append(out, Draft{Audience: all, Register: record.OnRecord, Act: a})
		}
		return nil
	}
	kept, err := n.calledProcess(ctx)
	if err != nil {
		return nil, err
	}
	switch t := v.State.Titles(); {
	case !v.Roster.Opened:
		return nil, nil
	case len(t) == 1 && !told(t[0].Entry):
		err = add(t[0].Value)
	case len(t) == 0 && kept.Title != "":
		err = add(Title(kept.Title, kept.Summary))
	}
	if err != nil {
		return nil, err
	}
	for _, s := range v.Roster.Seats {
		names := v.State.Names(s.Name)
		switch {
		case len(names) == 1 && !told(names[0].Entry):
			err = add(names[0].Value)
		case len(names) == 0 && s.Accepted && called[s.Name] != "":
			err = add(SeatName(s.Name, called[s.Name], "", ""))
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// waits reports whether the outbox holds such an entry already.
func (n *Node) waits(kind string, audience []string, body []byte) bool {
	return slices.ContainsFunc(n.Outbox(), func(p Pending) bool {
		s := p.Entry.Statement
		return s.Kind == kind && slices.Equal(s.Audience, audience) && len(p.Entry.Parts) == 1 &&
			bytes.Equal(p.Entry.Parts[0].Data, body)
	})
}
