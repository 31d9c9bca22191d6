// SPDX-License-Identifier: Apache-2.0

// Package bargain computes what packages over many issues offer to several
// parties: the frontier, fair points, the zone of agreement, joint gains, prices
// of concessions, coalitions, robustness, movement and fair division.
//
// It knows a [Model] (issues with options, parties with preferences, limits and
// constraints) and nothing else: no record, no clock, no files, no language. It
// gives no advice and ranks no outcome by itself; every number is the value of a
// definition that docs/methods states with its source.
//
// Numbers are exact. A model's decimals become integers on a declared scale for
// each party ([Compile]), and results leave as rationals; floating point only
// serves to sort out candidates before an exact comparison, and charts. A result
// says whether it is proven, and under which resolution or sample it holds if
// not. Where a party has stated no reservation, it is not restricted; where a
// definition needs a limit, the least feasible utility of that party stands in
// and the result says so.
//
// Long work takes a context, stops within a tenth of a second when it is
// cancelled, keeps to a memory budget and may use several processors; no result
// depends on how many, or on how goroutines are scheduled.
package bargain
