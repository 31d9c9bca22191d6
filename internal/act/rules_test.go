// SPDX-License-Identifier: Apache-2.0

package act

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// broken changes the full sample of a kind in one place, and says what is
// answered; an empty answer means that it still holds.
func broken[A Act](sample string, change func(*A), says string) ruleCase {
	a := samples()[sample].(A)
	change(&a)
	return ruleCase{a, says}
}

type ruleCase struct {
	act  Act
	says string
}

// ids are n references in ascending order, seats n seats.
func ids(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("%064x", i))
	}
	return out
}

func seats(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("S%02d", i))
	}
	return out
}

// modelDMs are n decision makers, modelLinks n links.
func modelDMs(n int) (out []ModelDM) {
	for _, s := range seats(n) {
		out = append(out, ModelDM{ID: s, Seat: s, Basis: Inferred})
	}
	return out
}

func modelLinks(n int) (out []ModelLink) {
	for _, id := range ids(n) {
		out = append(out, ModelLink{"x", id})
	}
	return out
}

// TestRules breaks each rule of each kind once.
func TestRules(t *testing.T) {
	source := []Source{{"C1", "example.org"}}
	for i, c := range slices.Concat([]ruleCase{
		broken("phase", func(x *Phase) { x.Phase = "war" }, `process.phase: phase is "war"; want one of contact, design,`),
		broken("phase", func(x *Phase) { x.Since = "May" }, `since is "May"; want a day`),

		broken("issue", func(x *Issue) { x.Amends = "0f" }, `amends is "0f"; want the 64 hexadecimal`),
		broken("issue", func(x *Issue) { x.Owners = []string{"B", "A"} }, "owners must name seats in order, each once"),
		broken("issue", func(x *Issue) { x.Owners = []string{"A", "A"} }, "owners must name seats in order, each once"),
		broken("issue", func(x *Issue) { x.Owners = []string{"A/1"} }, `owners is "A/1"; a seat name`),
		broken("issue", func(x *Issue) { x.Owners = seats(16) }, ""),
		broken("issue", func(x *Issue) { x.Owners = seats(17) }, "owners names 17 seats; want 0 to 16"),
		broken("issue", func(x *Issue) { x.Options = slices.Repeat([]string{"a"}, 25) }, "options are 25; the limit is 24"),
		broken("issue", func(x *Issue) { x.Options = []string{"a", ""} }, "options[1] is empty"),
		broken("issue", func(x *Issue) { x.Links = ids(32) }, ""),
		broken("issue", func(x *Issue) { x.Links = ids(33) }, "links are 33; the limit is 32"),
		broken("issue", func(x *Issue) { x.Links = []string{otherID, someID} }, "links must be in ascending order, each once"),
		broken("issue", func(x *Issue) { x.Links = []string{someID, someID} }, "links must be in ascending order, each once"),
		broken("issue", func(x *Issue) { x.Links = []string{strings.ToUpper(someID)} }, "links[0] is"),

		broken("contact", func(x *Contact) { x.Amends = "x" }, "amends is"),
		broken("contact", func(x *Contact) { x.Form = "letter" }, `form is "letter"; want one of call, meeting, visit, message`),
		broken("contact", func(x *Contact) { x.When = Moment{} }, `when.day is ""`),
		broken("contact", func(x *Contact) { x.Level = "kings" }, `level is "kings"; want one of leaders`),
		broken("contact", func(x *Contact) { x.AtLeast = -1 }, "at_least is -1 minutes; want 1 to 44640"),
		broken("contact", func(x *Contact) { x.AtMost = 44641 }, "at_most is 44641 minutes"),
		broken("contact", func(x *Contact) { x.AtMost = 119 }, "at_most is 119 minutes, fewer than at_least"),
		broken("contact", func(x *Contact) { x.AtMost = 0 }, ""),
		broken("contact", func(x *Contact) { x.AtLeast = 0 }, ""),
		broken("contact", func(x *Contact) { x.Seats = []string{"M", "A"} }, "seats must name seats in order"),
		broken("contact", func(x *Contact) { x.Who = slices.Repeat([]Person{{Name: "a"}}, 25) }, "who names 25 persons; the limit is 24"),
		broken("contact", func(x *Contact) { x.Who[1].Name = "" }, "who[1].name is empty"),
		broken("contact", func(x *Contact) { x.Who[1].Seat = "a b" }, `who[1].seat is "a b"`),
		broken("contact", func(x *Contact) { x.Sources = nil }, "sources are missing; an account that is confirmed"),
		broken("contact", func(x *Contact) { x.Mark = "sure" }, `mark is "sure"; want one of confirmed,`),
		broken("contact-bare", func(x *Contact) { x.Illustrative = true }, "mark is missing; what is illustrative is marked uncertain"),

		broken("readout", func(x *Readout) { x.Amends = "x" }, "amends is"),
		broken("readout", func(x *Readout) { x.Contact = "" }, `contact is ""; want the 64`),
		broken("readout", func(x *Readout) { x.Side = "a b" }, "side is"),
		broken("readout", func(x *Readout) { x.Given.Until = "2025-05-19" }, "given.until is 2025-05-19, which is not later"),
		broken("readout", func(x *Readout) { x.Teller = "" }, "teller is empty"),
		broken("readout", func(x *Readout) { x.Text, x.Claims = "", nil }, "claims are missing, and so is a text"),
		broken("readout", func(x *Readout) { x.Claims[1].Point = "LENGTH" }, `claims speak twice of the point "LENGTH"`),
		broken("readout", func(x *Readout) { x.Claims[0].Point, x.Claims[1].Point = "the length", "The\u00a0length" }, "claims speak twice"),
		broken("readout", func(x *Readout) { x.Claims = claims(40) }, ""),
		broken("readout", func(x *Readout) { x.Claims = claims(41) }, "claims are 41; the limit is 40"),
		broken("readout", func(x *Readout) { x.Claims[1] = Claim{Point: "Tone"} }, `claims[1] says nothing on the point "Tone"`),
		broken("readout", func(x *Readout) { x.Claims[0].Words = "" }, "claims[0].quoted is set, and there are no words"),
		broken("readout", func(x *Readout) { x.Claims[0].Issue = "x" }, "claims[0].issue is"),
		broken("readout", func(x *Readout) { x.Claims[0].Status = "maybe" }, `claims[0].status is "maybe"; want one of requested,`),
		broken("readout", func(x *Readout) { x.Claims[0].Number.Says = "" }, "claims[0].number.says is empty"),
		broken("readout", func(x *Readout) { x.Claims[0].Number.Low = "2e3" }, `claims[0].number.low is "2e3"; want a decimal`),
		broken("readout", func(x *Readout) { x.Claims[0].Number.High = "119.9" }, "claims[0].number.high is 119.9, less than low, which is 120"),
		broken("readout", func(x *Readout) { x.Claims[0].Number.High = "120" }, ""),
		broken("readout", func(x *Readout) { x.Illustrative = true }, "mark is confirmed; what is illustrative is uncertain"),

		broken("announcement", func(x *Announcement) { x.Amends = "x" }, "amends is"),
		broken("announcement", func(x *Announcement) { x.Speaker.Name = "" }, "speaker.name is empty"),
		broken("announcement", func(x *Announcement) { x.Speaker.Seat = "-" }, `speaker.seat is "-"`),
		broken("announcement", func(x *Announcement) { x.When = Moment{} }, "when.day is"),
		broken("announcement", func(x *Announcement) { x.Words = "" }, "words is empty"),
		broken("announcement", func(x *Announcement) { x.Language = "english" }, `language is "english"; want a tag`),
		broken("announcement", func(x *Announcement) { x.Language = "ar--EG" }, "language is"),
		broken("announcement", func(x *Announcement) { x.Language = "uk-" }, "language is"),
		broken("announcement", func(x *Announcement) { x.Language = "zh-Hant-TW" }, ""),
		broken("announcement", func(x *Announcement) { x.Contact = "x" }, "contact is"),
		broken("announcement", func(x *Announcement) { x.Points = slices.Repeat([]string{"a"}, 17) }, "points are 17; the limit is 16"),
		broken("announcement", func(x *Announcement) { x.Points = []string{"a", "b", "a"} }, `points name "a" twice`),
		broken("announcement", func(x *Announcement) { x.Issues = []string{"x"} }, "issues[0] is"),
		broken("announcement", func(x *Announcement) { x.Mark = "" }, `mark is ""`),
		broken("announcement", func(x *Announcement) { x.Sources = nil }, "sources are missing"),

		broken("undertaking", func(x *Undertaking) { x.Amends = "x" }, "amends is"),
		broken("undertaking", func(x *Undertaking) { x.By = "" }, `by is ""; a seat name`),
		broken("undertaking", func(x *Undertaking) { x.To = []string{"M", "B"} }, "to must name seats in order"),
		broken("undertaking", func(x *Undertaking) { x.Words = "" }, "words is empty"),
		broken("undertaking", func(x *Undertaking) { x.Spoken.Day = "16.05.2025" }, "spoken.day is"),
		broken("undertaking", func(x *Undertaking) { x.Contact = "x" }, "contact is"),
		broken("undertaking", func(x *Undertaking) { x.Issue = "x" }, "issue is"),
		broken("undertaking", func(x *Undertaking) { x.Due.When.Clock = "12:00" }, "due.when.zone is missing"),
		broken("undertaking", func(x *Undertaking) { x.Illustrative = true }, "mark is missing"),
		broken("undertaking-answer", func(x *UndertakingAnswer) { x.Undertaking = "" }, "undertaking is"),
		broken("undertaking-answer", func(x *UndertakingAnswer) { x.Answer = "yes" }, `answer is "yes"; want one of read-back,`),
		broken("undertaking-answer", func(x *UndertakingAnswer) { x.Words = "" }, "words are missing; a correction"),
		broken("undertaking-answer", func(x *UndertakingAnswer) { x.On.Day = "x" }, "on.day is"),
		broken("undertaking-answer", func(x *UndertakingAnswer) { x.Mark = Confirmed }, "sources are missing"),

		broken("format", func(x *Format) { x.Amends = "x" }, "amends is"),
		broken("format", func(x *Format) { x.Keys = []string{"A"} }, "keys names 1 seats; want 2 to 16"),
		broken("format", func(x *Format) { x.Keys = []string{"A", "A"} }, "keys must name seats in order, each once"),
		broken("format", func(x *Format) { x.Mark = Disputed }, "sources are missing"),
		broken("format-point", func(x *FormatPoint) { x.Format = "x" }, "format is"),
		broken("format-point", func(x *FormatPoint) { x.Aspect = "menu" }, `aspect is "menu"; want one of venue,`),
		broken("format-point", func(x *FormatPoint) { x.Aspect, x.When = "level", Moment{} }, `value is "2 June, in the afternoon"; want one of leaders,`),
		broken("format-point", func(x *FormatPoint) { x.Aspect = "venue" }, "when is given for the aspect venue"),
		broken("format-point", func(x *FormatPoint) { x.When.Zone = "" }, "when.zone is missing"),
		broken("format-point", func(x *FormatPoint) { x.Stand = "agreed" }, `stand is "agreed"; want one of offered,`),
		broken("format-point", func(x *FormatPoint) { x.For = "a b" }, "for is"),
		broken("format-point", func(x *FormatPoint) { x.On.Clock = "12:00" }, "on."),
		broken("format-point", func(x *FormatPoint) { x.Mark, x.Illustrative = "", true }, "mark is missing"),
	}, ruleCasesOfPressure(source)) {
		err := c.act.Validate()
		var e *Error
		switch {
		case c.says == "" && err != nil:
			t.Errorf("case %d: %v", i, err)
		case c.says != "" && (!errors.As(err, &e) || !strings.Contains(err.Error(), c.says)):
			t.Errorf("case %d: %T says %v; want %q", i, c.act, err, c.says)
		case c.says != "" && e.Kind != c.act.Kind():
			t.Errorf("case %d: the kind is %s", i, e.Kind)
		}
	}
}

