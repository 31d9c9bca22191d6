// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

func roundForm() form {
	return form{
		name: "round", kind: act.KindRound, title: phrase.T("Open an acceptance round"), about: placePackages, after: "/rounds",
		intro: phrase.T("You put one package or a few to several seats. Each answers in confidence; what all learn of a package is whether all accept it."),
		seal:  phrase.T("Open this round before {seats}", "seats", ""),
		rules: func(r *request, v values) []string {
			return append(roundRules(r.p, len(v.All("asked"))), r.roundWarnings(v)...)
		},
		shape:  shapeRound,
		fields: roundFields(roundPackagesField(), roundAskedField()),
	}
}

func roundPackagesField() field {
	return field{name: "packages", label: phrase.T("Packages that are put"), hint: phrase.T("Only what was put to the parties and chooses options is here. Once a round is open, its packages and the seats that are asked stay."), kind: checksField, required: true, options: packageOptions}
}

func roundAskedField() field {
	return field{name: "asked", label: phrase.T("Seats that are asked"), hint: phrase.T("Two at the least. With two, whoever accepts and reads “not all accept” knows what the other did not do."), kind: seatsField, required: true, options: askedOptions}
}

func roundFields(packages, asked field) []field {
	return slices.Concat([]field{
		amendsField(),
		{name: "title", label: phrase.T("What it is called, in one line"), kind: lineField, required: true, most: 160},
		packages, asked,
	}, momentFields("closes", phrase.T("Closes on"), true), []field{
		{name: "words", label: phrase.T("Words to those who are asked"), kind: shortField, most: 2000},
	})
}

// roundRules says what who learns, before anybody opens a round or answers in it.
func roundRules(p *lang.Printer, asked int) []string {
	out := []string{
		p.T("Each seat that is asked answers package by package: yes; yes, if; or no. Its answer goes to the mediator who opened the round, and to no seat but mediators whom it names. It can change its answer until the round is closed."),
		p.T("The mediator’s machine counts, and so the mediator learns every answer, condition and word. A count that the mediator cannot read comes later."),
		p.T("When the round is closed, its readers learn of each package one of two things: all accept, or not all accept. A refusal, a condition and no answer are the same word. How many there were, and whose, they do not learn from the record."),
	}
	if asked == 2 {
		out = append(out, p.T("Two seats are asked: whoever accepts a package and reads “not all accept” knows that the other did not accept it."))
	} else {
		out = append(out, p.T("Whoever accepts a package and reads “not all accept” knows that at least one of the others did not accept it. Seats that tell each other what they answered can know more."))
	}
	out = append(out,
		p.T("Where a package is the offer of a seat that is asked, it is taken that this seat accepts it: with three asked, whoever of the others accepts it and reads “not all accept” knows who did not."),
		p.T("Where a package was in another round with other seats asked, the two words together tell more: with one seat fewer, what that seat answered."),
		p.T("Where packages of a round differ in little, their words together tell what was not accepted in that little. Put few, and such as differ."))
	return append(out, p.T("“All accept” says what was answered in confidence. It binds nobody before it is agreed in the open."))
}

func roundAnswerForm() form {
	return form{
		name: "round-answer", kind: act.KindRoundAnswer, title: phrase.T("Answer in confidence"), aside: true, about: placePackages, after: "/rounds",
		intro:  phrase.T("Package by package: what you could accept, what you could accept if a condition is met, and what you could not. You may leave a package without an answer; when the round is closed, that counts as not accepted."),
		seal:   phrase.T("Seal our answer to the mediator"),
		fields: roundAnswerFields(nil),
		rules:  func(r *request, v values) []string { return roundRules(r.p, r.askedIn(v.Get("round"))) },
		shape: func(r *request, v values) []field {
			var packages []field
			for _, p := range r.roundPackages(v.Get("round")) {
				at := "answers." + p.Package
				packages = append(packages,
					field{name: at + ".answer", label: phrase.T("Our answer to"), about: p.Title, lines: chosenLines(p), kind: choiceField, options: roundAnswerOptions},
					field{name: at + ".condition", label: phrase.T("On what condition"), hint: phrase.T("Of “yes, if” only. The mediator reads it."), kind: shortField, most: 1000})
			}
			return roundAnswerFields(packages)
		},
		parse: parseRoundAnswer,
		fill: func(a act.Act) values {
			x, _ := a.(act.RoundAnswer)
			v := values{"round": {x.Round}, "words": {x.Words}}
			for _, p := range x.Answers {
				v["answers."+p.Package+".answer"], v["answers."+p.Package+".condition"] = []string{p.Answer}, []string{p.Condition}
			}
			return v
		},
	}
}

func roundAnswerFields(packages []field) []field {
	return slices.Concat([]field{amendsField(), {name: "round", label: phrase.T("Acceptance round"), kind: hiddenField, required: true}}, packages,
		[]field{{name: "words", label: phrase.T("Words to the mediator"), kind: shortField, most: 2000}})
}

// roundAnswerOptions are the answers, and none.
func roundAnswerOptions(r *request) []option {
	return append([]option{{"", r.p.T("not answered")}}, termOptions("accept", act.RoundAnswers())(r)...)
}

