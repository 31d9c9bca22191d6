// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"parley/internal/brief"
	"parley/internal/lang"
)

// sortWord names a sort of leverage.
func sortWord(p *lang.Printer, sort string) string {
	if sort == "incentive" {
		return p.T("incentive")
	}
	return p.T("threat")
}

// stepWord names what became of a threat or an incentive.
func stepWord(p *lang.Printer, step string) string {
	switch step {
	case brief.LeverageSet:
		return p.T("set")
	case "repeated":
		return p.T("repeated")
	case "moved":
		return p.T("deadline moved")
	case "enacted":
		return p.T("enacted")
	case "lapsed":
		return p.T("lapsed")
	case "suspended":
		return p.T("suspended")
	case "lifted":
		return p.T("lifted")
	case "restored":
		return p.T("restored")
	case "withdrawn":
		return p.T("taken back")
	}
	return step
}

// standingWord names how a commitment stands.
func standingWord(p *lang.Printer, standing string) string {
	switch standing {
	case brief.Stands:
		return p.T("stands")
	case brief.StandsMutually:
		return p.T("holds both ways")
	case brief.StandsNotYet:
		return p.T("waits")
	case brief.StandsReleased:
		return p.T("released")
	case brief.StandsWithdrawn:
		return p.T("taken back")
	}
	return standing
}

// LaneName names a lane of the timeline of a process.
func LaneName(p *lang.Printer, lane string) string {
	switch lane {
	case brief.LaneTalks:
		return p.T("Talks")
	case brief.LaneAnnouncements:
		return p.T("Public statements")
	case brief.LaneLeverage:
		return p.T("Leverage")
	case brief.LaneUndertakings:
		return p.T("Undertakings")
	case brief.LaneEvents:
		return p.T("Other events")
	}
	return lane
}
