// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// request makes an invitation for a seat that is not there yet, and a request
// that answers it.
func (w *world) request(seat, token string) (*record.Invitation, *record.JoinRequest) {
	w.t.Helper()
	i := &record.Invitation{
		Process: w.pid, Seat: seat, Role: "party", Token: fixed(token), Expires: w.clock.Now().Add(time.Hour),
	}
	return i, must(record.NewJoinRequest(i, w.newSeat(seat, "party").enrol))
}

func TestWaitingRoomTakesOneRequestForEachToken(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{store: st})
		nobody := Local{Hub: w.hub, Cert: fixed("nobody")}
		i, j := w.request("Z", "token")
		_, other := w.request("Y", "token")
		isError(t, nobody.Join(t.Context(), w.pid, j.TokenHash, j.Bytes()), courier.ErrRefused)
		// Any member may invite, not the mediator only.
		if err := w.seats["A"].local().Invite(t.Context(), w.pid, j.TokenHash, i.Expires); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := nobody.Join(t.Context(), w.pid, j.TokenHash, j.Bytes()); err != nil {
				t.Fatal(err)
			}
		}
		isError(t, nobody.Join(t.Context(), w.pid, other.TokenHash, other.Bytes()), courier.ErrExists)
		ws, err := w.seats["B"].local().WaitingRoom(t.Context(), w.pid)
		if err != nil || len(ws) != 1 {
			t.Fatalf("%d requests wait, %v", len(ws), err)
		}
		if ws[0].Token != j.TokenHash || !bytes.Equal(ws[0].Request, j.Bytes()) {
			t.Error("another request waits")
		}
		got := must(record.ParseJoinRequest(ws[0].Request))
		if err := got.Check(i, w.clock.Now()); err != nil {
			t.Error(err)
		}
	})
}

func TestJoinRefusals(t *testing.T) {
	w := newWorld(t, plan{})
	nobody := Local{Hub: w.hub, Cert: fixed("nobody")}
	i, j := w.request("Z", "token")
	if err := w.founder.local().Invite(t.Context(), w.pid, j.TokenHash, i.Expires); err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(j.Bytes())
	damaged[len(damaged)-9] ^= 1
	elsewhere, _ := w.request("Z", "token")
	elsewhere.Process = fixed("another process")
	foreign := must(record.NewJoinRequest(elsewhere, j.Enrolment))
	_, uninvited := w.request("Z", "another token")
	for name, c := range map[string]struct {
		pid, token record.Hash
		request    []byte
		want       error
	}{
		"empty":                  {w.pid, j.TokenHash, nil, courier.ErrMalformed},
		"noise":                  {w.pid, j.TokenHash, []byte("let me in"), courier.ErrMalformed},
		"damaged":                {w.pid, j.TokenHash, damaged, courier.ErrMalformed},
		"too large":              {w.pid, j.TokenHash, append(j.Bytes(), make([]byte, record.MaxJoin)...), courier.ErrTooLarge},
		"for another process":    {w.pid, j.TokenHash, foreign.Bytes(), courier.ErrMalformed},
		"to an unknown process":  {fixed("another process"), j.TokenHash, foreign.Bytes(), courier.ErrUnknown},
		"under no token":         {w.pid, uninvited.TokenHash, uninvited.Bytes(), courier.ErrRefused},
		"under another's token":  {w.pid, j.TokenHash, uninvited.Bytes(), courier.ErrMalformed},
		"named by another token": {w.pid, uninvited.TokenHash, j.Bytes(), courier.ErrRefused},
	} {
		if err := nobody.Join(t.Context(), c.pid, c.token, c.request); !errors.Is(err, c.want) {
			t.Errorf("%s: %v; want %v", name, err, c.want)
		}
	}
	if n := w.rows(tableWaiting); n != 0 {
		t.Errorf("%d refused requests wait", n)
	}
}

func TestInvitationsExpire(t *testing.T) {
	w := newWorld(t, plan{})
	nobody := Local{Hub: w.hub, Cert: fixed("nobody")}
	m := w.founder.local()
	i, j := w.request("Z", "token")
	_, late := w.request("Y", "late")
	for _, token := range []record.Hash{j.TokenHash, late.TokenHash} {
		if err := m.Invite(t.Context(), w.pid, token, i.Expires); err != nil {
			t.Fatal(err)
		}
	}
	if err := nobody.Join(t.Context(), w.pid, j.TokenHash, j.Bytes()); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(time.Hour + time.Second)
	isError(t, nobody.Join(t.Context(), w.pid, late.TokenHash, late.Bytes()), courier.ErrRefused)
	// The next invitation clears what has expired, requests and all.
	if err := m.Invite(t.Context(), w.pid, fixed("new"), w.clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if tokens, waiting := w.rows(tableToken), w.rows(tableWaiting); tokens != 1 || waiting != 0 {
		t.Errorf("%d invitations and %d requests are left; want 1 and none", tokens, waiting)
	}
}

func TestInviteLimits(t *testing.T) {
	w := newWorld(t, plan{})
	m := w.founder.local()
	now := w.clock.Now()
	for name, until := range map[string]time.Time{
		"in the past": now.Add(-time.Second), "too long": now.Add(maxInvitation + time.Second),
		"the beginning of time": {}, "the end of time": time.Unix(1<<62, 0), "before it": time.Unix(-1<<62, 0),
	} {
		if err := m.Invite(t.Context(), w.pid, fixed(name), until); !errors.Is(err, courier.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range maxWaitingRoom {
		if err := m.Invite(t.Context(), w.pid, record.Hash{byte(i)}, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	isError(t, m.Invite(t.Context(), w.pid, fixed("one more"), now.Add(time.Hour)), courier.ErrBusy)
	// One that is open can be prolonged, and when one expires there is room.
	if err := m.Invite(t.Context(), w.pid, record.Hash{7}, now.Add(2*time.Hour)); err != nil {
		t.Errorf("prolonging an invitation: %v", err)
	}
	w.clock.advance(time.Hour + time.Second)
	if err := m.Invite(t.Context(), w.pid, fixed("one more"), now.Add(2*time.Hour)); err != nil {
		t.Error(err)
	}
	if n := w.rows(tableToken); n != 2 {
		t.Errorf("%d invitations are open; want 2", n)
	}
}
