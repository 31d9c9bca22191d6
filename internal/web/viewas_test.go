// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/node"
	"parley/internal/web"
)

// randomSeed is the first seed of the random records.
var randomSeed = flag.Uint64("web.seed", 1, "the first seed of the random records in TestViewAs")

var canaryIn = regexp.MustCompile(`kanari[0-9]+x[0-9]{6}`)

// Over random records, a page of one desk of a server with several desks holds
// no word that was not sealed or shown to that seat, and is byte for byte the
// page of a server in which that seat's node is alone, opened from its archive.
// Neither do searches, bundles, files and the log of the program hold such words.
func TestViewAs(t *testing.T) {
	seeds, entries := uint64(4), 60
	if testing.Short() {
		seeds = 1
	}
	kinds := map[string]int{}
	for seed := *randomSeed; seed < *randomSeed+seeds; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			var said bytes.Buffer
			log.SetOutput(&said)
			t.Cleanup(func() { log.SetOutput(os.Stderr) })
			w := newRandomWorld(t, seed)
			w.write(entries)
			w.release(4)
			drafts := w.draft()
			pages := w.checkTogether(drafts)
			w.checkFiles()
			w.checkAlone(pages)
			if c := canaryIn.FindString(said.String()); c != "" {
				t.Errorf("the log of the program holds %s", c)
			}
			for kind, n := range w.kinds {
				kinds[kind] += n
			}
		})
	}
	t.Logf("entries by kind: %v", kinds)
	if testing.Short() {
		return
	}
	for _, kind := range act.Kinds() {
		if kinds[kind] == 0 && kind != act.KindTitle && kind != act.KindSeat {
			t.Errorf("no entry of the kind %s was written by chance", kind)
		}
	}
}

// draft begins a draft at every desk and gives what each holds.
func (w *randomWorld) draft() map[string]string {
	out := map[string]string{}
	for _, c := range w.seats {
		x := &script{randomWorld: w, author: c}
		words := x.mark("a draft")
		w.ok(c.node.SaveDraft(context.Background(), node.SavedDraft{
			ID: node.NewDraftID(), Kind: "note", Audience: w.everybody(), Register: "wp", Values: map[string][]string{"text": {words}},
		}))
		w.reads[x.canaries[0]] = []string{c.name}
		out[c.key] = x.canaries[0]
	}
	return out
}

// leaks lists the canaries in some bytes that a seat was not told.
func (w *randomWorld) leaks(c *chair, b string) (out []string) {
	for _, x := range canaryIn.FindAllString(b, -1) {
		readers, known := w.reads[x]
		if !known || !slices.Contains(readers, c.name) {
			out = append(out, x)
		}
	}
	return out
}

// checkTogether serves all desks at once, searches everything that each can ask
// for, and gives the pages.
func (w *randomWorld) checkTogether(drafts map[string]string) map[string]map[string]string {
	t := w.t
	b, _ := sit(t, web.Options{Desks: w.desks(), Now: func() time.Time { return noon }, Language: "en"}, false)
	out := map[string]map[string]string{}
	for _, c := range w.seats {
		_, pages := crawl(b, c.key)
		seen := map[string]bool{}
		for at, body := range pages {
			for _, x := range canaryIn.FindAllString(body, -1) {
				seen[x] = true
			}
			for _, x := range w.leaks(c, body) {
				t.Errorf("%s holds %s, which %s was not told", at, x, c.key)
			}
		}
		if !seen[drafts[c.key]] {
			t.Errorf("no page of %s shows its own draft", c.key)
		}
		if !slices.ContainsFunc(slices.Collect(maps.Values(pages)), func(body string) bool { return len(w.leaks(w.other(c), body)) > 0 }) {
			t.Errorf("the pages of %s, held to be those of another seat, have no word too many: the search for words finds nothing", c.key)
		}
		for _, s := range w.said {
			if slices.Contains(s.readers, c.name) && !slices.Contains(s.audience, c.name) && !slices.ContainsFunc(s.canaries, func(x string) bool { return seen[x] }) {
				t.Errorf("no page of %s shows what was shown to it from %s", c.key, s.ref())
			}
		}
		for _, file := range []string{"/" + c.key + "/export/", "/" + c.key + "/calendar.ics"} {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(pages)), func(at string) bool { return strings.HasPrefix(at, file) }) {
				t.Errorf("no file of %s was looked at", file)
			}
		}
		w.checkEntries(b, c, pages)
		w.checkSearches(b, c)
		w.checkAccess(c, pages["/"+c.key+"/access"])
		for _, with := range []url.Values{nil, {"openings": {"yes"}}, {"outbox": {"yes"}, "openings": {"yes"}}} {
			if _, file, _ := b.post("/"+c.key+"/sync/export", with); len(w.leaks(c, file)) > 0 {
				t.Errorf("a bundle of %s holds %v", c.key, w.leaks(c, file))
			}
		}
		out[c.key] = pages
	}
	return out
}

