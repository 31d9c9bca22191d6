// SPDX-License-Identifier: Apache-2.0

// Package sheet reads and writes tables as people keep them: files of comma-,
// semicolon- or tab-separated values.
//
// Tables come from spreadsheets of many countries and years. [Read] accepts what
// can be understood in one way only and says of each row what it repaired or
// refused; nothing is dropped without a line in the [Report]. It does not guess:
// a date that could be two days is refused until its own column settles which,
// and bytes that could be two alphabets are refused until the caller says which.
//
// [Import.Chronology] and [Import.Statements] make acts of the rows, by the names
// of the columns or by a [Mapping] that a person has chosen. The acts still are
// proposals: who may write them, and to whom, is decided elsewhere.
//
// [Table] writes. Every line of it names its source and its certainty, and a
// cell that a spreadsheet program would run as a formula is guarded by an
// apostrophe, which Read takes off again.
package sheet
