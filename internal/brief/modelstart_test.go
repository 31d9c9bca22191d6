// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
	"parley/stability"
)

// plainly says keys as they stand, with their values.
type plainly struct{}

func (plainly) T(key string, args ...any) string {
	for i := 0; i+1 < len(args); i += 2 {
		key = strings.ReplaceAll(key, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return key
}

func (p plainly) N(key string, n int64, args ...any) string {
	return p.T(key, append([]any{"n", n}, args...)...)
}

func (w *season) start(seat string, at AsOf, readers ...string) ModelDraft {
	return StartModel(w.State(seat), w.Roster(), at, append(readers, seat), plainly{})
}

// tellStart holds a started model to a few lines: who, what each can do, today.
func tellStart(d ModelDraft) string {
	out := joined(d.DMs, func(x DraftDM) string { return x.ID + "=" + x.Seat + " " + x.Basis }) + "\n"
	for i, o := range d.Options {
		out += fmt.Sprintf("%s %s %s%s\n", d.Today[i:i+1], o.DM, o.Name, strings.TrimSuffix(" ("+o.Direction+")", " ()"))
	}
	return out
}

// On the evening of 19 May two parties have each a commitment, and the mediator, who
// holds a threat and an incentive, decides as well. Nothing of it has come yet.
func TestStartModel(t *testing.T) {
	w := newSeason(t)
	d := w.start("M", may19)
	same(t, "model", tellStart(d), `r=R inferred; u=U inferred; m=M said
N r keeps: A pause of 30 days on energy.
N u keeps: A ceasefire of 30 days if Russia does the same.
N m Further sanctions
N m Trade
`)
	for _, want := range []string{"“Trade”: if: when the war is over", "whether it can be undone is not stated", "hangs on “A pause of 30 days on energy.”; until at once"} {
		if !strings.Contains(d.Words, want) {
			t.Errorf("words lack %q:\n%s", want, d.Words)
		}
	}
	for _, dm := range d.DMs {
		if dm.Way != "" || len(dm.Lines) > 0 {
			t.Errorf("a preference was invented: %+v", dm)
		}
	}
	// A deadline that has lapsed holds nobody any more, and is named.
	late := w.start("M", AsOf{Today: "2025-08-20"})
	if strings.Contains(tellStart(late), "tariffs") || !strings.Contains(late.Words, "“Secondary tariffs”: it is over") {
		t.Errorf("%s\n%s", tellStart(late), late.Words)
	}
	if early := w.start("M", AsOf{Today: "2025-07-29", Until: "2025-07-29"}); !strings.Contains(tellStart(early), "N m Secondary tariffs\n") || !strings.Contains(early.Words, "until 2025-08-07 – 2025-08-09") {
		t.Errorf("before it lapsed: %s\n%s", tellStart(early), early.Words)
	}
	if again := w.start("M", may19); fmt.Sprint(again) != fmt.Sprint(d) {
		t.Error("the same question gives another model")
	}
}

// What was enacted, kept and accepted is taken today; what cannot be undone can only
// be taken; a holder without a seat is named and decides nothing.
func TestStartModelStanding(t *testing.T) {
	w := newSeason(t)
	gone := w.say("M", act.Leverage{Sort: act.Threat, Title: "Assets are used up", Holder: "United States", HolderSeat: "M", Target: "R", TargetSeat: "R", Does: "x", Reversible: "no", Set: day("2025-06-01"), Ground: source(act.Confirmed, "C1")})
	w.say("M", act.Leverage{Sort: act.Threat, Title: "Sanctions of others", Holder: "those who hold them", Target: "R", Does: "x", Set: day("2025-06-02"), Ground: source(act.Confirmed, "C1")})
	text := w.say("U", act.Proposal{Stage: act.Tabled, Title: "A text", Text: "x", By: "U"})
	w.Tick()
	w.say("M", act.LeverageStep{Leverage: process.Ref(gone), Step: "enacted", On: day("2025-06-03"), Ground: source(act.Confirmed, "C1")})
	w.say("U", act.CommitmentStep{Commitment: process.Ref(w.truceR), Step: "kept", On: day("2025-06-04")})
	round := w.say("M", act.Round{Title: "Is it accepted?", Asked: []string{"R", "U"}, Packages: ids(text), Closes: day("2025-06-10")})
	w.Tick()
	for _, seat := range []string{"R", "U"} {
		w.Do(seat, "M", record.WithoutPrejudice, act.RoundAnswer{Round: process.Ref(round), Answers: []act.PackageAnswer{{Package: process.Ref(text), Answer: act.Yes}}})
	}
	w.Tick()
	w.say("M", act.RoundResult{Round: process.Ref(round), Outcomes: []act.PackageOutcome{{Package: process.Ref(text), Outcome: act.AllAccept}}})
	w.Tick()
	d := w.start("E", AsOf{Today: "2025-06-20", Until: "2025-06-20"})
	same(t, "model", tellStart(d), `r=R inferred; u=U inferred; m=M inferred
Y r keeps: A pause of 30 days on energy.
Y r accepts: A text
N u keeps: A ceasefire of 30 days if Russia does the same.
Y u accepts: A text
N m Further sanctions
N m Trade
Y m Assets are used up (forward)
`)
	if !strings.Contains(d.Words, "“Sanctions of others”: who holds it has no seat: those who hold them") || !strings.Contains(d.Words, "offer of "+w.State("E").Name("U")) {
		t.Errorf("words:\n%s", d.Words)
	}
	if d.Options[1].ID != "accepts_a_text_r" || d.Options[3].ID != "accepts_a_text_u" {
		t.Errorf("the ids of two parties are not made alike: %+v", d.Options)
	}
}

// A model that others will read holds nothing that one of them does not read, and
// says nothing of it either.
func TestStartModelReaders(t *testing.T) {
	w := newSeason(t)
	w.Do("R", "M", record.WithoutPrejudice, act.Leverage{Sort: act.Threat, Title: secret + "R", Holder: "R", HolderSeat: "R", Target: "U", TargetSeat: "U", Does: "x", Set: day("2025-05-18")})
	w.Do("M", "R", record.WithoutPrejudice, act.Proposal{Stage: act.Tabled, Title: secret + "R", Text: "x"})
	w.Do("R", "M", record.WithoutPrejudice, act.Commitment{By: "R", Words: secret + "R", On: day("2025-05-18")})
	w.Tick()
	if own := fmt.Sprintf("%+v", w.start("M", may19)); strings.Count(own, secret) < 3 {
		t.Errorf("for itself the mediator takes what it reads: %s", own)
	}
	for _, d := range []ModelDraft{w.start("M", may19, "T"), w.start("M", may19, "E", "T"), w.start("U", may19), w.start("T", may19)} {
		if text := fmt.Sprintf("%+v", d); strings.Contains(text, secret) || len(d.Options) != 4 {
			t.Errorf("got %s", text)
		}
	}
}

// Of promises that hold only together, all go in or none: with room for one, half of
// them would take a side.
func TestStartModelKeepsCirclesWhole(t *testing.T) {
	for room := range 3 {
		w := newSeason(t)
		r := w.say("R", act.Commitment{By: "R", Words: "Theirs and ours, R.", On: day("2025-01-01")})
		u := w.say("U", act.Commitment{By: "U", Words: "Theirs and ours, U.", On: day("2025-01-01"), If: ids(r)})
		w.Tick()
		w.say("R", act.Commitment{Amends: process.Ref(r), By: "R", Words: "Theirs and ours, R.", On: day("2025-01-01"), If: ids(u)})
		for i := range startOptions - 4 - room { // beside the four that the season has
			w.say("E", act.Leverage{Sort: act.Threat, Title: fmt.Sprint("threat ", i), Holder: "E", HolderSeat: "E", Target: "R", Does: "x", Set: day("2025-05-01"), Ground: source(act.Confirmed, "C1")})
		}
		w.Tick()
		d := w.start("M", may19)
		n := strings.Count(tellStart(d), "keeps: Theirs and ours")
		if want := 2 * (room / 2); n != want || strings.Count(d.Words, "Theirs and ours") < 2-n {
			t.Errorf("with room for %d: %d of the circle are in, want %d\n%s\n%s", room, n, want, tellStart(d), d.Words)
		}
	}
}

// A full process gives a model of bounded size in which nothing is written down that
// a model cannot hold, whatever the entries say.
func TestStartModelBounds(t *testing.T) {
	w := &season{World: processtest.New(t, "M:mediator", "R:party", "U:party", "E:consulted", "T:guarantor")}
	for i := range 30 {
		title := fmt.Sprintf("%d %s", i, strings.Repeat("wörter & -> <b> ", 9))[:150]
		title = strings.ToValidUTF8(title, "")
		w.say("M", act.Leverage{Sort: act.Threat, Title: title, Holder: "US", HolderSeat: []string{"M", "E", "T"}[i%3], Target: "R", Does: "x", Condition: strings.Repeat("long ", 100), Set: day(fmt.Sprintf("2025-05-%02d", i%28+1)), Ground: source(act.Confirmed, "C1")})
		w.say("R", act.Commitment{By: "R", Words: strings.Repeat("many words ", 40), On: day("2025-05-01")})
		w.say("U", act.Proposal{Stage: act.Tabled, Title: title, Text: "x", On: day("2025-05-02")})
	}
	w.Tick()
	d := w.start("M", AsOf{Today: "2025-06-01"})
	if len(d.Options) != startOptions || len(d.Today) != startOptions {
		t.Errorf("%d options, today %s", len(d.Options), d.Today)
	}
	if n := utf8.RuneCountInString(d.Words); n > startWords || !strings.Contains(d.Words, "Not taken into it:") || !strings.Contains(d.Words, "more: ") {
		t.Errorf("%d characters:\n%s", n, d.Words)
	}
	if n := utf8.RuneCountInString(d.Title); n > 160 {
		t.Errorf("the title has %d characters", n)
	}
	var seen []string
	for _, o := range d.Options {
		if !stability.ValidID(o.ID) || slices.Contains(seen, o.ID) || utf8.RuneCountInString(o.ID) > 64 {
			t.Errorf("id %q", o.ID)
		}
		if seen = append(seen, o.ID); !slices.ContainsFunc(d.DMs, func(x DraftDM) bool { return x.ID == o.DM }) {
			t.Errorf("%q belongs to %q, who decides nothing", o.ID, o.DM)
		}
	}
	if empty := StartModel(process.State{}, nil, AsOf{}, nil, plainly{}); len(empty.DMs)+len(empty.Options) != 0 {
		t.Errorf("an empty process gives %+v", empty)
	}
}
