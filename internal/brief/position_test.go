// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// stands are the positions of these tests beside those of a season: what each
// party published, what it keeps to itself, and what the mediator keeps of both.
type stands struct {
	*season
	sequence  record.Hash // issue in the basket Ceasefire
	published record.Hash // of U, to all
}

func newStands(t testing.TB) *stands {
	w := &stands{season: newSeason(t)}
	w.sequence = w.say("M", act.Issue{Title: "Sequence", Basket: "Ceasefire"})
	for _, title := range []string{"Sanctions", "Language", "Guarantees"} {
		w.say("M", act.Issue{Title: title, Basket: title})
	}
	on := func(of string, sort, words, basis string, g act.Ground) act.Position {
		return act.Position{Of: of, Sort: sort, Issue: process.Ref(w.sequence), Words: words, Basis: basis, On: day("2025-06-02"), Ground: g}
	}
	invented := act.Ground{Mark: act.Uncertain, Illustrative: true}
	w.say("R", on("R", "position", "Withdrawal begins, then a ceasefire of 30 days.", act.Said, source(act.Confirmed, "C29")))
	w.published = w.say("U", on("U", "position", "A full ceasefire first.", act.Said, source(act.Confirmed, "C28")))
	for _, seat := range []string{"R", "U"} {
		limit := on(seat, act.RangeSort, "", act.Said, invented)
		limit.Number = act.Figure{Says: "20 to 40 days", Low: "20", High: "40", Unit: "days"}
		w.Do(seat, seat, record.OnRecord, limit)
		w.Do(seat, seat, record.OnRecord, act.Position{Of: seat, Sort: "red-line", Words: "Illustrative: no text in one language only.", Basis: act.Said, Ground: invented})
		w.Do("M", "M", record.WithoutPrejudice, on(seat, "interest", "Illustrative: an order of steps that can be shown at home.", act.Inferred, invented))
	}
	wrong := w.Do("M", "M", record.WithoutPrejudice, on("R", "alternative", "Illustrative: to wait.", act.Inferred, invented))
	w.Do("M", "M", record.WithoutPrejudice, act.Withdrawal{Entry: process.Ref(wrong), Why: "entered under another seat"})
	w.Tick()
	return w
}

func (w *stands) positions(seat string, at AsOf) PositionsReport {
	return Positions(w.State(seat), w.Roster(), head, w.Withheld(seat), at)
}

// spell tells one issue of one seat in a line.
func spell(i IssuePosition) string {
	line := func(l PositionLine) string {
		words := l.Words
		if l.Number != nil {
			words = l.Number.Low + ".." + l.Number.High
		}
		if l.Alone {
			words += " (alone)"
		}
		return l.Sort + " " + words
	}
	return "said " + joined(i.Said, line) + " | inferred " + joined(i.Inferred, line) + " | " + strings.Join(i.NotStated, " ")
}

func (w *stands) on(t *testing.T, r PositionsReport, seat, title string) IssuePosition {
	t.Helper()
	for _, s := range r.Seats {
		for _, sheet := range s.Sheets {
			for _, b := range sheet.Baskets {
				for _, i := range b.Issues {
					if s.Seat.Seat == seat && i.Issue.Title == title {
						return i
					}
				}
			}
		}
	}
	t.Fatalf("%s is not shown for seat %s", title, seat)
	return IssuePosition{}
}

// TestPositionsApart: what was said stands apart from what is inferred, silence
// is a list of what is not stated, and each seat sees its own lane alone.
func TestPositionsApart(t *testing.T) {
	w := newStands(t)
	seats := func(r PositionsReport) string {
		return joined(r.Seats, func(s SeatPositions) string { return s.Seat.Seat })
	}
	m, u, e := w.positions("M", AsOf{}), w.positions("U", AsOf{}), w.positions("E", AsOf{})
	same(t, "seats for M", seats(m), "R; U")
	same(t, "seats for U", seats(u), "U; R")
	same(t, "seats for E", seats(e), "R; U")
	same(t, "R for M", spell(w.on(t, m, "R", "Sequence")), "said position Withdrawal begins, then a ceasefire of 30 days. | "+
		"inferred interest Illustrative: an order of steps that can be shown at home. (alone) | red-line range alternative")
	same(t, "U for U", spell(w.on(t, u, "U", "Sequence")), "said position A full ceasefire first.; range 20..40 (alone) | inferred  | interest red-line alternative")
	same(t, "R for U", spell(w.on(t, u, "R", "Sequence")), "said position Withdrawal begins, then a ceasefire of 30 days. | inferred  | interest red-line range alternative")
	same(t, "U's whole for U", spell(u.Seats[0].Whole), "said red-line Illustrative: no text in one language only. (alone) | inferred  | interest position range alternative")
	same(t, "U's whole for M", spell(m.Seats[1].Whole), "said  | inferred  | interest position red-line range alternative")
	same(t, "silence", spell(w.on(t, u, "U", "Sanctions")), "said  | inferred  | interest position red-line range alternative")
	same(t, "withdrawn", joined(m.Withdrawn, func(l PositionLine) string { return l.Words + " " + l.Withdrawn.Why }), "Illustrative: to wait. entered under another seat")
	if n := len(m.All()); n != 5 || len(e.All()) != 2 || len(u.All()) != 4 {
		t.Errorf("M reads %d positions, E %d, U %d", n, len(e.All()), len(u.All()))
	}
	for _, sheet := range m.Seats[0].Sheets {
		if len(sheet.Baskets) > 3 {
			t.Errorf("%d baskets on one sheet", len(sheet.Baskets))
		}
	}
	if len(m.Seats[0].Sheets) != 2 {
		t.Errorf("%d sheets", len(m.Seats[0].Sheets))
	}
	// No byte of one lane is in the report of another.
	for seat, report := range map[string]PositionsReport{"R": w.positions("R", AsOf{}), "E": e, "M": m} {
		text := marshal(t, report)
		if strings.Contains(text, "20 to 40 days") != (seat == "R") || strings.Contains(text, "shown at home") != (seat == "M") {
			t.Errorf("seat %s reads another lane: %s", seat, text)
		}
	}
}

