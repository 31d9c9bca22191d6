// SPDX-License-Identifier: Apache-2.0

package node

import (
	"path/filepath"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/seal"
	"parley/record"
)

// ArchivePath is where a home keeps its archive.
func ArchivePath(home string) string { return filepath.Join(home, "archive.db") }

// Connect makes the connection to the hub of a process, with the certificate
// of this home's device there. Nothing is sent yet.
func Connect(home *Home, label string) (*courier.Client, error) {
	s, err := SeatOf(home, label)
	if err != nil {
		return nil, err
	}
	return ConnectSeat(s)
}

// ConnectSeat is [Connect] for keys that are not in the ring, or not any more.
func ConnectSeat(s keys.Seat) (*courier.Client, error) {
	own, _, err := courier.Certificate(s.TLS)
	if err != nil {
		return nil, err
	}
	return courier.NewClient(s.Hub.URL, s.Hub.Cert, own, 0)
}

// EnrolmentOf makes the enrolment of a prepared seat again.
func EnrolmentOf(home *Home, label, role string) (*record.Enrolment, error) {
	s, err := SeatOf(home, label)
	if err != nil {
		return nil, err
	}
	_, cert, err := courier.Certificate(s.TLS)
	if err != nil {
		return nil, err
	}
	return seal.Enrol(s, role, cert)
}
