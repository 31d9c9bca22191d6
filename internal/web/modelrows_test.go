// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
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
