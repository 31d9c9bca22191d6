// SPDX-License-Identifier: Apache-2.0

package chart_test

import (
	"strings"

	"parley/internal/brief"
	"parley/internal/chart"
)

func list(words string) brief.UtilityList {
	return brief.UtilityList{U: strings.Fields(words), Exact: strings.Fields(words)}
}

func settled(one, two string) brief.SettledPackage {
	return brief.SettledPackage{{Issue: "one", Option: one}, {Issue: "two", Option: two}}
}

func solution(words string) *brief.SolutionPart {
	return &brief.SolutionPart{UtilityList: list(words), Package: settled("b", "a"), Proven: true}
}

func reported(name string, parties []string, limits []brief.LimitPart, points ...string) *brief.PackagesReport {
	r := &brief.PackagesReport{Case: name, Parties: parties, Issues: 2, Limits: limits}
	r.Frontier.Vectors, r.Frontier.Proven = len(points), true
	for _, u := range points {
		r.Frontier.Points = append(r.Frontier.Points, brief.PackagePoint{UtilityList: list(u), Package: settled("a", "b")})
	}
	r.Zone.Exists = true
	return r
}

// caseOfTwo is the worked example of docs/methods.
func caseOfTwo() *brief.PackagesReport {
	r := reported("<worked> & example", []string{"first", "second"}, []brief.LimitPart{{Value: "2", Stated: true}, {Value: "1", Stated: true}},
		"11 0", "9 7", "8 9", "7 11", "6 15", "5 17")
	r.Solutions.Nash, r.Solutions.KalaiSmorodinsky, r.Solutions.Egalitarian = solution("7 11"), solution("6 15"), solution("7 11")
	return r
}

// caseOfThree has a limit of one party alone.
func caseOfThree() *brief.PackagesReport {
	r := reported("three", []string{"a", "b", "c"}, []brief.LimitPart{{Value: "2", Stated: true}, {Value: "0"}, {Value: "0"}},
		"9 1 4", "7 7 2", "6 3 8", "4 8 5", "1 9 9")
	r.Solutions.Nash = solution("6 3 8")
	return r
}

// tabled is a package that somebody can improve on, and one that nobody can, whose
// numbers are ranges.
func tabled() *brief.TabledReport {
	return &brief.TabledReport{Parties: []string{"first", "second"}, Packages: []brief.TabledPart{
		{Name: "paper of <May>", UtilityList: list("5 5"), Low: []string{"4", "5"}, High: []string{"6", "7"}, Package: settled("c", "c"), Efficient: brief.AnswerNo},
		{Name: "paper of June", UtilityList: list("9 7"), Low: []string{"9", "7"}, High: []string{"9", "7"}, Package: settled("c", "a"), Efficient: brief.AnswerYes},
	}}
}

func offer(party, u string) brief.OfferPart {
	return brief.OfferPart{Party: party, UtilityList: list(u), Package: settled("a", "a")}
}

// course is two offers of each side; the second step moves nothing.
func course() *brief.MovementReport {
	return &brief.MovementReport{Between: []string{"first", "second"}, Threshold: "0.03",
		Offers: []brief.OfferPart{offer("first", "11 0"), offer("second", "5 17"), offer("first", "9 4"), offer("second", "5 17")},
		Steps:  []brief.StepPart{{Party: "first", From: 0, To: 2, Kind: "concession"}, {Party: "second", From: 1, To: 3, Kind: "silent"}},
	}
}

func history() *brief.HistoryReport {
	limit := "2"
	return &brief.HistoryReport{Case: "<worked> & example", Parties: []string{"first", "second"}, Offers: course().Offers, Limits: []*string{&limit, nil}}
}

func view() chart.PackageView {
	return chart.PackageView{Parties: []string{"First <party>", "Second & party"}, Tabled: tabled(), Course: course()}
}
