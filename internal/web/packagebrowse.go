// SPDX-License-Identifier: Apache-2.0

package web

import (
	"math/big"
	"strconv"
	"strings"

	"parley/internal/brief"
)

// browsePage asks how much each party is to have at least, and shows what is left.
type browsePage struct {
	casePage
	commonChoices
	Report brief.BrowseReport
	Floors []floorField
	Wrong  bool // some floor is no number from 0 to 100
}

// floorField is the floor of one party as it was typed.
type floorField struct {
	brief.FloorPart
	Number   int    // of its field
	Typed    string // in the box
	Slide    string // of the slider, a whole number
	Wrong    bool
	Estimate bool
}

// browsePoints is how many packages are listed.
const browsePoints = 12

// browseTo is the page; it does not show itself again, since that would take away
// what is being tried.
func browseTo() *page {
	return &page{path: "/packages/browse", place: placePackages, title: phrase.T("Browse packages with floors"), template: "packagebrowse", build: buildBrowse}
}

func buildBrowse(r *request) (any, lane, error) {
	out, err := r.browse()
	return out, r.ownLane(), err
}

// browseFloors answers with what is left over the floors that were sent. They are a
// party's numbers in all but name, and stand in no address.
func browseFloors(r *request) (answer, error) {
	out, err := r.browse()
	return answer{page: browseTo(), content: out, lane: r.ownLane(), fine: !out.Wrong}, err
}

func (r *request) browse() (browsePage, error) {
	base, err := r.casePage()
	if err != nil {
		return browsePage{}, err
	}
	out := browsePage{casePage: base}
	floors := make([]*big.Rat, len(base.Case.Parties))
	for i, p := range base.Case.Parties {
		f := floorField{Number: i, Typed: r.floorTyped(i), Estimate: p.Estimate, Slide: "0"}
		var wrong error
		if floors[i], wrong = brief.ParseFloor(f.Typed); wrong != nil {
			f.Wrong, out.Wrong = true, true
		}
		if floors[i] != nil {
			f.Slide = floors[i].FloatString(0)
			if floors[i].Sign() == 0 {
				floors[i] = nil // nobody has less than nothing
			}
		}
		out.Floors = append(out.Floors, f)
	}
	out.Report = base.Case.Browse(floors, browsePoints)
	for i := range out.Report.Floors {
		out.Floors[i].FloorPart = out.Report.Floors[i]
	}
	out.commonChoices = commonOf(packagesOf(out.Report.Points))
	return out, nil
}

// Build begins a package of the own seat that settles what a row settles.
func (b browsePage) Build(x brief.PackagePoint) begun {
	var choices []brief.PackageChoice
	for i, s := range x.Package { // in the order of the issues of the case
		choices = append(choices, brief.PackageChoice{Issue: b.Case.Issues[i].IssueRef, Option: s.Option})
	}
	return b.r.buildPackage(b.r.p.T("Build this package"), "", choices)
}

// floorTyped is the floor of a party: what stands in its box, unless only its slider
// was moved, which a browser without script does not write into the box.
func (r *request) floorTyped(i int) string {
	n := strconv.Itoa(i)
	box, slide, was := strings.TrimSpace(r.PostForm.Get("floor."+n)), r.PostForm.Get("slide."+n), r.PostForm.Get("was."+n)
	box = strings.Replace(box, ",", ".", 1)
	if slide != "" && slide != was && box == r.PostForm.Get("typed."+n) {
		return slide
	}
	return box
}
