// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"fmt"
	"slices"

	"parley/internal/act"
	"parley/internal/node"
	"parley/record"
)

// script is what one author writes to one audience: it marks each text.
type script struct {
	*randomWorld
	author   *chair
	audience []string
	canaries []string
}

// mark gives a text that holds a new canary.
func (x *script) mark(about string) string {
	c := fmt.Sprintf("kanari%dx%06d", len(x.reads), x.rng.IntN(1e6))
	x.reads[c] = nil
	x.canaries = append(x.canaries, c)
	return c + " " + about
}

// earlier is the id of an earlier entry of a kind that every reader of this one
// reads; empty when there is none.
func (x *script) earlier(kind string) string {
	var fit []string
	for _, s := range x.said {
		if s.kind == kind && within(x.audience, s.audience) {
			fit = append(fit, s.ref())
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return one(x.randomWorld, fit)
}

// some is earlier as a list.
func (x *script) some(kind string) []string {
	if id := x.earlier(kind); id != "" {
		return []string{id}
	}
	return nil
}

func (x *script) day() act.Moment {
	return act.Moment{Day: fmt.Sprintf("2026-0%d-%02d", 1+x.rng.IntN(6), 1+x.rng.IntN(28))}
}

// ground is what an account of others rests on.
func (x *script) ground() act.Ground {
	return act.Ground{Mark: act.OneSource, Teller: x.mark("teller"), Sources: []act.Source{{Key: "S1", At: x.mark("source")}}}
}

// plainOption is an option without a mark: packages choose it, and those to whom a
// package is shown need not read the issue.
const plainOption = "as it is"

// invented are the acts of every kind that people write. Each gives nil when
// what it speaks of is not there yet.
func invented() []func(x *script) act.Act {
	about := func(x *script, kind string, make func(id string) act.Act) act.Act {
		if id := x.earlier(kind); id != "" {
			return make(id)
		}
		return nil
	}
	return []func(x *script) act.Act{
		func(x *script) act.Act { return node.Note(x.mark("a note")) },
		func(x *script) act.Act {
			g := x.ground()
			return act.Event{Date: x.day().Day, Title: x.mark("an event"), Text: x.mark("its account"), Mark: g.Mark, Teller: g.Teller, Sources: g.Sources}
		},
		func(x *script) act.Act {
			return act.Contact{
				Form: one(x.randomWorld, act.ContactForms()), Title: x.mark("a contact"), When: x.day(), Level: one(x.randomWorld, act.Levels()), Place: x.mark("a place"),
				Through: x.mark("through"), Seats: x.audience, Who: []act.Person{{Name: x.mark("a person"), Capacity: x.mark("capacity")}}, About: x.mark("about"), Ground: x.ground(),
			}
		},
		func(x *script) act.Act {
			return about(x, act.KindContact, func(id string) act.Act {
				return act.Readout{Contact: id, Side: x.author.name, Given: x.day(), Text: x.mark("an account"), Ground: x.ground(), Claims: []act.Claim{
					{Point: "length", Words: x.mark("words"), Number: act.Figure{Says: x.mark("about two hours"), Low: "2", Unit: "hours"}},
					{Point: x.mark("a point"), Scope: x.mark("scope"), Condition: x.mark("condition")},
				}}
			})
		},
		func(x *script) act.Act {
			return act.Announcement{Speaker: act.Person{Name: x.mark("a speaker"), Seat: x.author.name, Capacity: x.mark("capacity")}, When: x.day(), Where: x.mark("where"),
				Words: x.mark("said in public"), Contact: x.earlier(act.KindContact), Points: []string{x.mark("point")}, Issues: x.some(act.KindIssue), Ground: x.ground()}
		},
		func(x *script) act.Act {
			return act.Undertaking{By: x.author.name, To: slices.DeleteFunc(slices.Clone(x.audience), func(s string) bool { return s == x.author.name }),
				Words: x.mark("we undertake"), Spoken: x.day(), Contact: x.earlier(act.KindContact), Issue: x.earlier(act.KindIssue), Due: act.Due{Says: x.mark("soon")}, Ground: x.ground()}
		},
		func(x *script) act.Act {
			return about(x, act.KindUndertaking, func(id string) act.Act {
				return act.UndertakingAnswer{Undertaking: id, Answer: one(x.randomWorld, act.UndertakingAnswers()), Words: x.mark("an answer"), On: x.day(), Ground: x.ground()}
			})
		},
		func(x *script) act.Act {
			return act.Issue{Title: x.mark("an issue"), Says: x.mark("it says"), Basket: x.mark("basket"), Owners: []string{x.author.name}, Options: []string{x.mark("an option"), plainOption}, Links: x.some(act.KindIssue)}
		},
		func(x *script) act.Act {
			return act.Format{Title: x.mark("a meeting"), Purpose: x.mark("purpose"), Keys: x.audience, Ground: x.ground()}
		},
		func(x *script) act.Act {
			return about(x, act.KindFormat, func(id string) act.Act {
				return act.FormatPoint{Format: id, Aspect: "venue", Value: x.mark("a venue"), Stand: one(x.randomWorld, act.FormatStands()), Words: x.mark("words"), On: x.day(), Ground: x.ground()}
			})
		},
		func(x *script) act.Act {
			return act.Leverage{Sort: one(x.randomWorld, act.LeverageSorts()), Title: x.mark("leverage"), Holder: x.mark("holder"), Target: x.mark("target"), Does: x.mark("does"), Condition: x.mark("condition"),
				Trigger: x.mark("trigger"), Evidence: x.mark("evidence"), Decides: x.mark("decides"), Snapback: x.mark("snapback"), Set: x.day(), Deadline: act.Due{When: x.day(), Says: x.mark("until then")}, Issues: x.some(act.KindIssue), Ground: x.ground()}
		},
		func(x *script) act.Act {
			return about(x, act.KindLeverage, func(id string) act.Act {
				return act.LeverageStep{Leverage: id, Step: "enacted", On: x.day(), Words: x.mark("a step"), Ground: x.ground()}
			})
		},
		func(x *script) act.Act {
			return act.Commitment{By: x.author.name, Words: x.mark("we commit"), Issue: x.earlier(act.KindIssue), Due: act.Due{When: x.day(), Says: x.mark("by then")}, If: x.some(act.KindCommitment), Condition: x.mark("condition"), On: x.day(), Ground: x.ground()}
		},
		func(x *script) act.Act {
			return about(x, act.KindCommitment, func(id string) act.Act {
				return act.CommitmentStep{Commitment: id, Step: one(x.randomWorld, act.CommitmentSteps()), On: x.day(), Words: x.mark("a step"), Ground: x.ground()}
			})
		},
		func(x *script) act.Act {
			return act.Consultation{Topic: x.mark("a topic"), Issues: x.some(act.KindIssue), With: []string{one(x.randomWorld, x.audience)}, Circle: x.mark("circle"), On: x.day(), Words: x.mark("words"), Contact: x.earlier(act.KindContact), Ground: x.ground()}
		},
		func(x *script) act.Act {
			return about(x, act.KindConsultation, func(id string) act.Act {
				return act.ConsultationAnswer{Consultation: id, Answer: one(x.randomWorld, act.ConsultationAnswers()), Words: x.mark("an answer"), On: x.day(), Ground: x.ground()}
			})
		},
		func(x *script) act.Act {
			return act.Proposal{Stage: act.Internal, Title: x.mark("a proposal"), Text: x.mark("its text"), Issues: x.some(act.KindIssue), Ground: x.ground()}
		},
		func(x *script) act.Act {
			return about(x, act.KindIssue, func(id string) act.Act {
				return act.Proposal{Stage: act.Internal, Title: x.mark("a package"), Issues: []string{id}, Choices: []act.Choice{{Issue: id, Option: plainOption}}, By: x.author.name, On: x.day(), Ground: x.ground()}
			})
		},
		func(x *script) act.Act {
			return act.Consent{Format: x.earlier(act.KindFormat), Stand: "conditional", Condition: x.mark("condition"), On: x.day(), Words: x.mark("words"), Ground: x.ground()}
		},
		func(x *script) act.Act {
			return act.Phase{Phase: one(x.randomWorld, act.Phases()), Since: x.day().Day, Words: x.mark("a phase")}
		},
		func(x *script) act.Act {
			return act.Exit{Stage: "considered", Condition: x.mark("condition"), On: x.day(), Host: x.mark("host"), Words: x.mark("we may leave"), Ground: x.ground()}
		},
		func(x *script) act.Act {
			p := act.Position{Of: x.author.name, Sort: one(x.randomWorld, act.PositionSorts()), Issue: x.earlier(act.KindIssue), Words: x.mark("where we stand"), Basis: act.Said,
				Contact: x.earlier(act.KindContact), On: x.day(), Ground: x.ground()}
			if p.Sort == act.RangeSort {
				p.Number = act.Figure{Says: x.mark("a range"), Low: "2", High: "4", Unit: "days"}
			}
			return p
		},
		func(x *script) act.Act {
			g := x.ground()
			p := act.Preference{Of: x.author.name, Basis: act.Said, View: x.mark("an adviser"), Words: x.mark("what it is worth"), Ground: act.Ground{Teller: g.Teller, Sources: g.Sources}}
			p.Limit.Words = x.mark("the least")
			if issue := x.earlier(act.KindIssue); issue != "" {
				p.Order = []string{issue}
				p.Issues = []act.IssueWorth{{Issue: issue, Weight: act.Span{Low: "100"}}}
			}
			return p
		},
		func(x *script) act.Act {
			for _, s := range x.audience {
				if s != x.author.name && x.chair(s).role == "party" {
					return nil
				}
			}
			m := act.Model{Title: x.mark("would it hold"), Document: randomModel(x.mark("a pause")), Words: x.mark("a sketch"), Ground: x.ground()}
			m.DMs = []act.ModelDM{{ID: "a", Seat: x.author.name, Basis: act.Said, Words: x.mark("as it said")}, {ID: "b", Basis: act.Inferred}}
			if entry := x.earlier(act.KindLeverage); entry != "" {
				m.Links = []act.ModelLink{{Item: "pause", Entry: entry}}
			}
			return m
		},
		func(x *script) act.Act {
			for _, s := range x.said {
				if s.author == x.author && slices.Equal(s.audience, x.audience) && s.kind == act.KindContact {
					return act.Withdrawal{Entry: s.ref(), Why: x.mark("taken back")}
				}
			}
			return nil
		},
	}
}

// write writes so many entries by chance, of each kind in turn; every seat reads
// them before the next. A kind that the rules refuse to whoever tries it, such as
// a phase set by a party, is tried by others, and then left out.
func (w *randomWorld) write(count int) {
	w.t.Helper()
	kinds := append(invented(), inventedRounds()...)
	for n := range count {
		for range 30 {
			x := &script{randomWorld: w}
			x.author, x.audience = w.meeting()
			a := kinds[n%len(kinds)](x)
			if a == nil {
				continue
			}
			w.ok(a.Validate())
			register := one(w, []record.Register{record.OnRecord, record.WithoutPrejudice})
			id, err := x.author.node.Post(context.Background(), node.Draft{Audience: x.audience, Register: register, Act: a, Cleared: true})
			if err == nil {
				w.remember(x, id, a.Kind()).private = register == record.WithoutPrejudice
				w.settle()
				break
			}
		}
	}
}

// meeting is who writes next and to whom: a channel that there is, what the
// mediator says to all, or a new channel.
func (w *randomWorld) meeting() (author *chair, audience []string) {
	switch n := w.rng.IntN(6); {
	case n < 3 && len(w.said) > 0:
		audience = one(w, w.said).audience
		return w.chair(one(w, audience)), audience
	case n == 3:
		return w.seats[0], w.everybody()
	}
	author = one(w, w.seats)
	return author, w.audience(author)
}

// remember keeps who reads what was written.
func (w *randomWorld) remember(x *script, id record.Hash, kind string) *saying {
	s := &saying{id: id, kind: kind, author: x.author, audience: x.audience, readers: slices.Clone(x.audience), canaries: x.canaries}
	w.said = append(w.said, s)
	w.kinds[kind]++
	for _, c := range s.canaries {
		w.reads[c] = slices.Clone(s.readers)
	}
	return s
}

// release lets some words be asked for, permitted, and shown to a seat that did
// not read them.
func (w *randomWorld) release(count int) {
	w.t.Helper()
	ctx := context.Background()
	for _, i := range w.rng.Perm(len(w.said)) {
		s := w.said[i]
		var outside []string
		for _, name := range w.everybody() {
			if !slices.Contains(s.readers, name) {
				outside = append(outside, name)
			}
		}
		host := w.seats[0]
		if count == 0 || len(outside) == 0 || s.author == host || !slices.Contains(s.audience, host.name) {
			continue
		}
		to := []string{one(w, outside)}
		x := &script{randomWorld: w, author: host, audience: s.audience}
		id, err := host.node.Post(ctx, node.Draft{Audience: s.audience, Register: record.OnRecord, Act: node.Ask(s.id, []int64{1}, to, x.mark("why we ask")), Cleared: true})
		w.ok(err)
		w.remember(x, id, act.KindAsk)
		w.settle()
		if w.rng.IntN(3) == 0 {
			continue // not answered
		}
		_, err = s.author.node.Permit(ctx, s.ref(), nil, to, false)
		w.ok(err)
		if s.private {
			_, err = s.author.node.AdoptWords(ctx, s.id)
			w.ok(err)
		}
		w.settle()
		if w.rng.IntN(3) > 0 {
			_, err = host.node.Disclose(ctx, s.id, nil, to)
			w.ok(err)
			s.readers = append(s.readers, to...)
			for _, c := range s.canaries {
				w.reads[c] = append(w.reads[c], to...)
			}
			w.settle()
		}
		count--
	}
}

// randomModel is a model of two decision makers, each with one option.
func randomModel(name string) string {
	return fmt.Sprintf(`{"schema":"parley.stability/1","name":%q,"options":[{"id":"pause","name":%q},{"id":"press"}],
 "dms":[{"id":"a","options":["pause"],"ranking":[1,0,3,2]},{"id":"b","name":"city","options":["press"],"statements":["!press","pause"]}],"status_quo":0}`, name, name)
}
