// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/casefile"
)

// keptModels are documents to be kept: those of the tutorial, and some of each way
// to state a preference and of each part that changes an answer.
func keptModels(t *testing.T) map[string][]byte {
	out := map[string][]byte{
		"amounts, concepts and instruments": []byte(`{"schema":"parley.stability/1","name":"paid","options":[{"id":"one"},{"id":"two"}],
 "dms":[{"id":"One","options":["one"],"payoffs":{"0":1,"1":0,"2":3,"3":"2"}},{"id":"Two","options":["two"],"weights":{"one":"1/3","two":-1}}],
 "instruments":[{"id":"relief","dm_effects":{"One":1,"Two":1},"when":"one & two","max":5,"cost":5}],
 "concepts":{"One":"seq","Two":"nash"},"unknown":{"One":[[0,3]]},"settings":{"sanction":"worse","sequences":"once"}}`),
		"coalesced, one-way, in YAML": []byte("schema: parley.stability/1\noptions: [{id: one, direction: forward}, {id: two}]\n" +
			"coalesce: ['one & two']\nstatus_quo: 0\ndms: [{id: a, options: [one], statements: [one -> two, '!one']}, {id: b, options: [two], ranking: [[0, 1], [2, 3]]}]\n"),
		"free-form": []byte(`{"schema":"parley.stability/1","states":["war","truce","peace"],
 "dms":[{"id":"a","ranking":[["peace"],["truce"],["war"]]},{"id":"b","ranking":[["peace"],["truce"],["war"]]}],
 "arcs":{"a":[["war","truce"]],"b":[["truce","peace"]]}}`),
		"of another program": []byte(`{"useManualPreferenceRanking":true,"infeasibles":[],"program":"gmcr-py",
 "options":[{"name":"t","permittedDirection":"both"},{"name":"o","permittedDirection":"both"}],
 "decisionMakers":[{"name":"One","options":[1],"preferences":[[[0,"Y"]],[[1,"N"]]],"preferenceRanking":[2,4,1,3]},
 {"name":"Two","options":[0],"preferences":[[[1,"Y"]],[[0,"N"]]],"preferenceRanking":[3,4,1,2]}]}`),
	}
	for _, name := range []string{"cuba.json", "cuba-amounts.json", "cuba-called-off.json"} {
		b, err := os.ReadFile(filepath.Join("../../docs/tutorial-stability", name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = b
	}
	random := rand.New(rand.NewPCG(6, 28))
	for range 30 {
		name, m := randomModel(random)
		out[name] = m
	}
	return out
}

// randomModel ranks the states of three options of two decision makers.
func randomModel(random *rand.Rand) (string, []byte) {
	rank := func() string {
		var b strings.Builder
		for i, s := range random.Perm(8) {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(number(s))
		}
		return b.String()
	}
	way := []string{"both", "forward", "back"}[random.IntN(3)]
	one, two := rank(), rank()
	return one + " | " + two + " " + way, []byte(`{"schema":"parley.stability/1","options":[{"id":"x","direction":"` + way + `"},{"id":"y"},{"id":"z"}],"status_quo":` + number(random.IntN(8)) + `,
 "dms":[{"id":"one","options":["x","y"],"ranking":[` + one + `]},{"id":"two","options":["z"],"ranking":[` + two + `]}]}`)
}

// What model show answers of a model that is kept is what stability solve answers of
// the file that it came from, and of the file that model write makes.
func TestKeptModelAnswersAsItsFile(t *testing.T) {
	dir := t.TempDir()
	solve := func(name string, data []byte) any {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, stderr := run(t, nil, "stability", "solve", path, "--json")
		wantCode(t, code, exitDone, stderr)
		var x struct{ Data map[string]any }
		if err := json.Unmarshal([]byte(out), &x); err != nil {
			t.Fatal(err)
		}
		delete(x.Data, "repairs")
		return x.Data
	}
	for name, data := range keptModels(t) {
		t.Run(name, func(t *testing.T) {
			file := "file.json"
			if strings.HasSuffix(name, "in YAML") {
				file = "file.yaml"
			}
			read, err := casefile.ReadConflict(casefile.File{Name: file, Data: data})
			if err != nil {
				t.Fatal(err)
			}
			document, err := documentOf(read)
			if err != nil {
				t.Fatal(err)
			}
			again, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
			if err != nil {
				t.Fatal(err)
			}
			r := modelReport{ModelLine: brief.ModelLine{Document: document, Conflict: again}}
			if _, err := r.fill(t.Context()); err != nil || r.Why != "" {
				t.Fatal(err, r.Why)
			}
			text, err := json.Marshal(r.Answer)
			if err != nil {
				t.Fatal(err)
			}
			var shown any
			if err := json.Unmarshal(text, &shown); err != nil {
				t.Fatal(err)
			}
			if written := solve("written.json", []byte(document)); !reflect.DeepEqual(shown, written) {
				t.Errorf("shown is\n%v\nand the written file answers\n%v", shown, written)
			}
			if came := solve(file, data); !reflect.DeepEqual(shown, came) {
				t.Errorf("shown is\n%v\nand the file that came in answers\n%v", shown, came)
			}
		})
	}
}

// A document is kept in as many lines as it has room for, and one that is too long
// is refused with what to do.
func TestDocumentOf(t *testing.T) {
	ranked := func(options int) *casefile.Conflict {
		var list, ranks []string
		for k := range options {
			list = append(list, `{"id":"o`+number(k)+`"}`)
		}
		for s := range 1 << options {
			ranks = append(ranks, number(s))
		}
		c, err := casefile.ReadConflict(casefile.File{Name: "m", Data: []byte(`{"schema":"parley.stability/1","options":[` + strings.Join(list, ",") +
			`],"dms":[{"id":"a","options":["o0"],"ranking":[` + strings.Join(ranks, ",") + `]}]}`)})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for options, lines := range map[int]bool{4: true, 12: false} {
		text, err := documentOf(ranked(options))
		if err != nil || strings.Contains(text, "\n") != lines || len(text) > act.MaxDocument {
			t.Errorf("%d options: %d bytes, in lines: %t, %v", options, len(text), strings.Contains(text, "\n"), err)
		}
	}
	if _, err := documentOf(ranked(13)); err == nil || !strings.Contains(err.Error(), "statements or weights are shorter") {
		t.Errorf("a ranking of 8192 states: %v", err)
	}
}

// A document that nobody can read, or that would take too much, is shown with what
// is wrong in place of an answer.
func TestShowSaysWhyThereIsNoAnswer(t *testing.T) {
	var wide []string
	for k := range 60 {
		wide = append(wide, `{"id":"o`+number(k)+`"}`)
	}
	for name, x := range map[string]struct{ document, why string }{
		"unread": {`{"schema":"parley.stability/9"}`, "want"},
		"large":  {`{"schema":"parley.stability/1","options":[` + strings.Join(wide, ",") + `],"dms":[{"id":"a","options":["o0"],"statements":["o0"]}]}`, "over the budget"},
	} {
		r := modelReport{ModelLine: brief.ModelLine{Title: name, Document: x.document}}
		var err error
		if r.Conflict, err = casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(x.document)}); err != nil {
			r.Fault = err.Error()
		}
		tables, err := r.fill(t.Context())
		if err != nil || r.Answer != nil || !strings.Contains(r.Why, x.why) {
			t.Errorf("%s: %q, %v; want %q", name, r.Why, err, x.why)
		}
		if last := tables[0].rows[len(tables[0].rows)-1]; last[0] != "no answer" || last[1] != r.Why {
			t.Errorf("%s: the card ends with %q", name, last)
		}
	}
}

// The frame of a draft is a model as soon as each decision maker has a preference, and
// the flags that keep it name every seat and every entry.
func TestFrameOf(t *testing.T) {
	entry := strings.Repeat("7f3a09c41b22", 6)[:64]
	d := brief.ModelDraft{Title: "What would hold?", Today: "YN", DMs: []brief.DraftDM{
		{ID: "a", Name: "Delegation A", Seat: "a", Basis: act.Said}, {ID: "city", Name: "the city's council", Basis: act.Inferred},
	}, Options: []brief.DraftOption{{ID: "pause", Name: "a pause <30 days>", DM: "a", Direction: "forward", Entry: entry}, {ID: "open", Name: "a crossing", DM: "city"}}}
	frame, err := frameOf(&d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := casefile.ReadConflict(casefile.File{Name: "frame.json", Data: frame}); err == nil || !strings.Contains(err.Error(), "has no preference") {
		t.Errorf("a frame without preferences: %v", err)
	}
	whole := strings.ReplaceAll(string(frame), `"options": [`+"\n        ", `"statements": ["pause & open"], "options": [`)
	c, err := casefile.ReadConflict(casefile.File{Name: "frame.json", Data: []byte(whole)})
	if err != nil {
		t.Fatalf("%v\n%s", err, whole)
	}
	if m, err := c.Compile(t.Context()); err != nil || m.Len() != 4 || *c.Definition.StatusQuo != 1 || c.Definition.Options[0].Name != d.Options[0].Name {
		t.Errorf("%+v, %v", c.Definition, err)
	}
	if got, want := addFlags(&d, []string{"mediator"}), " --dm a=a:said --dm city=inferred --stands pause=7f3a09c41b22 --to mediator"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
