// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

// BenchmarkPackages asks for the pages of packages over 20 issues with 5 options
// each, whose worth three seats state, with ranges. Cold forgets what was
// calculated before each answer.
func BenchmarkPackages(b *testing.B) {
	w := newBusy(b)
	packages := w.packages(20, 5, 8)
	s := sitAt(b, w.desk())
	at := "/package/" + packages[0]
	pins := "?"
	for _, p := range packages[:5] {
		pins += "pin=" + p + "&"
	}
	forget := func() { s.Server.desk("big").memo.forget() }
	for _, x := range []struct{ name, path string }{{"all", "/packages"}, {"five beside each other", "/packages" + pins}, {"one", at}, {"beside another", at + "?with=" + packages[1]}} {
		b.Run("warm/"+x.name, func(b *testing.B) { s.measure(b, x.path, nil) })
		b.Run("cold/"+x.name, func(b *testing.B) { s.measure(b, x.path, forget) })
	}
	page := s.ask("GET", at, nil).Body.String()
	_, page, _ = strings.Cut(page, `id="change"`)
	_, page, _ = strings.Cut(page, `value="`)
	change, _, _ := strings.Cut(page, `"`)
	if change == "" {
		b.Fatal("the page names no change that could be asked about")
	}
	b.Run("cold/what would make up for a change", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			forget()
			if out := s.ask("POST", at, url.Values{"change": {change}}); out.Code != 200 {
				b.Fatal(out.Code)
			}
		}
	})
}

// packages writes issues, what they are worth to three seats, and packages of which
// the ids are returned.
func (w *busy) packages(issues, options, packages int) (out []string) {
	w.b.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	type issue struct {
		id      string
		options []string
	}
	var all []issue
	for i := range issues {
		x := issue{}
		for o := range options {
			x.options = append(x.options, fmt.Sprintf("way %d of %d", o+1, i+1))
		}
		id := w.post(0, []string{w.m, w.a, w.p}, record.OnRecord, act.Issue{Title: fmt.Sprintf("Question %d", i+1), Basket: fmt.Sprint("basket ", i/3), Options: x.options})
		x.id = hex.EncodeToString(id[:])
		all = append(all, x)
	}
	w.sync()
	slices.SortFunc(all, func(a, b issue) int { return strings.Compare(a.id, b.id) })
	for seat, name := range []string{w.m, w.a, w.p} {
		x := act.Preference{Of: name, Basis: act.Said, Limit: act.Limit{Worth: act.Span{Low: "20"}}}
		for _, i := range all {
			low := 1 + rng.IntN(40)
			y := act.IssueWorth{Issue: i.id, Weight: act.Span{Low: strconv.Itoa(low), High: strconv.Itoa(low + 5)}}
			for _, o := range i.options {
				y.Options = append(y.Options, act.OptionWorth{Option: o, Worth: act.Span{Low: strconv.Itoa(rng.IntN(101))}})
			}
			x.Issues = append(x.Issues, y)
		}
		to := []string{w.m, name}
		slices.Sort(to)
		w.post(seat, slices.Compact(to), record.WithoutPrejudice, x)
	}
	for n := range packages {
		x := act.Proposal{Stage: act.Tabled, Title: fmt.Sprintf("Package %d", n+1)}
		for _, i := range all {
			x.Issues = append(x.Issues, i.id)
			x.Choices = append(x.Choices, act.Choice{Issue: i.id, Option: i.options[rng.IntN(options)]})
		}
		id := w.post(0, []string{w.m, w.a, w.p}, record.OnRecord, x)
		out = append(out, hex.EncodeToString(id[:]))
	}
	w.sync()
	return out
}
