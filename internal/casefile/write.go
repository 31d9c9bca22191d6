// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/bargain"
)

// Write writes a case in a format: [Parley], [Genius], [GeniusWeb] or [NegMAS].
// Names of files are relative. What the format has no place for is in lost, one
// sentence each; what it would turn into another case is an error. If lost is
// empty, [Read] makes an equal case of the files: the same issues and options, and
// the same utility of every package.
func Write(c *Case, f Format) (files []File, lost []string, err error) {
	w := &writer{c: c, m: c.Model}
	for _, p := range c.Model.Parties {
		if slices.ContainsFunc(p.Views, func(v bargain.View) bool { return len(v.Better) > 0 }) {
			return nil, nil, fmt.Errorf("party %q only orders packages, which is read from files of geniusweb and not written", p.ID)
		}
	}
	switch f {
	case Parley:
		files, err = w.parley()
	case Genius, GeniusWeb, NegMAS:
		if err = w.plain(f); err != nil {
			return nil, nil, err
		}
		switch f {
		case Genius:
			files, err = w.genius()
		case GeniusWeb:
			files, err = w.geniusWeb()
		default:
			files, err = w.negmas()
		}
	default:
		err = fmt.Errorf("the format %s is read and not written; parley, genius, geniusweb and negmas are", f)
	}
	for i, x := range files {
		for _, y := range files[:i] {
			if err == nil && strings.EqualFold(x.Name, y.Name) {
				err = fmt.Errorf("two files would be called %s; give the parties other ids", x.Name)
			}
		}
	}
	if err != nil {
		return nil, nil, err
	}
	return files, w.lost, nil
}

type writer struct {
	c    *Case
	m    *bargain.Model
	lost []string

	rounded bool // that a number was rounded is noted
}

func (w *writer) note(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if !slices.Contains(w.lost, s) {
		w.lost = append(w.lost, s)
	}
}

// plain refuses what no foreign format can hold, and notes what it leaves out.
func (w *writer) plain(f Format) error {
	if e := w.c.Uncertain(); e != nil {
		return fmt.Errorf("%w; the format %s holds numbers only", e, f)
	}
	if len(w.m.Constraints) > 0 {
		return fmt.Errorf("the case has constraints, and the format %s has none", f)
	}
	if w.c.Rule != nil {
		w.note("the rule of agreement is not in the format")
	}
	if w.c.Reference != nil {
		w.note("the reference package is not in the format")
	}
	if w.m.SocialWeights != nil || w.m.ComparableScales {
		w.note("that scales are comparable, and the weights of parties, are not in the format")
	}
	for _, i := range w.m.Issues {
		for _, o := range i.Options {
			if i.Name != "" && i.Name != i.ID || o.Name != "" && o.Name != o.ID {
				w.note("names of issues and options are not in the format; their ids are")
			}
		}
	}
	for _, p := range w.m.Parties {
		if p.Name != "" && p.Name != p.ID {
			w.note("names of parties are not in the format; their ids name the files")
		}
	}
	return nil
}

// A sumOf is an additive view: what each option adds, and what is added always.
type sumOf struct {
	add  [][]*big.Rat
	base *big.Rat
}

// additive brings the view of a party into that form, or says that tables over
// several issues stand in the way.
func (w *writer) additive(party int, f Format) (s sumOf, err error) {
	v := w.m.Parties[party].Views[0]
	s.base = new(big.Rat)
	for i, issue := range w.m.Issues {
		row := make([]*big.Rat, len(issue.Options))
		for o := range row {
			row[o] = contribution(v, i, o)
		}
		s.add = append(s.add, row)
	}
	for _, t := range v.Terms {
		add, _ := t.Add.Exact()
		switch len(t.When) {
		case 0:
			s.base.Add(s.base, add)
		case 1:
			for _, o := range slices.Compact(slices.Sorted(slices.Values(t.When[0].Options))) {
				row := s.add[t.When[0].Issue]
				row[o].Add(row[o], add)
			}
		default:
			return s, fmt.Errorf("party %q has tables or boxes over several issues, which are not written in the format %s", w.m.Parties[party].ID, f)
		}
	}
	return s, nil
}

// most is the greatest entry of a row.
func most(row []*big.Rat) *big.Rat {
	return slices.MaxFunc(row, func(a, b *big.Rat) int { return a.Cmp(b) })
}

// decimal writes a number, and notes when no decimal is exact.
func (w *writer) decimal(x *big.Rat) string {
	s, exact := decimal(x)
	if !exact && !w.rounded {
		w.rounded = true
		w.note("some numbers, such as %s, are no decimals; they are rounded to 20 digits", x.RatString())
	}
	return s
}

// value is the reservation of a party as a number, or nil.
func (w *writer) value(party int, s sumOf) *big.Rat {
	r := w.m.Parties[party].Views[0].Reservation
	switch {
	case r == nil:
		return nil
	case r.Package == nil:
		x, _ := r.Value.Exact()
		return x
	}
	w.note("reservations are written as numbers, not as packages")
	sum := new(big.Rat).Set(s.base)
	for i, o := range r.Package {
		sum.Add(sum, s.add[i][o])
	}
	return sum
}

// fileName makes a name for the file of a party.
func (w *writer) fileName(party int, ending string) string {
	id := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, w.m.Parties[party].ID)
	if strings.Trim(id, ". -_") == "" || strings.HasPrefix(id, ".") || strings.HasPrefix(id, "_") {
		id = fmt.Sprintf("party%d", party+1)
	}
	if id != w.m.Parties[party].ID {
		w.note("the id of party %q is no file name; its file is %s%s", w.m.Parties[party].ID, id, ending)
	}
	return id + ending
}

// quote writes a text for JSON, which YAML reads too.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // cannot be: a text always encodes
	}
	return strings.TrimRight(b.String(), "\n")
}
