// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/seal"
	"parley/internal/store"
	"parley/record"
)

// RandomSeat makes a seat name that says nothing of who sits there.
func RandomSeat() string {
	const letters = "bcdfghjkmnpqrstvwxz23456789"
	var b [5]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:])
}

// Prepare makes the keys of a seat in a home's ring and returns its enrolment.
// It belongs to no process yet: see [Found], [Join] and [Adopt].
func Prepare(home *Home, label, seat, role string, hub keys.HubAddress) (*record.Enrolment, error) {
	s, err := keys.NewSeat(label, seat, "d1", rand.Reader)
	if err != nil {
		return nil, err
	}
	root := record.NewSeed()
	s.Root, s.Hub = root[:], hub
	g, err := keys.NewGeneration(1, rand.Reader)
	if err != nil {
		return nil, err
	}
	s.Generations = []keys.Generation{g}
	_, cert, err := courier.Certificate(s.TLS)
	if err != nil {
		return nil, err
	}
	e, err := seal.Enrol(s, role, cert)
	if err != nil {
		return nil, err
	}
	return e, home.Keys.Change(func(r *keys.Ring) error {
		r.Seats = append(r.Seats, s)
		return nil
	})
}

// SeatOf returns the ring's entry for a local label.
func SeatOf(home *Home, label string) (keys.Seat, error) {
	ring, err := home.Keys.Ring()
	if err != nil {
		return keys.Seat{}, err
	}
	for _, s := range ring.Seats {
		if s.Label == label {
			return s, nil
		}
	}
	return keys.Seat{}, fmt.Errorf("%w: %q", ErrNoProcess, label)
}

// Adopt ties a prepared seat to the process it was enrolled in.
func Adopt(home *Home, label string, pid record.Hash) error {
	return home.Keys.Change(func(r *keys.Ring) error {
		for i := range r.Seats {
			if r.Seats[i].Label == label {
				r.Seats[i].Process = pid
				return nil
			}
		}
		return fmt.Errorf("%w: %q", ErrNoProcess, label)
	})
}

// Forget takes a seat out of the ring: a join that will not be, a process
// founded in vain. Its archive stays, unreadable.
func Forget(home *Home, label string) error {
	return home.Keys.Change(func(r *keys.Ring) error {
		r.Seats = slices.DeleteFunc(r.Seats, func(s keys.Seat) bool { return s.Label == label })
		return nil
	})
}

// Founding is what a process begins with.
type Founding struct {
	Policy     record.Policy
	Seats      []*record.Enrolment // the founder's own among them
	Guarantors []record.Guarantor
	Admission  string // the hub's admission word, if it asks for one
}

// Found creates a process at a hub from a prepared seat of this home, which
// becomes its founder, and ties the seat to it.
func Found(ctx context.Context, home *Home, label string, hub Hub, f Founding) (record.Hash, error) {
	s, err := SeatOf(home, label)
	if err != nil {
		return record.Hash{}, err
	}
	nonce := record.Hash(record.NewSeed())
	key, err := hub.LogKey(ctx, nonce)
	if err != nil {
		return record.Hash{}, err
	}
	g := &record.Genesis{
		Policy: f.Policy, HubKey: key, HubTLS: s.Hub.Cert, Nonce: nonce,
		Seats: slices.Clone(f.Seats), Guarantors: f.Guarantors,
	}
	e, err := record.NewGenesis(g, record.RootSigner(s.Name, [32]byte(s.Root)), home.now())
	if err != nil {
		return record.Hash{}, err
	}
	receipt, err := hub.Create(ctx, g.Process(), e.Bytes(), f.Admission)
	if err != nil {
		return record.Hash{}, err
	}
	if _, err := record.OpenReceipt(g.Process(), key, receipt); err != nil {
		return record.Hash{}, err
	}
	return g.Process(), Adopt(home, label, g.Process())
}

// Accept enters the process with the seat's root key.
func (n *Node) Accept(ctx context.Context, hub Hub) error {
	return n.Change(ctx, hub, record.Accept(n.pid))
}

// Invite makes an invitation for a seat. With a hub, its token is announced
// there; without one, the answer travels by hand.
func (n *Node) Invite(ctx context.Context, hub Hub, seat, role string, expires time.Time) (*record.Invitation, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return nil, err
	}
	own, err := n.ownSeat()
	if err != nil {
		return nil, err
	}
	i := &record.Invitation{Process: n.pid, Seat: seat, Role: role, Token: record.NewSeed(), Expires: expires.UTC().Truncate(time.Second)}
	if own.Hub.URL != "" {
		i.Hub, i.HubTLS = own.Hub.URL, own.Hub.Cert
	}
	if _, err := record.ParseInvitation(i.Text()); err != nil {
		return nil, err
	}
	token := record.TokenHash(i.Token)
	wrapped, err := n.keys.Wrap(token[:], i.Text())
	if err != nil {
		return nil, err
	}
	err = n.update(ctx, func(w store.Writer, at store.Process) error {
		return w.Put(at, tableInvite, token[:], wrapped)
	})
	if err != nil {
		return nil, err
	}
	if hub != nil {
		if err := (away{n, hub}).invite(ctx, token, i.Expires); err != nil {
			return nil, err
		}
	}
	return i, nil
}

