// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parley/internal/sheet"
	"parley/internal/web"
)

// casePaths are the pages about one case of packages, and of the methods.
func casePaths(desk string) (out []string) {
	for _, p := range []string{
		"packages/map", "packages/map?prefer=inferred", "packages/map?page=2", "packages/map?on=2025-05-01", "packages/browse", "packages/browse?prefer=inferred",
		"packages/movement", "packages/movement?threshold=6&lag=2", "packages/movement?threshold=x", "packages/robust", "packages/robust?samples=400",
		"methods", "method/frontier", "method/stability-model",
	} {
		out = append(out, "/"+desk+"/"+p)
	}
	return out
}

// The mediator's map of the invented case names what it rests on, and says of no
// number that it is anybody's but the party's.
func TestMapOfPackages(t *testing.T) {
	b := sitDown(t)
	body := b.page("/mediator/packages/map")
	for _, want := range []string{
		"Which packages are better for both?", "What these numbers rest on", "ranges; the middle is drawn", "illustrative", "Is there a package that meets every stated limit?",
		"limit 35 of 100", "Points that definitions of fairness select", "/mediator/method/fair-points", "none is a proposal", "Framework of Ukraine, as choices",
		"It holds an option that some party could not live with.", "The frontier, as a table", "/export/packages-map.csv",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the map does not say %q: %s", want, text(body))
		}
	}
	if n := strings.Count(body, "<svg"); n != 1 {
		t.Errorf("%d pictures, want one plane for two parties", n)
	}
	// A delegation holds its own preference alone: there is no map of two.
	own := b.page("/ukraine/packages/map")
	if !strings.Contains(own, "Needs at least two parties") || strings.Contains(own, "<svg") {
		t.Errorf("a delegation that holds one preference is shown a map: %s", text(own))
	}
	if !strings.Contains(b.page("/turkiye/packages/map"), "Needs at least two parties") {
		t.Error("a seat that holds nothing is not told what it takes")
	}
}

