// SPDX-License-Identifier: Apache-2.0

package web

import "parley/internal/lang"

// packagePages are the pages of packages in the order in which they lead to each
// other. The template "packages" shows them on each of these pages.
func packagePages(p *lang.Printer) []railLink {
	return []railLink{
		{Path: "/packages", Name: p.T("All")},
		{Path: "/packages/map", Name: p.T("Map")},
		{Path: "/packages/browse", Name: p.T("Browse")},
		{Path: "/packages/movement", Name: p.T("Movement")},
		{Path: "/packages/robust", Name: p.T("What if")},
		{Path: "/rounds", Name: p.T("Rounds")},
		{Path: "/preferences", Name: p.T("What it is worth")},
	}
}

// packageLinks are [packagePages] as a page of a desk shows them.
func (f *frame) packageLinks() []railLink {
	out := packagePages(f.r.p)
	for i := range out {
		out[i].Here = f.r.page != nil && f.r.page.path == out[i].Path
		out[i].Path = f.r.at(out[i].Path)
	}
	return out
}
