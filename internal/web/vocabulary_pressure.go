// SPDX-License-Identifier: Apache-2.0

package web

import "parley/internal/lang"

// pressureTerm names the words of leverage, commitments and consultation. The
// term is a vocabulary and a word of it.
func pressureTerm(p *lang.Printer, term string) string {
	switch term {
	case "sort threat":
		return p.T("threat")
	case "sort incentive":
		return p.T("incentive")
	case "step set":
		return p.T("set")
	case "step repeated":
		return p.T("repeated")
	case "step moved":
		return p.T("deadline moved")
	case "step enacted":
		return p.T("enacted")
	case "step lapsed":
		return p.T("lapsed")
	case "step suspended":
		return p.T("suspended")
	case "step lifted":
		return p.T("lifted")
	case "step restored":
		return p.T("restored")
	case "step withdrawn":
		return p.T("taken back")
	case "reversible yes":
		return p.T("can be undone")
	case "reversible partly":
		return p.T("can be undone in part")
	case "reversible no":
		return p.T("cannot be undone")
	case "silent condition":
		return p.T("condition")
	case "silent trigger":
		return p.T("what would set it off")
	case "silent evidence":
		return p.T("by what that would be seen")
	case "silent decides":
		return p.T("who decides")
	case "silent reversible":
		return p.T("whether it can be undone")
	case "silent snapback":
		return p.T("how it would come back")
	case "silent deadline":
		return p.T("deadline")
	case "silent successor":
		return p.T("who carries on")
	case "silent host":
		return p.T("who keeps the hub")
	case "silent effect":
		return p.T("from when")
	}
	return promiseTerm(p, term)
}

// promiseTerm names how commitments, consultations and proposals stand.
func promiseTerm(p *lang.Printer, term string) string {
	switch term {
	case "standing stands":
		return p.T("stands")
	case "standing mutual":
		return p.T("holds both ways")
	case "standing waits":
		return p.T("waits for what it hangs on")
	case "standing released", "kept released":
		return p.T("released")
	case "standing withdrawn", "gate withdrawn":
		return p.T("taken back")
	case "kept kept":
		return p.T("kept")
	case "kept partly-kept":
		return p.T("kept in part")
	case "kept not-kept":
		return p.T("not kept")
	case "consulted agrees":
		return p.T("agrees")
	case "consulted comments":
		return p.T("comments")
	case "consulted reserves":
		return p.T("reserves its view")
	case "consulted objects":
		return p.T("objects")
	case "stage internal":
		return p.T("internal")
	case "stage tabled":
		return p.T("put to the parties")
	case "gate open":
		return p.T("open: the owners were consulted")
	case "gate waits":
		return p.T("waits for consultation")
	case "gate overridden":
		return p.T("tabled without, for a stated reason")
	case "gate not-seen":
		return p.T("tabled; its consultation is not opened here")
	case "basis said":
		return p.T("said")
	case "basis inferred":
		return p.T("inferred")
	case "position interest":
		return p.T("interest")
	case "position position":
		return p.T("position")
	case "position red-line":
		return p.T("red line")
	case "position range":
		return p.T("range")
	case "position alternative":
		return p.T("alternative to an agreement")
	case "dated format":
		return p.T("meeting")
	case "dated deadline":
		return p.T("threat or incentive")
	case "dated undertaking":
		return p.T("undertaking")
	case "dated commitment":
		return p.T("commitment")
	case "dated round":
		return p.T("closing of an acceptance round")
	}
	return ""
}
