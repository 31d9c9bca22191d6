// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// geniusFolder makes a folder of Genius; evaluations and weights are as floating
// point prints them. The same seed makes the same bytes.
func geniusFolder(seed uint64, issues, items, profiles int) []File {
	r := rand.New(rand.NewPCG(seed, 1))
	tree := func(profile bool) string {
		var b strings.Builder
		b.WriteString("<objective index=\"0\" name=\"root\">\n")
		for i := range issues {
			fmt.Fprintf(&b, "<issue index=\"%d\" name=\"Issue %d\" type=\"discrete\" etype=\"discrete\" vtype=\"discrete\">\n", i+1, i+1)
			for k := range items {
				fmt.Fprintf(&b, "<item index=\"%d\" value=\"value number %d\"", k+1, k)
				if profile {
					fmt.Fprintf(&b, " evaluation=\"%v\"", r.Float64())
				}
				b.WriteString(">\n</item>\n")
			}
			b.WriteString("</issue>\n")
			if profile {
				fmt.Fprintf(&b, "<weight index=\"%d\" value=\"%v\">\n</weight>\n", i+1, r.Float64()/float64(issues))
			}
		}
		return b.String() + "</objective>\n"
	}
	files := []File{{"f/domain.xml", []byte("<negotiation_template><utility_space>" + tree(false) + "</utility_space></negotiation_template>")}}
	for p := range profiles {
		files = append(files, File{fmt.Sprintf("f/util%d.xml", p+1), []byte("<utility_space>" + tree(true) + "</utility_space>")})
	}
	return files
}

// BenchmarkReadFolder reads two parties from a folder of 201 profiles, 18 MB.
func BenchmarkReadFolder(b *testing.B) {
	files := geniusFolder(1, 10, 100, 201)
	for b.Loop() {
		if _, err := Read(files, Options{Parties: 2}); err != nil {
			b.Fatal(err)
		}
	}
	size := 0
	for _, f := range files {
		size += len(f.Data)
	}
	b.ReportMetric(float64(size)/1e6, "MB")
}

// BenchmarkReadDomain reads a domain of ordinary size with two profiles.
func BenchmarkReadDomain(b *testing.B) {
	files := geniusFolder(1, 8, 5, 2)
	for b.Loop() {
		if _, err := Read(files, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadCase reads a case file of ours.
func BenchmarkReadCase(b *testing.B) {
	files := []File{{"case.json", []byte(caseJSON)}}
	for b.Loop() {
		if _, err := Read(files, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
