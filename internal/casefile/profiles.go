// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"slices"

	"parley/bargain"
)

// A book is what the formats with one profile for each party have in common: a
// domain that is known first, and profiles that are read over it one by one.
type book interface {
	// open reads the domain, from a file of its own or from the first profile.
	open(domains, profiles []*candidate) error
	// view reads a profile; other says that it belongs to another domain.
	view(x *candidate) (v bargain.View, other bool, err error)
	// issues are those of the domain.
	issues() []bargain.Issue
}

// readProfiles reads a domain and the profiles that are parties.
func readProfiles(own []*candidate, o Options, c *Case) error {
	var domains, profiles []*candidate
	for _, x := range own {
		if x.profile {
			profiles = append(profiles, x)
		} else {
			domains = append(domains, x)
		}
	}
	if len(profiles) == 0 {
		for _, x := range own {
			if x.either {
				profiles = append(profiles, x)
			}
		}
		domains = slices.DeleteFunc(domains, func(x *candidate) bool { return x.either })
	}
	if len(profiles) == 0 {
		return place{file: own[0].file.Name}.fail("no file says what a party wants")
	}
	ids := make([]string, len(profiles))
	for i, x := range profiles {
		ids[i] = base(x.file.Name)
	}
	if len(o.Choose) > 0 {
		var picked []*candidate
		ids = nil
		for _, ch := range o.Choose {
			i := slices.IndexFunc(profiles, func(x *candidate) bool { return ch.names(x.file.Name) })
			if i < 0 {
				return &Error{File: ch.File, Msg: "this is no profile among the files that were read"}
			}
			picked, ids = append(picked, profiles[i]), append(ids, ch.ID)
		}
		profiles = picked
	}
	b := newBook(c)
	if err := b.open(domains, profiles); err != nil {
		return err
	}
	c.Model.Issues = b.issues()
	first := domains
	if len(first) == 0 {
		first = profiles
	}
	c.Model.Name = folder(first[0].file.Name)
	var left []string
	for i, x := range profiles {
		if o.Parties > 0 && len(o.Choose) == 0 && len(c.Model.Parties) == o.Parties {
			break
		}
		if len(o.Choose) == 0 && o.Parties == 0 && len(profiles) > maxAsked && len(c.Model.Parties) == 1 {
			for _, y := range profiles {
				left = append(left, base(y.file.Name))
			}
			return &ManyError{Profiles: left}
		}
		v, other, err := b.view(x)
		if err != nil {
			return err
		}
		if other {
			if len(o.Choose) > 0 || len(profiles) == 1 {
				return place{file: x.file.Name}.fail("the profile belongs to another domain: its issues are not those of the case")
			}
			c.repair(place{file: x.file.Name}, "left out: the profile belongs to another domain; its issues are not those of the case")
			continue
		}
		for _, p := range c.Model.Parties {
			if p.ID == ids[i] {
				return place{file: x.file.Name}.fail("the party id %q appears twice; give each an id of its own", short(ids[i]))
			}
		}
		c.Model.Parties = append(c.Model.Parties, bargain.Party{ID: ids[i], Views: []bargain.View{v}})
		c.parties = append(c.parties, place{x.file.Name, 1})
	}
	switch {
	case len(c.Model.Parties) == 0:
		return place{file: own[0].file.Name}.fail("no profile belongs to the domain")
	case len(o.Choose) == 0 && len(c.Model.Parties) < o.Parties:
		return &Error{Msg: "there are fewer profiles than parties asked for"}
	}
	return nil
}

func newBook(c *Case) book {
	switch c.Format {
	case Genius:
		return &geniusBook{c: c}
	case GeniusWeb:
		return &treeBook{c: c, domainOf: webDomain, inProfile: func(n *node, c *Case) (*domain, error) {
			_, p := webProfile(n)
			d := p.get("domain")
			if d == nil {
				return nil, p.fail("the profile holds no domain")
			}
			return webDomain(d, c)
		}, viewOf: func(n *node, d *domain, c *Case) (bargain.View, error) {
			kind, p := webProfile(n)
			return webView(kind, p, d, c)
		}}
	case NegMAS:
		return &treeBook{c: c, domainOf: negmasDomain, inProfile: func(n *node, c *Case) (*domain, error) {
			if d := n.get("outcome_space"); d != nil && d.kind == object {
				return negmasDomain(d, c)
			}
			return nil, nil
		}, viewOf: func(n *node, d *domain, c *Case) (bargain.View, error) {
			return (&negmasReader{d: d, c: c}).view(n)
		}}
	}
	return &treeBook{c: c, inProfile: negologDomain, viewOf: negologView}
}

