// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func load2025(t *testing.T) *Process {
	t.Helper()
	p, err := Load2025()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// body is the body of a row, its sources written out.
func (r Row) body() map[string]any { return r.tree.(map[string]any) }

// What the README beside the data promises of every row.
func TestRowsKeepThePromises(t *testing.T) {
	p := load2025(t)
	bare := []string{"issue", "process.phase", "round"} // kinds that carry no mark
	illustrative := 0
	for _, r := range p.Rows {
		b := r.body()
		mark, _ := b["mark"].(string)
		sources, _ := b["sources"].([]any)
		toAll := slices.Equal(r.To, []string{everybody})
		switch invented, _ := b["illustrative"].(bool); {
		case slices.Contains(bare, r.Kind):
		case invented:
			illustrative++
			if mark != "uncertain" || len(sources) > 0 {
				t.Errorf("%s is illustrative, with the mark %q and %d sources", r.at(), mark, len(sources))
			}
			if !strings.Contains(string(r.Body), `"Illustrative: `) {
				t.Errorf("%s is illustrative, and no text of it begins by saying so", r.at())
			}
		case mark == "" || len(sources) == 0:
			t.Errorf("%s has the mark %q and %d sources", r.at(), mark, len(sources))
		}
		if wp := r.Register == "wp"; wp && toAll {
			t.Errorf("%s is without prejudice and goes to all", r.at())
		}
		if !toAll && (len(r.To) > 3 || !slices.IsSorted(r.To)) {
			t.Errorf("%s: a caucus of %v; want up to three, sorted", r.at(), r.To)
		}
		if r.Day() < "2025-02-12" || r.Day() > "2025-11-23" {
			t.Errorf("%s is of %s", r.at(), r.Day())
		}
	}
	if illustrative == 0 {
		t.Error("no row is illustrative: the demonstration shows no caucus note")
	}
}

// Counts of opposed parties stand side by side, each with its teller, and their
// sum is nowhere.
func TestCountsStandSideBySide(t *testing.T) {
	p := load2025(t)
	tellers := map[string][]string{}
	for _, r := range p.Rows {
		title, _ := r.body()["title"].(string)
		if subject, ok := strings.CutSuffix(title, ": violations claimed by Moscow"); ok && r.By == "russia" {
			tellers[subject] = append(tellers[subject], "Moscow")
		}
		if subject, ok := strings.CutSuffix(title, ": violations claimed by Kyiv"); ok && r.By == "ukraine" {
			tellers[subject] = append(tellers[subject], "Kyiv")
		}
		for _, sum := range []string{"7,835", "7835"} { // 2,935 and 4,900
			if strings.Contains(string(r.Body), sum) {
				t.Errorf("%s holds %s, a sum of counts of opposed parties", r.at(), sum)
			}
		}
	}
	if len(tellers) != 2 {
		t.Errorf("violations are claimed of %v; want the two truces", tellers)
	}
	for subject, by := range tellers {
		if len(by) != 2 {
			t.Errorf("%s: violations are told by %v alone", subject, by)
		}
	}
}

// No person held is named: whoever is named holds or held a public office.
func TestOnlyOfficeHoldersAreNamed(t *testing.T) {
	office := []string{
		"Donald Trump", "Hakan Fidan", "JD Vance", "Karoline Leavitt", "Marco Rubio", "Recep Tayyip Erdoğan",
		"Scott Bessent", "Sergey Lavrov", "Steve Witkoff", "Vladimir Putin", "Volodymyr Zelensky", "Yuri Ushakov",
		"Leaders of France, Germany, Poland, the United Kingdom and Ukraine", "Office of the President of Ukraine",
	}
	named := 0
	for _, r := range load2025(t).Rows {
		people, _ := r.body()["who"].([]any)
		if speaker, ok := r.body()["speaker"]; ok {
			people = append(people, speaker)
		}
		for _, x := range people {
			named++
			if name := x.(map[string]any)["name"].(string); !slices.Contains(office, name) {
				t.Errorf("%s names %q, who is not on the list of office holders", r.at(), name)
			}
		}
	}
	if named == 0 {
		t.Error("nobody is named")
	}
}

