// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"parley/internal/act"
	"parley/internal/courier"
	"parley/internal/keys"
	"parley/record"
)

// Start is what a process begins with, in the values that a person types.
type Start struct {
	HubURL, HubCert string // its https address, and the hash of its certificate in 64 hexadecimal digits
	Admission       string // the word of the hub's operator; empty where none is asked for
	Label           string // own short name of the process; empty finds a free one

	Title, Summary string // of the process; every seat reads them
	Name           string // of the own seat; every seat reads it

	Policy record.Policy

	// Seats are the files of further seats that found the process together with
	// this one: see [Offer]. Whoever founds has compared their words.
	Seats [][]byte
}

// NewStart is a start with the usual policy: a tick a minute, of 32 leaves.
func NewStart() Start { return Start{Policy: record.Policy{Tick: 60, Batch: 32, Quorum: 1}} }

// Connector makes the connection to the hub of a seat; nil is [ConnectSeat].
type Connector func(keys.Seat) (Hub, error)

// reach connects the seat of a label. done gives up the connection.
func (c Connector) reach(home *Home, label string) (hub Hub, done func(), err error) {
	s, err := SeatOf(home, label)
	if err != nil {
		return nil, nil, err
	}
	if c == nil {
		client, err := ConnectSeat(s)
		if err != nil {
			return nil, nil, err
		}
		return client, client.Close, nil
	}
	hub, err = c(s)
	return hub, func() {}, err
}

// ParseHubAddress reads the address of a hub and the hash of its certificate as
// people copy them.
func ParseHubAddress(url, cert string) (keys.HubAddress, error) {
	var at keys.HubAddress
	b, err := hex.DecodeString(strings.NewReplacer(":", "", " ", "").Replace(cert))
	switch {
	case url == "":
		return at, errors.New("the address of the hub is missing: it is of the form https://host:port")
	case err != nil || len(b) != len(at.Cert):
		return at, fmt.Errorf("the hash of the hub's certificate is %.80q; it must be 64 hexadecimal digits", cert)
	}
	at.URL, at.Cert = strings.TrimSuffix(strings.TrimSpace(url), "/"), [32]byte(b)
	client, err := courier.NewClient(at.URL, at.Cert, tls.Certificate{}, 0)
	if err != nil {
		return keys.HubAddress{}, err
	}
	client.Close()
	return at, nil
}

// Create founds a process with a new seat of this home as mediator, enters it,
// and says what it is called as soon as every founding seat has entered. Nothing
// stays behind of a process that no hub has taken. The node it returns is open.
func Create(ctx context.Context, home *Home, s Start, connect Connector) (*Node, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	at, err := ParseHubAddress(s.HubURL, s.HubCert)
	if err != nil {
		return nil, err
	}
	others, err := parseSeats(s.Seats)
	if err != nil {
		return nil, err
	}
	label, _, err := FreeLabel(ctx, home, s.Label)
	if err != nil {
		return nil, err
	}
	own, err := Prepare(home, label, RandomSeat(), record.RoleMediator, at)
	if err != nil {
		return nil, err
	}
	hub, done, err := connect.reach(home, label)
	if err != nil {
		return nil, errors.Join(err, Forget(home, label))
	}
	defer done()
	f := Founding{Policy: s.Policy, Seats: append(others, own), Admission: s.Admission}
	if _, err := Found(ctx, home, label, hub, f); err != nil {
		return nil, errors.Join(err, Forget(home, label))
	}
	n, err := Open(ctx, home, label)
	if err != nil {
		return nil, err
	}
	if err := n.begun(ctx, hub, s); err != nil {
		n.Lock()
		return nil, err
	}
	return n, nil
}

// Check says what of a start is not as it must be, before anything is founded by
// it.
func (s Start) Check() error {
	_, err := ParseHubAddress(s.HubURL, s.HubCert)
	errs := []error{err}
	_, err = parseSeats(s.Seats)
	errs = append(errs, err)
	if s.Title != "" || s.Summary != "" {
		_, err := act.Body(Title(s.Title, s.Summary))
		errs = append(errs, err)
	}
	if s.Name != "" {
		_, err := act.Body(SeatName("own", s.Name, "", ""))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func parseSeats(files [][]byte) ([]*record.Enrolment, error) {
	var out []*record.Enrolment
	for i, file := range files {
		e, err := record.ParseEnrolment(file)
		if err != nil {
			return nil, fmt.Errorf("seat file %d: %w", i+1, err)
		}
		out = append(out, e)
	}
	return out, nil
}

// begun enters a process just founded. What it is called is kept first, to be
// said when the process is open.
func (n *Node) begun(ctx context.Context, hub Hub, s Start) error {
	if err := n.CallProcess(ctx, s.Title, s.Summary); err != nil {
		return err
	}
	if s.Name != "" {
		if err := n.CallSeat(ctx, n.seat, s.Name); err != nil {
			return err
		}
	}
	if err := n.Accept(ctx, hub); err != nil {
		return err
	}
	drafts, err := n.Untold(ctx)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if _, err := n.Post(ctx, d); err != nil {
			return err
		}
	}
	_, err = n.Sync(ctx, hub)
	return err
}
