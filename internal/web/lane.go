// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"

	"parley/internal/brief"
)

// lane says in words who can read a page. It stands on top of every one.
type lane struct {
	Who  string // the sentence that matters
	More string // what else a reader should know
}

// ownLane is of a page that joins what this seat was told in several channels.
func (r *request) ownLane() lane {
	return lane{
		r.p.T("Only {seat} reads this page.", "seat", r.name(r.node.Seat())),
		r.p.T("It joins what was said in the channels of this seat; nothing is released by it."),
	}
}

// machineLane is of a page about this machine, which holds nobody's words.
func (r *request) machineLane() lane {
	return lane{r.p.T("This page is about this machine."), r.p.T("No other seat sees it.")}
}

// rosterLane is of a page that every seat can make for itself.
func (r *request) rosterLane() lane {
	return lane{
		r.p.T("Every seat of the process can see what is on this page."),
		r.p.T("It is made from the roster, which all hold and the hub holds too."),
	}
}

// channelLane is of a page that shows words of one channel.
func (r *request) channelLane(readers []brief.SeatRef, plenary bool) lane {
	var names []string
	for _, x := range readers {
		names = append(names, x.Name)
	}
	who := strings.Join(names, ", ")
	if plenary {
		return lane{
			r.p.T("Channel of all seats: {seats}.", "seats", who),
			r.p.T("Every seat that has accepted the process reads it. The hub does not."),
		}
	}
	if len(readers) == 1 {
		return lane{r.p.T("Only {seat} reads this.", "seat", who), r.p.T("No other seat reads it, nor does the hub.")}
	}
	return lane{
		r.p.T("Channel: {seats}.", "seats", who),
		r.p.T("No other seat reads it, nor does the hub."),
	}
}
