// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"

	"parley/internal/act"
	"parley/record"
)

// Tally is an acceptance round as far as this seat can count it. A mediator to
// whom the answers were sealed counts all of them; a seat that was asked holds
// its own answer and nothing of the others.
type Tally struct {
	Round    Version
	Answers  []SeatAnswers // by seat, of those that were asked
	Packages []PackageTally
	Result   *Version // what all were told; nil while the round is open
	Left     []string // of those asked, who had left when it was counted, or have left by now
	Adrift   bool     // it is open, and the seat that opened it has left: nobody can count or close it
}

// SeatAnswers is what one seat has answered. More than one standing answer is
// what two devices wrote that did not see each other.
type SeatAnswers struct {
	Seat string
	By   []Version // none: not answered, or not to be read here
	Late []Line    // what whoever closed the round had not seen; it counts for nothing
}

// To is what the seat answers to a package: a word of act.RoundAnswers, or none.
func (a SeatAnswers) To(ref string) string { return answerOf(a.By, ref) }

// PackageTally is the count of one package. A seat whose answers differ is
// counted where it accepts least.
type PackageTally struct {
	Package              string   // id of the proposal, as the round names it
	Yes, YesIf, No, None []string // seats; None has not answered it
	Left                 []string // has left the process: whatever it answered, it accepts nothing now
}

// All reports whether every seat accepts the package without a condition.
func (p PackageTally) All() bool { return len(p.YesIf)+len(p.No)+len(p.None)+len(p.Left) == 0 }

// Outcome is the word for what all are told of the package.
func (p PackageTally) Outcome() string {
	if p.All() {
		return act.AllAccept
	}
	return act.NotAllAccept
}

// Tally counts a round; ok is false for an entry that is no round here.
func (s State) Tally(round record.Hash) (Tally, bool) {
	v, ok := s.Version(round)
	if !ok {
		return Tally{}, false
	}
	body, ok := v.Act.(act.Round)
	if !ok {
		return Tally{}, false
	}
	out := Tally{Round: v, Result: s.result(v)}
	answers, late := map[string][]Version{}, map[string][]Line{}
	for _, a := range s.About(v, act.KindRoundAnswer) {
		if out.Result != nil {
			var after []Line
			a, after = a.before(out.Result.Seen)
			late[a.Author.Seat] = append(late[a.Author.Seat], after...)
		}
		if a.Act != nil && a.Withdrawn == nil {
			answers[a.Author.Seat] = append(answers[a.Author.Seat], a)
		}
	}
	gone := s.goneFrom(out)
	out.Adrift = out.Result == nil && slices.Contains(gone, v.Author.Seat)
	for _, seat := range body.Asked {
		out.Answers = append(out.Answers, SeatAnswers{seat, answers[seat], late[seat]})
		if slices.Contains(gone, seat) {
			out.Left = append(out.Left, seat)
		}
	}
	for _, ref := range body.Packages {
		t := PackageTally{Package: ref}
		for _, seat := range body.Asked {
			switch answer := answerOf(answers[seat], ref); {
			case slices.Contains(gone, seat):
				t.Left = append(t.Left, seat)
			case answer == act.Yes:
				t.Yes = append(t.Yes, seat)
			case answer == act.YesIf:
				t.YesIf = append(t.YesIf, seat)
			case answer == act.No:
				t.No = append(t.No, seat)
			default:
				t.None = append(t.None, seat)
			}
		}
		out.Packages = append(out.Packages, t)
	}
	return out, true
}

// goneFrom are the seats that had left the process when a round was counted: by the
// roster that whoever closed it had seen, and of an open round by the newest. Who
// leaves later does not change what was told.
func (s State) goneFrom(t Tally) []string {
	r := s.Roster()
	if t.Result != nil {
		r = s.rosterAt(t.Result.Seen - 1)
	}
	if r == nil {
		return nil
	}
	return r.Removed
}

// result is what closed a round: that of the seat which opened it, the first if
// its devices closed it twice.
func (s State) result(round Version) *Version {
	for _, r := range s.About(round, act.KindRoundResult) {
		if r.Withdrawn == nil && r.Author.Seat == round.Author.Seat {
			return &r
		}
	}
	return nil
}

