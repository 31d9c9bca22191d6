// SPDX-License-Identifier: Apache-2.0

package web

import "parley/internal/lang"

// packageTerm names the words of packages and of what they are worth.
func packageTerm(p *lang.Printer, term string) string {
	switch term {
	case "limit above":
		return p.T("at or above the limit")
	case "limit below":
		return p.T("below the limit")
	case "limit depends":
		return p.T("above or below the limit, by where in the ranges the numbers are")
	case "limit words":
		return p.T("the limit is stated in words alone")
	case "limit open-package":
		return p.T("the limit is a package that leaves issues open")
	case "limit uncounted-package":
		return p.T("the limit is a package with an option that is not counted")
	case "limit none":
		return p.T("no limit is stated")
	case "limit unknown":
		return p.T("not known")
	case "offer replaced":
		return p.T("another writing took its place")
	case "offer beside":
		return p.T("written beside another, neither having seen the other")
	case "gap no-options":
		return p.T("it has no options")
	case "gap no-weight":
		return p.T("how much it matters is not stated")
	case "gap few-values":
		return p.T("fewer than two of its options have a worth")
	case "gap no-value":
		return p.T("what this option is worth is not stated")
	}
	return ""
}