// TestPositionsOfADay: a day shows what was stated until then, and an amended
// position once.
func TestPositionsOfADay(t *testing.T) {
	w := newStands(t)
	if got := w.positions("E", AsOf{Until: "2025-06-01"}).All(); len(got) != 0 {
		t.Errorf("before they were published: %+v", got)
	}
	w.say("U", act.Position{
		Amends: process.Ref(w.published), Of: "U", Sort: "position", Words: "A full ceasefire first, for 30 days at least.", Basis: act.Said, On: day("2025-06-02"),
		Ground: source(act.Confirmed, "C28"),
	})
	i := w.on(t, w.positions("E", AsOf{}), "U", "Sequence")
	same(t, "without an issue it has left it", spell(i), "said  | inferred  | interest position red-line range alternative")
	whole := w.positions("E", AsOf{}).Seats[1].Whole
	if len(whole.Said) != 1 || whole.Said[0].Writings != 2 {
		t.Errorf("%+v", whole)
	}
	// An issue that was taken off the agenda keeps what was said on it.
	w.Do("M", plenary, record.OnRecord, act.Withdrawal{Entry: process.Ref(w.sequence)})
	r := w.positions("E", AsOf{})
	same(t, "elsewhere", joined(r.Seats[0].Elsewhere, func(i IssuePosition) string { return i.Issue.Title + ": " + spell(i) }),
		"Sequence: said position Withdrawal begins, then a ceasefire of 30 days. | inferred  | interest red-line range alternative")
}

// TestPositionsGolden holds the report that the page, the command and --json are
// built on, and that a process without entries has one.
func TestPositionsGolden(t *testing.T) {
	w := newStands(t)
	got := plain(w.State("M"), marshal(t, w.positions("M", AsOf{}))) + "\n"
	file := filepath.Join("testdata", "spring-positions.json")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		x, y := difference(string(want), got)
		t.Errorf("%s has changed: look at the difference after go test -update\n… %s …\nnow … %s …", file, x, y)
	}
	if empty := marshal(t, Positions(process.New("X"), nil, Head{}, 0, AsOf{})); strings.Contains(empty, "null") {
		t.Error(empty)
	}
	if strings.Contains(got, "null") {
		t.Error("a list is null")
	}
	for _, bad := range []string{`\bwins?\b`, `\bwon\b`, `\benem`, `\boptimal`, `\bhostage`, `\bopponent`, `\bviolat`, `\bdemand`} {
		if found := regexp.MustCompile(bad).FindString(strings.ToLower(got)); found != "" {
			t.Errorf("the report says %q", found)
		}
	}
}

// TestPositionsInAnyOrder: the order inside a tick has no part in the report.
func TestPositionsInAnyOrder(t *testing.T) {
	w := newStands(t)
	rnd := rand.New(rand.NewPCG(6, 2))
	for _, seat := range []string{"M", "U"} {
		report := func(s process.State) string {
			return marshal(t, Positions(s, w.Roster(), head, w.Withheld(seat), AsOf{}))
		}
		want, items := report(w.State(seat)), w.Items(seat)
		first := slices.IndexFunc(items, func(it process.Item) bool { return !strings.HasPrefix(it.Entry.Statement().Kind, "roster.") })
		for range 10 {
			rnd.Shuffle(len(items)-first, func(i, j int) { items[first+i], items[first+j] = items[first+j], items[first+i] })
			s := process.New(seat)
			for _, it := range items {
				s = s.Apply(it)
			}
			if got := report(s); got != want {
				x, y := difference(want, got)
				t.Fatalf("seat %s: … %s …\nin another order … %s …", seat, x, y)
			}
		}
	}
}
