// SPDX-License-Identifier: Apache-2.0

package chart_test

import "parley/internal/brief"

func robust() *brief.RobustReport {
	return &brief.RobustReport{Case: "<worked> & example", Parties: []string{"first", "second"}, Samples: 400, Seed: 7, Packages: []brief.RobustPart{
		{Package: settled("b", "a"), Efficient: 400, Acceptable: 398, Nash: 1, Regret: "0", Possibly: "yes", Necessarily: "yes"},
		{Package: settled("c", "a"), Efficient: 100, Egalitarian: 57, Regret: "1.5", Possibly: "yes", Necessarily: "no"},
	}}
}

func text(s string) *string { return &s }

func answer(value string) brief.AnswerPart {
	return brief.AnswerPart{Value: text(value), Acceptable: value[0] != '-', Efficient: true}
}

func issues() []brief.IssueNamed {
	return []brief.IssueNamed{
		{ID: "one", Name: "The <first> issue", Options: map[string]string{"a": "A & so on", "b": "B"}},
		{ID: "two", Name: "Second", Options: map[string]string{"a": "A", "b": "B"}},
	}
}

// doubts has a limit that flips acceptability, a weight that flips efficiency, a
// view, and what moves nothing.
func doubts() *brief.SensitivityReport {
	return &brief.SensitivityReport{Case: "doubts", Parties: []string{"first", "second"}, Package: settled("b", "a"), Question: "least_gain", Spread: "0.2", Steps: 8,
		Middle: answer("2"), Names: issues(), Swings: []brief.SwingPart{
			{Party: "second", Kind: "limit", Low: text("1"), Middle: text("3"), High: text("6"), AtLow: answer("4"), AtHigh: answer("-1"), Swing: "5",
				Flips: []brief.FlipPart{{Property: brief.FlipAcceptable, After: text("5"), Before: text("5"), Exact: true, Value: text("0")}}},
			{Party: "first", Kind: "weight", Issue: "one", Low: text("0.2"), Middle: text("0.3"), High: text("0.4"), AtLow: answer("1.5"), AtHigh: answer("2"), Swing: "0.5",
				Flips: []brief.FlipPart{{Property: brief.FlipEfficient, Holds: true, After: text("0.24"), Before: text("0.25"), Value: text("1.75")}}},
			{Party: "first", Kind: "view", View: "other <adviser>", AtLow: answer("2"), AtHigh: answer("2.25"), Swing: "0.25"},
			{Party: "second", Kind: "value", Issue: "two", Option: "b", Low: text("0"), Middle: text("1"), High: text("2"), AtLow: answer("2"), AtHigh: answer("2"), Swing: "0"},
		}}
}

// groups are those of three parties of which the first has a veto and two must
// accept.
func groups() *brief.CoalitionsReport {
	r := &brief.CoalitionsReport{Case: "three", Parties: []string{"a", "b", "c"}, AtLeast: 2, Veto: []string{"a"}, Limits: []*string{text("2"), nil, text("1")}}
	node := func(depth int, members ...string) brief.CoalitionNode {
		return brief.CoalitionNode{Members: members, Depth: depth, Proven: true}
	}
	a, ab, abc, ac, b, bc, c := node(0, "a"), node(1, "a", "b"), node(2, "a", "b", "c"), node(1, "a", "c"), node(0, "b"), node(1, "b", "c"), node(0, "c")
	a.Blocks, bc.Blocks = true, true
	for _, n := range []*brief.CoalitionNode{&ab, &abc, &ac} {
		n.Winning, n.Blocks, n.Minimal, n.Vectors = true, true, n != &abc, 3
		for range n.Members {
			n.From, n.To = append(n.From, "2"), append(n.To, "9")
		}
	}
	r.Nodes = []brief.CoalitionNode{a, ab, abc, ac, b, bc, c}
	return r
}

func contents(packages int) *brief.ContentsReport {
	r := &brief.ContentsReport{Case: "<worked> & example", Party: "first", Limit: text("2"), Names: issues()}
	for i := range packages {
		r.Packages = append(r.Packages, brief.ContentsOf{Name: []string{"paper of <May>", "June"}[i], Package: settled("a", "b"), Worth: "7", Parts: []brief.ContentsPart{
			{Issue: "one", Option: "a", Worth: "8", Low: "6", High: "9", Least: "-2", Most: "8"},
			{Issue: "two", Option: "b", Silent: true, Worth: "0", Low: "0", High: "0", Least: "0", Most: "0"},
			{When: "one = a, two = b", Worth: "-1", Low: "-1", High: "-1", Least: "-1", Most: "0"},
		}})
	}
	return r
}
