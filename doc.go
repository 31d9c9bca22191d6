// SPDX-License-Identifier: Apache-2.0

// Package parley is the entrance hall of Parley, a mediator's workbench. It
// imports nothing and exports nothing; it tells a newcomer where things are.
//
// Parley is the software on which a mediated negotiation runs between parties
// that do not trust each other, nor always the mediator. Each delegation, the
// mediator and a guarantor run their own node: one static program that holds
// their keys and their archive and shows pages on localhost. A process is an
// append-only record of sealed entries. A hub puts the sealed entries in one
// order, builds a Merkle log over them and relays them; it can read none of
// them and cannot rewrite them unseen.
//
// # The road of one entry
//
// Bytes arrive (courier); record verifies the envelope or returns an error;
// store appends it; seal opens it if this node holds a key, and otherwise the
// leaf is only counted; act parses the body; process.Fold returns a new State;
// brief answers a question with a report; web and cli show that same report.
//
// Writing is the same road backwards: a form becomes an act; may this role do
// that; sign; seal; wait in the outbox, where it can still be undone; courier;
// hub.
//
// State is what this node can know: the acts it opened, and one number, the
// leaves it did not open. That number is never split by author, channel or
// time, because anything finer would leak or guess. Everything that people see
// is a pure fold of the entries their node could open.
//
// # The floors
//
// A package imports only from lower floors. The few edges inside one floor are
// written out here; house_test.go holds the whole table, with the outside
// libraries that each package may use, and fails when a package breaks it.
//
//	F8  internal/cli        subcommands, tables, JSON, exit codes
//	F7  internal/web        pages, forms, templates; never sees envelopes
//	F6  internal/chart      a report as SVG; its page holds the table
//	    internal/scenario   sourced processes played through real nodes
//	F5  internal/node       lock, clock and "me": Submit, Receive, Sync, State
//	    internal/hub        orders opaque envelopes; opens none
//	F4  internal/courier    carries opaque bytes: file, folder, HTTPS
//	    internal/store      append and scan, SQLite and memory  (-> durable)
//	    internal/seal       which keys open which envelope      (-> keys)
//	    internal/keys       key files, passphrase, lock         (-> durable)
//	    internal/lang       message catalogues, plural, direction
//	    internal/durable    atomic, synced files
//	F3  internal/brief      questions and their reports
//	F2  internal/process    State and Fold, rights, foreign words (-> act)
//	    internal/act        the acts people perform, as data
//	    internal/sheet      tables in and out, row by row       (-> act)
//	    internal/onetext    * clauses, brackets, agreed text    (-> act)
//	    internal/exchange   * persons, lists, handover          (-> act)
//	    internal/ceasefire  * incidents, claims, verification   (-> act)
//	    internal/casefile   analysis files, ours and foreign
//	F1  bargain             packages, utility, frontier, fair points
//	    stability           states, moves, solution concepts
//	    internal/calendar   meetings and deadlines as iCalendar
//	    names               * personal names across scripts
//	    internal/series     * counts per period, change points
//	F0  record              canonical bytes, envelope, log, proofs, Verify
//	    docs/methods        the pages of the methods, for the workbench to show
//
// A star marks a room that the plan keeps and that is not built yet.
//
// The doors stand above the floors: cmd/parley is the program, and
// cmd/parley-verify checks a record with nothing but package record, so that an
// auditor can read all of it in an afternoon.
//
// On F0 to F3 there is no file, network, clock, global randomness or logging:
// what goes in decides what comes out, on every machine and in every year.
//
// Three packages are public because third parties must be able to check us
// without trusting us: record, bargain and stability. They are not stable before
// v1; everything else is internal.
//
// # Where to read next
//
// README.md has the demonstration and the honest limits; docs/tutorial.md goes
// from nothing to a first divergence; docs/house.md follows one act through all
// floors; docs/glossary.md defines each word; docs/design says what was decided, what else
// was weighed and why; docs/spec holds the formats byte by byte with their
// vectors; docs/methods has one page for each formula.
//
// Three questions may be asked of any change: which floor is it on, which page
// of docs/spec or docs/methods does it cite, and which test fails without it.
package parley
