// SPDX-License-Identifier: Apache-2.0

package web

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
	"parley/internal/chart"
)

// movementPage follows the offers on the record.
type movementPage struct {
	casePage
	*brief.OffersReport
	Courses   []courseLine
	Figures   []chart.Figure
	Own       bool // this seat holds nobody's points but its own
	Threshold string
	Lag       int
	Mistake   string
}

// courseLine sums up the steps of one party.
type courseLine struct {
	Seat        brief.SeatRef
	Rate        string // points given up per step; empty without a step
	Reciprocity string // empty if it cannot be told
	Counts      []kindCount
}

type kindCount struct {
	Kind  string
	Count int
}

func buildMovement(r *request) (any, lane, error) {
	base, err := r.casePage()
	if err != nil {
		return nil, lane{}, err
	}
	out := movementPage{casePage: base}
	if err := out.follow(r); err != nil {
		return nil, lane{}, err
	}
	out.Own = len(base.Case.Parties) == 1 && base.Case.Parties[0].You
	out.draw(r)
	return out, r.ownLane(), nil
}

// follow makes what is asked for: the page and its files ask alike.
func (m *movementPage) follow(r *request) (err error) {
	m.Threshold, m.Lag = "3", 1
	q := brief.MovementQuery{}
	if s := strings.TrimSpace(r.FormValue("threshold")); s != "" {
		x, wrong := brief.ParseFloor(s)
		if wrong != nil {
			m.Mistake = r.p.T("{field} must be a number from 0 to 100", "field", r.p.T("Threshold"))
		} else {
			m.Threshold, q.Threshold = brief.Rounded(x), new(big.Rat).Quo(x, big.NewRat(100, 1))
		}
	}
	if n, err := strconv.Atoi(r.FormValue("lag")); err == nil && n >= 1 && n <= 9 {
		m.Lag, q.Lag = n, n
	}
	if len(m.Case.Parties) == 2 {
		for _, p := range m.Case.Parties {
			q.Between = append(q.Between, p.Seat.Seat)
		}
	}
	m.OffersReport, err = m.Case.Movement(q)
	return err
}

// Files is the query of the files of the page.
func (m movementPage) Files() string {
	return asking(m.Query(), "threshold", m.Threshold) + "&lag=" + strconv.Itoa(m.Lag)
}

// draw makes the pictures and the words beside them.
func (m *movementPage) draw(r *request) {
	v := m.chartView()
	if m.Course != nil {
		if len(m.Case.Parties) == 2 {
			v.Course = m.Course
			m.Figures = append(m.Figures, chart.PackagePlane(r.p, thinned(m.Case.Solution, drawnPoints), [2]int{0, 1}, v))
			v.Course = nil
		}
		for i, c := range m.Course.Course {
			l := courseLine{Seat: m.Between[i]}
			if c.ConcessionRate != nil {
				l.Rate = percent(*c.ConcessionRate)
			}
			if c.Reciprocity != nil {
				l.Reciprocity = *c.Reciprocity
			}
			for _, k := range chart.StepKinds() {
				if n := c.Kinds[k]; n > 0 {
					l.Counts = append(l.Counts, kindCount{m.Kind(k), n})
				}
			}
			m.Courses = append(m.Courses, l)
		}
	}
	if m.History != nil && len(m.History.Offers) > 1 {
		m.Figures = append(m.Figures, chart.Concessions(r.p, m.History, nil, v))
	}
}

// Changing reports whether some offer does not stand as it was made.
func (m movementPage) Changing() bool {
	return slices.ContainsFunc(m.Offers, func(o brief.OfferLine) bool { return o.Stands != brief.OfferStands })
}

// percent is a share in points of 100.
func percent(share string) string {
	x, ok := new(big.Rat).SetString(share)
	if !ok {
		return share
	}
	return brief.Rounded(x.Mul(x, big.NewRat(100, 1)))
}

// Kind names a kind of step by its letter in the picture and by what it changes.
func (m movementPage) Kind(kind string) string {
	return m.r.p.T("{letter}: {meaning}", "letter", chart.StepLetter(kind), "meaning", chart.StepKind(m.r.p, kind))
}

// TitleOf is what the offer of an entry is called.
func (m movementPage) TitleOf(entry string) string {
	for _, o := range m.Offers {
		if o.Entry == entry {
			return o.Title
		}
	}
	return shorten(entry)
}
