// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"parley/internal/brief"
)

// morePage asks the questions that are defined for some models only: who could leave
// together, what foresight changes, what is not known, what is strongly held, and how
// each sees the others.
type morePage struct {
	modelAsk
	Groups    []groupPart // coalitions of two and more
	Every     []setView   // outcomes that no coalition would leave, by concept
	Looked    bool        // not at all outcomes that hold
	Many      bool        // coalitions are too many, or outcomes
	Alone     bool        // there is one decision maker
	Foresight []foresightRow
	Two       bool // there are two decision makers
	Readings  []readingPart
	Strong    []setView
	Views     []setView
	Plain     []setView // the equilibria, for comparison
	Late      []string  // questions that took too long
}

// setView is a set of outcomes that is shown, and how many more there are.
type setView struct {
	Word   string
	States []outcomeView
	More   int
}

// groupPart is what some decision makers could leave together.
type groupPart struct {
	Names []string
	Rows  []groupRow
	More  int
}

type groupRow struct {
	From, To outcomeView
	More     int // other outcomes that each of them would like better
}

// departed is where a coalition could go, and whether it was tried from all outcomes
// that hold.
type departed struct {
	list []brief.DeparturePart
	all  bool
}

// Tried is from how many outcomes a coalition is tried.
func (morePage) Tried() int { return moreLooked }

// foresightRow is where both stay if each looks so many moves ahead; 0 is every number
// from some one on.
type foresightRow struct {
	Moves int
	Holds setView
}

// readingPart is the answer under one reading of pairs whose order is not known.
type readingPart struct {
	Word string
	Sets []setView
}

// Bounds of the page.
const (
	moreStates   = 1 << 12 // of models whose coalitions are looked at
	everyStates  = 1 << 9  // of models in which every coalition and its answers are
	moreDMs      = 5
	moreShown    = 12 // outcomes of a set
	moreLooked   = 60 // outcomes that hold, from which each coalition is tried
	moreForesees = 5  // moves ahead
)

func buildModelMore(r *request) (any, lane, error) {
	base, err := r.modelAsk(false)
	out := morePage{modelAsk: base}
	if err != nil || base.Solved.Model == nil {
		return out, base.lane(), err
	}
	out.Two, out.Alone = base.Solved.DMs() == 2, base.Solved.DMs() == 1
	out.Many = base.Solved.DMs() > moreDMs || base.Solved.Len() > moreStates
	for _, w := range base.Offered {
		held := base.Solved.Everybody(w.Word, moreShown)
		out.Plain = append(out.Plain, out.set(w.Word, held))
	}
	for _, do := range []func() error{out.groups, out.foresight, out.unknown, out.others} {
		if err := do(); err != nil {
			return nil, lane{}, err
		}
	}
	return out, base.lane(), nil
}

func (p *morePage) set(word string, held brief.StateList) setView {
	return setView{word, p.states(held.States), held.Count - len(held.States)}
}

func (p *morePage) sets(by brief.ByConcept) (out []setView) {
	for _, x := range by {
		if x.Value != nil {
			out = append(out, p.set(x.Name, *x.Value))
		}
	}
	return out
}

// further asks one question; nil where that took too long for a page.
func further[T any](p *morePage, question string, do func(context.Context) (*T, error)) (*T, error) {
	out, err := askedModel(p.modelAsk, "more "+question, do)
	if err == nil && out == nil {
		p.Late = append(p.Late, question)
	}
	return out, err
}

// groups asks of every coalition of two and more.
func (p *morePage) groups() error {
	if p.Many || p.Alone {
		return nil
	}
	n := p.Solved.DMs()
	for set := uint64(1); set < 1<<n; set++ {
		if bits.OnesCount64(set) < 2 {
			continue
		}
		var members []int
		part := groupPart{}
		for x := set; x != 0; x &= x - 1 {
			i := bits.TrailingZeros64(x)
			members, part.Names = append(members, i), append(part.Names, p.Line.DMs[i].Name)
		}
		found, err := further(p, fmt.Sprint("together ", set), func(ctx context.Context) (*departed, error) {
			list, all, err := p.Solved.Together(ctx, members, moreLooked)
			return &departed{list, all}, err
		})
		if err != nil || found == nil {
			return err
		}
		list := found.list
		p.Looked = p.Looked || !found.all
		for k, d := range list {
			if k == moreShown {
				part.More = len(list) - k
				break
			}
			part.Rows = append(part.Rows, groupRow{p.State(d.From), p.State(d.To[0]), len(d.To) - 1})
		}
		p.Groups = append(p.Groups, part)
	}
	if p.Solved.Len() > everyStates {
		p.Late = append(p.Late, "every")
		return nil
	}
	every, err := further(p, "every", func(ctx context.Context) (*brief.ByConcept, error) {
		by, err := p.Solved.NobodyLeaves(ctx, moreShown)
		return &by, err
	})
	if every != nil {
		p.Every = p.sets(*every)
	}
	return err
}

// foresight asks how far two decision makers look ahead.
func (p *morePage) foresight() error {
	if !p.Two {
		return nil
	}
	for k := range moreForesees + 1 {
		h := (k + 1) % (moreForesees + 1) // 0, every number, comes last
		part, err := further(p, fmt.Sprint("foresight ", h), func(ctx context.Context) (*brief.ForesightPart, error) {
			return p.Solved.Ahead(ctx, h, moreShown)
		})
		if err != nil || part == nil {
			return err
		}
		p.Foresight = append(p.Foresight, foresightRow{h, p.set("", *part.Equilibria)})
	}
	return nil
}

// unknown asks how the answer hangs on pairs whose order is not known.
func (p *morePage) unknown() error {
	list, err := further(p, "reading", func(ctx context.Context) (*[]brief.UnknownPart, error) {
		list, err := p.Solved.Unknowns(ctx, moreShown)
		return &list, err
	})
	if err != nil || list == nil {
		return err
	}
	for _, u := range *list {
		p.Readings = append(p.Readings, readingPart{u.Reading, p.sets(u.Equilibria)})
	}
	return nil
}

// others asks what is strongly held, and how each sees the others.
func (p *morePage) others() error {
	r, err := further(p, "strength", func(ctx context.Context) (*brief.ConflictReport, error) {
		return p.Solved.StrengthAndViews(ctx, moreShown)
	})
	if err != nil || r == nil {
		return err
	}
	if r.Strength != nil {
		p.Strong = p.sets(r.Strength.Strong.Equilibria)
	}
	if r.Views != nil {
		p.Views = p.sets(r.Views.Equilibria)
	}
	return nil
}

// Slow reports whether a kind of question took too long.
func (p morePage) Slow(kind string) bool {
	return slices.ContainsFunc(p.Late, func(q string) bool { return strings.HasPrefix(q, kind) })
}
