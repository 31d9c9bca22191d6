// SPDX-License-Identifier: Apache-2.0

package node

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/internal/store"
	"parley/record"
)

// MaxInvitation is the longest that a hub keeps an invitation open.
const MaxInvitation = 90 * 24 * time.Hour

// Letter is an invitation as people hand it on: the file, and what a letter says
// beside it.
type Letter struct {
	Process      string // identifier
	Seat, Role   string
	Name         string // what the seat will be called; empty when nothing was said
	Title        string // of the process; empty when it has none, or none that is known
	From         string // seat of the inviter; empty in a file that was received
	FromName     string
	FromWords    []string // twelve, of the inviting seat's keys
	ProcessWords []string // twelve, of the process
	Code         string   // short, the same in file and letter; it proves nothing
	HubURL       string   // empty when the answer travels by hand
	Expires      time.Time
	File         []byte // holds a one-time token: to be sent as a key would be
	Joined       bool   // the seat is in the roster by now
}

// ErrNotMediator means that a seat of another role was to invite.
var ErrNotMediator = errors.New("a mediator invites; the role of this seat is another")

// InviteSeat makes an invitation for a new seat with a random name, and keeps
// what the seat is to be called until that can be said. With a hub, it is told
// to let one answer in until then; without one, the answer travels by hand.
func (n *Node) InviteSeat(ctx context.Context, hub Hub, role, name string, until time.Time) (Letter, error) {
	v, err := n.View()
	if err != nil {
		return Letter{}, err
	}
	if v.Roster == nil {
		return Letter{}, ErrNotFetched
	}
	now := n.now()
	switch me := v.Roster.Seat(n.seat); {
	case me == nil || me.Role != record.RoleMediator:
		return Letter{}, ErrNotMediator
	case !record.ValidRole(role):
		return Letter{}, fmt.Errorf("role %q: a role is a word of 1 to 16 lower-case letters, digits and dots, as in party", role)
	case !until.After(now) || until.After(now.Add(MaxInvitation+time.Minute)):
		return Letter{}, fmt.Errorf("an invitation until %s is not possible: it must end within 90 days from now", until.UTC().Format(time.RFC3339))
	}
	seat := RandomSeat()
	i, err := n.Invite(ctx, hub, seat, role, until)
	if err != nil {
		return Letter{}, err
	}
	if name != "" {
		if err := n.CallSeat(ctx, seat, name); err != nil {
			return Letter{}, err
		}
	}
	return n.letter(v, i, map[string]string{seat: name}), nil
}

// Invitations lists the invitations that this seat has made, the one that ends
// last first, so that a letter can be printed again.
func (n *Node) Invitations(ctx context.Context) ([]Letter, error) {
	called, err := n.Called(ctx)
	if err != nil {
		return nil, err
	}
	v, err := n.View()
	if err != nil || v.Roster == nil {
		return nil, err
	}
	made, err := n.invitations(ctx)
	if err != nil {
		return nil, err
	}
	var out []Letter
	for _, i := range made {
		out = append(out, n.letter(v, i, called))
	}
	slices.SortStableFunc(out, func(a, b Letter) int { return cmp.Or(b.Expires.Compare(a.Expires), cmp.Compare(a.Seat, b.Seat)) })
	return out, nil
}

func (n *Node) invitations(ctx context.Context) (out []*record.Invitation, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return nil, err
	}
	err = n.home.Store.View(ctx, func(r store.Reader) error {
		for x, err := range r.Scan(store.Process(n.pid), tableInvite, nil, nil) {
			if err != nil {
				return err
			}
			text, err := n.keys.Unwrap(x.Key, x.Value)
			if err != nil {
				return err
			}
			i, err := record.ParseInvitation(text)
			if err != nil {
				return err
			}
			out = append(out, i)
		}
		return nil
	})
	return out, err
}

func (n *Node) letter(v View, i *record.Invitation, called map[string]string) Letter {
	l := newLetter(i)
	me := v.Roster.Seat(n.seat)
	l.Name, l.Title, l.From, l.FromName = called[i.Seat], v.State.Title(), n.seat, v.State.Name(n.seat)
	if me != nil {
		words := me.KeyWords()
		l.FromWords = words[:]
	}
	l.Joined = v.Roster.Seat(i.Seat) != nil
	return l
}

func newLetter(i *record.Invitation) Letter {
	words, text := record.Words(i.Process), i.Text()
	return Letter{
		Process: i.Process.String(), Seat: i.Seat, Role: i.Role, ProcessWords: words[:], Code: shortCode(text), HubURL: i.Hub, Expires: i.Expires, File: text,
	}
}

// ReadInvitation reads the file of an invitation for whoever has received it.
func ReadInvitation(file []byte) (Letter, error) {
	i, err := record.ParseInvitation(file)
	if err != nil {
		return Letter{}, err
	}
	return newLetter(i), nil
}

// shortCode is what people compare to see that a letter and a file are of one
// invitation. It proves nothing to somebody who can make invitations.
func shortCode(invitation []byte) string {
	h := sha256.Sum256(append([]byte("parley short code\n"), invitation...))
	return fmt.Sprintf("%x-%x", h[:2], h[2:4])
}
