// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
)

// aspectDate is the aspect whose values can be moments.
const aspectDate = "date"

// oneValue are the aspects of a meeting that can have one value only; there can
// be several points on its agenda, and several who take part.
func oneValue(aspect string) bool {
	return slices.Contains([]string{"venue", "level", aspectDate}, aspect)
}

// planPoint is one thing that was said of a meeting.
type planPoint struct {
	dated[act.FormatPoint]
	seat string // whose stand it is
}

// self reports whether the seat speaks for itself. Only then can it turn its
// key.
func (p *planPoint) self() bool { return p.seat == p.Author.Seat }

// value tells one value of an aspect from another: a date by its moment, other
// words by their folded form.
func (p *planPoint) value() string {
	if w := p.says.When; w.Known() {
		return w.Day + "|" + w.Until + "|" + w.Clock + "|" + w.Zone
	}
	return fold(p.says.Value)
}

// aspect sets side by side what was said of one aspect, in order of time.
func (f faces) aspect(at AsOf, name string, keys []string, said []*planPoint) FormatAspect {
	out := FormatAspect{Aspect: name, State: PlanUnknown, Values: []FormatValue{}}
	var order []string
	byValue := map[string][]*planPoint{}
	for _, p := range said {
		v := p.value()
		if byValue[v] == nil {
			order = append(order, v)
		}
		byValue[v] = append(byValue[v], p)
	}
	agreed := 0
	for _, v := range order {
		x := f.value(at, name, keys, byValue[v])
		out.Values = append(out.Values, x)
		state := x.State
		if x.NoDate {
			state = PlanUnknown // words such as "soon" leave the date unknown
		}
		if further(state, out.State) {
			out.State = state
		}
		if state == PlanAgreed {
			agreed++
		}
	}
	out.Rivals = agreed > 1 && oneValue(name)
	return out
}

// further reports whether a state is nearer to agreement than another. An
// objection is nearer than silence only.
func further(a, b string) bool {
	order := []string{PlanUnknown, PlanObjected, PlanOffered, PlanClaimed, PlanConfirmed, PlanAgreed}
	return slices.Index(order, a) > slices.Index(order, b)
}

// voice is one seat as it speaks itself, or as another seat reports it: the two
// stand side by side.
type voice struct{ seat, by string }

// value shows how everybody stands to one value. said is in order of time, and
// not empty.
func (f faces) value(at AsOf, aspect string, keys []string, said []*planPoint) FormatValue {
	first := said[0].says
	out := FormatValue{
		Value: first.Value, When: first.When, State: PlanUnknown, NoDate: aspect == aspectDate && !first.When.Known(),
		Stands: []FormatStand{}, Withdrawn: []FormatStand{}, Waits: []SeatRef{}, First: process.Ref(said[0].First),
	}
	byVoice := map[voice][]*planPoint{}
	for _, p := range said {
		if at.withdrawn(p.Version) {
			out.Withdrawn = append(out.Withdrawn, f.stand(at, p, nil))
			continue
		}
		v := voice{p.seat, p.Author.Seat}
		byVoice[v] = append(byVoice[v], p)
	}
	var now []*planPoint // the newest of each voice that stands
	for _, p := range said {
		all := byVoice[voice{p.seat, p.Author.Seat}]
		if len(all) == 0 || all[len(all)-1].ID != p.ID {
			continue
		}
		s := f.stand(at, p, all[:len(all)-1])
		if p.says.Stand == "withdrawn" {
			out.Withdrawn = append(out.Withdrawn, s)
			continue
		}
		now = append(now, p)
		out.Stands = append(out.Stands, s)
	}
	turned := map[string]bool{}
	for _, p := range now {
		turned[p.seat] = turned[p.seat] || p.self() && p.says.Stand == PlanConfirmed
	}
	for _, k := range keys {
		if !turned[k] {
			out.Waits = append(out.Waits, f.seat(k))
		}
	}
	out.State = stateOf(now, len(out.Waits) == 0 && !out.NoDate)
	return out
}

// stateOf is the state of a value: from the stands of those who speak of it.
func stateOf(now []*planPoint, everyKey bool) string {
	has := func(stand string, self bool) bool {
		return slices.ContainsFunc(now, func(p *planPoint) bool { return p.says.Stand == stand && (!self || p.self()) })
	}
	switch {
	case len(now) == 0:
		return PlanUnknown
	case everyKey:
		return PlanAgreed
	case has(PlanObjected, false):
		return PlanObjected
	case has(PlanConfirmed, true):
		return PlanConfirmed
	case has(PlanClaimed, false), has(PlanConfirmed, false):
		return PlanClaimed
	}
	return PlanOffered
}

func (f faces) stand(at AsOf, p *planPoint, before []*planPoint) FormatStand {
	out := FormatStand{
		Written: f.writtenAt(at, p.Version, p.says.Ground), Seat: f.seat(p.seat), Self: p.self(),
		Stand: p.says.Stand, Words: p.says.Words, On: p.says.On, Before: []string{},
	}
	for _, b := range before {
		out.Before = append(out.Before, b.says.Stand)
	}
	return out
}

// keysOf returns every seat that any writing of a format has named as a key,
// sorted. Whoever plans a meeting may add a key and takes none away by writing
// the plan again: a seat that was told that nothing is agreed without it keeps
// that.
func keysOf(v process.Version) []string {
	var out []string
	for _, l := range slices.Concat(v.Earlier, v.Rivals, []process.Line{v.Line}) {
		x, _ := l.Act.(act.Format)
		out = append(out, x.Keys...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