// chosenLines is what a package chooses, issue by issue.
func chosenLines(p brief.RoundPackage) []string {
	var out []string
	for _, c := range p.Choices {
		out = append(out, lineOf(c.Issue.Title)+": "+c.Option)
	}
	return out
}

// parseRoundAnswer makes the act: packages without an answer are left out.
func parseRoundAnswer(r *request, v values) (act.Act, error) {
	x := act.RoundAnswer{Amends: v.Get("amends"), Round: v.Get("round"), Words: v.Get("words")}
	var wrong mistakes
	for _, p := range r.roundPackages(x.Round) {
		at := "answers." + p.Package
		a := act.PackageAnswer{Package: p.Package, Answer: v.Get(at + ".answer"), Condition: v.Get(at + ".condition")}
		switch {
		case a.Answer == act.YesIf && a.Condition == "":
			wrong = append(wrong, mistake{at + ".condition", r.p.T("Say on what condition: {package}", "package", p.Title)})
		case a.Answer != act.YesIf && a.Condition != "":
			wrong = append(wrong, mistake{at + ".condition", r.p.T("A condition belongs to “yes, if” alone: {package}", "package", p.Title)})
		case a.Answer != "":
			x.Answers = append(x.Answers, a)
		}
	}
	if len(wrong) == 0 && len(x.Answers) == 0 {
		first := "words"
		if all := r.roundPackages(x.Round); len(all) > 0 {
			first = "answers." + all[0].Package + ".answer"
		}
		wrong = append(wrong, mistake{first, r.p.T("Answer to one package at the least")})
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	slices.SortFunc(x.Answers, func(a, b act.PackageAnswer) int { return strings.Compare(a.Package, b.Package) })
	return x, nil
}

func roundResultForm() form {
	return form{
		name: "round-result", kind: act.KindRoundResult, title: phrase.T("Close the round"), aside: true, about: placePackages, after: "/rounds",
		intro:  phrase.T("What is said of each package is counted from the answers and cannot be typed. You may add closing words."),
		seal:   phrase.T("Close the round before {seats}", "seats", ""),
		fields: roundResultFields(nil),
		shape: func(r *request, v values) []field {
			// What is counted now takes the place of what was counted before: if it
			// has changed since somebody looked, it is looked at again.
			var outcomes []field
			counted := r.outcomes(v.Get("round"))
			for _, p := range r.roundPackages(v.Get("round")) {
				name := "outcomes." + p.Package + ".outcome"
				for _, x := range counted {
					if x.Package == p.Package {
						v[name] = []string{x.Outcome}
					}
				}
				outcomes = append(outcomes, field{name: name, label: phrase.T("All who read the round learn of"), about: p.Title, kind: shownField, options: termOptions("outcome", act.RoundOutcomes())})
			}
			return roundResultFields(outcomes)
		},
		parse: func(r *request, v values) (act.Act, error) {
			return act.RoundResult{Round: v.Get("round"), Outcomes: r.outcomes(v.Get("round")), Words: v.Get("words")}, nil
		},
	}
}

func roundResultFields(outcomes []field) []field {
	return slices.Concat([]field{{name: "round", label: phrase.T("Acceptance round"), kind: hiddenField, required: true}}, outcomes,
		[]field{{name: "words", label: phrase.T("Closing words"), hint: phrase.T("All who read the round read them. Say nothing in them of who answered what."), kind: shortField, most: 2000}})
}

// roundPackages are the packages of the round that a draft is about.
func (r *request) roundPackages(ref string) []brief.RoundPackage {
	x, _ := r.roundAt(ref)
	return x.Packages
}

func (r *request) askedIn(ref string) int {
	x, _ := r.roundAt(ref)
	return len(x.Asked)
}

// roundAt finds a round by the id of any of its writings.
func (r *request) roundAt(ref string) (brief.RoundLine, bool) {
	id, err := node.ParseID(ref)
	if err != nil {
		return brief.RoundLine{}, false
	}
	v, ok := r.view.State.Version(id)
	if !ok {
		return brief.RoundLine{}, false
	}
	return r.rounds().Round(hex.EncodeToString(v.First[:]))
}

func showRound(a act.Round) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.text(phrase.T("What it is called, in one line"), a.Title)
	rows.entry(phrase.T("Packages that are put"), a.Packages...)
	rows.seats(phrase.T("Seats that are asked"), a.Asked...)
	rows.moment(phrase.T("Closes on"), a.Closes)
	return shownAct{Words: a.Words, Rows: rows}
}

func showRoundAnswer(a act.RoundAnswer) shownAct {
	var rows shownRows
	rows.entry(phrase.T("In place of"), a.Amends)
	rows.entry(phrase.T("Acceptance round"), a.Round)
	for _, p := range a.Answers {
		rows.entry(phrase.T("Package"), p.Package)
		rows.term(phrase.T("Answer"), "accept", p.Answer)
		rows.text(phrase.T("On what condition"), p.Condition)
	}
	return shownAct{Words: a.Words, Rows: rows}
}

func showRoundResult(a act.RoundResult) shownAct {
	var rows shownRows
	rows.entry(phrase.T("Acceptance round"), a.Round)
	for _, o := range a.Outcomes {
		rows.entry(phrase.T("Package"), o.Package)
		rows.term(phrase.T("What all learn"), "outcome", o.Outcome)
	}
	return shownAct{Words: a.Words, Rows: rows}
}
