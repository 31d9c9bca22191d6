// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"parley/internal/web"
)

// Who guarantees, observes or is consulted reads: the overview, the undertakings,
// what was said in public, what a search finds, and whether a file holds.
func TestOthersWalkByKeyboard(t *testing.T) {
	ownProcess(t)
	for _, x := range []struct{ desk, label string }{{"turkiye", "Türkiye"}, {"europe", "European leaders"}} {
		t.Run(x.desk, func(t *testing.T) {
			b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
			settle(t)
			_, bundle, _ := b.post("/mediator/sync/export", nil)
			file := filepath.Join(t.TempDir(), "sealed.parley")
			if err := os.WriteFile(file, []byte(bundle), 0o600); err != nil {
				t.Fatal(err)
			}

			p := sitAt(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
			p.seat(x.desk, x.label)
			p.sees("Held back from this seat")
			p.sees("Who takes part")

			p.goes("u", "/"+x.desk+"/undertakings")
			p.row("Ukraine")
			p.enter()
			p.sees("Who can read it")

			p.goes("a", "/"+x.desk+"/announcements")
			p.row("May")
			p.enter()
			p.sees("Who can read it")

			p.follow("/")
			p.rests("Words, or the beginning")
			p.fill("q", "ceasefire")
			p.enter()
			p.to("Search") // the button, away from the words
			p.row("ceasefire")
			p.enter()
			p.sees("What it says")

			p.finds("Verification", "/"+x.desk+"/verify")
			p.choosesFile("bundle", file)
			p.to("Verify the file")
			p.enter()
			p.sees("The file holds")
			p.sees("the same log")
		})
	}
}

// settle syncs the desks until each has the whole log, witnessed: other tests
// have written, and a log that nobody has witnessed yet does not hold.
func settle(t *testing.T) {
	t.Helper()
	for range 30 {
		sizes, open := map[int64]bool{}, 0
		for _, s := range play(t).Seats {
			r, err := s.Node.Sync(t.Context(), s.Hub)
			if err != nil {
				t.Fatal(err)
			}
			v, err := s.Node.View()
			if err != nil {
				t.Fatal(err)
			}
			if sizes[v.Size] = true; !r.Witnessed || len(s.Node.Outbox()) > 0 {
				open++
			}
		}
		if len(sizes) == 1 && open == 0 {
			return
		}
	}
	t.Fatal("the desks do not come to one log")
}

// choosesFile opens the dialogue of the system by the keyboard and picks a file
// in it, which the browser lets a program do in a person's place.
func (p *person) choosesFile(field, file string) {
	p.t.Helper()
	p.must(chromedp.Call(p.ctx, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}))
	p.field(field)
	opened, err := chromedp.Run(p.ctx, chromedp.WaitEvent(page.FileChooserOpened, nil, strike('\r', nil)))
	if err != nil {
		p.t.Fatal(err)
	}
	p.must(chromedp.Call(p.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, BackendNodeID: opened.BackendNodeID}))
}