// Floors travel in the body of a request, and what is left follows from them.
func TestBrowseWithFloors(t *testing.T) {
	b := sitDown(t)
	status, body, at := b.post("/mediator/packages/browse", url.Values{"floor.0": {"60"}, "floor.1": {"70"}})
	if status != http.StatusOK || strings.Contains(at, "60") {
		t.Fatalf("%d at %s", status, at)
	}
	for _, want := range []string{">0 of 43 ways of sharing are left", "These floors cannot hold together.", "below its floor", "This floor takes away most:"} {
		if !strings.Contains(body, want) {
			t.Errorf("floors that cannot hold together: no %q: %s", want, text(body))
		}
	}
	_, body, _ = b.post("/mediator/packages/browse", url.Values{"floor.0": {"60,5"}})
	if !strings.Contains(body, "60.5") || strings.Contains(body, "43 of 43") {
		t.Errorf("a floor with a comma: %s", text(body))
	}
	// Without script a slider that was moved counts, and the box that was not does not.
	_, body, _ = b.post("/mediator/packages/browse", url.Values{"floor.0": {""}, "typed.0": {""}, "slide.0": {"62"}, "was.0": {"0"}})
	if !strings.Contains(body, `value="62"`) {
		t.Errorf("a slider that was moved is left aside: %s", text(body))
	}
	status, body, _ = b.post("/mediator/packages/browse", url.Values{"floor.0": {"many"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "A floor must be a number from 0 to 100") || !strings.Contains(body, "43 of 43") {
		t.Errorf("%d for a floor that is no number: %s", status, text(body))
	}
	for _, f := range faults(body) {
		t.Error(f)
	}
	if status, _, _ := b.post("/turkiye/packages/browse", url.Values{"floor.0": {"5"}}); status != http.StatusOK {
		t.Errorf("browsing nothing answers %d", status)
	}
}

// The steps of the demonstration, by hand from its packages: each side gave once.
func TestMovementOfOffers(t *testing.T) {
	b := sitDown(t)
	body := b.page("/mediator/packages/movement")
	if strings.Count(body, "<td>c: less for itself, not less for the other</td>") != 2 || !strings.Contains(body, "steps, not intentions") {
		t.Errorf("it is not shown what the two steps change: %s", text(body))
	}
	// The words of the literature for kinds judge who makes the step: beside the name
	// of a seat stands what the step changes.
	for _, desk := range []string{"mediator", "russia", "ukraine"} {
		for _, path := range []string{"/packages/movement", "/packages/movement?threshold=50", "/export/packages-movement.csv"} {
			for _, word := range []string{"concession", "selfish", "unfortunate", "fortunate", ">nice", "silent"} {
				if _, body := b.get("/" + desk + path); strings.Contains(body, word) {
					t.Errorf("%s%s calls a step %q", desk, path, word)
				}
			}
		}
	}
	own := b.page("/ukraine/packages/movement")
	if !strings.Contains(own, "Measured in your own points alone") || strings.Contains(own, "What the step changes") {
		t.Errorf("a delegation sees more than its own points: %s", text(own))
	}
	if !strings.Contains(b.page("/mediator/packages/movement?threshold=x"), "must be a number from 0 to 100") {
		t.Error("a threshold that is none is taken without a word")
	}
}

// A page of samples says how many and from which seed, and an address cannot ask for
// any number of them.
func TestWhatIfIsAskedOfNumbers(t *testing.T) {
	b := sitDown(t)
	body := b.page("/mediator/packages/robust")
	for _, want := range []string{"Shares of 100 samples, drawn with the seed 1", "Draw 400 samples", "Which assumption would change the answer?", "Not judged, since"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q: %s", want, text(body))
		}
	}
	if !strings.Contains(b.page("/mediator/packages/robust?samples=6400000"), "Shares of 100 samples") {
		t.Error("an address decides how long the machine works")
	}
}

// The files of these pages are tables with the numbers of the page.
func TestPackagesGoOutAsFiles(t *testing.T) {
	b := sitDown(t)
	// Files follow what their page was asked.
	body := b.page("/mediator/packages/robust?samples=400")
	// A machine that is too busy draws fewer, and says so: the file has as many as the page.
	drawn := regexp.MustCompile(`Shares of (\d+) samples`).FindStringSubmatch(body)
	if len(drawn) == 0 {
		t.Fatalf("the page does not say how many samples it rests on: %s", text(body))
	}
	if !strings.Contains(body, "/export/packages-robust.csv?samples="+drawn[1]) || !strings.Contains(b.page("/mediator/packages/movement?threshold=6&lag=2"), "/export/packages-movement.csv?threshold=6&amp;lag=2") {
		t.Error("a page links to files of another question")
	}
	if file := b.page("/mediator/export/packages-robust.csv?samples=400"); !strings.Contains(file, ","+drawn[1]+",") {
		t.Errorf("the file was made of other samples than %s: %s", drawn[1], file)
	}
	if file := b.page("/mediator/export/packages-movement.csv?threshold=60"); strings.Contains(file, "less for itself") || !strings.Contains(file, "no change that counts") {
		t.Errorf("the file takes another threshold: %s", file)
	}
	if file := b.page("/mediator/export/packages-map.csv"); !strings.Contains(file, "holds what some party could not live with") {
		t.Errorf("the file does not mark what is excluded: %s", file)
	}
	for name, rows := range map[string]int{"packages-map": 40, "packages-movement": 4, "packages-robust": 2} {
		table, err := sheet.Read([]byte(b.page("/mediator/export/"+name+".csv")), sheet.Options{Separator: ","})
		if err != nil || len(table.Rows) < rows {
			t.Errorf("%s: %v, %d rows, want at least %d", name, err, len(table.Rows), rows)
		}
		if !strings.Contains(b.page("/mediator/export/"+name+".json"), `"schema": "parley.bargain.`) {
			t.Errorf("%s has no schema", name)
		}
	}
}

// Locking forgets what was solved.
func TestSolvedCasesAreForgotten(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	t.Cleanup(func() { unlockAll(t) })
	b.page("/mediator/packages/map")
	b.post("/mediator/lock", nil)
	if _, body := b.get("/mediator/packages/map"); strings.Contains(body, "frontier") {
		t.Error("a locked desk shows a map")
	}
}
