// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is the control that has the focus, as a person perceives it.
type stop struct {
	Name    string // what it is called
	Tag     string
	Type    string
	Field   string // its name in the form
	Value   string
	Checked bool
	Around  string // the row, card or group that it stands in
	Ring    bool   // its outline can be seen
	Inside  bool   // it is inside the window
	Covered bool   // something else lies over it
	Small   bool   // a control, not a link in a sentence, that is less than 24 pixels wide or high
	Body    bool   // nothing has the focus
}

// focused reads the control in focus. Where it is covered is asked of the
// browser at the four corners and the middle of what lies inside the window.
const focused = `(() => {
  const el = document.activeElement
  if (!el || el === document.body || el === document.documentElement) return { Body: true }
  const tidy = s => (s || '').replace(/\s+/g, ' ').trim()
  const named = el.getAttribute('aria-label') || (el.labels && [...el.labels].map(l => l.innerText).join(' ')) || el.innerText || el.value
  const group = el.closest('tr, li, fieldset, section, nav, dialog')
  const box = el.getClientRects()[0] || el.getBoundingClientRect()
  const style = getComputedStyle(el)
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth)
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight)
  const inside = right - left > 1 && bottom - top > 1
  const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]]
  const target = el.labels?.length && [...el.labels].some(l => l.contains(el)) ? el.closest('label').getBoundingClientRect() : el.getBoundingClientRect()
  const control = el.matches('button, input, select, textarea, summary, nav li a, .acts a')
  const hit = points.map(([x, y]) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y))
  return {
    Name: tidy(named), Tag: el.localName, Type: el.type || '', Field: el.name || '', Value: String(el.value || ''), Checked: !!el.checked,
    Around: tidy(group?.innerText).slice(0, 600), Inside: inside,
    Ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    Covered: inside && hit.every(h => h && h !== el && !el.contains(h) && !h.contains(el)), Body: false,
    Small: control && (target.width < 24 || target.height < 23.9),
  }
})()`

func (s stop) String() string {
	return fmt.Sprintf("%s %q (%s) in %.60q", s.Tag, s.Name, s.Field, s.Around)
}

// focus is the control in focus.
func (p *person) focus() stop {
	p.t.Helper()
	return ask[stop](p, focused)
}

// rests waits until the focus is on a control whose name begins so, as it is when a
// page has come back and put it there.
func (p *person) rests(name string) {
	p.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		s, err := tryAsk[stop](p, focused)
		if err == nil && strings.HasPrefix(s.Name, name) {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s: the focus is on %v (%v); want it on %q", p.at(), s, err, name)
		}
	}
}

// press presses keys one after the other.
func (p *person) press(keys string, with ...kb.Modifier) {
	p.t.Helper()
	for _, r := range keys {
		p.do(strike(r, with))
	}
}

// strike presses one key and lets it go. Going down and typing its letter are one
// event, as at a real keyboard: a page that takes the key for its own use keeps
// the letter from being typed.
func strike(r rune, with []kb.Modifier) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		all := kb.Encode(r)
		down, up := all[0], all[len(all)-1]
		if len(all) == 3 {
			down.Text, down.UnmodifiedText = all[1].Text, all[1].UnmodifiedText
		}
		for _, m := range with {
			down.Modifiers |= int64(m)
			up.Modifiers |= int64(m)
			if m != kb.ModifierShift {
				down.Text, down.UnmodifiedText = "", ""
			}
		}
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *down); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *up)
		return err
	})
}

// longest is how many controls a person passes before giving up.
const longest = 400

// tabTo goes from control to control until one fits. Each on the way must show
// that it has the focus, and nothing may lie over it.
func (p *person) tabTo(what string, fits func(stop) bool) stop {
	p.t.Helper()
	var passed []string
	for rounds := 0; rounds < 2 && len(passed) < longest; {
		p.press(kb.Tab)
		s := p.focus()
		if s.Body {
			rounds++ // the end of the page; the next key begins again
			continue
		}
		p.look(s)
		if fits(s) {
			return s
		}
		passed = append(passed, s.Name)
	}
	p.t.Fatalf("%s: no control is %s; there are %q", p.at(), what, slices.Compact(passed))
	return stop{}
}

// look judges a control that has come into focus by a key.
func (p *person) look(s stop) {
	p.t.Helper()
	switch {
	case !s.Ring:
		p.fault("%s: %v shows no ring when it has the focus", p.at(), s)
	case !s.Inside:
		p.fault("%s: %v is outside the window when it has the focus", p.at(), s)
	case s.Small:
		p.fault("%s: %v is smaller than 24 by 24 pixels", p.at(), s)
	case s.Covered:
		p.fault("%s: %v is hidden by something that lies over it", p.at(), s)
	}
}

