// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"parley/bargain"
)

// A geniusFile is one XML file of Genius, domain or profile: the same tree.
type geniusFile struct {
	name    string // of the file
	root    *element
	issues  []geniusIssue
	profile bool // it says what somebody wants
}

type geniusIssue struct {
	e      *element
	parent *element // the objective in which it stands
	index  int      // -1 if none is stated
	name   string
	kind   string // discrete, integer or real
	items  []geniusItem
	from   *big.Rat // of an integer or real issue; nil if the file does not say
	to     *big.Rat
}

type geniusItem struct {
	e     *element
	value string
}

// geniusRoot reports whether an element begins a file of Genius.
func geniusRoot(e *element) bool {
	return e.name == "negotiation_template" || e.name == "utility_space"
}

// newGeniusFile finds the issues of a file.
func newGeniusFile(name string, root *element, c *Case) (*geniusFile, error) {
	g := &geniusFile{name: name, root: root}
	if root.name == "utility_space" {
		if t, ok := root.attr("type"); ok && t != "" {
			g.profile = true
		}
	}
	var failed error
	var under func(e *element)
	under = func(e *element) {
		for _, k := range e.kids {
			switch k.name {
			case "issue":
				issue, err := g.issue(k, e, c)
				if err != nil && failed == nil {
					failed = err
				}
				g.issues = append(g.issues, issue)
			case "weight", "ufun", "hyperRectangle":
				g.profile = true
			}
			under(k)
		}
	}
	under(root)
	for _, i := range g.issues {
		for _, item := range i.items {
			if _, ok := item.e.attr("evaluation"); ok && root.name == "utility_space" {
				g.profile = true
			}
		}
	}
	if failed == nil && len(g.issues) == 0 && !g.profile {
		failed = place{name, root.line}.fail("the file has no <issue>")
	}
	return g, failed
}

func (g *geniusFile) at(e *element) place { return place{g.name, e.line} }

func (g *geniusFile) issue(e, parent *element, c *Case) (geniusIssue, error) {
	i := geniusIssue{e: e, parent: parent, index: -1, kind: "discrete"}
	i.name, _ = e.attr("name")
	if s, ok := e.attr("index"); ok {
		if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
			i.index = n
		}
	}
	for _, name := range []string{"vtype", "etype", "type"} { // the last that is stated counts
		if s, ok := e.attr(name); ok && s != "" {
			i.kind = strings.ToLower(strings.TrimSpace(s))
		}
	}
	switch i.kind {
	case "discrete":
		for _, k := range e.named("item") {
			v, _ := k.attr("value")
			i.items = append(i.items, geniusItem{k, v})
		}
		return i, nil
	case "integer", "real":
		for _, end := range []struct {
			name string
			x    **big.Rat
		}{{"lowerbound", &i.from}, {"upperbound", &i.to}} {
			s, ok := e.attr(end.name)
			for _, k := range e.named("range") {
				if t, is := k.attr(end.name); is {
					s, ok = t, true
				}
			}
			if !ok {
				continue
			}
			var err error
			if *end.x, err = parseNumber(s); err != nil {
				return i, g.at(e).fail("the %s of issue %q: %v", end.name, short(i.name), err)
			}
		}
		if i.from == nil || i.to == nil { // profiles leave them to the domain at times
			i.from, i.to = nil, nil
		} else if i.from.Cmp(i.to) > 0 {
			return i, g.at(e).fail("issue %q runs from %s down to %s", short(i.name), fraction(i.from), fraction(i.to))
		}
		return i, nil
	}
	return i, g.at(e).fail("issue %q is of type %q; there are discrete, integer and real", short(i.name), short(i.kind))
}

// options are the options of an issue, as the model has them, with the number of
// each where it has one.
func (g *geniusFile) options(i geniusIssue, c *Case) ([]bargain.Option, []*big.Rat, error) {
	var out []bargain.Option
	var at []*big.Rat
	if i.kind != "discrete" && i.from == nil {
		return nil, nil, g.at(i.e).fail("issue %q of type %s has no lowerbound and upperbound", short(i.name), i.kind)
	}
	switch i.kind {
	case "integer":
		nums, err := steps(i.from, i.to, big.NewRat(1, 1))
		if err != nil {
			return nil, nil, g.at(i.e).fail("issue %q: %v", short(i.name), err)
		}
		at = nums
	case "real":
		at = evenly(i.from, i.to)
		c.repair(g.at(i.e), "issue %q has real numbers without a step; %d evenly spaced ones stand for it", short(i.name), len(at))
	default:
		seen := map[string]bool{}
		for n, item := range i.items {
			id := item.value
			if id == "" {
				id = fmt.Sprintf("item %d", n+1)
				c.repair(g.at(item.e), "an item of issue %q has no value; it is called %q", short(i.name), id)
			}
			if seen[id] {
				c.repair(g.at(item.e), "the value %q of issue %q appears twice and is one option", short(id), short(i.name))
				continue
			}
			seen[id] = true
			name, _ := item.e.attr("description")
			out = append(out, bargain.Option{ID: id, Name: name})
			x, _ := parseNumber(id)
			at = append(at, x)
		}
		if len(out) == 0 {
			return nil, nil, g.at(i.e).fail("issue %q has no items", short(i.name))
		}
		if len(out) > maxOptions {
			return nil, nil, g.at(i.e).fail("issue %q has %d items, more than %d", short(i.name), len(out), maxOptions)
		}
		return out, at, nil
	}
	for _, x := range at {
		out = append(out, bargain.Option{ID: fraction(x)})
	}
	return out, at, nil
}

func (c *Case) repair(at place, format string, args ...any) {
	c.Repairs = append(c.Repairs, Repair{at.file, at.line, fmt.Sprintf(format, args...)})
}

// A geniusDomain is what profiles are matched with.
type geniusDomain struct {
	file   *geniusFile
	issues []bargain.Issue
	at     [][]*big.Rat // the number of each option, nil where it is none
	exact  []map[string]int
}

func newGeniusDomain(g *geniusFile, c *Case) (*geniusDomain, error) {
	d := &geniusDomain{file: g}
	ids := map[string]bool{}
	for n, i := range g.issues {
		id := i.name
		if id == "" {
			id = fmt.Sprintf("issue %d", n+1)
			c.repair(g.at(i.e), "an issue has no name; it is called %q", id)
		}
		for k := 2; ids[id]; k++ {
			next := fmt.Sprintf("%s (%d)", i.name, k)
			if !ids[next] {
				c.repair(g.at(i.e), "the issue name %q appears twice; this one is called %q", short(i.name), short(next))
			}
			id = next
		}
		ids[id] = true
		options, at, err := g.options(i, c)
		if err != nil {
			return nil, err
		}
		exact := make(map[string]int, len(options))
		for o, x := range options {
			exact[x.ID] = o
		}
		d.issues, d.at, d.exact = append(d.issues, bargain.Issue{ID: id, Options: options}), append(d.at, at), append(d.exact, exact)
	}
	if len(d.issues) == 0 {
		return nil, place{g.name, g.root.line}.fail("the domain has no issues")
	}
	if s, ok := g.root.attr("number_of_issues"); ok && s != strconv.Itoa(len(d.issues)) && s != "0" {
		c.repair(place{g.name, g.root.line}, "the file says it has %s issues; it has %d", short(s), len(d.issues))
	}
	for _, u := range g.root.named("utility_space") {
		if s, ok := u.attr("number_of_issues"); ok && s != strconv.Itoa(len(d.issues)) && s != "0" {
			c.repair(g.at(u), "the file says it has %s issues; it has %d", short(s), len(d.issues))
		}
	}
	return d, nil
}
