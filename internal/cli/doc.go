// SPDX-License-Identifier: Apache-2.0

// Package cli is the command line: it reads words and flags, asks the node, the
// hub or the key ring of a home, and prints the report. It knows how people
// and scripts ask and how answers look (tables, tab-separated lines, JSON, exit
// codes); it decides nothing that the packages below could decide.
//
// # What every command keeps to
//
// Data goes to the standard output and nothing else does; messages go to the
// standard error, each line beginning with "parley:", followed by "hint:" lines
// that hold a command. A terminal gets an aligned table, a pipe one record per
// line with tabs between the fields, --json the envelope of docs/spec/json.md.
// Exit codes live in error values ([Error]); what a sentinel error of a lower
// package means to a person stands in one table (explain.go).
//
// Text that was sealed is printed to a terminal only, unless --reveal is given.
// An output file appears when the command succeeded, whole, or not at all.
// Secrets come from a terminal, from a file or from the unlock agent, never
// from flags or the environment. Every command may be interrupted: what it had
// made durable is there, and running it again goes on from that.
//
// # Registers
//
// A noun has its own file, with the commands that list and show, and another one
// with those that write: contact.go and contact_add.go. A command that writes is
// a form (form.go, form_fields.go): it names the fields of one act, and the form
// does the rest, from flags, --file and --amend to the one road by which acts are
// sealed (write.go). A command that lists is a listing (listing.go), which is a
// table for people and a CSV file for spreadsheet programs; all of them print a
// report of package brief.
//
// This is the only package that reads the environment.
package cli
