// SPDX-License-Identifier: Apache-2.0

// Package courier carries opaque bytes between nodes and a hub: over HTTPS with
// pinned certificates, or as files in a folder. It never looks into what it
// carries; what arrives is checked by package record.
//
// It also holds the words of the hub protocol that both ends must agree on:
// paths, headers and error codes (docs/spec/hub.md).
package courier

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"parley/record"
)

// Delivery is one envelope that a hub has for a seat.
type Delivery struct {
	Index    int64
	Envelope []byte
}

// Waiting is one join request in a hub's waiting room.
type Waiting struct {
	Token   record.Hash // hash of the invitation's token
	Request []byte
}

// Errors of a hub, as both ends know them. A client sees exactly the sentinel
// that the hub returned.
var (
	ErrStale     = errors.New("the roster has changed since the entry was sealed")
	ErrBusy      = errors.New("the hub has too much waiting to promise a place in time")
	ErrTooLarge  = errors.New("larger than the hub accepts")
	ErrMalformed = errors.New("the hub cannot read it")
	ErrRefused   = errors.New("the rules of the roster do not allow it")
	ErrNotMember = errors.New("this device is not in the roster of the process")
	ErrUnknown   = errors.New("the hub does not know this process")
	ErrExists    = errors.New("it is there already")
	ErrFull      = errors.New("the hub has no space left")
	ErrClosed    = errors.New("the process is closed")
	ErrNotFound  = errors.New("the hub has nothing there")
	ErrAdmission = errors.New("the hub's admission word is missing or not right")
	ErrInternal  = errors.New("the hub failed")

	// ErrUnreachable is the client's own: no answer came.
	ErrUnreachable = errors.New("the hub cannot be reached")
	// ErrOtherHub is the client's own: somebody answered, with another
	// certificate than the one pinned.
	ErrOtherHub = errors.New("the certificate is not that of the hub in the roster")
)

// code is one row of the table of protocol errors.
type code struct {
	err    error
	word   string
	status int
}

func codes() []code {
	return []code{
		{ErrStale, "stale", http.StatusConflict},
		{ErrBusy, "busy", http.StatusTooManyRequests},
		{ErrTooLarge, "too-large", http.StatusRequestEntityTooLarge},
		{ErrMalformed, "malformed", http.StatusBadRequest},
		{ErrRefused, "refused", http.StatusUnprocessableEntity},
		{ErrNotMember, "not-member", http.StatusForbidden},
		{ErrUnknown, "unknown-process", http.StatusNotFound},
		{ErrExists, "exists", http.StatusPreconditionFailed},
		{ErrFull, "full", http.StatusInsufficientStorage},
		{ErrClosed, "closed", http.StatusGone},
		{ErrNotFound, "not-found", http.StatusNotFound},
		{ErrAdmission, "admission", http.StatusUnauthorized},
		{ErrInternal, "internal", http.StatusInternalServerError},
	}
}

// CodeHeader carries the code word of an error; the body is a sentence.
const CodeHeader = "Parley-Error"

// DeliverHeader names the seats an envelope is to be delivered to, separated
// by spaces.
const DeliverHeader = "Parley-Deliver"

// AdmissionHeader carries the word by which a hub's operator lets somebody
// found processes there.
const AdmissionHeader = "Parley-Admission"

// StatusOf returns the HTTP status and code word of a hub error; errors that
// are not in the table are internal.
func StatusOf(err error) (status int, word string) {
	for _, c := range codes() {
		if errors.Is(err, c.err) {
			return c.status, c.word
		}
	}
	return http.StatusInternalServerError, "internal"
}

// errorOf is the inverse of StatusOf.
func errorOf(status int, word, sentence string) error {
	sentence = plain(sentence)
	for _, c := range codes() {
		if c.word == word {
			if sentence == "" || sentence == c.err.Error() {
				return c.err
			}
			return &hubError{c.err, sentence}
		}
	}
	return fmt.Errorf("%w: status %d", ErrInternal, status)
}

// maxSentence is how much of a hub's sentence a person is shown, in bytes.
const maxSentence = 400

// plain makes a sentence fit to be shown. It comes from a hub that is not
// trusted, and may end in a terminal.
func plain(sentence string) string {
	var b strings.Builder
	for _, c := range sentence {
		if b.Len() >= maxSentence {
			b.WriteString("…")
			break
		}
		if !unicode.IsPrint(c) {
			c = ' '
		}
		b.WriteRune(c)
	}
	return strings.TrimSpace(b.String())
}

// hubError keeps the hub's sentence, which already says what its sentinel says.
type hubError struct {
	kind     error
	sentence string
}

func (e *hubError) Error() string { return e.sentence }
func (e *hubError) Unwrap() error { return e.kind }

// Hex is the form of a hash in a path.
func Hex(h record.Hash) string { return hex.EncodeToString(h[:]) }

// ParseHex reads a hash from a path; only the form of [Hex] is accepted.
func ParseHex(s string) (record.Hash, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 32 || hex.EncodeToString(b) != s {
		return record.Hash{}, fmt.Errorf("%w: %.80q is not a hash", ErrMalformed, s)
	}
	return record.Hash(b), nil
}
