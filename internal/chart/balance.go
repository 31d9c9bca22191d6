// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"html"
	"strings"

	"parley/internal/brief"
	"parley/internal/lang"
)

// Measures of the picture of a balance, in pixels.
const (
	balanceWidth = 760
	balanceRow   = 28
	balanceTop   = 30
	balanceLabel = 210 // the names of the seats
	balancePanel = 270 // one measure: bars, and the figure at their end
	balanceBar   = 190 // the longest bar
)

// Balance sets side by side for each seat how many contacts name it, and how
// long these lasted at the least, as far as that was stated. Parties come first,
// in the order of the report; all bars of one measure have one scale, from zero.
func Balance(r brief.BalanceReport, p *lang.Printer) string {
	rows := append(append([]brief.SeatBalance{}, r.Parties...), r.Others...)
	var contacts, minutes int64
	for _, x := range rows {
		contacts = max(contacts, int64(x.Contacts))
		minutes = max(minutes, x.Length.AtLeast)
	}
	height := balanceTop + balanceRow*len(rows) + 6
	b := balanceDrawing{rtl: p.Dir() == "rtl"}
	var says []string
	b.text(balanceLabel, 16, "soft", p.T("Contacts"))
	b.text(balanceLabel+balancePanel, 16, "soft", p.T("Minutes in contacts, at the least"))
	for i, x := range rows {
		y := balanceTop + i*balanceRow
		b.text(0, y+18, "", isolated(short(x.Seat.Name)))
		figure := p.Number(int64(x.Contacts))
		b.bar(balanceLabel, y+6, scaled(int64(x.Contacts), contacts))
		b.text(balanceLabel+scaled(int64(x.Contacts), contacts)+8, y+18, "", figure)
		length := p.T("not stated")
		if x.Length.AtLeastOf > 0 {
			length = p.Number(x.Length.AtLeast)
			b.bar(balanceLabel+balancePanel, y+6, scaled(x.Length.AtLeast, minutes))
		}
		b.text(balanceLabel+balancePanel+scaled(x.Length.AtLeast, minutes)+8, y+18, "", length)
		says = append(says, p.T("{seat}: {contacts} contacts, minutes at the least: {minutes}", "seat", x.Seat.Name, "contacts", figure, "minutes", length))
	}
	return fmt.Sprintf(`<svg role="img" viewBox="0 0 %d %d" width="%d" height="%d" direction="ltr" aria-labelledby="balance-title balance-desc"><title id="balance-title">%s</title><desc id="balance-desc">%s</desc>%s</svg>`,
		balanceWidth, height, balanceWidth, height,
		html.EscapeString(p.T("How often and how long was each seat talked with?")), html.EscapeString(strings.Join(says, ". ")), b.out.String())
}

// scaled is the length of a bar.
func scaled(n, most int64) int {
	if most == 0 {
		return 0
	}
	return int(n * balanceBar / most)
}

// short cuts a name that has no room. The whole name is in the description and
// in the table.
func short(name string) string {
	const room = 26
	if c := []rune(name); len(c) > room {
		return string(c[:room-1]) + "…"
	}
	return name
}

// balanceDrawing places what it is given from the side on which a line begins.
type balanceDrawing struct {
	rtl bool
	out strings.Builder
}

func (b *balanceDrawing) text(x, y int, class, text string) {
	anchor := "start"
	if b.rtl {
		x, anchor = balanceWidth-x, "end"
	}
	fmt.Fprintf(&b.out, `<text class="%s" x="%d" y="%d" font-size="14" text-anchor="%s">%s</text>`, class, x, y, anchor, html.EscapeString(text))
}

func (b *balanceDrawing) bar(x, y, width int) {
	if b.rtl {
		x = balanceWidth - x - width
	}
	fmt.Fprintf(&b.out, `<rect class="bar" x="%d" y="%d" width="%d" height="16"/>`, x, y, width)
}
