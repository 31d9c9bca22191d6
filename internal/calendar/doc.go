// SPDX-License-Identifier: Apache-2.0

// Package calendar writes iCalendar files (RFC 5545): meetings, deadlines and
// undertakings, for the calendar that a person already uses.
//
// A moment is written in UTC, which every calendar can show in its reader's own
// zone, and the zone in which it was agreed is said in words in the description.
// A day is written as a day. A date that nobody has named is not made up: the
// event becomes a to-do without a date, which calendars list apart. An event that
// breaks a rule is left out, and the reason comes back with the file.
//
// The package knows no clock and no language: the stamp and every word come from
// the caller, and the same calendar gives the same bytes.
package calendar
