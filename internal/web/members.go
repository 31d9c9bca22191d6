// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"slices"

	"parley/internal/brief"
)

// membersPage is the machines of the own seat.
type membersPage struct {
	brief.SeatDetail
	In     bool // this seat is in the roster
	ByHand bool
	Wrong  string
}

func buildMembers(r *request) (any, lane, error) {
	return r.members(""), r.machineLane(), nil
}

func (r *request) members(wrong string) membersPage {
	out := membersPage{ByHand: r.hub == nil, Wrong: wrong}
	rep := brief.RosterReport(r.view.State, r.view.Roster, r.head, r.view.Withheld)
	if i := slices.IndexFunc(rep.Seats, func(s brief.SeatDetail) bool { return s.You }); i >= 0 {
		out.SeatDetail, out.In = rep.Seats[i], true
	}
	return out
}

// removeDevice ends a device of the own seat. The key of the seat changes with
// it, since the device held it.
func removeDevice(r *request) (answer, error) {
	device := r.PostForm.Get("device")
	here := answer{page: findPage("/members"), lane: r.machineLane()}
	switch {
	case !slices.Contains(r.members("").Labels, device):
		return answer{}, errNotFound
	case r.PostForm.Get("sure") != "yes":
		here.content = r.members(r.p.T("Nothing was changed: tick the sentence beside the device, then send it again."))
		return here, nil
	}
	if err := r.needHub(); err != nil {
		return answer{}, err
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	if err := r.node.RemoveDevice(ctx, r.hub, device); err != nil {
		here.content = r.members(err.Error())
		return here, nil
	}
	r.desk.tell()
	r.desk.ask()
	return answer{to: "/members"}, nil
}

// findPage finds a page of a desk by its path.
func findPage(path string) *page {
	for _, p := range pages() {
		if p.path == path {
			return &p
		}
	}
	return nil
}
