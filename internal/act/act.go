// SPDX-License-Identifier: Apache-2.0

package act

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Media is the media type of the one part that holds an act.
const Media = "application/json"

// maxBody is the largest printed act, in bytes.
const maxBody = 96 << 10

// Act is one thing that a person does in a process. The types of this package
// are values: they are passed and compared without pointers.
type Act interface {
	// Kind is the word that the entry carries for this act.
	Kind() string

	// Validate holds the act to every rule that needs nothing but the act
	// itself. A fault is an [*Error].
	Validate() error
}

// The kinds of this version. The list is append-only: a word never changes its
// meaning.
const (
	KindTitle              = "process.title"
	KindSeat               = "seat.name"
	KindNote               = "note"
	KindEvent              = "event"
	KindAsk                = "disclose.ask"
	KindPhase              = "process.phase"
	KindIssue              = "issue"
	KindContact            = "contact"
	KindReadout            = "readout"
	KindAnnouncement       = "announcement"
	KindUndertaking        = "undertaking"
	KindUndertakingAnswer  = "undertaking.answer"
	KindFormat             = "format"
	KindFormatPoint        = "format.point"
	KindLeverage           = "leverage"
	KindLeverageStep       = "leverage.step"
	KindCommitment         = "commitment"
	KindCommitmentStep     = "commitment.step"
	KindConsultation       = "consultation"
	KindConsultationAnswer = "consultation.answer"
	KindProposal           = "proposal"
	KindConsent            = "consent"
	KindExit               = "mediator.exit"
	KindWithdrawal         = "withdrawal"
	KindPosition           = "position"
	KindPreference         = "preference"
	KindRound              = "round"
	KindRoundAnswer        = "round.answer"
	KindRoundResult        = "round.result"
	KindModel              = "model"
)

// reader reads the body of one kind.
type reader struct {
	kind string
	read func(kind string, body []byte) (Act, error)
}

// readers is the registry of kinds, in a fixed order.
func readers() []reader {
	return []reader{
		{KindTitle, read[Title]},
		{KindSeat, read[SeatName]},
		{KindNote, read[Note]},
		{KindEvent, read[Event]},
		{KindAsk, read[Ask]},
		{KindPhase, read[Phase]},
		{KindIssue, read[Issue]},
		{KindContact, read[Contact]},
		{KindReadout, read[Readout]},
		{KindAnnouncement, read[Announcement]},
		{KindUndertaking, read[Undertaking]},
		{KindUndertakingAnswer, read[UndertakingAnswer]},
		{KindFormat, read[Format]},
		{KindFormatPoint, read[FormatPoint]},
		{KindLeverage, read[Leverage]},
		{KindLeverageStep, read[LeverageStep]},
		{KindCommitment, read[Commitment]},
		{KindCommitmentStep, read[CommitmentStep]},
		{KindConsultation, read[Consultation]},
		{KindConsultationAnswer, read[ConsultationAnswer]},
		{KindProposal, read[Proposal]},
		{KindConsent, read[Consent]},
		{KindExit, read[Exit]},
		{KindWithdrawal, read[Withdrawal]},
		{KindPosition, read[Position]},
		{KindPreference, read[Preference]},
		{KindRound, read[Round]},
		{KindRoundAnswer, read[RoundAnswer]},
		{KindRoundResult, read[RoundResult]},
		{KindModel, read[Model]},
	}
}

// Kinds returns every kind of this version, in a fixed order.
func Kinds() []string {
	var out []string
	for _, r := range readers() {
		out = append(out, r.kind)
	}
	return out
}

// ErrKind is the cause of the [Error] for a kind that this version does not
// know. Such an entry is kept and shown as what it is: written by a newer
// version, or by nobody's rules.
var ErrKind = errors.New("this version does not know the kind")

// Error says which field of an act departs from the rules, and how.
type Error struct {
	Kind  string
	Field string // empty when the fault is not in one field
	Msg   string

	cause error
}

// Error names the kind and the field, then says what is wrong.
func (e *Error) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("%s: %s", e.Kind, e.Msg)
	}
	return fmt.Sprintf("%s: %s %s", e.Kind, e.Field, e.Msg)
}

// Unwrap returns [ErrKind] for a kind that is not known, the [Refusal] that Msg is in
// English where it is one, else nil.
func (e *Error) Unwrap() error { return e.cause }

// Parse reads an act. It accepts exactly the bytes that [Body] prints; anything
// else is an [*Error].
func Parse(kind string, body []byte) (Act, error) {
	a, err := Read(kind, body)
	if err != nil {
		return nil, err
	}
	// One form for each act: a second key of the same name, another order, a
	// space, an escape or an empty field that could be absent ends here.
	again, err := encode(a)
	if err != nil {
		return nil, &Error{Kind: kind, Msg: err.Error()}
	}
	if !bytes.Equal(again, body) {
		return nil, &Error{Kind: kind, Msg: fmt.Sprintf(
			"is not in the one form it could be printed in (it departs at byte %d)", departure(again, body))}
	}
	return a, nil
}

// Read reads an act from JSON as a person writes it, in any layout and order of
// keys, and holds it to the same rules. It is for files that people edit; what
// was signed is read with [Parse].
func Read(kind string, body []byte) (Act, error) {
	for _, r := range readers() {
		if r.kind == kind {
			return r.read(kind, body)
		}
	}
	return nil, unknown(kind)
}

func unknown(kind string) *Error {
	return &Error{Kind: fmt.Sprintf("%.40q", kind), Msg: ErrKind.Error(), cause: ErrKind}
}

// Body prints an act, after it has been held to its rules.
func Body(a Act) ([]byte, error) {
	if a == nil {
		return nil, &Error{Kind: "act", Msg: "is missing"}
	}
	if err := a.Validate(); err != nil {
		return nil, err
	}
	body, err := encode(a)
	if err != nil {
		return nil, &Error{Kind: a.Kind(), Msg: err.Error()}
	}
	// What is written must be readable: this covers the size, and types that
	// are not of this package.
	if _, err := Parse(a.Kind(), body); err != nil {
		return nil, err
	}
	return body, nil
}

func read[A Act](kind string, body []byte) (Act, error) {
	fail := func(format string, args ...any) (Act, error) {
		return nil, &Error{Kind: kind, Msg: fmt.Sprintf(format, args...)}
	}
	switch {
	case len(body) > maxBody:
		return fail("is %d bytes long; the limit is %d", len(body), maxBody)
	case !utf8.Valid(body):
		return fail("is not UTF-8")
	case !norm.NFC.IsNormal(body):
		return fail("is not in Unicode normalization form C")
	}
	var a A
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return nil, shape(kind, err)
	}
	if rest := bytes.TrimSpace(body[d.InputOffset():]); len(rest) > 0 {
		return fail("goes on after its end, at byte %d", d.InputOffset())
	}
	if err := a.Validate(); err != nil {
		return nil, err
	}
	return a, nil
}

func encode(a Act) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(a); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// departure is the index of the first byte that differs.
func departure(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// shape puts a fault found by encoding/json into the words of this package.
func shape(kind string, err error) *Error {
	e := &Error{Kind: kind, Msg: "is not one JSON object"}
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		e.Msg = fmt.Sprintf("is not JSON at byte %d", syntax.Offset)
	case errors.As(err, &wrong):
		e.Field, e.Msg = wrong.Field, fmt.Sprintf("holds a JSON %.40s, which does not belong there", wrong.Value)
	default:
		if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			e.Msg = fmt.Sprintf("has the field %.40s, which this kind does not have", name)
		}
	}
	return e
}
