// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"
)

// MaxJoin is the largest join request, in bytes.
const MaxJoin = 16 << 10

// Invitation is what a new member is handed, as a file or on paper: where the
// hub is, which process it is, under which name to join, and a token that lets
// one request into the hub's waiting room.
type Invitation struct {
	Hub     string // https address; empty when the files travel by hand
	HubTLS  Hash   // SHA-256 of the hub's certificate
	Process Hash
	Seat    string
	Role    string
	Token   [32]byte
	Expires time.Time
}

// Text prints the invitation.
func (i *Invitation) Text() []byte {
	w := newTextWriter(labelInvite)
	if i.Hub != "" {
		w.line("hub", i.Hub, i.HubTLS.String())
	}
	w.line("process", i.Process.String())
	w.line("seat", i.Seat, i.Role)
	w.line("token", b64(i.Token[:]))
	w.line("expires", i.Expires.UTC().Format(timeLayout))
	return w.bytes()
}

// ParseInvitation reads an invitation.
func ParseInvitation(text []byte) (*Invitation, error) {
	r := newTextReader("invitation", text, labelInvite)
	i := &Invitation{}
	if r.peek() == "hub" {
		f := r.line("hub", 2)
		if r.err == nil {
			i.Hub = r.word(f[0], "https address of at most 256 bytes", func(s string) bool {
				return strings.HasPrefix(s, "https://") && len(s) <= 256
			})
			i.HubTLS = r.hash(f[1])
		}
	}
	i.Process = r.hash(r.line("process", 1)[0])
	f := r.line("seat", 2)
	if r.err == nil {
		i.Seat, i.Role = r.word(f[0], "seat name", ValidSeat), r.word(f[1], "role", ValidRole)
	}
	i.Token = [32]byte(r.bytes(r.line("token", 1)[0], 32))
	i.Expires = r.time(r.line("expires", 1)[0])
	return i, r.end()
}

// TokenHash is what a hub stores of a token.
func TokenHash(token [32]byte) Hash { return lh(labelJoin, []byte("token"), token[:]) }

// JoinRequest is an enrolment on its way to the inviter, under a MAC that only
// the holder of the token can make.
type JoinRequest struct {
	Process   Hash
	TokenHash Hash
	Enrolment *Enrolment
	mac       [32]byte
}

// NewJoinRequest answers an invitation. The enrolment must be for the seat and
// role of the invitation.
func NewJoinRequest(i *Invitation, e *Enrolment) (*JoinRequest, error) {
	if e.Seat != i.Seat || e.Role != i.Role {
		return nil, fmt.Errorf("the invitation is for seat %s as %s; the enrolment is for %s as %s", i.Seat, i.Role, e.Seat, e.Role)
	}
	return &JoinRequest{i.Process, TokenHash(i.Token), e, joinMAC(i.Token, i.Process, e)}, nil
}

func joinMAC(token [32]byte, process Hash, e *Enrolment) [32]byte {
	m := hmac.New(sha256.New, token[:])
	h := lh(labelJoin, process[:], e.Text())
	m.Write(h[:])
	return [32]byte(m.Sum(nil))
}

// Bytes prints the request.
func (j *JoinRequest) Bytes() []byte {
	w := newTextWriter(labelJoin)
	w.line("process", j.Process.String())
	w.line("token-hash", j.TokenHash.String())
	w.line("mac", b64(j.mac[:]))
	return append(w.bytes(), j.Enrolment.Text()...)
}

// ParseJoinRequest reads a request and checks the proofs of its enrolment.
func ParseJoinRequest(b []byte) (*JoinRequest, error) {
	if len(b) > MaxJoin {
		return nil, &TextError{"join request", 0, fmt.Sprintf("is %d bytes long; the limit is %d", len(b), MaxJoin)}
	}
	at := bytes.Index(b, []byte(labelEnrol))
	if at < 0 {
		return nil, &TextError{"join request", 0, "holds no enrolment"}
	}
	r := newTextReader("join request", b[:at], labelJoin)
	j := &JoinRequest{
		Process:   r.hash(r.line("process", 1)[0]),
		TokenHash: r.hash(r.line("token-hash", 1)[0]),
		mac:       [32]byte(r.bytes(r.line("mac", 1)[0], 32)),
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	var err error
	if j.Enrolment, err = ParseEnrolment(b[at:]); err != nil {
		return nil, err
	}
	return j, nil
}

// ErrToken means that a join request was not made with the token of the
// invitation.
var ErrToken = errors.New("the join request was not made with the token of this invitation")

// Check holds a request to the invitation it answers.
func (j *JoinRequest) Check(i *Invitation, now time.Time) error {
	want := joinMAC(i.Token, i.Process, j.Enrolment)
	switch {
	case j.Process != i.Process || j.TokenHash != TokenHash(i.Token) || !hmac.Equal(j.mac[:], want[:]):
		return ErrToken
	case j.Enrolment.Seat != i.Seat || j.Enrolment.Role != i.Role:
		return fmt.Errorf("the invitation was for seat %s as %s; the request is for %s as %s", i.Seat, i.Role, j.Enrolment.Seat, j.Enrolment.Role)
	case now.After(i.Expires):
		return fmt.Errorf("the invitation expired at %s", i.Expires.Format(timeLayout))
	}
	return nil
}
