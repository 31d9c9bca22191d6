// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"parley/record"
)

// stamp prints a moment: UTC, with its zone.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func number[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }

func numbers(ns []int64) string {
	var out []string
	for _, n := range ns {
		out = append(out, number(n))
	}
	return strings.Join(out, ",")
}

// ref writes the id of an entry as people pass it on.
func ref(id record.Hash) string { return hex.EncodeToString(id[:]) }

// shortRef is a ref for a sentence on a terminal.
func shortRef(id record.Hash) string { return ref(id)[:refDigits] }

// wordsOf joins twelve words.
func wordsOf(words [12]string) string { return strings.Join(words[:], " ") }

// meansRegister says what a register means, wherever one is chosen.
func meansRegister(r record.Register) string {
	if r == record.WithoutPrejudice {
		return "without prejudice: every reader is sure that it is yours, and none of them can prove it to others"
	}
	return "on the record: signed, so that a reader who shows it to others can prove that it is yours"
}
