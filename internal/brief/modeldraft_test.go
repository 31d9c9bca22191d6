// SPDX-License-Identifier: Apache-2.0

package brief_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/casefile"
	"parley/stability"
)

// cubanDraft is the missile crisis of 1962 after Fraser and Hipel, as somebody types it.
func cubanDraft() brief.ModelDraft {
	return brief.ModelDraft{
		Title: "Cuban missile crisis",
		DMs: []brief.DraftDM{
			{ID: "us", Name: "United States", Basis: act.Inferred, Way: brief.ByRanking, Lines: strings.Fields("4 6 5 7 2 1 3 0 11 9 10 8")},
			{ID: "ussr", Name: "Soviet Union", Basis: act.Inferred, Way: brief.ByRanking, Lines: strings.Fields("0 4 6 2 5 1 7 3 11 9 10 8")},
		},
		Options: []brief.DraftOption{
			{ID: "strike", Name: "Air strike", DM: "us", Direction: "forward"}, {ID: "blockade", Name: "Blockade", DM: "us"},
			{ID: "withdraw", Name: "Withdraw", DM: "ussr"}, {ID: "escalate", Name: "Escalate", DM: "ussr"},
		},
		Infeasible: []string{"withdraw & escalate"}, Today: "0",
	}
}

func look(t testing.TB, d brief.ModelDraft) brief.DraftLook {
	t.Helper()
	l, err := d.Look(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestDraftGivesModel(t *testing.T) {
	for direction, want := range map[string]map[stability.Concept][]stability.State{
		"forward": {stability.Nash: {5}, stability.SEQ: {4, 5, 6}, stability.GMR: {0, 1, 2, 4, 5, 6, 7}, stability.SMR: {0, 1, 2, 4, 5, 6, 7}},
		"both":    {stability.Nash: {}, stability.SEQ: {4, 6}},
	} {
		d := cubanDraft()
		d.Options[0].Direction = direction
		l := look(t, d)
		if !l.Whole() {
			t.Fatalf("%v", l.Faults)
		}
		s, err := l.Frame.Solve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for c, states := range want {
			if got := s.Equilibria(c).List(-1); !slices.Equal(got, states) {
				t.Errorf("%s %v: %v, want %v", direction, c, got, states)
			}
		}
		// What is kept is the same model.
		c, err := casefile.ReadConflict(casefile.File{Name: "m", Data: []byte(l.Model.Document)})
		if err != nil {
			t.Fatal(err)
		}
		if m, err := c.Compile(t.Context()); err != nil || m.Len() != 12 || c.Definition.Name != "Cuban missile crisis" {
			t.Errorf("%v %v", err, c.Definition)
		}
	}
}

// TestDraftFaults holds each fault to its step, field, line and words.
func TestDraftFaults(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*brief.ModelDraft)
		want string
	}{
		"title":         {func(d *brief.ModelDraft) { d.Title = " " }, "who: title: empty"},
		"nobody":        {func(d *brief.ModelDraft) { d.DMs = nil; d.Options[0].DM = "" }, "who: dms: none"},
		"no name":       {func(d *brief.ModelDraft) { d.DMs[1].Name = "" }, "who: dms.1.name: empty"},
		"two names":     {func(d *brief.ModelDraft) { d.DMs[1].ID = "us" }, `who: dms.1.name: twice "us"`},
		"two seats":     {func(d *brief.ModelDraft) { d.DMs[0].Seat, d.DMs[1].Seat = "a", "a" }, `who: dms.1.seat: twice "a"`},
		"basis":         {func(d *brief.ModelDraft) { d.DMs[0].Basis = "" }, "who: dms.0.basis: word (said, inferred)"},
		"no options":    {func(d *brief.ModelDraft) { d.Options = nil }, "options: options: none"},
		"direction":     {func(d *brief.ModelDraft) { d.Options[0].Direction = "up" }, `options: options.0.direction: word "up" (both, forward, back)`},
		"owner":         {func(d *brief.ModelDraft) { d.Options[0].DM = "uk" }, `options: options.0.dm: dm "uk" (us, ussr)`},
		"option twice":  {func(d *brief.ModelDraft) { d.Options[1].ID = "strike" }, `options: options.1.name: twice "strike"`},
		"bad id":        {func(d *brief.ModelDraft) { d.Options[1].ID = "a b" }, `options: options.1.name: id "a b"`},
		"unknown":       {func(d *brief.ModelDraft) { d.Infeasible = []string{"withdraw & retreat"} }, `together: infeasible, line 1: option "retreat" (strike, blockade, withdraw, escalate)`},
		"sign":          {func(d *brief.ModelDraft) { d.Infeasible = append(d.Infeasible, "withdraw & ") }, `together: infeasible, line 2: condition "withdraw & "`},
		"empty":         {func(d *brief.ModelDraft) { d.Infeasible = append(d.Infeasible, "") }, `together: infeasible, line 2: empty`},
		"no state":      {func(d *brief.ModelDraft) { d.Infeasible = []string{"strike | !strike"} }, "together: infeasible: no-state"},
		"unstated":      {func(d *brief.ModelDraft) { d.DMs[0].Way, d.DMs[0].Lines = "", nil }, "prefer: dms.0.lines: unstated"},
		"no statement":  {func(d *brief.ModelDraft) { d.DMs[0].Way, d.DMs[0].Lines = brief.ByStatements, nil }, "prefer: dms.0.lines: unstated"},
		"missing":       {func(d *brief.ModelDraft) { d.DMs[0].Lines = d.DMs[0].Lines[2:] }, "prefer: dms.0.lines: missing (4, 6)"},
		"cycle":         {func(d *brief.ModelDraft) { d.DMs[0].Lines = append(d.DMs[0].Lines, "4") }, `prefer: dms.0.lines, line 13: twice "4" (1)`},
		"no such state": {func(d *brief.ModelDraft) { d.DMs[0].Lines[0] = "4 = 16" }, `prefer: dms.0.lines, line 1: state "16"`},
		"cannot be":     {func(d *brief.ModelDraft) { d.DMs[0].Lines[0] = "4=NNYY" }, `prefer: dms.0.lines, line 1: excluded "NNYY" (withdraw & escalate)`},
		"no amount":     {func(d *brief.ModelDraft) { d.DMs[0].Way, d.DMs[0].Lines = brief.ByWeights, []string{"strike"} }, `prefer: dms.0.lines, line 1: no-amount "strike"`},
		"not a number":  {func(d *brief.ModelDraft) { d.DMs[0].Way, d.DMs[0].Lines = brief.ByWeights, []string{"strike: lots"} }, `prefer: dms.0.lines, line 1: amount "lots"`},
		"weights twice": {func(d *brief.ModelDraft) {
			d.DMs[0].Way, d.DMs[0].Lines = brief.ByWeights, []string{"strike & blockade: 1", "(strike)&blockade: 2"}
		}, `prefer: dms.0.lines, line 2: twice "(strike)&blockade"`},
		"payoffs":      {func(d *brief.ModelDraft) { d.DMs[0].Way, d.DMs[0].Lines = brief.ByPayoffs, []string{"4: 1.5", "6: x"} }, `prefer: dms.0.lines, line 2: amount "x"`},
		"today":        {func(d *brief.ModelDraft) { d.Today = "YY" }, `today: today: state "YY"`},
		"today cannot": {func(d *brief.ModelDraft) { d.Today = "12" }, `today: today: excluded "12" (withdraw & escalate)`},
		"convention":   {func(d *brief.ModelDraft) { d.Sequences = "all" }, `today: sequences: word "all"`},
		"concepts":     {func(d *brief.ModelDraft) { d.DMs[0].Concept = "seq" }, "today: concepts: some-only"},
		"instrument": {func(d *brief.ModelDraft) {
			d.Tools = []brief.DraftTool{{ID: "aid", Name: "Aid", When: "retreat", Max: "-1"}}
		}, `means: tools.0.when: option "retreat"`},
		"negative": {func(d *brief.ModelDraft) {
			d.Tools = []brief.DraftTool{{ID: "aid", Name: "Aid", When: "strike", Max: "-1"}}
		}, `means: tools.0.max: negative "-1"`},
		"effect": {func(d *brief.ModelDraft) {
			d.Tools = []brief.DraftTool{{ID: "aid", Name: "Aid", When: "strike", Max: "1", Effects: []brief.DraftAmount{{"uk", "1"}}}}
		}, `means: tools.0.effects.0: dm "uk" (us, ussr)`},
		"budget": {func(d *brief.ModelDraft) { d.Budgets = []brief.DraftAmount{{"w", "much"}} }, `means: budgets.0: amount "much"`},
		"long":   {func(d *brief.ModelDraft) { d.Words = strings.Repeat("x", 2001) }, "who: words: otherwise"},
		"too heavy": {func(d *brief.ModelDraft) {
			d.DMs[0].Way, d.DMs[0].Lines = brief.ByWeights, []string{"strike: 1/7919", "blockade: 1/7907", "withdraw: 1/7901", "escalate: 1/7883", "strike & blockade: 99999999999"}
		}, "prefer: dms.0.lines: otherwise"},
		"lots": {func(d *brief.ModelDraft) {
			for k := range 60 {
				d.Options = append(d.Options, brief.DraftOption{ID: fmt.Sprint("o", k), Name: "o", DM: "us"})
			}
		}, `options: options: many "63"`},
	} {
		d := cubanDraft()
		c.do(&d)
		_, faults := d.Model()
		found := false
		var says []string
		for _, f := range faults {
			says = append(says, f.String())
			found = found || strings.HasPrefix(f.String(), c.want)
		}
		if !found {
			t.Errorf("%s: want %q, got %q", name, c.want, says)
		}
	}
}

