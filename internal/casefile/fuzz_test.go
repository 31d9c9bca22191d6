// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"errors"
	"strings"
	"testing"
)

// fuzz reads a mutated file beside fixed ones. Whatever is accepted compiles or
// says why not, and survives a case file of ours.
func fuzz(f *testing.F, name string, beside []File, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Read(append([]File{{name, data}}, beside...), Options{})
		if err != nil {
			var own *Error
			var many *ManyError
			if !errors.As(err, &own) && !errors.As(err, &many) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		files, _, err := Write(c, Parley)
		if err != nil && strings.Contains(err.Error(), "only orders packages") {
			return
		}
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		back, err := Read(files, Options{})
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, files[0].Data)
		}
		again, _, err := Write(back, Parley)
		if err != nil || string(again[0].Data) != string(files[0].Data) {
			t.Fatalf("%v\n%s\n%s", err, files[0].Data, again[0].Data)
		}
		size := 1
		for _, i := range c.Model.Issues {
			if size *= len(i.Options); size > 1<<12 {
				return
			}
		}
		if _, err := c.Compile(0); err != nil && err.Error() == "" {
			t.Fatal("an error without words")
		}
	})
}

func FuzzParley(f *testing.F)     { fuzz(f, "c.json", nil, caseJSON) }
func FuzzParleyYAML(f *testing.F) { fuzz(f, "c.yaml", nil, caseYAML, "a: &a [*a]") }
func FuzzGenius(f *testing.F) {
	fuzz(f, "p.xml", []File{{"domain.xml", []byte(geniusDomainXML)}}, geniusProfileXML,
		`<utility_space type="nonlinear"><objective index="0"><issue index="5" name="Days" type="integer" lowerbound="1" upperbound="5"/></objective>
<utility maxutility="9"><ufun aggregation="max" weight="2"><hyperRectangle utility="3"><INCLUDES index="5" min="1" max="2"/><EXCLUDES index="5" min="2" max="2"/></hyperRectangle><hyperRectangle utility="1"/></ufun></utility></utility_space>`)
}
func FuzzGeniusWeb(f *testing.F) { fuzz(f, "p.json", nil, webProfileJSON, orderingJSON) }
func FuzzNegoLog(f *testing.F) {
	fuzz(f, "p.json", nil, `{"reservationValue": 0.3, "issueWeights": {"a": 0.7}, "issues": {"a": {"x": 1, "y": 0.5}}}`)
}

func FuzzNegMAS(f *testing.F) {
	space := File{"s.yml", []byte("type: X.OutcomeSpace\nissues:\n- {name: a, type: ContiguousIssue, values: [0, 3]}\n- {name: b, values: [x, y]}\n")}
	fuzz(f, "u.yml", []File{space}, "type: LinearAdditiveUtilityFunction\nweights: [1, 2]\nvalues:\n- {type: IdentityFun}\n- {x: 1, y: 2}\n",
		"type: HyperRectangleUtilityFunction\noutcome_ranges: [{0: [1, 2]}, {b: [x]}, null]\nutilities: [1, 2, 3]\n")
}

func FuzzDeliberation(f *testing.F) {
	fuzz(f, "s.txt", []File{{"t.txt", []byte("1, 2, 3\n4, 5\n6")}}, "3, 2, 1\n5, 4\n6")
}
