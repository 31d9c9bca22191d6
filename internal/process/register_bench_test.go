// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"testing"

	"parley/internal/act"
)

// roomOf is n acts of a process that works with registers: contacts with
// readouts, issues, consultations and proposals, some of them amended.
func roomOf(b testing.TB, n int) []fact {
	w := newWriter(b)
	var issue, call, talk string
	for i := range n {
		switch i % 10 {
		case 0:
			issue = w.does("M", everybody, act.Issue{Title: fmt.Sprint("issue ", i), Owners: []string{"A"}})
		case 1:
			call = w.does("M", everybody, contact(fmt.Sprint("call ", i), ""))
		case 2, 3:
			w.does([]string{"A", "B"}[i%2], everybody, readout(call, fmt.Sprint("account ", i)))
		case 4:
			call = w.does("M", everybody, contact(fmt.Sprint("call ", i, ", put right"), call))
		case 5:
			talk = w.does("M", "A", act.Consultation{Topic: "t", Issues: []string{issue}, With: []string{"A"}, On: day})
		case 6:
			w.does("A", "M", act.ConsultationAnswer{Consultation: talk, Answer: "agrees"})
		case 7:
			w.does("M", everybody, act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", Issues: []string{issue}})
		case 8:
			w.does("B", everybody, act.Undertaking{By: "B", Words: fmt.Sprint("we look into it ", i), Issue: issue, Contact: call})
		default:
			w.does("M", everybody, act.Withdrawal{Entry: call})
		}
	}
	return w.facts
}

// crowded are the worst things that seats can do to a register: n amendments in
// one line of descent, n that did not see each other, n readouts of one contact,
// n proposals and consultations on one issue.
func crowded(b testing.TB, n int) map[string][]fact {
	chain, rivals, accounts, gates := newWriter(b), newWriter(b), newWriter(b), newWriter(b)
	last := chain.does("M", everybody, contact("call", ""))
	first := rivals.does("M", everybody, contact("call", ""))
	call := accounts.does("M", everybody, contact("call", ""))
	issue := gates.does("M", everybody, act.Issue{Title: "t", Owners: []string{"A", "B"}})
	rivals.tick()
	for i := range n {
		last = chain.does("M", everybody, contact("call", last))
		rivals.does(fmt.Sprintf("M/d%d", i), everybody, contact("call", first))
		accounts.does("A", everybody, readout(call, "x"))
		if i%2 == 0 {
			gates.does("M", everybody, act.Consultation{Topic: "t", Issues: []string{issue}, With: []string{"A"}, On: day})
		} else {
			gates.does("M", everybody, act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", Issues: []string{issue}})
		}
	}
	return map[string][]fact{"chain": chain.facts, "rivals": rivals.facts, "accounts": accounts.facts, "gates": gates.facts}
}

// BenchmarkRegisters asks every question that there is to ask of every entry.
// The time for one entry should not depend on how many there are.
func BenchmarkRegisters(b *testing.B) {
	for _, n := range []int{1_000, 3_000, 10_000} {
		all := crowded(b, n)
		all["mixed"] = roomOf(b, n)
		for _, name := range []string{"mixed", "chain", "rivals", "accounts", "gates"} {
			w := newWriter(b)
			w.facts = all[name]
			s := w.fold("M", process4())
			b.Run(fmt.Sprint(name, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					for _, kind := range act.Kinds() {
						for _, v := range s.Versions(kind) {
							for _, about := range []string{act.KindReadout, act.KindConsultation} {
								_ = s.About(v, about)
							}
						}
					}
					for _, l := range s.Lines() {
						_ = s.Void(l)
					}
					_ = s.Proposals()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entry")
			})
		}
	}
}
