// SPDX-License-Identifier: Apache-2.0

package bargain

// A Model is a case: what can be settled, who settles it and what each of them
// wants. It is a plain value; [Compile] checks it and makes it ready for
// questions. Issues, options and parties are named by their index everywhere.
type Model struct {
	Name        string
	Issues      []Issue
	Parties     []Party
	Constraints []Constraint
	// ComparableScales says that the case itself declares one unit of utility to
	// mean the same for every party. Sums over parties are refused without it.
	ComparableScales bool
	// SocialWeights are the weights of the utilitarian sum, one per party, exact
	// and not negative; nil gives all parties the same weight.
	SocialWeights []Number
}

// An Issue is one question with at least one option.
type Issue struct {
	ID      string // not empty, unique among issues
	Name    string
	Options []Option
}

// An Option is one way to settle an issue. A numeric range is turned into
// options, one for each step, before it comes here.
type Option struct {
	ID   string // not empty, unique within the issue
	Name string
}

// A Package settles every issue: the index of one option for each, in the order
// of the issues.
type Package []int

// A Party is one side of the case. Ordinarily it has one view; several views are
// several readings of what it wants ("two advisers disagree"), and only
// robustness accepts them.
type Party struct {
	ID    string // not empty, unique among parties
	Name  string
	Views []View
}

// A View is a preference: the utility of a package is the sum over issues of
// weight times value of the chosen option, plus Add of every term whose pattern
// the package matches.
type View struct {
	Name string
	// Weights has one number per issue, or is nil: then Values are points that
	// are added as they stand.
	Weights []Number
	// Values[i] has one number per option of issue i, or is nil if the party is
	// indifferent about issue i.
	Values [][]Number
	// Terms are rows of tables and boxes: what holds over several issues.
	Terms []Term
	// Order lists pairs of issues (a, b) of which the weight of a is at least that
	// of b. Only robustness uses it.
	Order [][2]int
	// Shares says that weights count by their share of their sum, so that the best
	// option on every issue is worth as much whatever they are. Where they are
	// uncertain they are divided by their sum after they were drawn or put otherwise;
	// exact weights are given as shares already.
	Shares bool
	// Better lists pairs of packages of which the first is worth at least as much as
	// the second, for a party of which no more is known: Weights is nil then, every
	// value unknown, and there are no Terms. Only robustness uses it.
	Better [][2]Package
	// Reservation is what the party has without an agreement; nil means that it
	// has stated none, which is not the same as zero.
	Reservation *Reservation
	// Most is where the source of the view cuts its sums off, as some file formats
	// do, or nil. Only [Frontier.Cut] heeds it; elsewhere sums stand as they are.
	Most *Number
}

// A Reservation is a value, or a reference package of which the party's utility
// is the value (the status quo, if it can be written as a package). Package wins
// if it is not nil; it need not be feasible.
type Reservation struct {
	Value   Number
	Package Package
}

// A Term adds a number to the utility of every package that matches a pattern.
type Term struct {
	When Pattern
	Add  Number
}

// A Pattern matches a package if every one of its matches does. Without matches
// it matches every package. An issue may appear more than once.
type Pattern []Match

// A Match holds if the option chosen on Issue is one of Options.
type Match struct {
	Issue   int
	Options []int
}

// A Constraint excludes packages for all parties. With Then empty it forbids
// what matches If; otherwise it excludes packages that match If and not all of
// Then.
type Constraint struct {
	If   Pattern
	Then Pattern
	Why  string // the reason, shown with every result that it shapes
}

// Matches reports whether x, which must settle every issue that the pattern
// names, matches it.
func (p Pattern) Matches(x Package) bool {
	for _, m := range p {
		found := false
		for _, o := range m.Options {
			if x[m.Issue] == o {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// Allows reports whether x satisfies the constraint.
func (c Constraint) Allows(x Package) bool {
	if !c.If.Matches(x) {
		return true
	}
	return len(c.Then) > 0 && c.Then.Matches(x)
}