// before is an answer as it stood for a reader of the first leaves of the log,
// with its writings and the withdrawal that came later. Of one that came later as
// a whole, nothing but its author is left.
func (v Version) before(leaves int64) (was Version, late []Line) {
	was = Version{First: v.First}
	was.Author = v.Author
	var stood []Line
	for _, l := range slices.Concat(v.Earlier, []Line{v.Line}, v.Rivals) {
		if l.Index < leaves {
			stood = append(stood, l)
		} else {
			late = append(late, l)
		}
	}
	switch {
	case len(stood) == 0:
		return was, late
	case v.Index < leaves:
		was.Line, was.Earlier, was.Rivals = v.Line, v.Earlier, slices.DeleteFunc(slices.Clone(v.Rivals), func(l Line) bool { return l.Index >= leaves })
	default:
		was.Line, was.Earlier = stood[len(stood)-1], stood[:len(stood)-1]
	}
	if w := v.Withdrawn; w != nil && w.Index < leaves {
		was.Withdrawn = w
	} else if w != nil {
		late = append(late, *w)
	}
	return was, late
}

// answerOf is what a seat says of a package in all its standing answers, and
// their rivals; empty where one of them is silent.
func answerOf(by []Version, ref string) string {
	least := -1
	for _, v := range by {
		for _, l := range append([]Line{v.Line}, v.Rivals...) {
			at := slices.IndexFunc(l.Act.(act.RoundAnswer).Answers, func(a act.PackageAnswer) bool { return a.Package == ref })
			if at < 0 {
				return ""
			}
			least = max(least, slices.Index(act.RoundAnswers(), l.Act.(act.RoundAnswer).Answers[at].Answer))
		}
	}
	if least < 0 {
		return ""
	}
	return act.RoundAnswers()[least]
}

// mayAsk lets a mediator open a round that every seat reads which is asked.
func mayAsk(r *record.Roster, seat, role string, x act.Round, audience []string) error {
	if role != record.RoleMediator {
		return refuse.T("seat {seat} is {role}: a mediator opens a round", "seat", act.Named(seat), "role", roleOf(role))
	}
	for _, asked := range x.Asked {
		if asked == seat {
			return refuse.T("a mediator asks and is not asked")
		}
		if x.Amends != "" && left(r, asked) {
			continue
		}
		if !slices.Contains(audience, asked) {
			return refuse.T("seat {seat} is asked and is not among the readers", "seat", act.Named(asked))
		}
	}
	if x.Amends != "" {
		return everInRoster(r, x.Asked...)
	}
	return inRoster(r, x.Asked...)
}

// left reports whether a seat was in the roster and is not any more.
func left(r *record.Roster, seat string) bool {
	return r != nil && slices.Contains(r.Removed, seat)
}

// mayAnswerRound keeps an answer between its author and the mediators.
func mayAnswerRound(r *record.Roster, seat string, audience []string) error {
	if r == nil {
		return nil
	}
	for _, reader := range audience {
		if left(r, reader) {
			return refuse.T("seat {seat} has left the process and reads nothing more; ask another mediator for a new round", "seat", act.Named(reader))
		}
		if s := r.Seat(reader); reader != seat && (s == nil || s.Role != record.RoleMediator) {
			return refuse.T("seat {seat} would read the answer; an answer in a round goes to the mediators alone", "seat", act.Named(reader))
		}
	}
	return nil
}

// mayRound judges the acts of a round by what is known of it here.
func (s State) mayRound(seat string, a act.Act, audience []string) error {
	switch x := a.(type) {
	case act.Round:
		return s.mayOpenRound(x)
	case act.RoundAnswer:
		t, err := s.openRound(x.Round)
		if err != nil {
			return err
		}
		return t.mayAnswer(seat, x, audience)
	case act.RoundResult:
		t, err := s.openRound(x.Round)
		if err != nil {
			return err
		}
		return t.mayClose(seat, x, audience)
	}
	return nil
}

