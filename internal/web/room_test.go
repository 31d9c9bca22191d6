// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"regexp"
)

// roomPaths are the pages about meetings, pressure, promises and consultation.
func roomPaths(b *browser, desk string) (out []string) {
	for _, p := range []string{
		"standing?on=2025-05-19", "standing?on=soon", "timeline", "timeline?on=2025-05-19", "formats", "formats?on=2025-05-19", "leverage", "leverage?on=2025-08-01",
		"commitments", "commitments?on=2025-03-26", "consultation", "issues", "issues?sheet=2", "issues?sheet=99", "consents", "exit", "exit?on=2025-05-19",
		"write?form=issue", "write?form=point", "write?form=leverage", "write?form=commitment", "write?form=table",
	} {
		out = append(out, "/"+desk+"/"+p)
	}
	for register, in := range map[string]*regexp.Regexp{
		"formats": pageIn("format"), "leverage": pageIn("leverage"), "issues": pageIn("issue"), "consultation": pageIn("proposal"),
	} {
		if m := in.FindStringSubmatch(b.page("/" + desk + "/" + register)); m != nil {
			out = append(out, m[1])
		}
	}
	return out
}

func pageIn(kind string) *regexp.Regexp {
	return regexp.MustCompile(`href="(/[a-z]+/` + kind + `/[0-9a-f]{64})"`)
}