// to goes to the control with a name.
func (p *person) to(name string) stop {
	p.t.Helper()
	return p.tabTo(fmt.Sprintf("called %q", name), func(s stop) bool { return strings.HasPrefix(s.Name, name) })
}

// in goes to the control with a name inside the row, card or group that holds
// all of some words and none of others, which begin with a hyphen.
func (p *person) in(name string, words ...string) stop {
	p.t.Helper()
	return p.tabTo(fmt.Sprintf("called %q in %q", name, words), func(s stop) bool {
		if !strings.HasPrefix(s.Name, name) {
			return false
		}
		for _, w := range words {
			if not, ok := strings.CutPrefix(w, "-"); ok == strings.Contains(s.Around, strings.TrimPrefix(not, "-")) {
				return false
			}
		}
		return true
	})
}

// field goes to the field of a form with a name.
func (p *person) field(name string) stop {
	p.t.Helper()
	return p.tabTo("the field "+name, func(s stop) bool { return s.Field == name })
}

// fill goes to a field and types.
func (p *person) fill(name, words string) {
	p.t.Helper()
	p.field(name)
	p.press(words)
	if got := p.focus().Value; got != words {
		p.t.Fatalf("typed %q into %s, and it holds %q", words, name, got)
	}
}

// tick goes to a box with a label and ticks it.
func (p *person) tick(field, label string) {
	p.t.Helper()
	p.tabTo(fmt.Sprintf("the box %q of %s", label, field), func(s stop) bool { return s.Field == field && strings.Contains(s.Name, label) })
	if p.press(" "); !p.focus().Checked {
		p.t.Fatalf("%s: space did not tick %q", p.at(), label)
	}
}

// pick goes to a list and presses down until the choice begins with some words.
func (p *person) pick(field, words string) {
	p.t.Helper()
	p.field(field)
	p.arrow(field, words, `document.activeElement.selectedOptions[0].label`)
}

// choose goes to a group of choices and presses down until the one with a label
// is chosen. Where none is chosen yet, space chooses the first.
func (p *person) choose(field, label string) {
	p.t.Helper()
	if s := p.field(field); !s.Checked {
		p.press(" ")
	}
	p.arrow(field, label, `document.activeElement.labels[0].innerText.trim()`)
}

func (p *person) arrow(field, words, said string) {
	p.t.Helper()
	var passed []string
	for range longest {
		s := ask[string](p, said)
		if strings.HasPrefix(s, words) {
			return
		}
		if slices.Contains(passed, s) {
			break // the end of the list, or its beginning again
		}
		passed = append(passed, s)
		p.press(kb.ArrowDown)
	}
	p.t.Fatalf("%s: no choice of %s is %q; there are %q", p.at(), field, words, passed)
}

// follow presses a key that leads to another page, and waits for it.
func (p *person) follow(keys string, with ...kb.Modifier) {
	p.t.Helper()
	was := ask[float64](p, `performance.timeOrigin`)
	p.press(keys, with...)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		now, err := tryAsk[float64](p, `document.readyState === 'complete' ? performance.timeOrigin : 0`)
		if err == nil && now != 0 && now != was {
			return
		}
	}
	p.t.Fatalf("%s: %q led nowhere; in focus is %v", p.at(), keys, p.focus())
}

// enter is follow with the key Enter.
func (p *person) enter() {
	p.t.Helper()
	p.follow(kb.Enter)
}

// goes presses g and a letter.
func (p *person) goes(letter, to string) {
	p.t.Helper()
	p.press("g")
	p.follow(letter)
	if at := p.at(); at != to {
		p.t.Fatalf("g %s leads to %s, want %s", letter, at, to)
	}
}

// finds goes to a page by its name in the palette.
func (p *person) finds(name, to string) {
	p.t.Helper()
	p.press("k", kb.ModifierCtrl)
	p.press(name)
	p.enter()
	if at := p.at(); at != to {
		p.t.Fatalf("the palette leads from %q to %s, want %s", name, at, to)
	}
}

// row goes down a table by j to the row that holds some words.
func (p *person) row(words string) {
	p.t.Helper()
	last := ""
	for range longest {
		p.press("j")
		s := p.focus()
		p.look(s)
		if strings.Contains(s.Around, words) {
			return
		}
		if s.Around == last {
			break
		}
		last = s.Around
	}
	p.t.Fatalf("%s: no row holds %q; the last was %q", p.at(), words, last)
}