// checkEntries asks for every entry by its own address: its readers get all its
// words, and nobody else anything. The pages are kept with the others.
func (w *randomWorld) checkEntries(b *browser, c *chair, pages map[string]string) {
	for _, s := range w.said {
		at := "/" + c.key + "/entry/" + s.ref()
		status, body := b.get(at)
		switch {
		case !slices.Contains(s.audience, c.name):
			// What was shown stands on the page of the showing, and the words of
			// the entry itself are not opened here.
			if status != 404 || len(canaryIn.FindAllString(body, -1)) > 0 {
				w.t.Errorf("%s answers %d to %s, which does not read it", at, status, c.key)
			}
		case status != 200:
			w.t.Errorf("%s answers %d to %s, which reads it", at, status, c.key)
		default:
			for _, x := range s.canaries {
				if !strings.Contains(body, x) {
					w.t.Errorf("%s (%s) does not show its reader %s all its words: %s is missing", at, s.kind, c.key, x)
				}
			}
			pages[at] = body
		}
	}
}

// checkSearches searches for words that a seat was not told.
func (w *randomWorld) checkSearches(b *browser, c *chair) {
	asked := 0
	for x, readers := range w.reads {
		if slices.Contains(readers, c.name) || asked == 25 {
			continue
		}
		asked++
		for _, page := range []string{"/search?q=", "/record?q="} {
			body := strings.ReplaceAll(b.page("/"+c.key+page+x), `value="`+x+`"`, "")
			if canaryIn.MatchString(body) {
				w.t.Errorf("%s finds %s at %s%s", c.key, canaryIn.FindString(body), c.key, page)
			}
		}
		_, body, at := b.post("/"+c.key+"/search", url.Values{"q": {x}})
		if body = strings.ReplaceAll(body, `value="`+x+`"`, ""); canaryIn.MatchString(body) {
			w.t.Errorf("%s finds %s at %s", c.key, canaryIn.FindString(body), at)
		}
	}
}

var (
	rowIn  = regexp.MustCompile(`(?s)<tr><th scope="row"><a href="[^"]*channel=([0-9a-f]+)">.*?</tr>`)
	cellIn = regexp.MustCompile(`(?s)<td[^>]*>(.*?)</td>`)
	headIn = regexp.MustCompile(`(?s)<th scope="col">(.*?)<br>`)
)

// checkAccess compares the page of who can open what with the channels in which
// something was really written, and their readers.
func (w *randomWorld) checkAccess(c *chair, body string) {
	var heads []string
	for _, m := range headIn.FindAllStringSubmatch(body, -1) {
		for _, x := range w.seats {
			if strings.Contains(m[1], x.name) {
				heads = append(heads, x.name)
			}
		}
	}
	if len(heads) != len(w.seats) {
		w.t.Fatalf("the access page of %s has the columns %v", c.key, heads)
	}
	got := map[string]bool{}
	for _, row := range rowIn.FindAllStringSubmatch(body, -1) {
		var opens []string
		for i, cell := range cellIn.FindAllStringSubmatch(row[0], -1)[:len(heads)] {
			if cell[1] == "opens" {
				opens = append(opens, heads[i])
			}
		}
		slices.Sort(opens)
		got[strings.Join(opens, " ")] = true
	}
	want := map[string]bool{}
	for _, s := range w.said {
		if slices.Contains(s.audience, c.name) {
			want[strings.Join(s.audience, " ")] = true
		}
		if s.readers[len(s.readers)-1] == c.name && !slices.Contains(s.audience, c.name) {
			shown := []string{c.name, w.seats[0].name}
			slices.Sort(shown)
			want[strings.Join(shown, " ")] = true
		}
		if c == w.seats[0] && len(s.readers) > len(s.audience) {
			shown := []string{c.name, s.readers[len(s.readers)-1]}
			slices.Sort(shown)
			want[strings.Join(shown, " ")] = true
		}
	}
	for x := range want {
		if !got[x] {
			w.t.Errorf("the access page of %s does not have the channel of %s", c.key, x)
		}
	}
	for x := range got {
		if !want[x] {
			w.t.Errorf("the access page of %s has a channel of %s, in which nothing was written", c.key, x)
		}
	}
}

// checkFiles looks for words in the files of every home and of the hub: at rest
// they are sealed, so none holds any.
func (w *randomWorld) checkFiles() {
	files := 0
	w.ok(filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if x := canaryIn.Find(b); x != nil {
			w.t.Errorf("%s holds %s", strings.TrimPrefix(path, w.dir), x)
		}
		return err
	}))
	if files < 2*len(w.seats) {
		w.t.Errorf("only %d files were looked at", files)
	}
}

// checkAlone opens the node of each seat by itself and asks for the same pages.
func (w *randomWorld) checkAlone(pages map[string]map[string]string) {
	for _, c := range w.seats {
		w.reopenAlone(c)
		b, _ := sit(w.t, web.Options{Desks: w.desks(c.key), Now: func() time.Time { return noon }, Language: "en"}, false)
		same := 0
		for at, together := range pages[c.key] {
			alone := b.page(at)
			if alone != together {
				w.t.Errorf("%s is another page when its node is alone: %s", at, firstDifference(together, alone))
				continue
			}
			same++
		}
		w.t.Logf("%s: %d pages are the same alone", c.key, same)
	}
}

// firstDifference shows where two pages depart.
func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(len(s), i)-60):min(len(s), i+120)] }
	return fmt.Sprintf("%q and %q", cut(a), cut(b))
}
