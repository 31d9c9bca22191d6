// SPDX-License-Identifier: Apache-2.0

// Package stability answers, for a conflict in which several decision makers
// each control some yes-or-no options: who could move away from a state, who
// could answer, and what would hold the state in place. It is the graph model
// for conflict resolution.
//
// A [Definition] is what a person writes down: options, decision makers, their
// preferences, what cannot happen. [New] checks it and compiles it into a
// [Model], which never changes afterwards and may be shared between goroutines.
// The questions are methods of Model:
//
//   - [Model.Solve]: which states are stable for whom under Nash, GMR, SMR, SEQ,
//     SSEQ and SIM, and which are equilibria;
//   - [Model.Horizon] and [Model.NonMyopic]: limited foresight of two decision makers;
//   - [Model.Coalition] and [Model.CoalitionallyStable]: joint departures;
//   - [Model.Explain]: the temptation, the sanction and the escape, as data;
//   - [Model.Paths]: what is reachable from the state of today, and through whom;
//   - [Model.Price], [Model.PriceMap] and [Model.Leverage]: what would hold a state;
//   - [Model.Inverse]: which rankings of a decision maker make a state an equilibrium;
//   - [Model.Sweep]: how often each equilibrium survives changed preferences;
//   - [Model.Unknown], [Model.Strength], [Model.Hypergame], [Model.Attitudes]:
//     preferences that are not known, strong, misperceived, or that look at others.
//
// All comparisons are exact: preferences become integers, money and payoffs are
// rationals. Results do not depend on the number of goroutines. No method keeps
// a clock, reads a file or makes a sentence: a verdict is a set of states or a
// struct with its reasons.
//
// The definitions, their sources, worked examples and limits are in
// docs/methods/, one page for each method, stability-*.md.
//
// The package does not read files; internal/casefile does. It does not know
// what a good outcome is.
//
// This package is NOT STABLE, regardless of the module version, until v1.
package stability
