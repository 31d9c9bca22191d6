// SPDX-License-Identifier: Apache-2.0

// Package casefile turns analysis files into the model of package bargain and
// back: our own format, and those of other tools of the field.
//
// It knows bytes with names, not disks: whoever calls it has read the files.
// [Read] looks at all of them together, because most formats keep the issues in
// one file and each party's preferences in another, finds out the format unless
// it is told, and returns one [Case].
//
// # Strict and lenient
//
// Our own format ([Parley], docs/spec/case.md) is strict: a key that is not
// known, a number that is none, a name that leads nowhere is an [Error] with file
// and line. Foreign formats are read as their own tools read them. Files in the
// wild are often off, and refusing them would help nobody, so what can be read in
// one way only is read that way, and each such decision is a [Repair] with file
// and line. What would change the case by a guess is an error.
//
// # Exactness
//
// Decimals are read as written, as fractions; no number goes through floating
// point. A division that a format asks for (Genius divides values by the greatest
// of the issue) stays a fraction. [Write] writes a decimal where one is exact, and
// says what it could not say otherwise.
package casefile
