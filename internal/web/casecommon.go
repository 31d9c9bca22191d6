// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
)

// commonChoices are the choices that several packages share: they are said once, and
// each package only where it differs.
type commonChoices struct{ Common brief.SettledPackage }

// commonOf finds what packages share; one package alone shares nothing.
func commonOf(list []brief.SettledPackage) (out commonChoices) {
	if len(list) < 2 {
		return out
	}
	for i, s := range list[0] {
		if !slices.ContainsFunc(list, func(x brief.SettledPackage) bool { return x[i] != s }) {
			out.Common = append(out.Common, s)
		}
	}
	return out
}

// Own is what of a package is not shared.
func (c commonChoices) Own(x brief.SettledPackage) brief.SettledPackage {
	return slices.DeleteFunc(slices.Clone(x), func(s brief.Settlement) bool { return slices.Contains(c.Common, s) })
}

// packagesOf lists the packages of points.
func packagesOf(points []brief.PackagePoint) (out []brief.SettledPackage) {
	for _, x := range points {
		out = append(out, x.Package)
	}
	return out
}
