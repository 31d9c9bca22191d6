// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"encoding/hex"
	"fmt"

	"parley/internal/act"
	"parley/internal/node"
	"parley/record"
)

const paragraph = "The delegation would prefer the session of the week after, and asks that the agenda be sent before, with the list of those who will attend."

// begin writes what a process has before it is under way: names, an agenda of
// forty issues, and one of everything else that later entries speak of.
func (w *busy) begin() {
	w.say(0, act.Title{Title: "A long process"})
	for i, seat := range []string{w.m, w.a, w.p} {
		w.say(0, act.SeatName{Seat: seat, Name: []string{"The mediator", "Delegation A", "Delegation B"}[i], Says: "a seat"})
	}
	for i := range 40 {
		w.say(0, act.Issue{Title: fmt.Sprint("Issue ", i), Basket: fmt.Sprint("basket ", i%6), Owners: []string{[]string{w.a, w.p}[i%2]}, Options: []string{"so", "or so"}})
	}
	w.sync()
	for i := range 8 {
		w.say(0, act.Format{Title: fmt.Sprint("Meeting ", i), Keys: []string{w.a, w.p}})
		for _, x := range []func(int){w.contact, w.leverage, w.commitment, w.consultation, w.undertaking} {
			x(i)
		}
	}
	w.sync()
}

// next writes one entry. In fifty there are twelve notes, five events, one
// contact with three accounts, five announcements, five points of planned
// meetings, and two or three of each other kind.
func (w *busy) next() {
	i, party := w.written, 1+w.written%2
	round, on := i/50, moment(i)
	switch k := i % 50; k {
	case 12, 13, 14, 15, 16:
		w.say(0, act.Event{Date: on.Day, Title: fmt.Sprint("Event ", i), Text: "An account of what was reported that day.", Mark: act.Marks()[i%3], Sources: sources()})
	case 17:
		w.contact(i)
	case 18, 19, 20:
		w.account(k-18, round, i)
	case 21, 22, 23, 24, 25:
		w.say(0, act.Announcement{Speaker: act.Person{Name: "A spokesperson", Seat: w.seat(party)}, When: on, Words: paragraph, Quoted: true, Contact: w.one(act.KindContact, round),
			Points: []string{"Point 1"}, Issues: w.some(act.KindIssue, i), Ground: ground()})
	case 26, 27, 28, 29, 30:
		w.say(party, act.FormatPoint{Format: w.one(act.KindFormat, i), Aspect: act.Aspects()[k%2*2], Value: fmt.Sprint("value ", i%7), Stand: act.FormatStands()[i%4], On: on})
	case 31:
		w.leverage(i)
	case 32, 33:
		x := act.LeverageStep{Leverage: w.one(act.KindLeverage, i/2), Step: []string{"repeated", act.LeverageMoved, "lapsed"}[(k+round)%3], On: on, Ground: ground()}
		if x.Step == act.LeverageMoved {
			x.Deadline = act.Due{When: moment(i + 9)}
		}
		w.say(0, x)
	case 34, 35:
		w.commitment(i)
	case 36:
		w.say(0, act.CommitmentStep{Commitment: w.one(act.KindCommitment, i/3), Step: act.CommitmentSteps()[round%4], On: on, Ground: ground()})
	case 37, 38:
		w.consultation(i)
	case 39:
		w.say(party, act.ConsultationAnswer{Consultation: w.one(act.KindConsultation, i/3), Answer: "comments", Words: paragraph, On: on})
	case 40, 41:
		w.undertaking(i)
	case 42, 43:
		w.say(0, act.UndertakingAnswer{Undertaking: w.one(act.KindUndertaking, i/3), Answer: []string{"read-back", "kept", "not-kept"}[round%3], On: on, Ground: ground()})
	case 44:
		w.say(0, act.Proposal{Stage: act.Tabled, Title: fmt.Sprint("Proposal ", i), Text: paragraph, Issues: w.some(act.KindIssue, i), Override: "time is short"})
	case 45:
		w.rare(round, on)
	case 46, 47, 49:
		w.release(k, round)
	case 48:
		w.amend(i)
	default:
		to, reg := []string{w.m, w.seat(1 + i/2%2)}, record.WithoutPrejudice
		if k == 11 {
			to, reg = []string{w.m, w.a, w.p}, record.OnRecord
		}
		by := 0
		if i%3 == 0 {
			by = 1 + i/2%2
		}
		w.post(by, to, reg, act.Note{Text: fmt.Sprintf("Note %d. %s", i, paragraph)})
	}
}

func (w *busy) seat(n int) string { return []string{w.m, w.a, w.p}[n] }

func moment(i int) act.Moment {
	return act.Moment{Day: fmt.Sprintf("2025-%02d-%02d", 1+i/28%12, 1+i%28)}
}

func sources() []act.Source { return []act.Source{{Key: "S", At: "example.org/news"}} }

func ground() act.Ground { return act.Ground{Mark: act.OneSource, Sources: sources()} }