func (n *Node) ownSeat() (keys.Seat, error) {
	ring, err := n.home.Keys.Ring()
	if err != nil {
		return keys.Seat{}, err
	}
	for _, s := range ring.Seats {
		if s.Process == n.pid {
			return s, nil
		}
	}
	return keys.Seat{}, ErrNoProcess
}

// Join answers an invitation: it makes the keys of the seat in this home and
// the join request. With a hub, the request is left in its waiting room. The
// seat can sync once it has been admitted. When no answer came from the hub,
// the request may have arrived: the keys stay, and joining again under the same
// label makes the same request.
func Join(ctx context.Context, home *Home, label string, i *record.Invitation, hub func(keys.Seat) (Hub, error)) (*record.JoinRequest, error) {
	e, again, err := answer(home, label, i)
	if err != nil {
		return nil, err
	}
	j, err := record.NewJoinRequest(i, e)
	if err == nil {
		err = Adopt(home, label, i.Process)
	}
	if err == nil && hub != nil {
		var s keys.Seat
		var h Hub
		if s, err = SeatOf(home, label); err == nil {
			if h, err = hub(s); err == nil {
				err = h.Join(ctx, i.Process, j.TokenHash, j.Bytes())
			}
		}
	}
	switch {
	case err == nil:
		return j, nil
	case again || errors.Is(err, courier.ErrUnreachable):
		return nil, err // the seat may have been admitted by now
	}
	// Nothing half-joined stays behind: the invitation can be used again.
	return nil, errors.Join(err, Forget(home, label))
}

// answer prepares the seat of an invitation, or finds it prepared.
func answer(home *Home, label string, i *record.Invitation) (e *record.Enrolment, again bool, err error) {
	address := keys.HubAddress{URL: i.Hub, Cert: i.HubTLS}
	s, err := SeatOf(home, label)
	if err == nil && s.Process == i.Process && s.Name == i.Seat && s.Hub == address {
		e, err = EnrolmentOf(home, label, i.Role)
		return e, true, err
	}
	e, err = Prepare(home, label, i.Seat, i.Role, address)
	return e, false, err
}

// Request is a join request held to the invitation it answers.
type Request struct {
	Invitation *record.Invitation
	Join       *record.JoinRequest
	Err        error // why it cannot be admitted; nil when it can
}

// CheckRequest reads a join request, from the waiting room or by hand, and
// finds the invitation of this node that it answers.
func (n *Node) CheckRequest(ctx context.Context, b []byte) (Request, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return Request{}, err
	}
	j, err := record.ParseJoinRequest(b)
	if err != nil {
		return Request{}, err
	}
	var wrapped []byte
	err = n.home.Store.View(ctx, func(r store.Reader) (err error) {
		wrapped, err = getOr(r, store.Process(n.pid), tableInvite, j.TokenHash[:])
		return err
	})
	if err != nil {
		return Request{}, err
	}
	if wrapped == nil {
		return Request{Join: j, Err: errors.New("this seat has issued no invitation with that token")}, nil
	}
	text, err := n.keys.Unwrap(j.TokenHash[:], wrapped)
	if err != nil {
		return Request{}, err
	}
	i, err := record.ParseInvitation(text)
	if err != nil {
		return Request{}, err
	}
	return Request{i, j, j.Check(i, n.now())}, nil
}

// Requests reads the hub's waiting room.
func (n *Node) Requests(ctx context.Context, hub Hub) ([]Request, error) {
	v, err := n.View()
	if err != nil {
		return nil, err
	}
	ws, err := hub.WaitingRoom(ctx, n.pid)
	if err != nil {
		return nil, err
	}
	var out []Request
	for _, w := range ws {
		r, err := n.CheckRequest(ctx, w.Request)
		if err != nil {
			return nil, err
		}
		if v.Roster == nil || v.Roster.Seat(r.Join.Enrolment.Seat) == nil {
			out = append(out, r)
		}
	}
	return out, nil
}

// Admit puts a checked request on the record. The person calling has compared
// the key words with the joiner; that confirms the keys for this seat.
func (n *Node) Admit(ctx context.Context, hub Hub, r Request) error {
	if r.Err != nil {
		return r.Err
	}
	if err := n.Change(ctx, hub, record.AddSeat(r.Join.Enrolment)); err != nil {
		return err
	}
	return n.putConfirmed(ctx, r.Join.Enrolment.Seat, r.Join.Enrolment.Device.Label)
}

// Consent agrees to a pending roster proposal. Consenting to a seat confirms
// its keys: the person calling has compared the words.
func (n *Node) Consent(ctx context.Context, hub Hub, proposal record.Hash) error {
	v, err := n.View()
	if err != nil {
		return err
	}
	if v.Roster == nil {
		return ErrNotFetched
	}
	var enrolment *record.Enrolment
	for _, p := range v.Roster.Pending {
		if p.Entry == proposal {
			enrolment = p.Seat
		}
	}
	if err := n.Change(ctx, hub, record.Consent(proposal)); err != nil {
		return err
	}
	if enrolment == nil {
		return nil
	}
	return n.putConfirmed(ctx, enrolment.Seat, enrolment.Device.Label)
}

func (n *Node) putConfirmed(ctx context.Context, seat, labels string) error {
	return n.home.Store.Update(ctx, func(w store.Writer) error {
		return w.Put(store.Process(n.pid), tableConfirm, []byte(seat), []byte(labels))
	})
}
