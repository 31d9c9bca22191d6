// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strings"

	"parley/internal/brief"
)

// amountText is an amount as people type it, with a comma or a point before decimals.
// A comma that could as well stand between thousands stays, and is a fault.
func amountText(text string) string {
	text = strings.ReplaceAll(line(text), " ", "")
	if strings.Count(text, ",") != 1 || strings.Contains(text, ".") || maybeThousands(text, ",") {
		return text
	}
	return strings.Replace(text, ",", ".", 1)
}

// maybeThousands reports whether a sign in an amount could stand between thousands: up
// to three digits are before it, of which the first is no 0, and three after it.
func maybeThousands(text, sign string) bool {
	before, after, found := strings.Cut(strings.TrimLeft(text, "+-−"), sign)
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return found && digits(before) && len(before) <= 3 && before[0] != '0' && digits(after) && len(after) == 3
}

// pointed are the amounts of a draft whose point others could take for one between
// thousands, so that it can be said how they are read.
func pointed(m brief.ModelDraft) (out []string) {
	add := func(text string) {
		if maybeThousands(text, ".") && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for _, d := range m.DMs {
		if d.Way != brief.ByWeights && d.Way != brief.ByPayoffs {
			continue
		}
		for _, text := range d.Lines {
			_, amount := brief.CutAmount(text)
			add(amount)
		}
	}
	for _, t := range m.Tools {
		for _, text := range []string{t.Max, t.Cost, t.Readiness, t.Fixed} {
			add(text)
		}
		for _, x := range t.Effects {
			add(x.Amount)
		}
	}
	for _, b := range m.Budgets {
		add(b.Amount)
	}
	return out
}
