// SPDX-License-Identifier: Apache-2.0

package chart_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

func deadline(title string) brief.LeverageStanding {
	l := brief.LeverageStanding{Sort: "threat", Title: title, Holder: "those <who> hold & wait", State: "lapsed"}
	l.Set.Day = "2025-07-14"
	set := brief.LeverageStep{Step: brief.LeverageSet}
	set.On.Day, set.Deadline.When.Day = "2025-07-14", "2025-09-02"
	moved := brief.LeverageStep{Step: "moved"}
	moved.On.Day, moved.Deadline.When.Day, moved.Deadline.When.Until = "2025-07-28", "2025-08-07", "2025-08-09"
	lapsed := brief.LeverageStep{Step: "lapsed"}
	lapsed.On.Day = "2025-08-08"
	l.Steps = []brief.LeverageStep{moved, lapsed}
	l.Deadline = brief.Deadline{Stated: true, Moves: 1, First: set.Deadline, Now: moved.Deadline, History: []brief.LeverageStep{set, moved, lapsed}}
	return l
}

func timeline() brief.TimelineReport {
	var r brief.TimelineReport
	for _, lane := range []string{brief.LaneTalks, brief.LaneAnnouncements, brief.LaneLeverage, brief.LaneUndertakings, brief.LaneEvents} {
		x := brief.TimelineLane{Lane: lane}
		for i := range 9 {
			x.Items = append(x.Items, brief.TimelineItem{Day: "2025-05-19", Title: fmt.Sprintf("<%d>", i), Mark: "confirmed"})
		}
		x.Items = append(x.Items, brief.TimelineItem{Day: "2025-06-02", Until: "2025-06-20", Mark: "uncertain"}, brief.TimelineItem{Day: "2025-08-08", Step: "lapsed"})
		r.Lanes = append(r.Lanes, x)
	}
	return r
}

// promises are two that hold if the other does, and one that hangs on something
// that is not opened here.
func promises() brief.CommitmentsReport {
	give := func(first, seat, words, standing string) brief.CommitmentStanding {
		return brief.CommitmentStanding{
			Written: brief.Written{First: first}, Seat: brief.SeatRef{Seat: seat, Name: "Seat " + seat}, Words: words, Standing: standing,
		}
	}
	a, b, c := give("1", "A", "we pause & you pause", brief.StandsMutually), give("2", "B", "you pause, we pause", brief.StandsMutually), give("3", "A", "lists", brief.StandsNotYet)
	a.If, a.Needed = []brief.Counterpart{{Entry: "2", Opened: true}}, []string{"2"}
	b.If, b.Needed = []brief.Counterpart{{Entry: "1", Opened: true}}, []string{"1"}
	c.If = []brief.Counterpart{{Entry: "9"}}
	alone := give("4", "B", "alone", brief.Stands)
	return brief.CommitmentsReport{Commitments: []brief.CommitmentStanding{a, b, c, alone}}
}

func none(string) int { return -1 }

// Every picture says in words what it shows, escapes what people typed, carries
// no style and no script, and is the same each time it is made.
func TestPicturesSayWhatTheyShow(t *testing.T) {
	for _, tag := range []string{"en", "ar", lang.Pseudo, lang.PseudoRTL} {
		p := lang.For(tag)
		for name, draw := range map[string]func() chart.Figure{
			"leverage": func() chart.Figure {
				return chart.Leverage(p, brief.LeveragesReport{Leverages: []brief.LeverageStanding{deadline("one")}})
			},
			"leverages": func() chart.Figure {
				return chart.Leverage(p, brief.LeveragesReport{Leverages: []brief.LeverageStanding{deadline("one"), deadline("<two>")}})
			},
			"timeline":    func() chart.Figure { return chart.Timeline(p, timeline()) },
			"reciprocity": func() chart.Figure { return chart.Reciprocity(p, promises(), nil, none) },
		} {
			f := draw()
			for _, want := range []string{`role="img"`, "<title id=", "<desc id=", "aria-labelledby=", `direction="ltr"`, "</svg>"} {
				if !strings.Contains(f.SVG, want) {
					t.Errorf("%s in %s has no %s", name, tag, want)
				}
			}
			for _, not := range []string{"style=", "<script", " onclick=", " onload=", "<two>", "those <who>", "pause & you", "http"} {
				if strings.Contains(f.SVG, not) {
					t.Errorf("%s in %s holds %q", name, tag, not)
				}
			}
			if name != "reciprocity" && !slices.Contains(f.Notes, p.T("Time runs from left to right.")) {
				t.Errorf("%s in %s does not say which way time runs", name, tag)
			}
			if again := draw(); again.SVG != f.SVG {
				t.Errorf("%s in %s differs from one making to the next", name, tag)
			}
		}
	}
}

