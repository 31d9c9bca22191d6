// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"parley/bargain"
)

// Options steer [Read]. The zero value finds out the format and takes every
// profile as a party.
type Options struct {
	// Format insists on a format; files of others are left out.
	Format Format
	// Parties takes the first so many profiles in the order of the files; 0 takes
	// all. [Sorted] brings the files of a folder into order.
	Parties int
	// Choose names the profiles that are parties, in this order; it wins over
	// Parties.
	Choose []Choice
}

// A Choice makes the profile of a file a party. File is the name of a file, or its
// last part, with or without ending.
type Choice struct{ ID, File string }

// maxAsked is how many profiles are taken without being chosen: as many parties
// as the engines are made for.
const maxAsked = 8

// A ManyError says that there are more profiles than parties, and that somebody
// has to choose.
type ManyError struct{ Profiles []string }

// namedProfiles is how many profiles a [ManyError] names.
const namedProfiles = 30

// Error counts the profiles and names the first of them, and the last.
func (e *ManyError) Error() string {
	names := strings.Join(e.Profiles[:min(len(e.Profiles), namedProfiles)], ", ")
	if len(e.Profiles) > namedProfiles {
		names += " … " + e.Profiles[len(e.Profiles)-1]
	}
	return fmt.Sprintf("there are %d profiles, and it is not said which of them are parties: %s", len(e.Profiles), names)
}

// Read makes a case from the files of one folder, or from those that somebody
// named, in their order. A file that belongs to no case, or to another format, is left out and
// reported; if only one file is given, that is an [Error]. Other errors are a
// [ManyError] and errors of the files themselves.
func Read(files []File, o Options) (*Case, error) {
	c := &Case{Model: &bargain.Model{}}
	if len(files) == 0 {
		return nil, &Error{Msg: "there is no file to read"}
	}
	var found []*candidate
	for _, f := range files {
		x, err := classify(f, c)
		if err != nil {
			if len(files) == 1 || chosen(f, o) || isSheet(f) { // without its sheet a party would be missing
				return nil, err
			}
			c.leave(err)
			continue
		}
		if x == nil {
			if len(files) == 1 {
				return nil, place{file: f.Name}.fail("the file is of no format that is known here")
			}
			c.leave(place{file: f.Name}.fail("the file is of no format that is known here"))
			continue
		}
		found = append(found, x)
	}
	format, err := decide(found, o)
	if err != nil {
		return nil, err
	}
	var own []*candidate
	for _, x := range found {
		if x.format == format {
			own = append(own, x)
		} else {
			c.leave(place{file: x.file.Name}.fail("the file is of the format %s, and the others are %s", x.format, format))
		}
	}
	c.Format = format
	switch format {
	case Parley:
		return readOwn(own, o, c)
	case Deliberation:
		var files []File
		for _, x := range own {
			files = append(files, x.file)
		}
		if err := readDeliberation(files, c); err != nil {
			return nil, err
		}
		c.Model.Name = folder(own[0].file.Name)
		return c, fixed(c, o)
	}
	return c, readProfiles(own, o, c)
}

// leave reports a file that is left out.
func (c *Case) leave(err error) {
	if e, ok := err.(*Error); ok {
		c.repair(place{e.File, e.Line}, "left out: %s", e.Msg)
	}
}

// A candidate is a file whose part in the case is known.
type candidate struct {
	file    File
	format  Format
	profile bool
	either  bool  // a domain that could be a profile
	tree    *node // of a JSON or YAML file that was parsed
}

// root is the tree of a JSON or YAML file.
func (x *candidate) root() (n *node, err error) {
	if x.tree == nil {
		x.tree, err = parseTree(x.file)
	}
	return x.tree, err
}

