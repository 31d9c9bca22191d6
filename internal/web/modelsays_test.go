// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/lang"
	"parley/stability"
)

// TestReasonsInEveryLanguage: every sentence about the Cuban missile crisis, as
// published and as others take it, names who it is about and every state that the
// data names, leaves no place empty, and is not the English one.
func TestReasonsInEveryLanguage(t *testing.T) {
	english := map[string]string{}
	for _, l := range lang.Languages() {
		p := lang.For(l.Tag)
		for name, m := range saidModels(t) {
			for s := range m.States() {
				r, err := brief.Reasons(t.Context(), p, m, s, nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				for k, x := range r.Reasons {
					at := strings.Join([]string{name, m.Pattern(s), x.DM, x.Concept}, " ")
					if strings.ContainsAny(x.Says, "{}") || !strings.Contains(x.Says, brief.DMSays(m, k/len(r.Equilibrium))) {
						t.Fatalf("%s, %s: %q", l.Tag, at, x.Says)
					}
					for _, d := range x.Deviations {
						named := append([]brief.ModelMove{{To: d.To}}, d.Sanction...)
						for _, step := range named {
							if !strings.Contains(d.Says, brief.StateSays(m, stability.State(step.To))) && x.Concept != "sim" {
								t.Fatalf("%s, %s: %q does not name state %s", l.Tag, at, d.Says, step.To)
							}
						}
					}
					if l.Tag == "en" {
						english[at] = x.Says
					} else if x.Says == english[at] {
						t.Fatalf("%s, %s: not translated: %q", l.Tag, at, x.Says)
					}
				}
			}
		}
	}
}

// saidModels are models with every kind of reason.
func saidModels(t *testing.T) map[string]*stability.Model {
	published, free := solvedOf(t, cubanCrisis), solvedOf(t, `{"schema":"parley.stability/1","states":["peace","truce","war"],
"dms":[{"id":"a","name":"North","ranking":[2,0,1]},{"id":"b","name":"South","ranking":[0,1,2]}],
"arcs":{"a":[[0,2],[1,2]],"b":[[2,1],[0,1]]}}`)
	return map[string]*stability.Model{
		"published": published.Model, "free-form": free.Model,
		"worse": published.With(stability.Settings{Sanction: stability.Worse}),
	}
}
