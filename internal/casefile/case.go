// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"

	"parley/bargain"
)

// A File is the content of one file under the name that messages use.
type File struct {
	Name string
	Data []byte
}

// A Format is a family of analysis files.
type Format string

// The formats.
const (
	Parley       Format = "parley"       // parley.bargain/1, in JSON or YAML
	Genius       Format = "genius"       // XML domain and profiles
	GeniusWeb    Format = "geniusweb"    // JSON profiles with their domain inside
	NegMAS       Format = "negmas"       // outcome space and utility functions in YAML or JSON
	NegoLog      Format = "negolog"      // JSON profiles
	Deliberation Format = "deliberation" // score sheets of LLM-Deliberation
)

// Formats lists the formats that [Read] knows.
func Formats() []Format {
	return []Format{Parley, Genius, GeniusWeb, NegMAS, NegoLog, Deliberation}
}

// A Repair is one decision that a reader made about a file that is not as its
// format says, or about something that the model cannot hold.
type Repair struct {
	File string `json:"file"`
	Line int    `json:"line"` // 0: the file as a whole
	What string `json:"what"`
}

// String is the repair in one line.
func (r Repair) String() string { return place{r.File, r.Line}.say(r.What) }

// An Error says what is wrong with a file, and where.
type Error struct {
	File string
	Line int // 0: the file as a whole
	Msg  string

	cause error
}

// Error is file, line and sentence.
func (e *Error) Error() string { return place{e.File, e.Line}.say(e.Msg) }

// Unwrap returns the error of a lower package, if there is one.
func (e *Error) Unwrap() error { return e.cause }

// A place is where something stands.
type place struct {
	file string
	line int
}

func (p place) say(what string) string {
	switch {
	case p.file == "":
		return what
	case p.line == 0:
		return p.file + ": " + what
	}
	return fmt.Sprintf("%s:%d: %s", p.file, p.line, what)
}

func (p place) fail(format string, args ...any) *Error {
	return &Error{File: p.file, Line: p.line, Msg: fmt.Sprintf(format, args...)}
}

// A Case is what the files say, with what the model has no room for.
type Case struct {
	Model  *bargain.Model
	Format Format
	// Reference is the package from which joint gains and charts start, or nil.
	Reference bargain.Package
	// Rule says who can put a package in force, or nil if the files do not say.
	Rule *bargain.Rule
	// Repairs are in the order in which files were read.
	Repairs []Repair

	parties []place // where each party is stated
}

// Place says where a party of the model is stated.
func (c *Case) Place(party int) (file string, line int) {
	return c.parties[party].file, c.parties[party].line
}

// Compile is [bargain.CompileAt]; an error that concerns one party names the
// place at which that party is stated.
func (c *Case) Compile(resolution int64) (*bargain.Problem, error) {
	p, err := bargain.CompileAt(c.Model, resolution)
	if err == nil {
		return p, nil
	}
	for i, party := range c.Model.Parties {
		alone := *c.Model
		alone.Parties, alone.SocialWeights = []bargain.Party{party}, nil
		if _, one := bargain.CompileAt(&alone, resolution); one != nil {
			at := c.parties[i]
			return nil, &Error{File: at.file, Line: at.line, Msg: one.Error(), cause: one}
		}
	}
	return nil, err
}

// Uncertain says that the preferences of some party are ranges, orders, unknown
// or several, and where; it is nil if every number of the case is exact.
func (c *Case) Uncertain() *Error {
	for i, party := range c.Model.Parties {
		at := c.parties[i]
		if len(party.Views) > 1 {
			return at.fail("party %q has %d profiles", party.ID, len(party.Views))
		}
		for _, v := range party.Views {
			if len(v.Order) > 0 {
				return at.fail("party %q gives an order of its weights", party.ID)
			}
			if len(v.Better) > 0 {
				return at.fail("party %q only orders packages", party.ID)
			}
			for _, n := range numbersOf(v) {
				if _, exact := n.Exact(); !exact {
					return at.fail("party %q gives %s where one number is needed", party.ID, saysNumber(n))
				}
			}
		}
	}
	return nil
}

// numbersOf collects every number of a view.
func numbersOf(v bargain.View) (out []bargain.Number) {
	out = append(out, v.Weights...)
	for _, row := range v.Values {
		out = append(out, row...)
	}
	for _, t := range v.Terms {
		out = append(out, t.Add)
	}
	if v.Reservation != nil && v.Reservation.Package == nil {
		out = append(out, v.Reservation.Value)
	}
	return out
}

func saysNumber(n bargain.Number) string {
	low, high, known := n.Bounds()
	switch {
	case !known:
		return "a number that is not known"
	case low.Cmp(high) == 0:
		return fraction(low)
	}
	return fmt.Sprintf("a range from %s to %s", fraction(low), fraction(high))
}

// contribution is what an option adds to the utility of an exact additive view.
func contribution(v bargain.View, issue, option int) *big.Rat {
	if v.Values == nil || v.Values[issue] == nil {
		return new(big.Rat)
	}
	x, _ := v.Values[issue][option].Exact()
	if v.Weights != nil {
		w, _ := v.Weights[issue].Exact()
		x.Mul(x, w)
	}
	return x
}
