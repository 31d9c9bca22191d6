// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

// prose turns the Markdown of our own pages into HTML: headings, paragraphs, lists,
// tables, quotations, code and links between the pages. It knows no more than they
// use, and whatever it does not know stays text. link gives the address of another
// page, or nothing: then only its words are shown.
type prose struct {
	link func(to string) string

	b      strings.Builder
	lines  []string
	at     int
	tables int
}

// render returns the HTML and the words of the first heading.
func (p *prose) render(text string) (body template.HTML, title string) {
	p.lines = strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for p.at < len(p.lines) {
		line := p.lines[p.at]
		switch {
		case strings.TrimSpace(line) == "":
			p.at++
		case strings.HasPrefix(line, "```"):
			p.code()
		case strings.HasPrefix(line, "#"):
			level := len(line) - len(strings.TrimLeft(line, "#"))
			words := strings.TrimSpace(line[level:])
			if title == "" {
				title = words
			}
			tag := "h" + string('0'+byte(min(level, 6)))
			p.put(tag, p.inline(words))
			p.at++
		case strings.HasPrefix(line, "|"):
			p.table(title)
		case strings.HasPrefix(line, "> "):
			p.put("blockquote", p.inline(p.block(func(s string) bool { return strings.HasPrefix(s, "> ") }, "> ")))
		case itemIn.MatchString(line):
			p.list()
		default:
			p.put("p", p.inline(p.block(func(s string) bool { return !begins(s) }, "")))
		}
	}
	return template.HTML(p.b.String()), title
}

// itemIn is the beginning of an item of a list.
var itemIn = regexp.MustCompile(`^(- |\d+\. )`)

// begins reports whether a line begins something of its own.
func begins(line string) bool {
	return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") || strings.HasPrefix(line, "> ") ||
		strings.HasPrefix(line, "```") || itemIn.MatchString(line)
}

func (p *prose) put(tag, inner string) { p.b.WriteString("<" + tag + ">" + inner + "</" + tag + ">\n") }

// block joins this line and those after it that go on with it.
func (p *prose) block(goes func(string) bool, cut string) string {
	var out []string
	for first := true; p.at < len(p.lines) && (first || goes(p.lines[p.at])); first = false {
		out = append(out, strings.TrimSpace(strings.TrimPrefix(p.lines[p.at], cut)))
		p.at++
	}
	return strings.Join(out, " ")
}

func (p *prose) code() {
	p.at++
	var out []string
	for p.at < len(p.lines) && !strings.HasPrefix(p.lines[p.at], "```") {
		out = append(out, p.lines[p.at])
		p.at++
	}
	p.at++
	p.put("pre", template.HTMLEscapeString(strings.Join(out, "\n")))
}

func (p *prose) list() {
	tag := "ul"
	if p.lines[p.at][0] != '-' {
		tag = "ol"
	}
	p.b.WriteString("<" + tag + ">")
	for p.at < len(p.lines) && itemIn.MatchString(p.lines[p.at]) && (p.lines[p.at][0] == '-') == (tag == "ul") {
		mark := itemIn.FindString(p.lines[p.at])
		p.put("li", p.inline(p.block(func(s string) bool { return !begins(s) }, mark)))
	}
	p.b.WriteString("</" + tag + ">\n")
}

func (p *prose) table(title string) {
	p.tables++
	id := "table-" + strconv.Itoa(p.tables)
	p.b.WriteString(`<div class="scroll" tabindex="0" role="region" aria-labelledby="` + id + `"><table><caption id="` + id + `">` + template.HTMLEscapeString(title) + `</caption>`)
	head := true
	for ; p.at < len(p.lines) && strings.HasPrefix(p.lines[p.at], "|"); p.at++ {
		line := strings.Trim(strings.TrimSpace(p.lines[p.at]), "|")
		if strings.Trim(line, "-:| ") == "" {
			continue // the rule below the head
		}
		tag, scope := "td", ""
		if head {
			p.b.WriteString("<thead>")
			tag, scope = "th", ` scope="col"`
		}
		p.b.WriteString("<tr>")
		for _, cell := range strings.Split(line, "|") {
			p.b.WriteString("<" + tag + scope + ">" + p.inline(strings.TrimSpace(cell)) + "</" + tag + ">")
		}
		p.b.WriteString("</tr>")
		if head {
			p.b.WriteString("</thead><tbody>")
		}
		head = false
	}
	p.b.WriteString("</tbody></table></div>\n")
}

// inlineIn finds code, links, strong words and words in italics, in this order.
var inlineIn = regexp.MustCompile("`([^`]+)`" + `|\[((?:[^\]\[]|\[[^\]]*\])*)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*`)

func (p *prose) inline(s string) string {
	var b strings.Builder
	last := 0
	for _, m := range inlineIn.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(template.HTMLEscapeString(s[last:m[0]]))
		last = m[1]
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		switch {
		case m[2] >= 0:
			b.WriteString("<code>" + template.HTMLEscapeString(part(1)) + "</code>")
		case m[4] >= 0:
			if to := p.link(part(3)); to != "" {
				b.WriteString(`<a href="` + template.HTMLEscapeString(to) + `">` + p.inline(part(2)) + "</a>")
			} else {
				b.WriteString(p.inline(part(2)))
			}
		case m[8] >= 0:
			b.WriteString("<b>" + p.inline(part(4)) + "</b>")
		default:
			b.WriteString("<i>" + p.inline(part(5)) + "</i>")
		}
	}
	b.WriteString(template.HTMLEscapeString(s[last:]))
	return b.String()
}
