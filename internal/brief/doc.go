// SPDX-License-Identifier: Apache-2.0

// Package brief answers questions about a process with reports: how things
// stand, what was said and by whom, where accounts depart from each other, who
// owes what, what is planned, threatened, promised and waited for, what was
// entered, who knows an entry, what a seat was told, who takes part. A report is
// a plain struct with JSON tags; the command line, the JSON
// output and the pages show the same one.
//
// It knows what one seat can know ([parley/internal/process.State]) and nothing
// else. It does not know how a report is laid out or translated: sentences here
// are short, in English, and stand beside the code or the fields they are made
// from.
//
// Every report carries its footing: the log it rests on ([Head]) and the one
// number of leaves that were not opened here ([Withheld]). That number is never
// split, by seat, channel, time or size: anything finer would be a leak or a
// guess. Nothing is added up across the accounts of different tellers.
//
// Reports on what is planned and waited for can be asked for as of a day
// ([AsOf]); the clock is an argument.
//
// The same state gives the same bytes of JSON. No list of a report is null, and
// none is in an order that chance decides, but for the index of an entry inside
// a tick.
package brief