// TestDraftKeepsApart: two settings of one coalesced state stand in one place.
func TestDraftKeepsApart(t *testing.T) {
	d := cubanDraft()
	d.Coalesce = []string{"escalate"}
	for i := range d.DMs {
		d.DMs[i].Lines = append(slices.DeleteFunc(d.DMs[i].Lines, func(s string) bool { return len(s) == 2 || s == "8" || s == "9" }), "8 = 9")
	}
	if l := look(t, d); !l.Whole() || l.Frame.Len() != 9 {
		t.Fatalf("%v", l.Faults)
	}
	d.DMs[0].Lines = append([]string{"9"}, d.DMs[0].Lines...)
	if _, faults := d.Model(); len(faults) != 2 || faults[1].String() != `prefer: dms.0.lines, line 10: apart "9" (1)` {
		t.Errorf("%v", faults)
	}
}

// randomDraft makes a draft in which every part occurs.
func randomDraft(r *rand.Rand) brief.ModelDraft {
	d := brief.ModelDraft{Title: "Drawn", Words: "Why", Sanction: []string{"", "worse"}[r.IntN(2)], Sequences: []string{"", "single", "once"}[r.IntN(3)], Coalition: []string{"", "joint"}[r.IntN(2)]}
	dms, options := 1+r.IntN(3), 2+r.IntN(3)
	for k := range options {
		o := brief.DraftOption{ID: fmt.Sprint("o", k), Name: fmt.Sprint("Option ", k), Direction: []string{"both", "forward", "back"}[r.IntN(3)]}
		if i := r.IntN(dms + 1); i < dms {
			o.DM = fmt.Sprint("d", i)
		}
		if r.IntN(2) == 0 {
			o.Entry = strings.Repeat(fmt.Sprint(k), 64)
		}
		d.Options = append(d.Options, o)
	}
	if r.IntN(2) == 0 {
		d.Infeasible = []string{"o0 & !o1"}
	}
	if r.IntN(3) == 0 {
		d.Coalesce = []string{"o1 & o0"}
	}
	for i := range dms {
		d.DMs = append(d.DMs, brief.DraftDM{ID: fmt.Sprint("d", i), Name: fmt.Sprint("Maker ", i), Basis: act.Inferred, Way: brief.ByWeights, Lines: []string{"o0: 1.5", "!o1 | o0: -1/3"}, Concept: "seq"})
		if r.IntN(2) == 0 {
			d.DMs[i].Blind = []string{"o0"}
		}
	}
	l, _ := d.Look(context.Background())
	var states []string
	for s := range l.Frame.States() {
		states = append(states, fmt.Sprint(s))
	}
	d.Today = states[r.IntN(len(states))]
	for i := range d.DMs {
		x := &d.DMs[i]
		switch x.Way = brief.PreferenceWays()[r.IntN(4)]; x.Way {
		case brief.ByStatements:
			x.Lines = []string{"o1 -> o0", "!o0", "()"}
		case brief.ByPayoffs:
			x.Lines = nil
			for _, s := range states {
				x.Lines = append(x.Lines, fmt.Sprintf("%s: %d", s, r.IntN(9)-4))
			}
		case brief.ByRanking:
			r.Shuffle(len(states), func(a, b int) { states[a], states[b] = states[b], states[a] })
			x.Lines = append([]string{strings.Join(states[:2], " = ")}, states[2:]...)
		}
	}
	d.Tools = []brief.DraftTool{{ID: "aid", Name: "Aid", When: "o1", Max: "5", Cost: "0.5", Readiness: "0.1", Fixed: "1/3", Payer: "w", Effects: []brief.DraftAmount{{"d0", "2"}}, Entry: strings.Repeat("a", 64)}}
	d.Budgets = []brief.DraftAmount{{"w", "4"}}
	return d
}