// mayOpenRound asks for packages that choose something. Once seats may have
// answered, neither the packages nor who is asked can change under them: whatever
// became of a package since, its words in the round stay.
func (s State) mayOpenRound(x act.Round) error {
	if x.Amends != "" {
		return s.mayMoveRound(x)
	}
	for _, ref := range x.Packages {
		id, _ := hash(ref)
		v, ok := s.Version(id)
		if !ok {
			return refuse.T("no package {package} is opened here", "package", short(ref))
		}
		p, ok := v.Act.(act.Proposal)
		switch {
		case !ok || len(p.Choices) == 0:
			return refuse.T("the entry {entry} is no package: a package chooses an option of each of its issues", "entry", short(ref))
		case v.Withdrawn != nil:
			return refuse.T("the package {package} was withdrawn", "package", act.Quoted(p.Title))
		case p.Stage != act.Tabled:
			return refuse.T("the package {package} is internal; table it first, after those who own its issues were consulted", "package", act.Quoted(p.Title))
		}
	}
	return nil
}

func (s State) mayMoveRound(x act.Round) error {
	t, err := s.openRound(x.Amends)
	if err != nil {
		return err
	}
	before := t.Round.Act.(act.Round)
	if !slices.Equal(before.Packages, x.Packages) || !slices.Equal(before.Asked, x.Asked) {
		return refuse.T("an open round keeps its packages and the seats that are asked; withdraw it and open another")
	}
	return nil
}

// openRound returns a round that is neither withdrawn nor closed.
func (s State) openRound(ref string) (Tally, error) {
	id, _ := hash(ref)
	t, ok := s.Tally(id)
	switch {
	case !ok:
		return t, refuse.T("no round {round} is opened here", "round", short(ref))
	case t.Round.Withdrawn != nil:
		return t, refuse.T("the round {round} was withdrawn", "round", t.title())
	case t.Result != nil:
		return t, refuse.T("the round {round} is closed", "round", t.title())
	case t.Adrift:
		return t, refuse.T("seat {seat} opened the round {round} and has left the process: nobody counts the answers; ask another mediator for a new round", "seat", act.Named(t.Round.Author.Seat), "round", t.title())
	}
	return t, nil
}

// title is what the round is called, in a refusal.
func (t Tally) title() act.Quoted { return act.Quoted(t.Round.Act.(act.Round).Title) }

func (t Tally) mayAnswer(seat string, x act.RoundAnswer, audience []string) error {
	body := t.Round.Act.(act.Round)
	if !slices.Contains(body.Asked, seat) {
		return refuse.T("seat {seat} is not asked in the round {round}", "seat", act.Named(seat), "round", t.title())
	}
	if asker := t.Round.Author.Seat; !slices.Contains(audience, asker) {
		return refuse.T("seat {seat} opened the round and would not read the answer", "seat", act.Named(asker))
	}
	for _, a := range x.Answers {
		if !slices.Contains(body.Packages, a.Package) {
			return refuse.T("the package {package} is not in the round {round}", "package", short(a.Package), "round", t.title())
		}
	}
	if x.Amends != "" {
		return nil
	}
	for _, a := range t.Answers {
		if a.Seat == seat && len(a.By) > 0 {
			return refuse.T("seat {seat} has answered the round {round}; amend that answer ({entry})", "seat", act.Named(seat), "round", t.title(), "entry", short(Ref(a.By[0].ID)))
		}
	}
	return nil
}

// mayClose asks that what all are told is what was answered, of every package,
// and that all who were asked are told, but for those who have left.
func (t Tally) mayClose(seat string, x act.RoundResult, audience []string) error {
	body := t.Round.Act.(act.Round)
	if asker := t.Round.Author.Seat; asker != seat {
		return refuse.T("seat {seat} opened the round and closes it", "seat", act.Named(asker))
	}
	for _, asked := range body.Asked {
		if !slices.Contains(t.Left, asked) && !slices.Contains(audience, asked) {
			return refuse.T("seat {seat} was asked and would not read what came of it", "seat", act.Named(asked))
		}
	}
	if len(x.Outcomes) != len(t.Packages) {
		return refuse.T("the round {round} has {packages} packages, and {outcomes} outcomes are given", "round", t.title(), "packages", len(t.Packages), "outcomes", len(x.Outcomes))
	}
	for i, p := range t.Packages {
		switch o := x.Outcomes[i]; {
		case o.Package != p.Package:
			return refuse.T("the package {package} is not in the round {round}", "package", short(o.Package), "round", t.title())
		case o.Outcome != p.Outcome():
			return refuse.T("of the package {package} it is said {said}; the answers make it {made}", "package", short(p.Package), "said", act.Term{Of: "outcome", Word: o.Outcome}, "made", act.Term{Of: "outcome", Word: p.Outcome()})
		}
	}
	return nil
}
