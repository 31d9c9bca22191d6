// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var optionShown = regexp.MustCompile(`name="options\.\d+\.id" value="([^"]+)"`)

// optionIDs are the short names of options that a page shows, in their order.
func optionIDs(body string) (out []string) {
	for _, m := range optionShown.FindAllStringSubmatch(body, -1) {
		out = append(out, m[1])
	}
	return out
}

// knownSent are options that a page showed, and then a blank one.
func knownSent(ids ...string) url.Values {
	v := url.Values{}
	for n, id := range append(ids, "") {
		at := fmt.Sprintf("options.%d.", n)
		v.Set(at+"name", strings.ToUpper(id))
		v.Set(at+"id", id)
		v.Set(at+"dm", "one")
		v.Set(at+"direction", "both")
	}
	return v
}

func todayShown(body string) string {
	m := regexp.MustCompile(`<option value="(\d*)" selected>`).FindStringSubmatch(body)
	if m == nil {
		return "none"
	}
	return m[1]
}

// A page that was open before something was changed elsewhere changes nothing that it
// did not show, and moves no outcome.
func TestModelOldPage(t *testing.T) {
	b := sitDown(t)
	home := b.beginModel("ukraine", "nothing", nil)
	b.fill(home+"/who", "go", whoSent("Old pages", "One"))
	b.fill(home+"/options", "go", optionsSent([3]string{"WITHDRAW", "one", "both"}, [3]string{"STRIKE", "one", "both"}, [3]string{"PAUSE", "one", "both"}))
	b.fill(home+"/prefer/1", "way", url.Values{"way": {"ranking"}})
	b.fill(home+"/prefer/1", "go", url.Values{"way": {"ranking"}, "typed": {"4, 6, 0, 2, 1, 3, 5, 7"}, "typed.was": {""}})
	b.fill(home+"/today", "go", url.Values{"today": {"4"}})
	ids := func() []string { return optionIDs(b.page(home + "/options")) }

	b.fill(home+"/options", "cut:0", knownSent("withdraw", "strike", "pause"))
	if got := todayShown(b.page(home + "/today")); got != "2" {
		t.Fatalf("today is %q", got)
	}
	b.fill(home+"/options", "go", knownSent("withdraw", "strike", "pause")) // the browser's way back
	if got := ids(); !slices.Equal(got, []string{"strike", "pause", "withdraw"}) {
		t.Errorf("%q", got)
	}
	if got := todayShown(b.page(home + "/today")); got != "2" {
		t.Errorf("today became %q", got)
	}
	if body := b.page(home + "/prefer/1"); !strings.Contains(body, `name="typed" value="2, 3, 0, 1"`) || !strings.Contains(body, "These outcomes have no place yet") {
		t.Errorf("%s", text(body))
	}
	b.fill(home+"/options", "cut:0", knownSent("withdraw", "strike", "pause")) // the first row of that page is the third
	if got := ids(); !slices.Equal(got, []string{"strike", "pause"}) {
		t.Errorf("%q", got)
	}

	// A second window adds one; the first does not have it.
	v := knownSent("strike", "pause")
	v.Set("options.2.name", "Talk")
	b.fill(home+"/options", "add", v)
	b.fill(home+"/options", "go", knownSent("strike", "pause"))
	if got := ids(); !slices.Equal(got, []string{"strike", "pause", "talk"}) {
		t.Errorf("%q", got)
	}
	b.fill(home+"/options", "go", v) // sent a second time
	if got := ids(); !slices.Equal(got, []string{"strike", "pause", "talk"}) {
		t.Errorf("%q", got)
	}
	v = knownSent("pause", "strike", "talk", "talk")
	b.fill(home+"/options", "go", v)
	if got := ids(); !slices.Equal(got, []string{"strike", "pause", "talk"}) {
		t.Errorf("another order, and one twice: %q", got)
	}

	// A name that is typed letter by letter, and then not.
	v = knownSent("strike", "pause", "talk")
	for _, c := range [][2]string{{"W", "w"}, {"Wait", "wait"}, {"", ""}, {"Go", "go"}} {
		v.Set("options.3.name", c[0])
		b.fill(home+"/options", "live", v)
		want := []string{"strike", "pause", "talk"}
		if c[1] != "" {
			want = append(want, c[1])
		}
		if got := ids(); !slices.Equal(got, want) {
			t.Errorf("%q: %q", c[0], got)
		}
	}
}