func (w *busy) contact(i int) {
	w.say(0, act.Contact{Form: "call", Title: fmt.Sprint("Call ", i), When: moment(i), AtLeast: int64(1 + i%90), Seats: []string{w.m, w.seat(1 + i%2)}, About: paragraph})
}

// account is what one seat says of a contact: where it speaks of a point it
// differs from the others now and then.
func (w *busy) account(by, round, i int) {
	x := act.Readout{Contact: w.one(act.KindContact, round), Given: moment(i), Ground: act.Ground{Mark: act.OneSource, Sources: sources(), Teller: fmt.Sprint("Teller ", by)}}
	for p := range 6 {
		x.Claims = append(x.Claims, act.Claim{
			Point: fmt.Sprint("Point ", p+by%2), Words: "in the words of the account", Scope: []string{"all of it", "a part of it"}[(by+p)%2], Condition: "if agreements are reached",
			Number: act.Figure{Says: fmt.Sprint(by + p%3), Low: fmt.Sprint(by + p%3), Unit: "days"}, Status: "proposed",
		})
	}
	w.say(by, x)
}

func (w *busy) leverage(i int) {
	w.say(0, act.Leverage{Sort: act.LeverageSorts()[i%2], Title: fmt.Sprint("Leverage ", i), Holder: "A third state", Target: "Both", TargetSeat: w.seat(1 + i%2), Does: paragraph,
		Condition: "if there is no agreement", Set: moment(i), Deadline: act.Due{When: moment(i + 5)}, Issues: w.some(act.KindIssue, i), Ground: ground()})
}

func (w *busy) commitment(i int) {
	x := act.Commitment{By: w.seat(1 + i%2), Words: fmt.Sprintf("Commitment %d. %s", i, paragraph), Issue: w.one(act.KindIssue, i), On: moment(i), Due: act.Due{When: moment(i + 30)}}
	if known := w.known[act.KindCommitment]; len(known) > 0 {
		x.If = known[len(known)-1:]
	}
	w.say(1+i%2, x)
}

func (w *busy) consultation(i int) {
	w.say(0, act.Consultation{Topic: fmt.Sprint("Topic ", i), Issues: w.some(act.KindIssue, i), With: []string{w.seat(1 + i%2)}, On: moment(i)})
}

func (w *busy) undertaking(i int) {
	x := act.Undertaking{By: w.seat(1 + i%2), To: []string{w.seat(2 - i%2)}, Words: fmt.Sprintf("To send the lists, %d", i), Spoken: moment(i), Due: act.Due{When: moment(i + 14)}, Ground: ground()}
	if known := w.known[act.KindContact]; len(known) > 0 {
		x.Contact = known[i%len(known)]
	}
	w.say(0, x)
}

// rare are the entries of which a process has few.
func (w *busy) rare(round int, on act.Moment) {
	switch round % 5 {
	case 0:
		w.say(0, act.Phase{Phase: act.Phases()[round/5%len(act.Phases())], Since: on.Day})
	case 1:
		w.say(0, act.Exit{Stage: "considered", Condition: "if there is no progress", On: on})
	case 2:
		w.say(1+round%2, act.Consent{Stand: "given", On: on})
	case 3:
		w.say(1+round%2, act.Consent{Stand: "given", On: on, Format: w.one(act.KindFormat, round)})
	default:
		w.say(0, act.Format{Title: fmt.Sprint("Meeting ", round), Keys: []string{w.a, w.p}})
	}
}

// amend writes an entry again, or takes it back.
func (w *busy) amend(i int) {
	ref := w.one(act.KindUndertaking, i)
	if i/50%4 > 0 {
		id, err := node.ParseID(ref)
		w.ok(err)
		v, err := w.nodes[0].View()
		w.ok(err)
		if in, ok := v.State.Version(id); ok && in.Withdrawn == nil {
			x := in.Act.(act.Undertaking)
			x.Words, x.Amends = fmt.Sprintf("To send the lists and the maps, %d", i), hex.EncodeToString(in.ID[:])
			w.say(0, x)
			return
		}
	}
	w.say(0, act.Undertaking{By: w.a, Words: fmt.Sprint("To answer within the week, ", i), Spoken: moment(i), Ground: ground()})
}

// release asks for a note, permits that it be shown, and shows it.
func (w *busy) release(k, round int) {
	ctx, by, other := context.Background(), 1+round%2, w.seat(2-round%2)
	switch k {
	case 46:
		id := w.post(by, []string{w.m}, record.OnRecord, act.Note{Text: fmt.Sprintf("For the mediator, %d. %s", round, paragraph)})
		w.calls[by] = append(w.calls[by], id)
	case 47:
		w.sync()
		ids := w.calls[by]
		_, err := w.nodes[by].Grant(ctx, record.Grant{Entry: ids[len(ids)-1], Parts: []int64{1}, Audience: []string{other}})
		w.ok(err)
		w.written++
	default:
		w.sync()
		ids := w.calls[by]
		_, err := w.nodes[0].Disclose(ctx, ids[len(ids)-1], nil, []string{other})
		w.ok(err)
		w.written++
	}
}
