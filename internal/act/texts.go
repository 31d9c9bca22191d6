// SPDX-License-Identifier: Apache-2.0

package act

// Texts returns what people typed into an act, field by field in the order of
// its body: words, names, figures and dates that are part of what is said. Left
// out are the words of a fixed list, references, seats, the moments at which
// things happened, and sources, which are public. It is what a search reads, and
// what a draft is compared with before it is sealed.
func Texts(a Act) []string {
	switch x := a.(type) {
	case Title:
		return given(x.Title, x.Summary)
	case SeatName:
		return given(x.Name, x.Says)
	case Note:
		return given(x.Text)
	case Event:
		return given(x.Title, x.Text, x.Teller)
	case Ask:
		return given(x.Why)
	case Phase:
		return given(x.Words)
	case Issue:
		return append(given(x.Title, x.Says, x.Basket), x.Options...)
	case Contact:
		out := given(x.Title, x.Place, x.Through)
		for _, p := range x.Who {
			out = append(out, p.texts()...)
		}
		return append(out, given(x.About, x.Teller)...)
	case Readout:
		out := given(x.Text)
		for _, k := range x.Claims {
			out = append(out, k.texts()...)
		}
		return append(out, given(x.Teller)...)
	case Announcement:
		out := append(x.Speaker.texts(), given(x.Where, x.Words)...)
		return append(append(out, x.Points...), given(x.Teller)...)
	case Undertaking:
		return append(append(given(x.Words), x.Due.texts()...), given(x.Teller)...)
	case UndertakingAnswer:
		return given(x.Words, x.Teller)
	case Format:
		return given(x.Title, x.Purpose, x.Teller)
	case FormatPoint:
		return given(x.Value, x.When.Day, x.When.Until, x.Words, x.Teller)
	case Leverage:
		out := given(x.Title, x.Holder, x.Target, x.Does, x.Condition, x.Trigger, x.Evidence, x.Decides, x.Snapback)
		return append(append(out, x.Deadline.texts()...), given(x.Teller)...)
	case LeverageStep:
		return append(x.Deadline.texts(), given(x.Words, x.Teller)...)
	case Commitment:
		return append(append(given(x.Words), x.Due.texts()...), given(x.Condition, x.Teller)...)
	case CommitmentStep:
		return given(x.Words, x.Teller)
	case Consultation:
		return given(x.Topic, x.Circle, x.Words, x.Teller)
	case ConsultationAnswer:
		return given(x.Words, x.Teller)
	case Proposal:
		return append(append(given(x.Title, x.Text), options(x.Choices)...), given(x.Override, x.Teller)...)
	case Consent:
		return given(x.Condition, x.Words, x.Teller)
	case Exit:
		return append(append(given(x.Condition), x.Effect.texts()...), given(x.Host, x.Words, x.Teller)...)
	case Withdrawal:
		return given(x.Why)
	case Position:
		return append(append(given(x.Words), x.Number.texts()...), given(x.Teller)...)
	case Model:
		return x.texts()
	case Preference:
		return x.texts()
	case Round:
		return given(x.Title, x.Words)
	case RoundAnswer:
		var out []string
		for _, a := range x.Answers {
			out = append(out, given(a.Condition)...)
		}
		return append(out, given(x.Words)...)
	case RoundResult:
		return given(x.Words)
	}
	return nil
}

// given returns those of some texts that are there.
func given(texts ...string) []string { return refs(texts...) }

func (p Person) texts() []string { return given(p.Name, p.Capacity) }

func (d Due) texts() []string { return given(d.When.Day, d.When.Until, d.Says) }

func (x Claim) texts() []string {
	out := append(given(x.Point, x.Words), x.Number.texts()...)
	if x.Condition != NoCondition {
		out = append(out, given(x.Condition)...)
	}
	return append(out, given(x.Scope, x.Time, x.Actor)...)
}

// texts puts the unit behind each number, so that a number is never without it.
func (f Figure) texts() []string {
	out := given(f.Says)
	for _, n := range given(f.Low, f.High) {
		if f.Unit != "" {
			n += " " + f.Unit
		}
		out = append(out, n)
	}
	return out
}

func options(list []Choice) []string {
	var out []string
	for _, k := range list {
		out = append(out, k.Option)
	}
	return out
}

func (x Model) texts() []string {
	out := append(given(x.Title), documentTexts(x.Document)...)
	for _, d := range x.DMs {
		out = append(out, given(d.ID, d.Words)...)
	}
	for _, l := range x.Links {
		out = append(out, given(l.Item)...)
	}
	return append(out, given(x.Words, x.Teller)...)
}

func (x Preference) texts() []string {
	out := given(x.View)
	for _, i := range x.Issues {
		out = append(out, i.Weight.texts()...)
		for _, o := range i.Options {
			out = append(append(out, o.Option), o.Worth.texts()...)
		}
	}
	out = append(append(out, given(x.Limit.Words)...), x.Limit.Worth.texts()...)
	return append(append(out, options(x.Limit.Package)...), given(x.Words, x.Teller)...)
}

func (s Span) texts() []string { return Figure{Low: s.Low, High: s.High, Unit: "points"}.texts() }
