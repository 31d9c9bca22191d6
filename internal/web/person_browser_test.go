// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"parley/internal/scenario"
	"parley/internal/web"
)

// Tests in a real browser take a minute and need Chromium. The gate asks for
// them with require, so that none is left out there without a word.
var browserFlag = flag.String("web.browser", cmp.Or(os.Getenv("PARLEY_WEB_BROWSER"), "auto"), "tests in Chromium: auto leaves them out where there is none and with -short, require fails, off leaves them out")

// chromiumNames are the programs that are looked for.
var chromiumNames = []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"}

func findChromium() string {
	for _, name := range chromiumNames {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// chromium is one browser for all tests. Each person in it has cookies and a
// window of their own.
var chromium = sync.OnceValues(func() (context.Context, context.CancelFunc) {
	opt := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(findChromium()), chromedp.DisableGPU, chromedp.NoSandbox, // it opens pages of this test and no others
		chromedp.Flag("lang", "en-US"), chromedp.Flag("disable-component-update", true))
	alloc, endAlloc := chromedp.NewExecAllocator(context.Background(), opt...)
	ctx, endBrowser := chromedp.NewContext(alloc)
	return ctx, func() { endBrowser(); endAlloc() }
})

// chromiumRan is closed by the first test that starts the browser.
var chromiumRan sync.Once

// needChromium skips a test, with the reason, where no browser can be used.
func needChromium(t *testing.T) context.Context {
	t.Helper()
	reason := ""
	switch {
	case *browserFlag == "off":
		reason = "-web.browser=off"
	case *browserFlag == "require" && findChromium() == "":
		t.Fatalf("-web.browser=require, and none of %v is installed", chromiumNames)
	case *browserFlag == "require":
	case testing.Short():
		reason = "-short leaves out the tests in a browser"
	case findChromium() == "":
		reason = fmt.Sprintf("no browser: none of %v is installed", chromiumNames)
	}
	if reason != "" {
		t.Skip(reason)
	}
	ctx, _ := chromium()
	chromiumRan.Do(func() {
		if err := chromedp.Do(ctx); err != nil {
			t.Fatalf("Chromium does not start: %v", err)
		}
	})
	return ctx
}

// closeChromium ends the browser, if a test started it.
func closeChromium() {
	ran := true
	chromiumRan.Do(func() { ran = false })
	if ran {
		_, end := chromium()
		end()
	}
}

// person sits at a browser with a keyboard and no mouse. Whatever a page is
// refused or asks of another machine on the way is a fault, as is a control in
// focus that cannot be seen.
type person struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu     sync.Mutex
	faults []string
}

// ownProcess plays the process of 2025 once more, for this test alone: what people
// type into a browser depends on all that stands on the pages.
func ownProcess(t *testing.T) {
	t.Helper()
	needChromium(t)
	p, err := scenario.Load2025()
	if err != nil {
		t.Fatal(err)
	}
	played, err := scenario.Play(t.Context(), p, scenario.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	processOf.Store(t.Name(), played)
	t.Cleanup(func() {
		processOf.Delete(t.Name())
		played.Close()
	})
}

// sitAt serves desks and gives the browser of one person who was let in.
func sitAt(t *testing.T, opt web.Options, loops bool) *person {
	t.Helper()
	needChromium(t)
	b, s := sit(t, opt, loops)
	p := newPerson(t, b.base)
	p.visit(strings.TrimPrefix(s.Launch(), b.base))
	return p
}

// newPerson opens a window with cookies of its own, 1280 by 900.
func newPerson(t *testing.T, base string) *person {
	t.Helper()
	ctx, end := chromedp.NewContext(needChromium(t), chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(stop)
	p := &person{t: t, ctx: ctx, base: base}
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, fault := range p.faults {
			t.Error(fault)
		}
		if t.Failed() && p.ctx.Err() == nil {
			p.photograph()
		}
	})
	p.resize(1280)
	// Without smooth scrolling what has the focus is in its place at once.
	p.must(chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
	}))
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	p.must(chromedp.Call(ctx, network.Enable, network.EnableParams{}))
	p.must(chromedp.Call(ctx, log.Enable, cdp.Empty{}))
	p.must(chromedp.Call(ctx, runtime.Enable, cdp.Empty{}))
	return p
}

func (p *person) must(_ any, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *person) fault(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// hear notes what the browser says against a page.
func (p *person) hear(ev any) {
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := ev.Request.URL; !strings.HasPrefix(u, p.base+"/") && !strings.HasPrefix(u, "data:") {
			p.fault("a page asks another machine: %s", u)
		}
	case *log.EventEntryAdded:
		// A page that says what must be mended answers 422, and that is meant.
		if ev.Entry.Level == log.EntryLevelError && !strings.Contains(ev.Entry.Text, "status of 422") {
			p.fault("the browser says of %s: %s", ev.Entry.URL, ev.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		p.fault("the script of a page fails: %s", ev.ExceptionDetails.Text)
	}
}

func (p *person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// ask reads something of the page. It never changes it.
func ask[T any](p *person, script string) T {
	p.t.Helper()
	out, err := tryAsk[T](p, script)
	if err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
	return out
}

func tryAsk[T any](p *person, script string) (T, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
}

// visit types an address of this server into the bar of the browser.
func (p *person) visit(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.base + path))
}

// at is the path of the page and its query.
func (p *person) at() string { return ask[string](p, `location.pathname + location.search`) }

// words are the words of the page that can be seen.
func (p *person) words() string { return ask[string](p, `document.body.innerText`) }

// sees waits until the page shows some words, in any case.
func (p *person) sees(words string) {
	p.t.Helper()
	p.seesWithin(words, 10*time.Second)
}

func (p *person) seesWithin(words string, patience time.Duration) {
	p.t.Helper()
	quoted, _ := json.Marshal(strings.ToLower(words))
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		found, err := tryAsk[bool](p, `document.body.innerText.toLowerCase().includes(`+string(quoted)+`)`)
		if err == nil && found {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s does not show %q: %.900s", p.at(), words, ask[string](p, `document.querySelector("main").innerText.replace(/\s+/g, " ")`))
		}
	}
}

// resize makes the window so many pixels wide.
func (p *person) resize(width int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, 900))
}

// withoutScript turns the script of all pages off that are opened from now on.
func (p *person) withoutScript() {
	p.must(chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
}

// photograph keeps a picture of what a failed test saw last, where a folder for
// such pictures is named.
func (p *person) photograph() {
	dir := os.Getenv("PARLEY_TEST_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(90))
	if err == nil {
		err = os.WriteFile(fmt.Sprintf("%s/%s.png", dir, strings.ReplaceAll(p.t.Name(), "/", "-")), png, 0o600)
	}
	p.t.Logf("a picture of the page is in %s (%v)", dir, err)
}

// postAs sends a form with the cookies of a person and hands what comes back to
// the browser of the person too.
func (b *browser) postAs(p *person, path string, form url.Values) (status int, body, at string) {
	b.t.Helper()
	status, body, at = b.post(path, form)
	here, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.c.Jar.Cookies(here) {
		p.must(chromedp.Call(p.ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: b.base + "/"}))
	}
	return status, body, at
}
