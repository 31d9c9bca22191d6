// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
)

type movementReport struct {
	brief.MovementReport
	repaired
}

func (a *app) bargainMovement() *cobra.Command {
	var f caseFlags
	var caseFile, threshold string
	var between []string
	lag := 1
	c := a.command(verb{
		use:   "movement OFFERS",
		short: "Say how the offers of two parties moved, step by step",
		long: `Reads a file of offers (parley help case-files) and classifies each step from an
offer of a party to its next one by what it changes for itself and for the
other: silent, nice, concession, unfortunate, selfish or fortunate. The words
are those of the literature and describe the step, not an intention: a step may
be unfortunate because the other's preferences are not known. With more than two
parties, name the two with --between.`,
		example: "  parley bargain movement offers.json\n  parley bargain movement offers.json --case case.json --between north,south --threshold 0.05",
		args:    cobra.ExactArgs(1),
		run: func(_ context.Context, args []string) error {
			data, err := a.read(args[0], maxCaseFile)
			if err != nil {
				return err
			}
			offers, err := casefile.ReadOffers(casefile.File{Name: filepath.ToSlash(args[0]), Data: data})
			if err != nil {
				return err
			}
			if caseFile == "" && offers.Case != "" {
				caseFile = filepath.Join(filepath.Dir(args[0]), filepath.FromSlash(offers.Case))
			}
			if caseFile == "" {
				return usageError("the file of offers names no case; say which with --case FILE")
			}
			cs, p, err := f.compile(a, "movement", []string{caseFile})
			if err != nil {
				return err
			}
			if err := offers.Over(cs); err != nil {
				return err
			}
			a.noteCut(cs)
			pair, err := pairOf(cs, between)
			if err != nil {
				return err
			}
			t := bargain.DefaultThreshold()
			if threshold != "" {
				if t, err = casefile.ParseNumber(threshold); err != nil {
					return usageError("--threshold: %v", err)
				}
			}
			kept := slices.DeleteFunc(slices.Clone(offers.Offers), func(o bargain.Offer) bool { return !slices.Contains(pair[:], o.Party) })
			r, err := brief.Movement(p, kept, pair, t, lag)
			if err != nil {
				return usageError("%v", err)
			}
			return a.emit(report{name: "bargain.movement", data: movementReport{*r, repairsOf(cs)}, tables: append(movementTables(r), repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().StringVar(&caseFile, "case", "", "case `file` (default: the one that the file of offers names)")
	c.Flags().StringSliceVar(&between, "between", nil, "the two `parties`, as A,B")
	c.Flags().StringVar(&threshold, "threshold", "", "`share` of a party's scale below which a change counts as none (default 0.03)")
	c.Flags().IntVar(&lag, "lag", lag, "a step may answer one that came at least `N` offers before")
	return c
}

// pairOf finds two parties.
func pairOf(c *casefile.Case, ids []string) (pair [2]int, err error) {
	if len(ids) == 0 && len(c.Model.Parties) == 2 {
		return [2]int{0, 1}, nil
	}
	if len(ids) != 2 || ids[0] == ids[1] {
		return pair, usageError("name two parties with --between A,B; there are: %s", strings.Join(partyNames(c), ", "))
	}
	for i, id := range ids {
		if pair[i], err = partyOf(c, id, "--between"); err != nil {
			return pair, err
		}
	}
	return pair, nil
}

func partyNames(c *casefile.Case) (out []string) {
	for _, p := range c.Model.Parties {
		out = append(out, p.ID)
	}
	return out
}

func partyOf(c *casefile.Case, id, flag string) (int, error) {
	if i := slices.Index(partyNames(c), id); i >= 0 {
		return i, nil
	}
	return 0, usageError("%s: there is no party %q; there are: %s", flag, id, strings.Join(partyNames(c), ", "))
}

func movementTables(r *brief.MovementReport) []table {
	offers := table{title: "offers", cols: append([]col{{name: "no.", right: true}, {name: "party"}}, pointColumns(r.Between, col{name: "package"})...)}
	for i, o := range r.Offers {
		u := o.U
		offers.add(append(append([]string{number(i), o.Party}, shownNumbers(u)...), o.Package.String())...)
	}
	steps := table{title: "steps", cols: []col{{name: "party"}, {name: "offers"}, {name: "kind"}, {name: "for itself", right: true}, {name: "for the other", right: true}, {name: "what this means"}}}
	for _, s := range r.Steps {
		steps.add(append([]string{s.Party, fmt.Sprintf("%d to %d", s.From, s.To), s.Kind}, append(signed([]string{s.Own, s.Other}), brief.StepSays(s.Kind))...)...)
	}
	steps.note = "changes as shares of each party's scale; below " + r.Threshold + " a change counts as none. Kinds describe steps, not intentions"
	course := table{title: "course", cols: []col{{name: "party"}, {name: "given up per step", right: true}, {name: "reciprocity", right: true}, {name: "steps by kind"}}}
	for _, c := range r.Course {
		var kinds []string
		for _, k := range []bargain.Kind{bargain.Silent, bargain.Nice, bargain.Concession, bargain.Unfortunate, bargain.Selfish, bargain.Fortunate} {
			if n := c.Kinds[string(k)]; n > 0 {
				kinds = append(kinds, fmt.Sprintf("%s %d", k, n))
			}
		}
		course.add(c.Party, orNone(c.ConcessionRate), orNone(c.Reciprocity), strings.Join(kinds, ", "))
	}
	course.note = "reciprocity: how much a party gave up for each unit that the other had given up before; not shown for fewer than two such pairs"
	return []table{offers, steps, course}
}

func orNone(s *string) string {
	if s == nil {
		return "not shown"
	}
	return shownNumber(*s)
}

type simulateReport struct {
	brief.SimulationReport
	repaired
}

func (a *app) bargainSimulate() *cobra.Command {
	var f caseFlags
	var tactics []string
	deadline, seed := 100, uint64(1)
	c := a.command(verb{
		use:   "simulate PATH…",
		short: "Play alternating offers between simple tactics: a what-if",
		long: `Lets parties exchange offers in turn, each by a simple rule, until all accept
one or the deadline passes. Tactics are boulware (concedes late), linear,
conceder (concedes early), tit_for_tat, micro and random. They are caricatures:
nothing here is a forecast, or advice to a party. The same seed gives the same
course.`,
		example: "  parley bargain simulate case.json --tactic north=boulware --tactic south=conceder\n  parley bargain simulate case.json --deadline 1000 --seed 7",
		args:    cobra.MinimumNArgs(1),
		run: func(ctx context.Context, args []string) error {
			cs, p, err := f.compile(a, "simulate", args)
			if err != nil {
				return err
			}
			a.noteCut(cs)
			players := make([]bargain.Player, len(cs.Model.Parties))
			for i := range players {
				players[i].Tactic = bargain.Linear
			}
			for _, s := range tactics {
				id, name, ok := strings.Cut(s, "=")
				if !ok {
					return usageError("--tactic %q is not PARTY=TACTIC", s)
				}
				q, err := partyOf(cs, id, "--tactic")
				if err != nil {
					return err
				}
				players[q].Tactic = bargain.Tactic(name)
			}
			r, err := brief.Simulate(ctx, p, players, deadline, seed)
			if err != nil {
				return err
			}
			return a.emit(report{name: "bargain.simulate", data: simulateReport{*r, repairsOf(cs)}, tables: append(simulateTables(r), repairTable(cs)...)})
		},
	})
	f.add(c)
	c.Flags().StringArrayVar(&tactics, "tactic", nil, "how a party makes offers, as `PARTY=TACTIC`; may be repeated (default linear)")
	c.Flags().IntVar(&deadline, "deadline", deadline, "`rounds`, in each of which every party has one turn")
	c.Flags().Uint64Var(&seed, "seed", seed, "`number` for the tactics that draw lots")
	return c
}

func simulateTables(r *brief.SimulationReport) []table {
	t := table{title: "simulation", card: true}
	for q, p := range r.Parties {
		t.add(p, r.Tactics[q])
	}
	t.add("rounds", number(r.Rounds))
	t.add("offers", number(len(r.Offers)))
	switch {
	case r.Agreed:
		t.add("agreed on", r.Package.Package.String())
		for q, p := range r.Parties {
			t.add("utility of "+p, shownNumber(r.Package.U[q]))
		}
		if *r.Efficient {
			t.add("what this means", "no package gives somebody more and nobody less")
		} else {
			t.add("what this means", "everybody could have had more: "+difference(r.Package.Package, r.Step.Package))
		}
	case r.Deadline:
		t.add("what this means", "the deadline passed without agreement")
	default:
		t.add("what this means", "some party found no package that meets its limit")
	}
	t.note = "a what-if between simple tactics; no forecast and no advice"
	return []table{t}
}