func claims(n int) (out []Claim) {
	for i := range n {
		out = append(out, Claim{Point: fmt.Sprint("point ", i), Status: "agreed"})
	}
	return out
}

func ruleCasesOfPressure(source []Source) []ruleCase {
	return []ruleCase{
		broken("leverage", func(x *Leverage) { x.Amends = "x" }, "amends is"),
		broken("leverage", func(x *Leverage) { x.Sort = "bluff" }, `sort is "bluff"; want one of threat, incentive`),
		broken("leverage", func(x *Leverage) { x.HolderSeat = "a b" }, "holder_seat is"),
		broken("leverage", func(x *Leverage) { x.TargetSeat = "a b" }, "target_seat is"),
		broken("leverage", func(x *Leverage) { x.Reversible = "perhaps" }, `reversible is "perhaps"; want one of yes,`),
		broken("leverage", func(x *Leverage) { x.Set = Moment{} }, "set.day is"),
		broken("leverage", func(x *Leverage) { x.Deadline.When.Day = "2025-02-30" }, "deadline.when.day is"),
		broken("leverage", func(x *Leverage) { x.Deadline.When = Moment{} }, ""), // words alone are no date, and are kept
		broken("leverage", func(x *Leverage) { x.Issues = []string{"x"} }, "issues[0] is"),
		broken("leverage", func(x *Leverage) { x.Sources = nil }, "sources are missing"),
		broken("leverage-step", func(x *LeverageStep) { x.Leverage = "x" }, "leverage is"),
		broken("leverage-step", func(x *LeverageStep) { x.Step = "gone" }, `step is "gone"; want one of repeated,`),
		broken("leverage-step", func(x *LeverageStep) { x.On = Moment{} }, "on.day is"),
		broken("leverage-step", func(x *LeverageStep) { x.Deadline = Due{} }, "deadline belongs to a step that is moved"),
		broken("leverage-step", func(x *LeverageStep) { x.Step = "lapsed" }, "deadline belongs to a step that is moved"),
		broken("leverage-step", func(x *LeverageStep) { x.Mark = Measured }, "sources are missing"),

		broken("commitment", func(x *Commitment) { x.Amends = "x" }, "amends is"),
		broken("commitment", func(x *Commitment) { x.By = "" }, "by is"),
		broken("commitment", func(x *Commitment) { x.Issue = "x" }, "issue is"),
		broken("commitment", func(x *Commitment) { x.Due.When = Moment{Clock: "12:00"} }, "due.when.day is"),
		broken("commitment", func(x *Commitment) { x.On.Clock = "12:00" }, "on."),
		broken("commitment", func(x *Commitment) { x.If = []string{otherID, someID} }, "if must be in ascending order"),
		broken("commitment", func(x *Commitment) { x.Sources = make([]Source, 13) }, "sources are 13"),
		broken("commitment-step", func(x *CommitmentStep) { x.Commitment = "x" }, "commitment is"),
		broken("commitment-step", func(x *CommitmentStep) { x.Step = "broken" }, `step is "broken"; want one of kept,`),
		broken("commitment-step", func(x *CommitmentStep) { x.On = Moment{} }, "on.day is"),
		broken("commitment-step", func(x *CommitmentStep) { x.Sources = nil }, "sources are missing"),

		broken("consultation", func(x *Consultation) { x.Amends = "x" }, "amends is"),
		broken("consultation", func(x *Consultation) { x.Issues = []string{"x"} }, "issues[0] is"),
		broken("consultation", func(x *Consultation) { x.With = []string{"E", "A"} }, "with must name seats in order"),
		broken("consultation", func(x *Consultation) { x.With, x.Circle = nil, "" }, "with names nobody who was consulted"),
		broken("consultation", func(x *Consultation) { x.With = nil }, ""),
		broken("consultation", func(x *Consultation) { x.Circle = "" }, ""),
		broken("consultation", func(x *Consultation) { x.On = Moment{} }, "on.day is"),
		broken("consultation", func(x *Consultation) { x.Contact = "x" }, "contact is"),
		broken("consultation", func(x *Consultation) { x.Mark = "x" }, "mark is"),
		broken("consultation-answer", func(x *ConsultationAnswer) { x.Consultation = "x" }, "consultation is"),
		broken("consultation-answer", func(x *ConsultationAnswer) { x.Answer = "no" }, `answer is "no"; want one of agrees,`),
		broken("consultation-answer", func(x *ConsultationAnswer) { x.For = "a b" }, "for is"),
		broken("consultation-answer", func(x *ConsultationAnswer) { x.On.Day = "x" }, "on.day is"),
		broken("consultation-answer", func(x *ConsultationAnswer) { x.Illustrative = true }, "mark is missing"),

		broken("position", func(x *Position) { x.Amends = "x" }, "amends is"),
		broken("position", func(x *Position) { x.Of = "" }, `of is ""; a seat name`),
		broken("position", func(x *Position) { x.Sort = "demand" }, `sort is "demand"; want one of interest, position, red-line, range, alternative`),
		broken("position", func(x *Position) { x.Issue = "x" }, "issue is"),
		broken("position", func(x *Position) { x.Words, x.Quoted = "", false }, ""),
		broken("position", func(x *Position) { x.Words = "" }, "quoted is set, and there are no words"),
		broken("position", func(x *Position) { x.Number = Figure{} }, "number is missing; a range says from what to what"),
		broken("position", func(x *Position) { x.Sort = "red-line" }, "number is given; only a range has one"),
		broken("position", func(x *Position) { x.Number.Low = "2000" }, "number.high is 1200, less than low, which is 2000"),
		broken("position", func(x *Position) { x.Number.Low, x.Number.High = "", "" }, ""),
		broken("position", func(x *Position) { x.Number.Says = "" }, "number.says is empty"),
		broken("position", func(x *Position) { x.Basis = "guessed" }, `basis is "guessed"; want one of said, inferred`),
		broken("position", func(x *Position) { x.Basis = Inferred }, "quoted is set, and what is inferred was not said in these words"),
		broken("position", func(x *Position) { x.Basis, x.Quoted = Inferred, false }, ""),
		broken("position", func(x *Position) { x.Contact = "x" }, "contact is"),
		broken("position", func(x *Position) { x.On.Day = "June" }, "on.day is"),
		broken("position", func(x *Position) { x.Sources = nil }, "sources are missing"),
		broken("proposal-package", func(x *Proposal) { x.Choices[0].Option = "" }, "choices[0].option is empty"),
		broken("proposal-package", func(x *Proposal) { x.Choices[0].Issue = "x" }, "choices[0].issue is"),
		broken("proposal-package", func(x *Proposal) { slices.Reverse(x.Choices) }, "choices must be in ascending order of issues, each once"),
		broken("proposal-package", func(x *Proposal) { x.Issues = x.Issues[:1] }, "choices[1].issue is not among issues"),
		broken("proposal-package", func(x *Proposal) { x.Choices = nil }, "text is empty"),
		broken("proposal-package", func(x *Proposal) { x.By = "no seat" }, "by is"),
		broken("proposal-package", func(x *Proposal) { x.On.Day = "June" }, "on.day is"),

		broken("model", func(x *Model) { x.Amends = "x" }, "amends is"),
		broken("model", func(x *Model) { x.Document = " " }, "document holds nothing but space"),
		broken("model", func(x *Model) { x.DMs[0].Basis = "guessed" }, `dms[0].basis is "guessed"; want one of said, inferred`),
		broken("model", func(x *Model) { x.DMs[1].ID = "a" }, "dms[1].id is described a second time"),
		broken("model", func(x *Model) { x.DMs[1].Seat = "A" }, "dms[1].seat is a decision maker already"),
		broken("model", func(x *Model) { x.DMs = modelDMs(16) }, ""),
		broken("model", func(x *Model) { x.DMs = modelDMs(17) }, "dms are 17; the limit is 16"),
		broken("model", func(x *Model) { x.Links[1] = x.Links[0] }, "links[1] is there a second time"),
		broken("model", func(x *Model) { x.Links[0].Entry = "x" }, "links[0].entry is"),
		broken("model", func(x *Model) { x.Links = modelLinks(64) }, ""),
		broken("model", func(x *Model) { x.Links = modelLinks(65) }, "links are 65; the limit is 64"),

		broken("preference", func(x *Preference) { x.Amends = "x" }, "amends is"),
		broken("preference", func(x *Preference) { x.Of = "" }, `of is ""; a seat name`),
		broken("preference", func(x *Preference) { x.Basis = "guessed" }, `basis is "guessed"; want one of said, inferred`),
		broken("preference", func(x *Preference) { x.Order = []string{someID, someID} }, "order[1] names an issue a second time"),
		broken("preference", func(x *Preference) { x.Order = ids(32) }, ""),
		broken("preference", func(x *Preference) { x.Order = ids(33) }, "order are 33; the limit is 32"),
		broken("preference", func(x *Preference) { slices.Reverse(x.Issues) }, "issues must be in ascending order of issues, each once"),
		broken("preference", func(x *Preference) { x.Issues[0].Weight.High = "50" }, "issues[0].weight.high is 50, not more than low, which is 60"),
		broken("preference", func(x *Preference) { x.Issues[0].Weight.High = "60" }, "issues[0].weight.high is 60, not more than low"),
		broken("preference", func(x *Preference) { x.Issues[0].Weight = Span{Low: "1000"} }, ""),
		broken("preference", func(x *Preference) { x.Issues[0].Weight = Span{Low: "1000.1"} }, `issues[0].weight.low is "1000.1"; want a decimal number from 0 to 1000`),
		broken("preference", func(x *Preference) { x.Issues[0].Weight = Span{High: "10"} }, `issues[0].weight.low is ""`),
		broken("preference", func(x *Preference) { x.Issues[1].Options = nil }, "issues[1] states nothing of the issue"),
		broken("preference", func(x *Preference) { x.Issues[0].Options[0].Worth.Low = "-1" }, `issues[0].options[0].worth.low is "-1"; want a decimal number from 0 to 100`),
		broken("preference", func(x *Preference) { x.Issues[0].Options[0].Worth.Low = "1e2" }, `worth.low is "1e2"`),
		broken("preference", func(x *Preference) { x.Issues[0].Options[0].Live = "perhaps" }, `issues[0].options[0].live is "perhaps"; want one of yes, no`),
		broken("preference", func(x *Preference) { x.Issues[1].Options[0].Live = "" }, "issues[1].options[0] states nothing of the option"),
		broken("preference", func(x *Preference) { x.Issues[0].Options[1].Option = "first" }, "issues[0].options[1].option is stated a second time"),
		broken("preference", func(x *Preference) { x.Limit.Package = []Choice{{someID, "first"}} }, "limit.package is given and so is a worth"),
		broken("preference", func(x *Preference) { x.Limit.Worth = Span{} }, ""),
		broken("preference", func(x *Preference) { x.Limit.Worth = Span{Low: "101"} }, "limit.worth.low is"),
		broken("preference-bare", func(x *Preference) { x.Order = nil }, "issues are missing; state an order"),
		broken("preference-bare", func(x *Preference) { x.Illustrative = true }, "mark is missing"),

		broken("round", func(x *Round) { x.Amends = "x" }, "amends is"),
		broken("round", func(x *Round) { x.Packages = nil }, "packages are 0; want 1 to 12"),
		broken("round", func(x *Round) { x.Packages = ids(12) }, ""),
		broken("round", func(x *Round) { x.Packages = ids(13) }, "packages are 13; want 1 to 12"),
		broken("round", func(x *Round) { x.Packages = []string{someID, someID} }, "packages must be in ascending order"),
		broken("round", func(x *Round) { x.Asked = []string{"A"} }, "asked names 1 seats; want 2 to 16"),
		broken("round", func(x *Round) { x.Closes = Moment{} }, "closes"),
		broken("round-answer", func(x *RoundAnswer) { x.Amends = "x" }, "amends is"),
		broken("round-answer", func(x *RoundAnswer) { x.Round = "" }, "round is"),
		broken("round-answer", func(x *RoundAnswer) { x.Answers = nil }, "answers are missing"),
		broken("round-answer", func(x *RoundAnswer) { x.Answers[0].Answer = "maybe" }, `answers[0].answer is "maybe"; want one of yes, yes-if, no`),
		broken("round-answer", func(x *RoundAnswer) { x.Answers[0].Condition = "" }, "answers[0].condition is empty"),
		broken("round-answer", func(x *RoundAnswer) { x.Answers[1].Condition = "x" }, "answers[1].condition is given; only yes-if has a condition"),
		broken("round-answer", func(x *RoundAnswer) { slices.Reverse(x.Answers) }, "answers must be in ascending order, each once"),
		broken("round-result", func(x *RoundResult) { x.Round = "x" }, "round is"),
		broken("round-result", func(x *RoundResult) { x.Outcomes = nil }, "outcomes are missing"),
		broken("round-result", func(x *RoundResult) { x.Outcomes[0].Outcome = "one-refuses" }, `outcomes[0].outcome is "one-refuses"; want one of all-accept, not-all-accept`),
		broken("round-result", func(x *RoundResult) { x.Outcomes[1].Package = someID }, "outcomes must be in ascending order, each once"),
		broken("position-bare", func(x *Position) { x.Words = "" }, "words is empty"),
		broken("position-bare", func(x *Position) { x.Illustrative = true }, "mark is missing"),

		broken("proposal", func(x *Proposal) { x.Amends = "x" }, "amends is"),
		broken("proposal", func(x *Proposal) { x.Stage = "draft" }, `stage is "draft"; want one of internal, tabled`),
		broken("proposal", func(x *Proposal) { x.Issues = []string{"x"} }, "issues[0] is"),
		broken("proposal", func(x *Proposal) { x.From = "x" }, "from is"),
		broken("proposal", func(x *Proposal) { x.Stage, x.Override = Internal, "" }, "stage is internal; only a tabled"),
		broken("proposal", func(x *Proposal) { x.Stage, x.From = Internal, "" }, "stage is internal; only a tabled"),
		broken("proposal", func(x *Proposal) { x.Sources = source; x.Mark = "y" }, "mark is"),

		broken("consent", func(x *Consent) { x.Format = "x" }, "format is"),
		broken("consent", func(x *Consent) { x.Stand = "maybe" }, `stand is "maybe"; want one of given,`),
		broken("consent", func(x *Consent) { x.Condition = "" }, "condition belongs to a consent that is conditional"),
		broken("consent", func(x *Consent) { x.Stand = "given" }, "condition belongs to a consent that is conditional"),
		broken("consent", func(x *Consent) { x.On = Moment{} }, "on.day is"),
		broken("consent", func(x *Consent) { x.Mark = Confirmed }, "sources are missing"),
		broken("exit", func(x *Exit) { x.Stage = "gone" }, `stage is "gone"; want one of considered,`),
		broken("exit", func(x *Exit) { x.On = Moment{} }, "on.day is"),
		broken("exit", func(x *Exit) { x.Effect.When.Day = "x" }, "effect.when.day is"),
		broken("exit", func(x *Exit) { x.Successor = "a b" }, "successor is"),
		broken("exit", func(x *Exit) { x.Sources = nil }, "sources are missing"),
		broken("withdrawal", func(x *Withdrawal) { x.Entry = "" }, "entry is"),
		broken("note-public", func(x *Note) { x.Sources[0].At = "" }, "sources[0].at is empty"),
		broken("note-public", func(x *Note) { x.Sources = make([]Source, 13) }, "sources are 13"),
	}
}