// geniusBook is the XML of Genius.
type geniusBook struct {
	c *Case
	d *geniusDomain
}

func (b *geniusBook) parse(x *candidate) (*geniusFile, error) {
	root, err := parseXML(x.file, &b.c.Repairs)
	if err != nil {
		return nil, err
	}
	if !geniusRoot(root) {
		return nil, place{x.file.Name, root.line}.fail("the file begins with <%s>, want <negotiation_template> or <utility_space>", short(root.name))
	}
	return newGeniusFile(x.file.Name, root, b.c)
}

// open takes the first domain to which one of the first profiles belongs. A
// profile holds the whole tree of issues, so it can stand in for a domain.
func (b *geniusBook) open(domains, profiles []*candidate) error {
	kept := len(b.c.Repairs)
	var first *geniusFile
	var firstErr error
	for _, x := range profiles[:min(len(profiles), 3)] {
		g, err := b.parse(x)
		if err == nil && len(g.issues) > 0 {
			first = g
			break
		}
		if firstErr == nil {
			firstErr = err
		}
	}
	b.c.Repairs = b.c.Repairs[:kept] // they come again when the profile is read
	for _, x := range domains {
		at := len(b.c.Repairs)
		g, err := b.parse(x)
		if err == nil {
			b.d, err = newGeniusDomain(g, b.c)
		}
		if err == nil && (len(domains) == 1 || first == nil || b.d.belongs(first)) {
			return nil
		}
		if len(domains) == 1 {
			return err
		}
		b.c.Repairs = b.c.Repairs[:at]
		if err != nil {
			b.c.leave(err)
		} else {
			b.c.repair(place{file: x.file.Name}, "left out: the profiles belong to another domain")
		}
	}
	if first == nil {
		if firstErr != nil {
			return firstErr
		}
		return place{file: profiles[0].file.Name}.fail("there is no file with the issues")
	}
	b.c.repair(place{file: first.name}, "there is no domain file; the issues are taken from this profile")
	var err error
	b.d, err = newGeniusDomain(first, b.c)
	return err
}

func (b *geniusBook) issues() []bargain.Issue { return b.d.issues }

func (b *geniusBook) view(x *candidate) (v bargain.View, other bool, err error) {
	g, err := b.parse(x)
	if err != nil {
		return v, false, err
	}
	if len(g.issues) > 0 && !b.d.belongs(g) {
		return v, true, nil
	}
	v, err = b.d.view(g, b.c)
	return v, false, err
}

// treeBook is a format of JSON or YAML.
type treeBook struct {
	c         *Case
	d         *domain
	own       bool // the domain is a file of its own
	domainOf  func(*node, *Case) (*domain, error)
	inProfile func(*node, *Case) (*domain, error)
	viewOf    func(*node, *domain, *Case) (bargain.View, error)
}

func (b *treeBook) open(domains, profiles []*candidate) (err error) {
	if len(domains) > 1 {
		return place{file: domains[1].file.Name}.fail("this is a second domain beside %s; name the files that belong together", domains[0].file.Name)
	}
	if len(domains) == 1 {
		b.own = true
		root, err := domains[0].root()
		if err != nil {
			return err
		}
		b.d, err = b.domainOf(root, b.c)
		return err
	}
	root, err := profiles[0].root()
	if err != nil {
		return err
	}
	b.d, err = b.inProfile(root, b.c)
	if err == nil && b.d == nil {
		err = place{file: profiles[0].file.Name}.fail("there is no file with the issues")
	}
	return err
}

func (b *treeBook) issues() []bargain.Issue { return b.d.issues }

func (b *treeBook) view(x *candidate) (v bargain.View, other bool, err error) {
	root, err := x.root()
	if err != nil {
		return v, false, err
	}
	quiet := &Case{}
	if d, err := b.inProfile(root, quiet); err == nil && d != nil && !b.fits(d) {
		return v, true, nil
	}
	v, err = b.viewOf(root, b.d, b.c)
	return v, false, err
}

// fits reports whether the domain inside a profile is that of the case: exactly,
// or, for profiles that list only what they value, in most issues.
func (b *treeBook) fits(d *domain) bool {
	if b.d.same(d) {
		return true
	}
	found := 0
	for _, x := range d.issues {
		if i := b.d.issue(x.ID); i >= 0 {
			found++
		}
	}
	return 2*found > len(b.d.issues)
}
