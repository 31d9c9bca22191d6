// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"math"
	"strings"

	"parley/internal/brief"
)

// Sizes of the band of a worth, in pixels.
const (
	bandWidth  = 160
	bandHeight = 14
)

// WorthBand draws where a worth lies between 0 and 100, as a mark or as a span,
// and the limit as an upright line. It is hidden from those who hear the page: the
// same numbers stand beside it in words. limit may be nil.
func WorthBand(w, limit *brief.Worth) string {
	if w == nil {
		return ""
	}
	at := func(s string) int { return 4 + int(math.Round(math.Min(math.Max(units(s), 0), 100)/100*(bandWidth-8))) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="worthband" viewBox="0 0 %d %d" width="%d" height="%d" direction="ltr" aria-hidden="true">`, bandWidth, bandHeight, bandWidth, bandHeight)
	fmt.Fprintf(&b, `<line class="axis" x1="4" y1="7" x2="%d" y2="7"/>`, bandWidth-4)
	from, to := at(w.Low), at(w.High)
	fmt.Fprintf(&b, `<rect x="%d" y="3" width="%d" height="8" fill="var(--ink)"/>`, from-2, to-from+4)
	if w.Ranged() {
		fmt.Fprintf(&b, `<line stroke="var(--paper)" stroke-width="2" x1="%d" y1="3" x2="%d" y2="11"/>`, at(w.Middle), at(w.Middle))
	}
	if limit != nil {
		fmt.Fprintf(&b, `<line stroke="var(--ink)" stroke-width="1" stroke-dasharray="2 1" x1="%d" y1="0" x2="%d" y2="14"/>`, at(limit.Low), at(limit.Low))
	}
	b.WriteString(`</svg>`)
	return b.String()
}