func TestMoment(t *testing.T) {
	for _, c := range []struct {
		m    Moment
		says string
	}{
		{Moment{Day: "2025-05-19"}, ""},
		{Moment{Day: "2024-02-29", Until: "2024-03-01"}, ""},
		{Moment{Day: "2025-05-19", Clock: "00:00", Zone: "UTC"}, ""},
		{Moment{Day: "2025-05-19", Clock: "23:59", Zone: "UTC+14:00"}, ""},
		{Moment{Day: "2025-05-19", Clock: "12:00", Zone: "UTC-03:30"}, ""},
		{Moment{Day: "2025-05-19", Clock: "12:00", Zone: "America/Argentina/Buenos_Aires"}, ""},
		{Moment{Day: "2025-05-19", Clock: "12:00", Zone: "Etc/GMT+3"}, ""},
		{Moment{Day: "2025-05-19", Clock: "24:00", Zone: "UTC"}, "clock is"},
		{Moment{Day: "2025-05-19", Clock: "9:00", Zone: "UTC"}, "clock is"},
		{Moment{Day: "2025-05-19", Clock: "09:00:00", Zone: "UTC"}, "clock is"},
		{Moment{Day: "2025-05-19", Clock: "12:00"}, "zone is missing"},
		{Moment{Day: "2025-05-19", Zone: "UTC"}, "zone is given without"},
		{Moment{Day: "2025-05-19", Until: "2025-05-20", Clock: "12:00", Zone: "UTC"}, "clock is given for a span"},
		{Moment{Clock: "12:00", Zone: "UTC"}, "day is"},
		{Moment{Until: "2025-05-19"}, "day is"},
	} {
		check := &check{kind: "x"}
		check.moment("when", c.m)
		if err := check.done(); c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), "when."+c.says)) {
			t.Errorf("%+v: %v; want %q", c.m, err, c.says)
		}
	}
	for _, bad := range []string{
		"utc", "GMT", "MSK", "UTC+14:01", "UTC+00:00", "UTC-00:00", "UTC+3", "UTC+3:00", "UTC+03:60", "UTC 03:00", "UTC+03.00",
		"Europe/", "/Kyiv", "Europe//Kyiv", "Europe/Kyiv/", "../etc/passwd", "Europe/Ки́їв", "Europe/" + strings.Repeat("x", 40),
	} {
		if zone(bad) {
			t.Errorf("zone %q", bad)
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, good := range []string{"0", "-1", "120", "0.5", "-0.5", "10.01", "12345678901234567890"} {
		if !decimal(good) {
			t.Errorf("%q", good)
		}
	}
	for _, bad := range []string{"", "-", "-0", "+1", "01", "1.", ".5", "1.0", "1.50", "--1", "1e3", "1,000", "1 000", "0x1", "1/2", "١", "123456789012345678901"} {
		if decimal(bad) {
			t.Errorf("%q", bad)
		}
	}
	for _, c := range [][2]string{{"9", "10"}, {"-10", "-9"}, {"0.09", "0.1"}, {"-0.1", "0"}, {"99999999999999999998", "99999999999999999999"}} {
		if !less(c[0], c[1]) || less(c[1], c[0]) || less(c[0], c[0]) {
			t.Errorf("%s and %s", c[0], c[1])
		}
	}
}