// There is no picture of nothing.
func TestNoPictureOfNothing(t *testing.T) {
	p := lang.For("en")
	taken := deadline("taken back")
	taken.Withdrawn = &brief.Taken{}
	for name, f := range map[string]chart.Figure{
		"leverage":    chart.Leverage(p, brief.LeveragesReport{}),
		"taken back":  chart.Leverage(p, brief.LeveragesReport{Leverages: []brief.LeverageStanding{taken}}),
		"timeline":    chart.Timeline(p, brief.TimelineReport{}),
		"reciprocity": chart.Reciprocity(p, brief.CommitmentsReport{Commitments: promises().Commitments[3:]}, nil, none),
	} {
		if f.SVG != "" {
			t.Errorf("%s: %s", name, f.SVG)
		}
	}
}

var (
	nameAt  = regexp.MustCompile(`<text x="(\d+)" y="\d+" font-size="13" text-anchor="(\w+)">`)
	monthAt = regexp.MustCompile(`<text x="(\d+)" y="\d+" font-size="11" text-anchor="middle" class="soft">(\d{4}-\d{2})<`)
)

// In a language that is read from right to left the names of rows stand on the
// right, and time still runs from left to right.
func TestTimeRunsOneWay(t *testing.T) {
	r := brief.LeveragesReport{Leverages: []brief.LeverageStanding{deadline("one"), deadline("two")}}
	for tag, want := range map[string]string{"en": "0 start", "ar": "960 end"} {
		svg := chart.Leverage(lang.For(tag), r).SVG
		if m := nameAt.FindStringSubmatch(svg); m == nil || m[1]+" "+m[2] != want {
			t.Errorf("%s: the first name stands at %v; want %s", tag, m, want)
		}
		last := -1
		for _, m := range monthAt.FindAllStringSubmatch(svg, -1) {
			x, err := strconv.Atoi(m[1])
			if err != nil || x <= last {
				t.Errorf("%s: %s stands at %s, not to the right of the month before", tag, m[2], m[1])
			}
			last = x
		}
		if last < 0 {
			t.Errorf("%s: no month is named", tag)
		}
	}
}

// The deadline that was moved once and lapsed has two flags, the older of them
// hollow, a diamond and a cross; alone it is told in words too.
func TestDeadlineIsDrawnWithItsHistory(t *testing.T) {
	f := chart.Leverage(lang.For("en"), brief.LeveragesReport{Leverages: []brief.LeverageStanding{deadline("Tariffs")}})
	flags := regexp.MustCompile(`h9l-3 4 3 4h-9z" fill="var\(--(paper|ink)\)"`).FindAllStringSubmatch(f.SVG, -1)
	if len(flags) != 2 || flags[0][1] != "paper" || flags[1][1] != "ink" {
		t.Errorf("the flags are %v", flags)
	}
	for _, want := range []string{
		"Tariffs: set on 14 July 2025. deadline moved on 28 July 2025. lapsed on 8 August 2025.",
		"deadline: 2 September 2025", "deadline: 7–9 August 2025", "8 August 2025: lapsed",
	} {
		if !strings.Contains(f.SVG, want) {
			t.Errorf("the picture does not say %q", want)
		}
	}
}

// More marks on one place than there is room for become a number, and nothing is
// lost from the count.
func TestTimelineStacks(t *testing.T) {
	f := chart.Timeline(lang.For("en"), timeline())
	if n := strings.Count(f.SVG, ">+3<"); n != 5 {
		t.Errorf("%d lanes say how many more there are; want five", n)
	}
	if n := strings.Count(f.SVG, ">11 entries<"); n != 5 {
		t.Errorf("%d lanes count eleven entries", n)
	}
}

// What holds both ways has an arrow each way; what hangs on something that is
// not opened here points to an empty frame; what stands alone is in the table
// only.
func TestReciprocityIsDrawn(t *testing.T) {
	marks := map[string]int{"A": 0, "B": 1, "": -1}
	f := chart.Reciprocity(lang.For("en"), promises(), []string{"B", "A"}, func(seat string) int { return marks[seat] })
	if strings.Index(f.SVG, "Seat B") > strings.Index(f.SVG, "Seat A") {
		t.Error("the columns are not in the order that was asked for")
	}
	for want, n := range map[string]int{"<rect": 4, `fill="none" stroke="var(--ink-2)"`: 3, "not opened here": 1, "holds both ways": 2, ">alone<": 0, "var(--party-a)": 1, "▲": 1} {
		if got := strings.Count(f.SVG, want); got != n {
			t.Errorf("%q stands %d times in the picture; want %d", want, got, n)
		}
	}
}
