// SPDX-License-Identifier: Apache-2.0

// Package act knows what people can do in a process: give it a title, write a
// note, register a contact and each side's readout of it, plan a meeting, put a
// threat or a commitment on the list, ask to disclose. Each kind of act has one
// Go type, one set of rules and one printed form.
//
// An act that speaks of earlier entries is a [Referrer]; one that can be written
// again by the seat that wrote it first is an [Amender]; what it rests on is its
// [Ground].
//
// It does not know who may do what (that is internal/process), how an act is
// sealed, signed or addressed (that is record), nor the clock.
//
// # The printed form
//
// An act is one part of the media type [Media] in a strict subset of JSON: UTF-8
// in Unicode normalization form C; an object whose keys are those of its kind, in
// the order of its Go struct, each once; no space between tokens; the shortest
// escapes; a field that may be absent is absent when it is empty; integers within
// ±2^53, every other number a decimal string, bytes as base64. There is exactly
// one form for each act: [Parse] reads, prints again and compares the bytes, so
// that what was signed is what every reader sees.
//
// # Characters
//
// Every text has a limit, counted in characters (Unicode code points). A
// character that cannot be seen is refused, and so is one that turns the order of
// others around: a reader must not be shown another text than the author wrote.
// Refused are control characters (but line feed and tab in long texts), format
// characters (category Cf, but the visible Arabic and Kaithi number signs), among
// them U+200B–200F, U+202A–202E, U+2066–2069 and U+FEFF, variation selectors and
// fillers, private use, and code points that this version of Unicode does not
// assign.
package act
