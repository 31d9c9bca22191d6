// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"parley/bargain"
)

// base is the last part of a file name without its ending.
func base(name string) string {
	b := path.Base(strings.ReplaceAll(name, "\\", "/"))
	return strings.TrimSuffix(b, path.Ext(b))
}

// isConfig reports whether a file is the list of parties of a game of
// LLM-Deliberation.
func isConfig(f File) bool { return path.Base(strings.ReplaceAll(f.Name, "\\", "/")) == "config.txt" }

// isSheet reports whether a file lies where the games of LLM-Deliberation keep
// score sheets, and nothing else.
func isSheet(f File) bool {
	name := strings.ReplaceAll(f.Name, "\\", "/")
	return path.Base(path.Dir(name)) == "scores_files" && strings.EqualFold(path.Ext(name), ".txt")
}

// readDeliberation reads score sheets: one line of whole numbers for each issue,
// the last line the least score that the party accepts. A config file names the
// parties and gives two of them a veto; a deal then stands if at most one party
// without a veto is below its least score.
func readDeliberation(files []File, c *Case) error {
	type row struct {
		label, file, role string
		at                place
	}
	var rows []row
	sheets := map[string]File{}
	for _, f := range files {
		if !isConfig(f) {
			sheets[base(f.Name)] = f
			continue
		}
		for n, line := range strings.Split(string(f.Data), "\n") {
			if strings.TrimSpace(line) == "" {
				continue
			}
			cells := strings.Split(line, ",")
			if len(cells) < 3 {
				return place{f.Name, n + 1}.fail("the line is not label, file, role")
			}
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			rows = append(rows, row{cells[0], cells[1], cells[2], place{f.Name, n + 1}})
		}
	}
	if rows == nil { // no config: every sheet is a party
		for _, f := range files {
			rows = append(rows, row{base(f.Name), base(f.Name), "", place{f.Name, 1}})
		}
	}
	var veto []int
	for _, r := range rows {
		f, ok := sheets[r.file]
		if !ok {
			return r.at.fail("there is no score sheet %q", short(r.file))
		}
		if slices.ContainsFunc(c.Model.Parties, func(p bargain.Party) bool { return p.ID == r.label }) {
			return r.at.fail("the party %q appears twice", short(r.label))
		}
		view, err := scoreSheet(f, c.Model)
		if err != nil {
			return err
		}
		if r.role == "p1" || r.role == "p2" {
			veto = append(veto, len(c.Model.Parties))
		}
		c.Model.Parties = append(c.Model.Parties, bargain.Party{ID: r.label, Views: []bargain.View{view}})
		c.parties = append(c.parties, place{f.Name, 1})
	}
	if len(veto) > 0 {
		rule := bargain.AllBut(len(c.Model.Parties), 1, veto...)
		c.Rule = &rule
	}
	return nil
}

// scoreSheet reads one sheet. The first one settles how many issues and options
// there are; they have letters and numbers, as in the game.
func scoreSheet(f File, m *bargain.Model) (v bargain.View, err error) {
	type line struct {
		at    place
		cells []string
	}
	var lines []line
	for n, s := range strings.Split(string(f.Data), "\n") {
		if s = strings.TrimSpace(s); s != "" {
			lines = append(lines, line{place{f.Name, n + 1}, strings.Split(s, ",")})
		}
	}
	if len(lines) < 2 || len(lines[len(lines)-1].cells) != 1 {
		return v, place{file: f.Name}.fail("a score sheet has a line of numbers for each issue and ends with the least score accepted")
	}
	scores, last := lines[:len(lines)-1], lines[len(lines)-1]
	if m.Issues == nil {
		for i, l := range scores {
			id := string(rune('A' + i%26))
			if i >= 26 {
				id = fmt.Sprintf("%s%d-", id, i/26)
			}
			issue := bargain.Issue{ID: id}
			for o := range l.cells {
				issue.Options = append(issue.Options, bargain.Option{ID: fmt.Sprintf("%s%d", id, o+1)})
			}
			m.Issues = append(m.Issues, issue)
		}
	}
	if len(scores) != len(m.Issues) {
		return v, last.at.fail("the sheet has %d issues; the first sheet has %d", len(scores), len(m.Issues))
	}
	for i, l := range scores {
		if len(l.cells) != len(m.Issues[i].Options) {
			return v, l.at.fail("issue %s has %d scores; the first sheet has %d", m.Issues[i].ID, len(l.cells), len(m.Issues[i].Options))
		}
		var row []bargain.Number
		for _, s := range l.cells {
			x, err := parseNumber(s)
			if err != nil {
				return v, l.at.fail("%v", err)
			}
			row = append(row, bargain.Rational(x))
		}
		v.Values = append(v.Values, row)
	}
	x, err := parseNumber(last.cells[0])
	if err != nil {
		return v, last.at.fail("%v", err)
	}
	v.Reservation = &bargain.Reservation{Value: bargain.Rational(x)}
	return v, nil
}
