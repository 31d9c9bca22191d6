// SPDX-License-Identifier: Apache-2.0

// Package record is the sealed record of a mediation process: its formats, and
// everything needed to check one without trusting the program, the hub or the
// people that made it.
//
// An entry begins as a [Statement], a strict printable text that names its
// author, audience and kind and commits to its parts. The statement is signed
// (register "record") or authenticated to each reader by a pairwise tag
// (register "wp", without prejudice), and sealed with its parts to the seats of
// its audience: that is an [Envelope]. The hash of an envelope is a leaf of an
// RFC 6962 Merkle tree, whose heads are C2SP checkpoints signed by the hub and
// cosigned by the seats. Who may speak and who is sealed to comes from the
// [Roster], a pure fold of the open entries of that same log.
//
// What has been checked is visible in the types. [Envelope] is bytes of the
// right shape; [Opened] is content that matches every commitment, of unknown
// authorship; an [Entry] can only be obtained from a [Reader], which applies
// the eight acceptance steps in log order, and gives every other envelope a
// typed [Verdict].
//
// The package does no I/O, keeps no clock and starts no goroutine. Randomness
// comes from crypto/rand. The byte formats are specified, with vectors, in
// docs/spec/.
//
// This package is NOT STABLE, regardless of the module version, until v1.
package record
