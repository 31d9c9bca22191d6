// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"slices"
	"strings"

	"parley/internal/process"
	"parley/record"
)

// Warning is something that a reader of the standing should know before relying
// on it. The code is a stable word; the seats are those it speaks of.
type Warning struct {
	Code  string   `json:"code"`
	Says  string   `json:"says"`
	Seats []string `json:"seats"`
}

// The codes of warnings.
const (
	WarnNoRoster     = "no-roster"
	WarnNotOpen      = "not-open"
	WarnClosed       = "closed"
	WarnNoGuarantor  = "no-guarantor"
	WarnNotWitnessed = "not-witnessed"
	WarnTooMany      = "too-many-readers"
	WarnNoDevice     = "no-device"
	WarnSameName     = "same-name"
	WarnRoleName     = "name-is-a-role"
	WarnAlternatives = "alternatives"
	WarnVoid         = "void-entries"
	WarnUnknown      = "unknown-kinds"
	WarnUnpermitted  = "shown-without-permission"
)

// warnings looks at a finished standing report, most fundamental first.
func (f faces) warnings(s *StandingReport) []Warning {
	out := []Warning{}
	warn := func(code string, seats []string, format string, args ...any) {
		out = append(out, Warning{code, fmt.Sprintf(format, args...), list(seats)})
	}
	r := f.roster
	if r == nil {
		warn(WarnNoRoster, nil, "No roster is known here yet: the record has not been read from its beginning.")
		return out
	}
	accepted := r.Accepted()
	missing := slices.DeleteFunc(r.Names(), func(n string) bool { return slices.Contains(accepted, n) })
	switch {
	case r.Closed:
		warn(WarnClosed, nil, "The process is closed. No entry is accepted after it.")
	case !r.Opened:
		warn(WarnNotOpen, missing, "The process is not open yet. It opens when every founding seat has accepted; still to accept: %s.", strings.Join(missing, ", "))
	case len(missing) > 0:
		warn(WarnNotOpen, missing, "Nothing can be sealed yet to seats that have not accepted: %s.", strings.Join(missing, ", "))
	}
	if !r.Guaranteed() {
		warn(WarnNoGuarantor, nil, "No neutral guarantor takes part. A checkpoint counts as witnessed only when every witness has cosigned it (%d of %d), so one that is away holds it up.", r.Quorum(), len(r.Seats)+len(r.Guarantors))
	}
	if h := s.Head; h.Size > 0 && !h.Witnessed {
		warn(WarnNotWitnessed, nil, "The newest log is not witnessed: it carries %d of the %d cosignatures asked for. Until then it rests on the word of the hub.", h.Cosignatures, h.Quorum)
	}
	if len(accepted) > record.MaxAudience {
		warn(WarnTooMany, nil, "%d seats have accepted, and an entry has %d readers at most: no entry can be addressed to all.", len(accepted), record.MaxAudience)
	}
	for _, seat := range r.Seats {
		if len(seat.Devices) == 0 {
			warn(WarnNoDevice, []string{seat.Name}, "Seat %s has no active device: nobody can write for it.", seat.Name)
		}
	}
	out = append(out, f.nameWarnings()...)
	if len(s.Titles) > 1 {
		warn(WarnAlternatives, nil, "The process has %d titles that were given without knowledge of each other. A mediator can settle this with a new one.", len(s.Titles))
	}
	for _, seat := range s.Seats {
		if n := len(seat.Alternatives); n > 0 {
			warn(WarnAlternatives, []string{seat.Seat}, "Seat %s is called by %d names that were given without knowledge of each other.", seat.Seat, n+1)
		}
	}
	voids := 0
	for _, l := range f.state.Lines() {
		if f.state.Void(l) != "" {
			voids++
		}
	}
	if voids > 0 {
		warn(WarnVoid, nil, "Entries that change nothing: %d. Their authors had no right to them, or they cannot be used; each is kept with its reason.", voids)
	}
	if n := f.state.Unknowns(); n > 0 {
		warn(WarnUnknown, nil, "Entries of kinds that this version does not know: %d. They are kept, and what they say is not shown.", n)
	}
	for _, rel := range f.state.Releases() {
		for _, d := range rel.Disclosed {
			if !d.Permitted {
				warn(WarnUnpermitted, []string{d.By.Seat}, "Seat %s showed the entry %s, and no permission of its author for that was shown here.", d.By.Seat, process.Ref(rel.Entry)[:12])
			}
		}
	}
	return out
}

// nameWarnings finds names under which one seat could be taken for another.
func (f faces) nameWarnings() []Warning {
	out := []Warning{}
	warn := func(w Warning) {
		if !slices.ContainsFunc(out, func(x Warning) bool { return x.Says == w.Says }) {
			out = append(out, w)
		}
	}
	for _, seat := range f.roster.Seats {
		for _, n := range f.state.Names(seat.Name) {
			for _, word := range []string{n.Value.Name, n.Value.Short} {
				if word == "" {
					continue
				}
				seats, _ := f.state.Resolve(word)
				if !slices.Contains(seats, seat.Name) { // the word is the name of another in the roster
					seats = append(seats, seat.Name)
					slices.Sort(seats)
				}
				if len(seats) > 1 {
					warn(Warning{WarnSameName, fmt.Sprintf("The seats %s are called by one name, %q.", strings.Join(seats, " and "), strings.ToLower(word)), seats})
				}
				if role := f.roleNamed(word); role != "" && role != seat.Role {
					warn(Warning{WarnRoleName, fmt.Sprintf("Seat %s is called %q, and its role is %s.", seat.Name, word, seat.Role), []string{seat.Name}})
				}
			}
		}
	}
	return out
}

// roleNamed returns the role that a name is the word of, or nothing.
func (f faces) roleNamed(name string) string {
	for _, seat := range f.roster.Seats {
		if seat.Role == strings.ToLower(name) {
			return seat.Role
		}
	}
	return ""
}
