// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/internal/keys"
	"parley/record"
)

// Joining is a seat that asks to be let in.
type Joining struct {
	Label   string
	Dropped bool     // keys that a program cut short had left behind under the label are gone
	Letter  Letter   // of the invitation that was answered
	Words   []string // twelve, of the new keys: to be read to the inviter over the telephone
	Sent    bool     // the request lies in the hub's waiting room; otherwise it travels by hand
	File    []byte   // the request
}

// ErrInvitationEnded means that an invitation is over, by the clock here.
var ErrInvitationEnded = errors.New("the invitation has ended; set the clock of this machine if it is wrong, or ask for another")

// JoinWith answers the file of an invitation under a label, or under a free one.
// The request goes to the hub that the invitation names, or, with byHand, only
// into the result. With an invitation that was answered before, the same request
// is made again.
func JoinWith(ctx context.Context, home *Home, label string, file []byte, byHand bool, connect Connector) (Joining, error) {
	i, err := record.ParseInvitation(file)
	if err != nil {
		return Joining{}, err
	}
	if now := home.now(); now.After(i.Expires) {
		return Joining{}, fmt.Errorf("%w: it was open until %s", ErrInvitationEnded, i.Expires.Format("2006-01-02T15:04:05Z07:00"))
	}
	byHand = byHand || i.Hub == ""
	out := Joining{Letter: newLetter(i), Sent: !byHand}
	before, err := answeredAs(home, i)
	if err != nil {
		return Joining{}, err
	}
	var done func()
	var hub func(keys.Seat) (Hub, error)
	if !byHand {
		hub = func(s keys.Seat) (h Hub, err error) {
			h, done, err = connect.reach(home, s.Label)
			return h, err
		}
	}
	if out.Label = before; before == "" {
		if out.Label, out.Dropped, err = FreeLabel(ctx, home, label); err != nil {
			return Joining{}, err
		}
	}
	j, err := Join(ctx, home, out.Label, i, hub)
	if done != nil {
		done()
	}
	if err != nil {
		return Joining{}, err
	}
	words := j.Enrolment.KeyWords()
	out.Words, out.File = words[:], j.Bytes()
	return out, nil
}

// ErrOtherSeat means that this home has another seat in the process.
var ErrOtherSeat = errors.New("this home has another seat in this process already")

// answeredAs is the label under which an invitation was answered before, or "".
func answeredAs(home *Home, i *record.Invitation) (label string, err error) {
	ring, err := home.Keys.Ring()
	if err != nil {
		return "", err
	}
	defer ring.Wipe()
	for _, s := range ring.Seats {
		switch {
		case record.Hash(s.Process) != i.Process:
		case s.Name != i.Seat:
			return "", fmt.Errorf("%w: %s, as %q", ErrOtherSeat, s.Name, s.Label)
		default:
			return s.Label, nil
		}
	}
	return "", nil
}

// Asking is a request to be let in, as the inviter sees it.
type Asking struct {
	Seat, Role, Device string
	Name               string   // what the inviter called the seat; empty when nothing was said
	Words              []string // twelve, of its keys: to be compared over the telephone
	Problem            string   // why it cannot be admitted; empty when it can

	request Request
}

func (n *Node) asking(r Request, called map[string]string) Asking {
	e := r.Join.Enrolment
	words := e.KeyWords()
	x := Asking{Seat: e.Seat, Role: e.Role, Device: e.Device.Label, Name: called[e.Seat], Words: words[:], request: r}
	if r.Err != nil {
		x.Problem = r.Err.Error()
	}
	return x
}

// Askers reads who waits at the hub to be let in.
func (n *Node) Askers(ctx context.Context, hub Hub) ([]Asking, error) {
	called, err := n.Called(ctx)
	if err != nil {
		return nil, err
	}
	rs, err := n.Requests(ctx, hub)
	if err != nil {
		return nil, err
	}
	var out []Asking
	for _, r := range rs {
		out = append(out, n.asking(r, called))
	}
	return out, nil
}

// Asker reads a request that has come by hand.
func (n *Node) Asker(ctx context.Context, file []byte) (Asking, error) {
	called, err := n.Called(ctx)
	if err != nil {
		return Asking{}, err
	}
	r, err := n.CheckRequest(ctx, file)
	if err != nil {
		return Asking{}, err
	}
	return n.asking(r, called), nil
}

// AdmitSeat puts a request on the record. The person calling has compared its
// words with the joiner. It returns the seats whose consent is still missing.
func (n *Node) AdmitSeat(ctx context.Context, hub Hub, x Asking) (waits []string, err error) {
	if x.request.Join == nil {
		return nil, errors.New("this request was not read by this node; read the waiting room again")
	}
	if err := n.Admit(ctx, hub, x.request); err != nil {
		return nil, err
	}
	v, err := n.View()
	if err != nil {
		return nil, err
	}
	for _, p := range v.Roster.Pending {
		if p.Seat != nil && p.Seat.Seat == x.Seat {
			return p.Waits, nil
		}
	}
	return nil, nil
}

// ErrNoSuchRequest means that no request waits with the words that a person has
// compared.
var ErrNoSuchRequest = errors.New("no request for this seat waits with these words; read the waiting room again and compare them once more")

// AdmitCompared is [Node.AdmitSeat] for the request in the waiting room that has
// the words a person has compared: a page may be older than the waiting room.
func (n *Node) AdmitCompared(ctx context.Context, hub Hub, seat string, words []string) (waits []string, err error) {
	all, err := n.Askers(ctx, hub)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(x Asking) bool { return x.Seat == seat && slices.Equal(x.Words, words) && x.Problem == "" })
	if i < 0 {
		return nil, fmt.Errorf("seat %s: %w", seat, ErrNoSuchRequest)
	}
	return n.AdmitSeat(ctx, hub, all[i])
}

// Enter takes the seat of this node in the process: it fetches what there is and
// accepts with the root key. The people of the seat have compared the words of
// the process. had means that the seat had entered before.
func (n *Node) Enter(ctx context.Context, hub Hub) (had bool, err error) {
	v, err := n.View()
	if err != nil {
		return false, err
	}
	if v.Roster != nil {
		if me := v.Roster.Seat(n.seat); me != nil && me.Accepted {
			return true, nil
		}
	}
	return false, n.Accept(ctx, hub)
}