// TestDraftRoundTrip: a model that a draft gives is laid out as the same draft, and
// that gives the same model.
func TestDraftRoundTrip(t *testing.T) {
	for n := range 400 {
		d := randomDraft(rand.New(rand.NewPCG(7, uint64(n))))
		m, faults := d.Model()
		if faults != nil {
			t.Fatalf("%d: %v", n, faults)
		}
		again, err := brief.DraftOfModel(m)
		if err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		if !reflect.DeepEqual(d, again) {
			t.Fatalf("%d:\n%+v\n%+v", n, d, again)
		}
		if m2, faults := again.Model(); faults != nil || !reflect.DeepEqual(m, m2) {
			t.Fatalf("%d: %v\n%+v\n%+v", n, faults, m, m2)
		}
	}
}

// TestDraftRefusesParts: what a draft has no place for is not lost in silence.
func TestDraftRefusesParts(t *testing.T) {
	const head = `{"schema":"parley.stability/1","options":[{"id":"a"},{"id":"b"}],"dms":[{"id":"x","options":["a"],"ranking":[[0],[1],[2],[3]]},{"id":"y","options":["b"],"statements":["a"]}]`
	for text, want := range map[string]string{
		head + `,"unknown":{"x":[[0,1]]}}`:                                "unknown",
		head + `,"much_better":{"x":[[0,1]]}}`:                            "much_better",
		head + `,"views":{"y":{"dms":[{"id":"x","ranking":[3,2,1,0]}]}}}`: "views",
		`{"schema":"parley.stability/1","states":["war","truce"],"dms":[{"id":"a","ranking":[0,1]}],"arcs":{"a":[[0,1]]}}`: "states",
	} {
		_, err := brief.DraftOfModel(act.Model{Title: "t", Document: text})
		var parts *brief.PartsError
		if !errors.As(err, &parts) || parts.Parts[0] != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	_, err := brief.DraftOfModel(act.Model{Title: "t", Document: head + "}", Links: []act.ModelLink{{Item: "gone", Entry: strings.Repeat("a", 64)}}})
	var parts *brief.PartsError
	if !errors.As(err, &parts) || !strings.Contains(parts.Parts[0], "gone") {
		t.Errorf("%v", err)
	}
}

// TestDraftStatedOtherwise: the same preference in another way, or a refusal.
func TestDraftStatedOtherwise(t *testing.T) {
	d := cubanDraft()
	d.DMs[0].Way, d.DMs[0].Lines = brief.ByWeights, []string{"withdraw: 2", "strike: -1"}
	l := look(t, d)
	got, err := d.Otherwise(l, 0, brief.ByRanking)
	if err != nil || !slices.Equal(got, []string{"4 = 6", "5 = 7", "0 = 2 = 8 = 10", "1 = 3 = 9 = 11"}) {
		t.Errorf("%q %v", got, err)
	}
	got, err = d.Otherwise(l, 0, brief.ByPayoffs)
	if err != nil || got[5] != "5: 1" || len(got) != 12 {
		t.Errorf("%q %v", got, err)
	}
	for _, way := range []string{brief.ByPayoffs, brief.ByWeights} {
		if _, err := d.Otherwise(l, 1, way); !errors.Is(err, brief.ErrNoAmounts) {
			t.Errorf("%s from ranks: %v", way, err)
		}
	}
}

// TestDraftOfManyStates: what says something of each state is refused before it is
// made, and a draft that nothing looks at is a model all the same.
func TestDraftOfManyStates(t *testing.T) {
	d := cubanDraft()
	d.Infeasible = nil
	for i := range d.DMs {
		d.DMs[i].Way, d.DMs[i].Lines = brief.ByWeights, []string{"withdraw: 2", "strike: -1"}
	}
	for k := range 10 {
		d.Options = append(d.Options, brief.DraftOption{ID: fmt.Sprint("o", k), Name: fmt.Sprint("O", k), DM: "us"})
	}
	l := look(t, d)
	if !l.Whole() || !l.Many() || l.Order(0) != nil {
		t.Errorf("%v %v %d", l.Faults, l.Many(), len(l.Order(0)))
	}
	for _, way := range []string{brief.ByRanking, brief.ByPayoffs} {
		if lines, err := d.Otherwise(l, 0, way); !errors.Is(err, brief.ErrManyStates) || lines != nil {
			t.Errorf("%s: %v", way, err)
		}
	}
	u := d.Unseen()
	if len(u.Faults) > 0 || u.Whole() || !u.TooLarge || u.Model.Document != l.Model.Document {
		t.Errorf("%v", u.Faults)
	}
	d.DMs[0].Way, d.DMs[0].Lines = brief.ByRanking, []string{"1"}
	if l = look(t, d); len(l.Faults) != 1 || len(l.Faults[0].List)+l.Faults[0].More != 1<<14-1 {
		t.Errorf("%v", l.Faults)
	}
	if u = d.Unseen(); len(u.Faults) != 1 || u.Faults[0].Code != brief.FaultTooLarge {
		t.Errorf("%v", u.Faults)
	}
}

// TestWithoutOption: states keep their meaning where they can.
func TestWithoutOption(t *testing.T) {
	d := cubanDraft()
	d.Infeasible = nil
	d.Today = "YNYN"
	d.DMs[0].Lines = []string{"4 = 6 = 5", "1", "8"}
	d.DMs[1].Way, d.DMs[1].Lines = brief.ByPayoffs, []string{"4: 1", "2: 3", "one: 4"}
	got := d.WithoutOption(1)
	if got.Today != "YYN" || !slices.Equal(got.DMs[0].Lines, []string{"2 = 3", "1", "4"}) || !slices.Equal(got.DMs[1].Lines, []string{"2: 1", "one: 4"}) {
		t.Errorf("%+v", got)
	}
	if d.Options[1].ID != "blockade" || len(d.DMs[0].Lines) != 3 {
		t.Error("the draft itself was changed")
	}
}

// TestWithOptions: states follow their options to other places, and one that cannot be
// said any more is not stated.
func TestWithOptions(t *testing.T) {
	d := cubanDraft()
	d.Today = "5" // strike and withdraw
	d.DMs[0].Lines = []string{"4 = 6", "1", "16", "ynnn"}
	o := d.Options
	got := d.WithOptions([]brief.DraftOption{o[2], o[3], o[0], o[1], {ID: "talk"}})
	if got.Today != "5" || !slices.Equal(got.DMs[0].Lines, []string{"1 = 9", "4", "16", "NNYNN"}) {
		t.Errorf("%+v", got)
	}
	if back := got.WithOptions(o); back.Today != "5" || !slices.Equal(back.DMs[0].Lines, []string{"4 = 6", "1", "YNNN"}) {
		t.Errorf("%+v", back)
	}
	if got := d.WithoutOption(2); got.Today != "" || !slices.Equal(got.DMs[0].Lines, []string{"1", "16", "YNN"}) {
		t.Errorf("%+v", got)
	}
	if got := d.WithoutOption(1); got.Today != "3" {
		t.Errorf("%+v", got)
	}
}

func TestFreshID(t *testing.T) {
	for name, want := range map[string]string{
		"Air strike": "air_strike", "": "x", "→": "x", "Withdraw the missiles from Cuba": "withdraw_the", "Вивести війська": "вивести_війська", "3rd way?": "3rd_way",
	} {
		got := brief.FreshID(name, nil)
		if got != want || !stability.ValidID(got) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		if next := brief.FreshID(name, []string{got}); next == got || !stability.ValidID(next) {
			t.Errorf("%q again: %q", name, next)
		}
	}
}

// FuzzModelDraft types anything anywhere. What comes out is a model that is laid out
// and given again, or faults.
func FuzzModelDraft(f *testing.F) {
	f.Add("withdraw & escalate", "0 = 4", "strike: 1/2", "NNNN", "forward", uint8(0))
	f.Add("() -> !", "NNYN=", ": ", "18446744073709551615", "x", uint8(255))
	f.Fuzz(func(t *testing.T, condition, line, amount, today, word string, pick uint8) {
		d := cubanDraft()
		d.Infeasible = []string{condition}
		d.DMs[0].Way, d.DMs[0].Lines = brief.PreferenceWays()[pick&3], []string{line, amount, condition}
		d.Today = today
		d.Options[pick>>2&3].Direction = word
		d.Tools = []brief.DraftTool{{ID: word, Name: line, When: condition, Max: amount, Effects: []brief.DraftAmount{{"us", today}}}}
		if pick&16 != 0 {
			d = d.WithoutOption(int(pick >> 6))
		}
		brief.FreshID(line, nil)
		if got := strings.Join(brief.ConditionWords(condition), ""); strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(condition), "") {
			t.Fatalf("%q: %q", condition, got)
		}
		m, faults := d.Model()
		if faults != nil {
			return
		}
		again, err := brief.DraftOfModel(m)
		if err != nil {
			t.Fatalf("%v\n%s", err, m.Document)
		}
		m2, faults := again.Model()
		if faults != nil || m2.Document != m.Document {
			t.Fatalf("%v\n%s\n%s", faults, m.Document, m2.Document)
		}
	})
}
