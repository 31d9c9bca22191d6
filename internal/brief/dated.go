// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
)

// dated is an act as it stands, with its place in time.
type dated[A act.Act] struct {
	*process.Version
	says A
	at   happened
}

// inOrder returns those of some acts that are within the days that are looked
// at, by when they happened. It is told where an act of this kind states its
// day.
func inOrder[A act.Act](at AsOf, all []process.Version, stated func(A) (act.Moment, act.Ground)) []dated[A] {
	out := make([]dated[A], 0, len(all))
	for i := range all {
		v := &all[i]
		x, ok := v.Act.(A)
		if !ok {
			continue
		}
		if on, g := stated(x); at.takes(on, g, &v.Line) {
			out = append(out, dated[A]{v, x, happens(on, &v.Line)})
		}
	}
	// Most acts are entered in the order in which they happened: then there is
	// nothing to move.
	early := func(a, b *dated[A]) bool { return a.at.compare(&b.at) < 0 }
	for i := 1; i < len(out); i++ {
		if early(&out[i], &out[i-1]) {
			slices.SortFunc(out, func(a, b dated[A]) int { return a.at.compare(&b.at) })
			break
		}
	}
	return out
}

func onPoint(x act.FormatPoint) (act.Moment, act.Ground)         { return x.On, x.Ground }
func onLeverage(x act.Leverage) (act.Moment, act.Ground)         { return x.Set, x.Ground }
func onLeverageStep(x act.LeverageStep) (act.Moment, act.Ground) { return x.On, x.Ground }
func onCommitment(x act.Commitment) (act.Moment, act.Ground)     { return x.On, x.Ground }
func onStep(x act.CommitmentStep) (act.Moment, act.Ground)       { return x.On, x.Ground }
func onConsultation(x act.Consultation) (act.Moment, act.Ground) { return x.On, x.Ground }
func onAnswer(x act.ConsultationAnswer) (act.Moment, act.Ground) { return x.On, x.Ground }
func onConsent(x act.Consent) (act.Moment, act.Ground)           { return x.On, x.Ground }
func onPosition(x act.Position) (act.Moment, act.Ground)         { return x.On, x.Ground }
func onPreference(x act.Preference) (act.Moment, act.Ground)     { return act.Moment{}, x.Ground }

// onModel has no ground: a model is of the day on which it was written, whatever it
// reports of others.
func onModel(act.Model) (act.Moment, act.Ground) { return act.Moment{}, act.Ground{} }

func onProposal(x act.Proposal) (act.Moment, act.Ground) { return x.On, x.Ground }
func onExit(x act.Exit) (act.Moment, act.Ground)         { return x.On, x.Ground }
func onPhase(x act.Phase) (act.Moment, act.Ground)       { return act.Moment{Day: x.Since}, act.Ground{} }