// A page on which a number meant another outcome, or a place another decision maker,
// is not taken for what it would mean now.
func TestModelOldNumbers(t *testing.T) {
	b := sitDown(t)
	home := b.beginModel("ukraine", "nothing", nil)
	b.fill(home+"/who", "go", whoSent("Numbers", "One", "Two", "Three"))
	b.fill(home+"/options", "go", optionsSent([3]string{"A", "one", "both"}, [3]string{"B", "one", "both"}))
	b.fill(home+"/prefer/2", "way", url.Values{"way": {"payoffs"}})
	b.fill(home+"/prefer/3", "way", url.Values{"way": {"statements"}})
	old := url.Values{"way": {"payoffs"}, "dm": {"two"}, "bits": {"a b"}, "pay.0": {"7"}, "pay.1": {"5"}}
	if body := b.page(home + "/prefer/2"); !strings.Contains(body, `name="dm" value="two"`) || !strings.Contains(body, `name="bits" value="a b"`) {
		t.Fatalf("%s", text(body))
	}
	b.fill(home+"/options", "cut:0", knownSent("a", "b"))
	status, body, _ := b.fill(home+"/prefer/2", "go", old)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Nothing of it was taken.") || strings.Contains(body, `value="5"`) {
		t.Errorf("%d %s", status, text(body))
	}
	status, body, _ = b.fill(home+"/today", "go", url.Values{"bits": {"a b"}, "today": {"1"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Nothing of it was taken.") || strings.Contains(body, `<option value="1" selected>`) {
		t.Errorf("%d %q %s", status, todayShown(body), text(body))
	}
	v := knownSent("b")
	v.Set("options.1.name", "C")
	b.fill(home+"/options", "add", v)
	old.Set("bits", "b")
	status, _, _ = b.fill(home+"/prefer/2", "stop", old)
	if body = b.page(home + "/prefer/2"); status != http.StatusOK || !strings.Contains(body, `name="pay.1" value="5"`) {
		t.Errorf("an option at the end: %d %s", status, text(body))
	}

	v = whoSent("Numbers", "One", "Two", "Three")
	for n, id := range []string{"one", "two", "three"} {
		v.Set(fmt.Sprintf("dms.%d.id", n), id)
	}
	b.fill(home+"/who", "cut:0", v)
	b.fill(home+"/prefer/3", "stop", url.Values{"way": {"statements"}, "dm": {"three"}, "bits": {"b"}, "dms.2.lines.0": {"b"}})
	b.fill(home+"/prefer/1", "stop", url.Values{"way": {"statements"}, "dm": {"one"}, "bits": {"b"}, "dms.0.lines.0": {"c"}})
	old.Set("bits", "b c")
	old.Set("pay.0", "6")
	b.fill(home+"/prefer/2", "stop", old)
	if body = b.page(home + "/prefer/1"); !strings.Contains(body, `name="pay.0" value="6"`) {
		t.Errorf("%s", text(body))
	}
	if body = b.page(home + "/prefer/2"); !strings.Contains(body, `name="dms.1.lines.0" value="b"`) {
		t.Errorf("%s", text(body))
	}
}

// A page that does not have a row takes none out: only its button does.
func TestModelRowsStay(t *testing.T) {
	b := sitDown(t)
	home := b.beginModel("ukraine", "nothing", nil)
	b.fill(home+"/who", "go", whoSent("Rows", "One"))
	b.fill(home+"/options", "go", optionsSent([3]string{"Wait", "one", "both"}))
	old := whoSent("Rows", "One", "")
	old.Set("dms.0.id", "one")
	both := whoSent("Rows", "One", "Two")
	both.Set("dms.0.id", "one")
	b.fill(home+"/who", "add", both)
	b.fill(home+"/prefer/2", "way", url.Values{"way": {"statements"}})
	b.fill(home+"/prefer/2", "go", url.Values{"way": {"statements"}, "dms.1.lines.0": {"wait"}})
	tool := func(name, max, of, was, amount string) url.Values {
		return url.Values{
			"tools.0.name": {name}, "tools.0.id": {""}, "tools.0.when": {"wait"}, "tools.0.max": {max}, "tools.0.effect.1": {"2"},
			"budgets.0.of": {of}, "budgets.0.was": {was}, "budgets.0.amount": {amount},
		}
	}
	b.fill(home+"/means", "live", tool("Re", "1", "E", "", "3"))
	b.fill(home+"/means", "go", tool("Relief", "10", "EU", "", "30"))
	b.fill(home+"/who", "go", old)
	for _, at := range []string{"/who", "/options", "/together", "/means", "/today", "/check"} {
		b.fill(home+at, "go", nil)
	}
	if body := b.page(home + "/who"); strings.Count(body, `name="dms.1.name" value="Two"`) != 1 || !strings.Contains(body, `value="Rows"`) {
		t.Errorf("%s", text(body))
	}
	if body := b.page(home + "/prefer/2"); !strings.Contains(body, `name="dms.1.lines.0" value="wait"`) {
		t.Errorf("%s", text(body))
	}
	b.fill(home+"/means", "go", tool("Aid", "", "UN", "", "5")) // a page with neither
	body := b.page(home + "/means")
	for _, want := range []string{`name="tools.0.id" value="relief"`, `name="tools.0.effect.1" value="2"`, `name="tools.0.max" value="10"`, `name="tools.1.id" value="aid"`, `.was" value="EU"`, `.was" value="UN"`} {
		if strings.Count(body, want) != 1 {
			t.Errorf("%s: %s", want, text(body))
		}
	}
	if strings.Contains(body, `value="re"`) || strings.Contains(body, `.was" value="E"`) {
		t.Errorf("%s", text(body))
	}
	v := tool("Aid", "", "", "EU", "")
	v.Set("tools.0.id", "aid")
	b.fill(home+"/means", "cut:0", v)
	if body := b.page(home + "/means"); strings.Contains(body, `value="aid"`) || !strings.Contains(body, `value="relief"`) || strings.Contains(body, `value="EU"`) || !strings.Contains(body, `.was" value="UN"`) {
		t.Errorf("%s", text(body))
	}
}

// A model of very many outcomes, or one that a look takes too long for, is edited and
// sealed all the same; nothing is listed of every outcome.
func TestModelOfVeryManyOutcomes(t *testing.T) {
	b := sitDown(t)
	var options, lines []string
	for k := range 14 {
		options = append(options, fmt.Sprintf(`{"id":"o%d"}`, k))
		lines = append(lines, fmt.Sprintf(`"o%d"`, k))
	}
	file := func(more string) string {
		return fmt.Sprintf(`{"schema":"parley.stability/1","name":"Many","options":[%s],"dms":[{"id":"x","options":[%s],"statements":[%s]},{"id":"y","options":[%s],"statements":[%s]}]%s}`,
			strings.Join(options, ","), strings.Join(lines[:7], ","), strings.Join(lines, ","), strings.Join(lines[7:], ","), strings.Join(lines, ","), more)
	}
	for _, more := range []string{"", `,"coalesce":["o0&o1&o2&o3&o4&o5"]`} {
		status, body, home := b.upload("/mediator/models/begin", "file", []byte(file(more)), map[string]string{"how": "file", "readers": "own"})
		if status != http.StatusOK {
			t.Fatalf("%q: %d %s", more, status, text(body))
		}
		body = b.page(home + "/prefer/1")
		if more == "" && !strings.Contains(body, "too many outcomes to show their order") {
			t.Errorf("%s", text(body))
		}
		status, _, _ = b.fill(home+"/prefer/1", "go", url.Values{"way": {"statements"}, "dms.0.lines.0": {"o13"}})
		if body = b.page(home + "/prefer/1"); status != http.StatusOK || !strings.Contains(body, `name="dms.0.lines.0" value="o13"`) {
			t.Errorf("%q: %d %s", more, status, text(body))
		}
		_, body, _ = b.fill(home+"/prefer/1", "way", url.Values{"way": {"ranking"}, "dms.0.lines.0": {"o13"}})
		if !strings.Contains(body, "what is stated stays as it is") || !strings.Contains(body, `value="o13"`) {
			t.Errorf("%q: %s", more, text(body))
		}
		if _, body, at := b.fill(home+"/check", "go", nil); !strings.Contains(at, "/draft/") {
			t.Errorf("%q cannot be kept: %s %s", more, at, text(body))
		}
	}
}
