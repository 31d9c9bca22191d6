// SPDX-License-Identifier: Apache-2.0

package act

import (
	"strings"
	"testing"
)

// TestLimits tries each text at its limit and one character beyond. A limit
// counts characters, not bytes.
func TestLimits(t *testing.T) {
	event := Event{Date: "2025-05-16", Title: "t", Text: "x", Mark: Uncertain}
	day := Moment{Day: "2025-05-19"}
	contact := Contact{Form: "call", Title: "t", When: day}
	claim := func(k Claim) Act {
		return Readout{Contact: someID, Claims: []Claim{k}, Ground: Ground{Teller: "a"}}
	}
	said := func(p Person) Act {
		return Announcement{Speaker: p, When: day, Words: "x", Ground: Ground{Mark: Uncertain}}
	}
	statement := Announcement{Speaker: Person{Name: "a"}, When: day, Words: "x", Ground: Ground{Mark: Uncertain}}
	undertaking := Undertaking{By: "A", Words: "x"}
	threat := Leverage{Sort: Threat, Title: "t", Holder: "a", Target: "b", Does: "x", Set: day}
	consultation := Consultation{Topic: "t", With: []string{"A"}, On: day}
	proposal := Proposal{Stage: Tabled, Title: "t", Text: "x"}
	preference := Preference{Of: "A", Basis: Said, Order: ids(1)}
	round := Round{Title: "t", Packages: ids(1), Asked: seats(2), Closes: day}
	model := Model{Title: "t", Document: "{}"}
	exit := Exit{Stage: "considered", On: day}
	for name, c := range map[string]struct {
		limit int
		with  func(text string) Act
	}{
		"title.title":              {120, func(s string) Act { return Title{Title: s} }},
		"title.summary":            {2000, func(s string) Act { return Title{Title: "t", Summary: s} }},
		"seat.name":                {80, func(s string) Act { return SeatName{Seat: "A", Name: s} }},
		"seat.says":                {80, func(s string) Act { return SeatName{Seat: "A", Name: "a", Says: s} }},
		"note.text":                {60000, func(s string) Act { return Note{Text: s} }},
		"event.title":              {160, func(s string) Act { e := event; e.Title = s; return e }},
		"event.text":               {4000, func(s string) Act { e := event; e.Text = s; return e }},
		"event.teller":             {120, func(s string) Act { e := event; e.Teller = s; return e }},
		"source.key":               {16, func(s string) Act { e := event; e.Sources = []Source{{s, "a"}}; return e }},
		"source.at":                {300, func(s string) Act { e := event; e.Sources = []Source{{"a", s}}; return e }},
		"ask.why":                  {2000, func(s string) Act { return Ask{Entry: someID, To: []string{"A"}, Why: s} }},
		"phase.words":              {1000, func(s string) Act { return Phase{Phase: "design", Since: "2025-05-11", Words: s} }},
		"issue.title":              {120, func(s string) Act { return Issue{Title: s} }},
		"issue.says":               {4000, func(s string) Act { return Issue{Title: "t", Says: s} }},
		"issue.basket":             {80, func(s string) Act { return Issue{Title: "t", Basket: s} }},
		"issue.options":            {200, func(s string) Act { return Issue{Title: "t", Options: []string{"a", s}} }},
		"contact.title":            {160, func(s string) Act { x := contact; x.Title = s; return x }},
		"contact.place":            {160, func(s string) Act { x := contact; x.Place = s; return x }},
		"contact.through":          {160, func(s string) Act { x := contact; x.Through = s; return x }},
		"contact.about":            {4000, func(s string) Act { x := contact; x.About = s; return x }},
		"contact.teller":           {120, func(s string) Act { x := contact; x.Teller = s; return x }},
		"contact.who.name":         {120, func(s string) Act { x := contact; x.Who = []Person{{Name: s}}; return x }},
		"contact.who.capacity":     {120, func(s string) Act { x := contact; x.Who = []Person{{Name: "a", Capacity: s}}; return x }},
		"readout.teller":           {120, func(s string) Act { return Readout{Contact: someID, Text: "x", Ground: Ground{Teller: s}} }},
		"readout.text":             {8000, func(s string) Act { return Readout{Contact: someID, Text: s, Ground: Ground{Teller: "a"}} }},
		"claim.point":              {80, func(s string) Act { return claim(Claim{Point: s, Words: "x"}) }},
		"claim.words":              {1000, func(s string) Act { return claim(Claim{Point: "a", Words: s}) }},
		"claim.scope":              {200, func(s string) Act { return claim(Claim{Point: "a", Scope: s}) }},
		"claim.time":               {200, func(s string) Act { return claim(Claim{Point: "a", Time: s}) }},
		"claim.condition":          {200, func(s string) Act { return claim(Claim{Point: "a", Condition: s}) }},
		"claim.actor":              {200, func(s string) Act { return claim(Claim{Point: "a", Actor: s}) }},
		"figure.says":              {120, func(s string) Act { return claim(Claim{Point: "a", Number: Figure{Says: s}}) }},
		"figure.unit":              {40, func(s string) Act { return claim(Claim{Point: "a", Number: Figure{Says: "x", Unit: s}}) }},
		"speaker.name":             {120, func(s string) Act { return said(Person{Name: s}) }},
		"speaker.capacity":         {120, func(s string) Act { return said(Person{Name: "a", Capacity: s}) }},
		"announcement.where":       {160, func(s string) Act { x := statement; x.Where = s; return x }},
		"announcement.words":       {4000, func(s string) Act { x := statement; x.Words = s; return x }},
		"announcement.points":      {80, func(s string) Act { x := statement; x.Points = []string{s}; return x }},
		"undertaking.words":        {2000, func(s string) Act { x := undertaking; x.Words = s; return x }},
		"due.says":                 {120, func(s string) Act { x := undertaking; x.Due.Says = s; return x }},
		"undertaking.answer.words": {2000, func(s string) Act { return UndertakingAnswer{Undertaking: someID, Answer: "kept", Words: s} }},
		"format.title":             {160, func(s string) Act { return Format{Title: s, Keys: []string{"A", "B"}} }},
		"format.purpose":           {2000, func(s string) Act { return Format{Title: "t", Purpose: s, Keys: []string{"A", "B"}} }},
		"format.point.value":       {200, func(s string) Act { return FormatPoint{Format: someID, Aspect: "venue", Value: s, Stand: "offered"} }},
		"format.point.words": {1000, func(s string) Act {
			return FormatPoint{Format: someID, Aspect: "venue", Value: "x", Stand: "offered", Words: s}
		}},
		"leverage.title":            {160, func(s string) Act { x := threat; x.Title = s; return x }},
		"leverage.holder":           {120, func(s string) Act { x := threat; x.Holder = s; return x }},
		"leverage.target":           {120, func(s string) Act { x := threat; x.Target = s; return x }},
		"leverage.does":             {2000, func(s string) Act { x := threat; x.Does = s; return x }},
		"leverage.condition":        {1000, func(s string) Act { x := threat; x.Condition = s; return x }},
		"leverage.trigger":          {1000, func(s string) Act { x := threat; x.Trigger = s; return x }},
		"leverage.evidence":         {1000, func(s string) Act { x := threat; x.Evidence = s; return x }},
		"leverage.decides":          {160, func(s string) Act { x := threat; x.Decides = s; return x }},
		"leverage.snapback":         {1000, func(s string) Act { x := threat; x.Snapback = s; return x }},
		"leverage.step.words":       {1000, func(s string) Act { return LeverageStep{Leverage: someID, Step: "lapsed", On: day, Words: s} }},
		"commitment.words":          {2000, func(s string) Act { return Commitment{By: "A", Words: s} }},
		"commitment.condition":      {1000, func(s string) Act { return Commitment{By: "A", Words: "x", Condition: s} }},
		"commitment.step.words":     {1000, func(s string) Act { return CommitmentStep{Commitment: someID, Step: "kept", On: day, Words: s} }},
		"consultation.topic":        {160, func(s string) Act { x := consultation; x.Topic = s; return x }},
		"consultation.circle":       {200, func(s string) Act { x := consultation; x.Circle = s; return x }},
		"consultation.words":        {4000, func(s string) Act { x := consultation; x.Words = s; return x }},
		"consultation.answer.words": {4000, func(s string) Act { return ConsultationAnswer{Consultation: someID, Answer: "agrees", Words: s} }},
		"proposal.title":            {160, func(s string) Act { x := proposal; x.Title = s; return x }},
		"proposal.text":             {8000, func(s string) Act { x := proposal; x.Text = s; return x }},
		"proposal.override":         {1000, func(s string) Act { x := proposal; x.Override = s; return x }},
		"consent.condition":         {1000, func(s string) Act { return Consent{Stand: "conditional", Condition: s, On: day} }},
		"consent.words":             {1000, func(s string) Act { return Consent{Stand: "given", On: day, Words: s} }},
		"exit.condition":            {1000, func(s string) Act { x := exit; x.Condition = s; return x }},
		"exit.host":                 {160, func(s string) Act { x := exit; x.Host = s; return x }},
		"exit.words":                {2000, func(s string) Act { x := exit; x.Words = s; return x }},
		"position.words":            {2000, func(s string) Act { return Position{Of: "A", Sort: "red-line", Words: s, Basis: Said} }},
		"position.number.says":      {120, func(s string) Act { return Position{Of: "A", Sort: RangeSort, Number: Figure{Says: s}, Basis: Said} }},
		"proposal.choices.option":   {200, func(s string) Act { x := proposal; x.Issues = ids(1); x.Choices = []Choice{{ids(1)[0], s}}; return x }},
		"preference.view":           {80, func(s string) Act { x := preference; x.View = s; return x }},
		"preference.words":          {2000, func(s string) Act { x := preference; x.Words = s; return x }},
		"preference.limit.words":    {1000, func(s string) Act { x := preference; x.Limit.Words = s; return x }},
		"preference.option": {200, func(s string) Act {
			x := preference
			x.Issues = []IssueWorth{{Issue: someID, Options: []OptionWorth{{Option: s, Live: "yes"}}}}
			return x
		}},
		"model.title":            {160, func(s string) Act { x := model; x.Title = s; return x }},
		"model.document":         {40000, func(s string) Act { x := model; x.Document = s; return x }},
		"model.words":            {2000, func(s string) Act { x := model; x.Words = s; return x }},
		"model.dms.id":           {64, func(s string) Act { x := model; x.DMs = []ModelDM{{ID: s, Basis: Inferred}}; return x }},
		"model.dms.words":        {1000, func(s string) Act { x := model; x.DMs = []ModelDM{{ID: "a", Basis: Inferred, Words: s}}; return x }},
		"model.links.item":       {64, func(s string) Act { x := model; x.Links = []ModelLink{{s, someID}}; return x }},
		"round.title":            {160, func(s string) Act { x := round; x.Title = s; return x }},
		"round.words":            {2000, func(s string) Act { x := round; x.Words = s; return x }},
		"round.answer.condition": {1000, func(s string) Act { return RoundAnswer{Round: someID, Answers: []PackageAnswer{{someID, YesIf, s}}} }},
		"round.answer.words": {2000, func(s string) Act {
			return RoundAnswer{Round: someID, Answers: []PackageAnswer{{someID, No, ""}}, Words: s}
		}},
		"round.result.words": {2000, func(s string) Act { return RoundResult{someID, []PackageOutcome{{someID, AllAccept}}, s} }},
		"withdrawal.why":     {2000, func(s string) Act { return Withdrawal{Entry: someID, Why: s} }},
	} {
		if err := c.with(strings.Repeat("ж", c.limit)).Validate(); err != nil {
			t.Errorf("%s at its limit: %v", name, err)
		}
		if err := c.with(strings.Repeat("x", c.limit+1)).Validate(); err == nil || !strings.Contains(err.Error(), "characters long") {
			t.Errorf("%s beyond its limit: %v", name, err)
		}
		if _, err := Body(c.with(strings.Repeat("x", c.limit))); err != nil {
			t.Errorf("%s at its limit has no body: %v", name, err)
		}
		for _, bad := range []string{" a\xff", "e\u0301", "\u0301a", "\u200b", " ", "\u00a0"} {
			if err := c.with(bad).Validate(); err == nil {
				t.Errorf("%s takes %q", name, bad)
			}
		}
	}
	// A long note in another script can be within its characters and too large
	// for an entry: the size has the last word.
	if _, err := Body(Note{Text: strings.Repeat("ж", 60000)}); err == nil || !strings.Contains(err.Error(), "98304") {
		t.Errorf("too large: %v", err)
	}
}