// classify finds out what a file is; nil is nothing of ours.
func classify(f File, c *Case) (*candidate, error) {
	start := bytes.TrimLeft(bytes.TrimPrefix(f.Data[:min(len(f.Data), 4096)], []byte("\xef\xbb\xbf")), " \t\r\n")
	ending := strings.ToLower(path.Ext(f.Name))
	switch {
	case len(start) == 0:
		return nil, place{file: f.Name}.fail("the file is empty")
	case bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, place{file: f.Name}.fail("the file is in UTF-16; save it as UTF-8")
	case start[0] == '<':
		return classifyXML(f)
	case ending == ".txt":
		if isConfig(f) {
			return &candidate{file: f, format: Deliberation}, nil
		}
		if _, err := scoreSheet(f, &bargain.Model{}); err != nil {
			return nil, err
		}
		return &candidate{file: f, format: Deliberation, profile: true}, nil
	}
	if !looksJSON(f) { // the parser of YAML is slow: only the files that are used are parsed
		switch kind := typeLine(f.Data); {
		case isSpaceType(kind):
			return &candidate{file: f, format: NegMAS}, nil
		case isFunType(kind):
			return &candidate{file: f, format: NegMAS, profile: true}, nil
		}
	}
	root, err := parseTree(f)
	if err != nil {
		return nil, err
	}
	x := &candidate{file: f, tree: root}
	_, web := webProfile(root)
	schema := root.get("schema")
	switch {
	case schema != nil && schema.text == schemaBargain:
		x.format = Parley
	case schema != nil && strings.HasPrefix(schema.text, "parley."):
		return nil, schema.fail("the file is of the kind %s, want %q", schema.describe(), schemaBargain)
	case web != nil:
		x.format, x.profile = GeniusWeb, true
	case isGeniusWeb(root):
		x.format = GeniusWeb
	case isSpaceType(root.typeName()):
		x.format = NegMAS
	case isFunType(root.typeName()):
		x.format, x.profile = NegMAS, true
	case isNegoLog(root):
		x.format, x.profile = NegoLog, true
	case root.get("issues") != nil && root.get("parties") != nil:
		return nil, root.fail("the file looks like a case file, but does not begin with \"schema\": %q", schemaBargain)
	default:
		return nil, nil
	}
	return x, nil
}

// classifyXML looks at the bytes alone: only the files that are used are parsed.
func classifyXML(f File) (*candidate, error) {
	domain := bytes.Contains(f.Data, []byte("<negotiation_template"))
	profile := bytes.Contains(f.Data, []byte("<weight")) || bytes.Contains(f.Data, []byte("<hyperRectangle")) ||
		bytes.Contains(f.Data, []byte("<ufun")) || bytes.Contains(f.Data, []byte("<evaluator"))
	if !domain && !bytes.Contains(f.Data, []byte("<utility_space")) {
		return nil, nil
	}
	if !domain && !profile {
		profile = bytes.Contains(f.Data, []byte("evaluation=")) || bytes.Contains(f.Data, []byte("<reservation"))
	}
	// A template is a domain, even one that bears weights. Where nothing else says
	// what parties want, it may be a profile.
	return &candidate{file: f, format: Genius, profile: profile && !domain, either: profile && domain}, nil
}

// decide chooses the format: the one insisted on, else our own, else that of most
// files.
func decide(found []*candidate, o Options) (Format, error) {
	count := map[Format]int{}
	for _, x := range found {
		count[x.format]++
	}
	if o.Format != "" {
		if count[o.Format] == 0 {
			return "", &Error{Msg: fmt.Sprintf("no file is of the format %s", o.Format)}
		}
		return o.Format, nil
	}
	best := Parley
	for _, f := range Formats() {
		if best != Parley || count[Parley] == 0 {
			if count[f] > count[best] {
				best = f
			}
		}
	}
	if count[best] == 0 {
		return "", &Error{Msg: "no file is of a format that is known here"}
	}
	return best, nil
}

// readOwn reads our own format, which is one file.
func readOwn(own []*candidate, o Options, c *Case) (*Case, error) {
	if len(own) > 1 {
		return nil, place{file: own[1].file.Name}.fail("this is a second case file beside %s; name the one that is meant", own[0].file.Name)
	}
	root, err := own[0].root()
	if err != nil {
		return nil, err
	}
	out, err := readParley(root)
	if err != nil {
		return nil, err
	}
	out.Repairs = append(c.Repairs, out.Repairs...)
	if out.Model.Name == "" {
		out.Model.Name = base(own[0].file.Name)
	}
	return out, fixed(out, o)
}

// fixed refuses a choice of parties where the files name them.
func fixed(c *Case, o Options) error {
	if len(o.Choose) > 0 || o.Parties != 0 && o.Parties != len(c.Model.Parties) {
		return &Error{Msg: fmt.Sprintf("the case itself names its %d parties; they cannot be chosen", len(c.Model.Parties))}
	}
	return nil
}

// folder names a case after the folder of a file, or after the file.
func folder(name string) string {
	dir := path.Base(path.Dir(strings.ReplaceAll(name, "\\", "/")))
	if dir == "scores_files" {
		dir = path.Base(path.Dir(path.Dir(strings.ReplaceAll(name, "\\", "/"))))
	}
	if dir == "." || dir == "/" {
		return base(name)
	}
	return dir
}

// chosen reports whether a choice names the file.
func chosen(f File, o Options) bool {
	return slices.ContainsFunc(o.Choose, func(x Choice) bool { return x.names(f.Name) })
}

func (x Choice) names(file string) bool {
	f, want := path.Clean(strings.ReplaceAll(file, "\\", "/")), path.Clean(strings.ReplaceAll(x.File, "\\", "/"))
	return f == want || strings.HasSuffix(f, "/"+want) || base(f) == want
}
