// SPDX-License-Identifier: Apache-2.0

// Package lang says things in the language of the person who reads: sentences
// from catalogues, plurals, dates, numbers and the direction of writing.
//
// The key of a sentence is the sentence itself in English, with its values as
// names in braces: T("Written by {who}", "who", name). A catalogue is one JSON
// object per language under catalogue/, from key to text, or from key to the
// plural forms that the language has, so that a translator needs this file and
// an editor and nothing else. What has no translation is shown in English, and
// [Printer.Missing] tells, so that a page can say so.
//
// Values go into a sentence as they are. Escaping is the work of html/template,
// and isolating a name whose script runs the other way is the work of the page.
//
// The package does not know which languages a person reads, where a catalogue's
// sentences are used (langtest finds that out), or what a sentence is about.
// Nothing printed by it may be signed or compared: a date here is for eyes.
package lang