// Where the two parties stand next to each other, the one that comes first
// alternates, from pair to pair of one file.
func TestPartyOrderAlternates(t *testing.T) {
	pairs := 0
	rows := inFiles(load2025(t))
	first, file := "", ""
	for i := 0; i+1 < len(rows); i++ {
		a, b := rows[i], rows[i+1]
		if a.file != b.file || a.Kind != b.Kind || a.Day() != b.Day() || a.By == b.By || !party(a.By) || !party(b.By) {
			continue
		}
		if a.file == file && a.By == first {
			t.Errorf("%s: the pair begins with %s, and so does the one before", a.at(), first)
		}
		first, file = a.By, a.file
		pairs++
		i++
	}
	if pairs < 20 {
		t.Errorf("%d pairs", pairs)
	}
}

// inFiles returns the rows in the order of the files.
func inFiles(p *Process) []Row {
	rows := slices.Clone(p.Rows)
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.number, b.number))
	})
	return rows
}

func party(key string) bool { return key == "russia" || key == "ukraine" }

// Issues give both positions, and which comes first alternates.
func TestIssuesGiveBothPositions(t *testing.T) {
	n := 0
	for _, r := range inFiles(load2025(t)) {
		says, _ := r.body()["says"].(string)
		if r.Kind != "issue" || !strings.Contains(says, "Kind of gap: ") {
			continue
		}
		ua, ru := strings.Index(says, "Ukraine (framework"), strings.Index(says, "Russia (draft")
		if ua < 0 || ru < 0 || (ua < ru) != (n%2 == 0) {
			t.Errorf("%s: issue %d gives Ukraine at %d, Russia at %d", r.at(), n+1, ua, ru)
		}
		n++
	}
	if n != 16 {
		t.Errorf("%d issues; the two texts of June have 16", n)
	}
}

// stated is what one account of the data states on one facet.
type stated struct {
	Contact string            `json:"contact"` // key of the contact
	Point   string            `json:"point"`
	Facet   string            `json:"facet"`
	Values  map[string]string `json:"values"` // by teller
}

// accounts gathers, by contact, point and facet, what each teller states.
func accounts(t *testing.T, p *Process) []stated {
	t.Helper()
	var out []stated
	at := map[string]int{}
	for _, r := range p.Rows {
		if r.Kind != "readout" {
			continue
		}
		b := r.body()
		claims, _ := b["claims"].([]any)
		for _, x := range claims {
			c := x.(map[string]any)
			for _, facet := range []string{"number", "scope", "time", "condition", "actor", "status"} {
				v, ok := c[facet]
				if !ok {
					continue
				}
				says, ok := v.(string)
				if !ok {
					says = v.(map[string]any)["says"].(string)
				}
				contact := strings.TrimPrefix(b["contact"].(string), refMark)
				key := fmt.Sprintf("%s|%s|%s", contact, c["point"], facet)
				i, ok := at[key]
				if !ok {
					i = len(out)
					at[key] = i
					out = append(out, stated{contact, c["point"].(string), facet, map[string]string{}})
				}
				out[i].Values[b["teller"].(string)] = says
			}
		}
	}
	return out
}

// testdata/divergences.json names where the accounts of one contact state one
// point differently. The rows hold exactly these: no row says that accounts
// differ, and what one account alone states is not among them. Numbers that
// differ and can both hold are marked compatible there.
func TestAccountsDifferWhereTheyAreSaidTo(t *testing.T) {
	b, err := testdata.ReadFile("testdata/divergences.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []struct {
		stated
		Compatible bool `json:"compatible"`
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	var expected, got []string
	differ := 0
	for _, w := range want {
		expected = append(expected, fmt.Sprint(w.stated))
		if !w.Compatible {
			differ++
		}
	}
	for _, s := range accounts(t, load2025(t)) {
		values := map[string]bool{}
		for _, v := range s.Values {
			values[strings.ToLower(v)] = true
		}
		if len(values) > 1 {
			got = append(got, fmt.Sprint(s))
		}
	}
	slices.Sort(expected)
	slices.Sort(got)
	if !slices.Equal(got, expected) {
		t.Errorf("accounts differ in\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(expected, "\n"))
	}
	if differ < 8 {
		t.Errorf("%d divergences; the record of 2025 has eight at least", differ)
	}
}
