// SPDX-License-Identifier: Apache-2.0

package cli

const conflictsTopic = `decision maker  Whoever controls options: a party, a government, a company.
option          Something that its owner does or does not: yes or no. forward: it can
                only be taken; back: it can only be given up.
state           One setting of all options, if it is feasible. Its decimal is the sum of
                2^k over the options k that are taken, counted from 0.
improvement     A move that its mover strictly prefers.
sanction        An answer of others that leaves the mover no better off than before.
stable          A decision maker would stay. It depends on how it thinks ahead:
                  nash  nobody gains by moving, whatever follows
                  gmr   others could answer, even at their own cost
                  smr   ... and the mover could not escape
                  seq   others would answer, because it pays them
                  sseq  ... and the mover could not escape
                  sim   others might move at the same time
equilibrium     Stable for everybody.
price           The least reward in a state that makes it stable for one.
margin          What a state could lose before it stops being stable.

Conventions on which published definitions differ are settings of the model, said
with every result and changed for one question by a flag:
  --sanction not_better | worse         how bad an answer must be to deter
  --sequences legal | single | once     which answers others can give
  --coalition-moves sequences | joint   how a coalition moves

Where it is not known which of two states somebody prefers, --unknown says how such
pairs are read. It leaves for:                     It is deterred by:
  a  what is better or not known to be worse         what is known not to be better
  b  what is better                                  what is known not to be better
  c  what is better or not known to be worse         what is not better, or not known
  d  what is better                                  what is not better, or not known

docs/methods has a page for each, with its source, an example and its limits. An
equilibrium is no forecast and no advice: it follows from what was stated.

A model file lies beside the record. parley model keeps one in the process, as its
author's picture: what it says of others is an estimate unless it is marked as
said, and no party reads it but its author.`

const modelFilesTopic = `parley stability reads its own model files, JSON or YAML (docs/spec/model.md), and
.gmcr files of GMCR+ and the programs after it. Our own format is strict; what a
.gmcr file leaves open is decided, and each decision is listed.

  {"schema": "parley.stability/1",
   "options": [{"id": "truce-a"}, {"id": "truce-b"}],
   "dms": [{"id": "a", "options": ["truce-a"],
            "statements": ["truce-b", "!truce-a"]},
           {"id": "b", "options": ["truce-b"],
            "ranking": [[1], [3], [0], [2]]}],
   "infeasible": [], "status_quo": 0}

A preference is stated in one of four ways: statements, most important first;
weights, {"condition": number}; ranking, best first, ties together; payoffs,
{"state": number}. Conditions join option ids by ! & | -> <-> and parentheses. A
state is its decimal, or one letter Y or N for each option.

.nfg files for Gambit and .gmcr files are written by parley stability export.`
