// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"parley/stability"
)

// maxCubes bounds the infeasible conditions that are written.
const maxCubes = 1 << 16

// WriteGMCR writes a conflict as a .gmcr file. Preferences become rankings of all
// states by their numbers, for which that format puts the options of the first
// decision maker first; so they are written in that order. What the format has no
// place for is in lost; coalesced and free-form models are an error.
func WriteGMCR(c *Conflict, m *stability.Model) (data []byte, lost []string, err error) {
	d := m.Definition()
	if d.States != nil || len(d.Coalesce) > 0 {
		return nil, nil, fmt.Errorf("a .gmcr file has no free-form models and no coalesced states")
	}
	if len(d.Options) > maxGMCROptions {
		return nil, nil, fmt.Errorf("%d options are more than the %d that are written to a .gmcr file", len(d.Options), maxGMCROptions)
	}
	order := (&gmcrReader{d: &d}).grouped()
	place := make([]int, len(order)) // the option at each new place
	for k, to := range order {
		place[to] = k
	}
	if !slices.IsSorted(order) {
		lost = append(lost, "options are written in the order of their decision makers, so decimals change")
	}
	var options, dms []string
	for _, k := range place {
		f := &fields{}
		f.add("name", quote(orWord(d.Options[k].Name, d.Options[k].ID)))
		f.add("permittedDirection", quote([]string{"both", "fwd", "back"}[d.Options[k].Direction]))
		options = append(options, f.String())
	}
	states := inOrder(slices.Collect(m.States()), order)
	for i, dm := range d.DMs {
		f := &fields{}
		f.add("name", quote(orWord(dm.Name, dm.ID)))
		var own []string
		for _, k := range dm.Options {
			own = append(own, strconv.Itoa(order[k]))
		}
		f.add("options", array(own))
		f.add("preferences", "[]")
		ranking, err := gmcrRanking(m, i, states)
		if err != nil {
			return nil, nil, err
		}
		f.add("preferenceRanking", ranking)
		var unseen []string
		for _, blind := range dm.Blind {
			cubes, err := cover(len(place), place, blind.Holds)
			if err != nil {
				return nil, nil, err
			}
			unseen = append(unseen, cubes...)
		}
		f.add("misperceptions", array(unseen))
		dms = append(dms, f.String())
		if p := dm.Preference; p.Payoffs != nil || p.Weights != nil {
			lost = append(lost, fmt.Sprintf("amounts of %q: only the order of states is written", dm.ID))
		}
		if len(dm.Unknown)+len(dm.MuchBetter)+len(dm.Views) > 0 {
			lost = append(lost, fmt.Sprintf("unknown and strong preferences and views of %q", dm.ID))
		}
	}
	infeasible, err := cover(len(place), place, func(s stability.State) bool { return !m.Has(s) })
	if err != nil {
		return nil, nil, err
	}
	o := &fields{}
	o.add("program", quote("parley"))
	o.add("version", quote("0.3.13")) // of the format
	o.add("options", array(options))
	o.add("decisionMakers", array(dms))
	o.add("infeasibles", array(infeasible))
	o.add("useManualPreferenceRanking", "true")
	for _, x := range c.Tools.Instruments {
		lost = append(lost, fmt.Sprintf("instrument %q", x.ID))
	}
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(o.String()), "", " "); err != nil {
		return nil, nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), lost, nil
}

// maxGMCROptions bounds the settings that are looked at one by one.
const maxGMCROptions = 20

// gmcrRanking lists the numbers of states, best first, ties together.
func gmcrRanking(m *stability.Model, i int, states []stability.State) (string, error) {
	type ranked struct{ number, level int }
	all := make([]ranked, len(states))
	levels := map[string]int{}
	for k, s := range states {
		x, _, err := m.Worth(i, s)
		if err != nil {
			return "", err
		}
		t := x.RatString()
		if _, ok := levels[t]; !ok {
			levels[t] = k
		}
		all[k] = ranked{k + 1, levels[t]}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		if a.level == b.level {
			return cmp.Compare(a.number, b.number)
		}
		x, _, _ := m.Worth(i, states[a.level]) // states of the model, so no error
		y, _, _ := m.Worth(i, states[b.level])
		return y.Cmp(x)
	})
	var out []string
	for k := 0; k < len(all); {
		var group []string
		first := all[k].level
		for ; k < len(all) && all[k].level == first; k++ {
			group = append(group, strconv.Itoa(all[k].number))
		}
		if len(group) == 1 {
			out = append(out, group[0])
		} else {
			out = append(out, array(group))
		}
	}
	return array(out), nil
}

// cover writes the settings for which bad holds as conditions of single options
// that all hold: the format has no other ones there. It splits on one option after
// the other and leaves a part as soon as all or none of it is bad.
func cover(n int, place []int, bad func(stability.State) bool) (out []string, err error) {
	var split func(k int, s stability.State, parts []string)
	// count says of the settings that agree with s in the first k places whether all
	// or none are bad.
	count := func(k int, s stability.State) (all, none bool) {
		all, none = true, true
		for rest := range stability.State(1) << uint(n-k) {
			t := s
			for j := k; j < n; j++ {
				t |= rest >> uint(j-k) & 1 << uint(place[j])
			}
			if bad(t) {
				none = false
			} else {
				all = false
			}
			if !all && !none {
				break
			}
		}
		return all, none
	}
	split = func(k int, s stability.State, parts []string) {
		switch all, none := count(k, s); {
		case none || err != nil:
		case all:
			if len(out) >= maxCubes {
				err = fmt.Errorf("what is infeasible takes more than %d conditions of a .gmcr file", maxCubes)
				return
			}
			out = append(out, array(parts))
		default:
			for bit, letter := range []string{"N", "Y"} {
				part := array([]string{strconv.Itoa(k), quote(letter)})
				split(k+1, s|stability.State(bit)<<uint(place[k]), append(slices.Clip(parts), part))
			}
		}
	}
	split(0, 0, nil)
	return out, err
}
