// SPDX-License-Identifier: Apache-2.0

package cli

const packagesTopic = `issue      One question, with the options by which it can be settled.
package    One option for every issue: a whole settlement.
utility    What a package is worth to a party, in that party's own points. Points of
           two parties are of one unit only if the case says so.
limit      The utility below which a party would rather have no agreement. A party
           that states none is not restricted; that is not a limit of zero.
frontier   The packages on which nobody can improve without cost to another. Others
           waste something.
zone       The packages that meet every stated limit.
gain       Utility above the limit, or above the least that any package gives a
           party that states no limit.
fair point One package on the frontier, selected by a definition of fairness. There
           are five, and they differ:
             Nash               greatest product of gains
             Kalai-Smorodinsky  equal shares of the most that each could hope for
             egalitarian        the least gain is as great as it can be
             equal gain         gains differ least from each other
             utilitarian        greatest sum; only where points are of one unit
           Other programs give these names to other definitions.
proven     Exact and complete, not sampled or rounded.

docs/methods has a page for each, with its source, an example and its limits.
No number here is advice: it is a definition applied to what parties stated.`

const caseFilesTopic = `parley bargain reads, and finds out by itself which it is:

  parley        our own case file, JSON or YAML (docs/spec/case.md)
  genius        XML of Genius: a domain and a profile for each party
  geniusweb     JSON profiles of GeniusWeb, with the domain inside
  negmas        outcome space and utility functions of NegMAS, YAML or JSON
  negolog       JSON profiles of NegoLog
  deliberation  score sheets of LLM-Deliberation with their config.txt

Name a file, several, or a folder. Where a folder has more than eight profiles,
say which are parties: --parties 2 takes the first two in the order of their names,
--party north=util3.xml chooses. Foreign files are often not quite as their format
says; what can be read in one way only is read, and each such decision is listed
under repairs. Our own format is strict.

  {"schema": "parley.bargain/1",
   "issues": [{"id": "truce", "options": [{"id": "30d"}, {"id": "90d"}]},
              {"id": "zone", "range": {"from": 0, "to": 30, "step": 5}}],
   "parties": [{"id": "a", "reservation": "0.4",
                "weights": {"truce": "0.6", "zone": "0.4"},
                "values": {"truce": {"30d": 1, "90d": "0.25"},
                           "zone": {"linear": {"at_from": 0, "at_to": 1}}}}]}

A file of offers, for parley bargain movement:

  {"schema": "parley.offers/1", "case": "case.json",
   "offers": [{"party": "a", "package": {"truce": "30d", "zone": "30"}}]}`
