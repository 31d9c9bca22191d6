// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

//go:embed templates/*.html
var templateFiles embed.FS

// sheets are the parsed templates, one set for each language that was asked
// for: the functions that translate are bound to a language when they are
// parsed.
type sheets struct {
	static *assets
	names  []string
	mu     sync.Mutex
	byTag  map[string]map[string]*template.Template
}

// load finds the templates and parses them once, so that a fault in one stops
// the program when it starts.
func (s *sheets) load(static *assets) error {
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return err
	}
	for _, f := range files {
		if name := strings.TrimSuffix(path.Base(f), ".html"); !strings.HasPrefix(name, "_") {
			s.names = append(s.names, name)
		}
	}
	s.static, s.byTag = static, map[string]map[string]*template.Template{}
	_, err = s.find(lang.For("en"), "problem")
	return err
}

// find returns a template in a language.
func (s *sheets) find(p *lang.Printer, name string) (*template.Template, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set := s.byTag[p.Tag()]
	if set == nil {
		var err error
		if set, err = s.parse(p); err != nil {
			return nil, err
		}
		s.byTag[p.Tag()] = set
	}
	if set[name] == nil {
		return nil, fmt.Errorf("no template %q", name)
	}
	return set[name], nil
}

// parse reads every template. Those whose names begin with _ are shared.
func (s *sheets) parse(p *lang.Printer) (map[string]*template.Template, error) {
	shared, err := template.New("").Option("missingkey=error").Funcs(s.funcs(p)).Funcs(roomFuncs(p)).Funcs(preferenceFuncs()).Funcs(caseFuncs(p)).Funcs(modelFuncs(p)).Funcs(modelEditFuncs()).ParseFS(templateFiles, "templates/_*.html")
	if err != nil {
		return nil, err
	}
	set := map[string]*template.Template{}
	for _, name := range s.names {
		t, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if set[name], err = t.ParseFS(templateFiles, "templates/"+name+".html"); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// funcs are the functions of templates. Those that need the request take the
// frame, which is $ in every page.
func (s *sheets) funcs(p *lang.Printer) template.FuncMap {
	return template.FuncMap{
		"t":    func(key string, args ...any) any { return sentence(p, key, args) },
		"n":    func(key string, n any, args ...any) (string, error) { return plural(p, key, n, args) },
		"day":  p.Day,
		"num":  func(n any) (string, error) { i, err := whole(n); return p.Number(i), err },
		"time": func(t time.Time) template.HTML { return timeHTML(p, t) },
		"date": func(iso string) template.HTML { return dayHTML(p, iso) },
		// say translates a key that a table marked with phrase.T.
		"say":       func(key string) string { return p.T(key) },
		"word":      func(code string) string { return wordFor(p, code) },
		"seat":      seatAny,
		"seats":     func(f *frame, x []brief.SeatRef) template.HTML { return f.r.seatsHTML(x) },
		"ref":       func(id string) template.HTML { return refHTML(id) },
		"entry":     func(f *frame, id string) template.HTML { return f.r.entryHTML(id) },
		"url":       func(f *frame, path string) string { return f.r.at(path) },
		"file":      s.static.url,
		"clock":     func(t time.Time) string { return p.Clock(t.UTC()) },
		"root":      shortRoot,
		"short":     shorten,
		"stopTitle": func(why string) string { return stopTitle(p, why) },
		"span":      p.Span,
		"join":      func(words []string) string { return strings.Join(words, " ") },
		// differs says whether one text says more than another.
		"differs":  func(text, other string) bool { return text != "" && !strings.EqualFold(text, other) },
		"term":     func(vocabulary, code string) string { return termFor(p, vocabulary, code) },
		"moment":   func(m act.Moment) template.HTML { return momentHTML(p, m) },
		"ago":      func(minutes int64) string { return minutesText(p, minutes) },
		"duein":    func(c brief.Clock) string { return dueIn(p, c) },
		"picker":   newPicker,
		"holds":    holds,
		"byKey":    byKey,
		"readers":  func(f *frame, x []brief.SeatRef) template.HTML { return f.r.readersHTML(x) },
		"length":   func(least, most int64) template.HTML { return lengthHTML(p, least, most) },
		"facet":    func(name, value string) act.Facet { return act.Facet{Name: name, Value: value} },
		"home":     func(f *frame, ref string) string { return f.r.at(f.r.homeOf(ref)) },
		"title":    func(f *frame, ref string) string { return f.r.titleOf(ref) },
		"opened":   func(f *frame, ref string) bool { return f.r.opened(ref) },
		"says":     func(f *frame, ref string) string { return f.r.says(ref) },
		"knows":    func(how string) string { return knowsWord(p, how) },
		"seconds":  seconds,
		"fieldsOf": fieldsOf,
		"refs":     func(f *frame, seats []string) []brief.SeatRef { return f.r.refs(seats) },
		"name":     func(f *frame, seat string) string { return f.r.name(seat) },
		"seatref":  func(x brief.SeatStanding) brief.SeatRef { return brief.SeatRef{Seat: x.Seat, Name: x.Name} },
		"pair":     func(f *frame, x any) pair { return pair{f, x} },
		"html":     func(h template.HTML) template.HTML { return h },
	}
}

// pair hands a shared template the frame beside its own content.
type pair struct {
	F *frame
	X any
}

func whole(n any) (int64, error) {
	switch n := n.(type) {
	case int:
		return int64(n), nil
	case int64:
		return n, nil
	}
	return 0, fmt.Errorf("%T is not a whole number", n)
}

// sentence translates. Values that are marked up, such as a seat or a link, stay
// so inside the sentence, and all else is escaped.
func sentence(p *lang.Printer, key string, args []any) any {
	var swaps []string
	plain := slices.Clone(args)
	for i, a := range args {
		if h, ok := a.(template.HTML); ok {
			token := fmt.Sprintf("\uE000%d\uE000", i)
			plain[i] = token
			swaps = append(swaps, token, string(h))
		}
	}
	if swaps == nil {
		return p.T(key, args...)
	}
	return template.HTML(strings.NewReplacer(swaps...).Replace(template.HTMLEscapeString(p.T(key, plain...))))
}

func plural(p *lang.Printer, key string, n any, args []any) (string, error) {
	i, err := whole(n)
	return p.N(key, i, args...), err
}

func timeHTML(p *lang.Printer, t time.Time) template.HTML {
	if t.IsZero() {
		return template.HTML(`<span class="unknown">` + template.HTMLEscapeString(p.T("not stated")) + `</span>`)
	}
	return template.HTML(`<time datetime="` + t.UTC().Format(time.RFC3339) + `">` + template.HTMLEscapeString(p.Time(t.UTC())) + `</time>`)
}

func dayHTML(p *lang.Printer, iso string) template.HTML {
	if iso == "" {
		return template.HTML(`<span class="unknown">` + template.HTMLEscapeString(p.T("unknown")) + `</span>`)
	}
	return template.HTML(`<time datetime="` + template.HTMLEscapeString(iso) + `">` + template.HTMLEscapeString(p.Day(iso)) + `</time>`)
}

// shortRef is how many digits of a reference stand in running text.
const shortRef = 12

func shorten(id string) string { return id[:min(len(id), shortRef)] }

// refHTML shows a reference, left to right in every language.
func refHTML(id string) template.HTML {
	return template.HTML(`<span class="ref" dir="ltr">` + template.HTMLEscapeString(shorten(id)) + `</span>`)
}

// opened reports whether this seat has opened the entry with a reference.
func (r *request) opened(ref string) bool {
	id, err := node.ParseID(ref)
	_, ok := r.view.State.Line(id)
	return err == nil && ok
}

// entryHTML shows a reference as a link to the entry. One that is not opened here
// has no page to lead to: what was shown of it stands where it was shown.
func (r *request) entryHTML(id string) template.HTML {
	if !r.opened(id) {
		return refHTML(id)
	}
	return template.HTML(`<a class="ref" dir="ltr" href="` + template.HTMLEscapeString(r.at("/entry/"+id)) + `">` +
		template.HTMLEscapeString(shorten(id)) + `</a>`)
}

// render writes a page. It is made in full before the first byte leaves, so
// that nobody sees half of one.
func (s *Server) render(w http.ResponseWriter, r *request, status int, name string, content any, l lane) {
	t, err := s.sheets.find(r.p, name)
	var out bytes.Buffer
	if err == nil {
		err = t.ExecuteTemplate(&out, "layout", r.frame(content, l))
	}
	if err != nil {
		http.Error(w, "this page could not be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(out.Bytes())
}

// seatAny shows a seat, given as a reference or as a pointer to one.
func seatAny(f *frame, x any) (template.HTML, error) {
	switch x := x.(type) {
	case brief.SeatRef:
		return f.r.seatHTML(x), nil
	case *brief.SeatRef:
		return f.r.seatHTML(*x), nil
	}
	return "", fmt.Errorf("%T is not a seat", x)
}

// shortRoot is the beginning of the root of a log, in two groups that two
// people can read to each other.
func shortRoot(root string) string {
	if len(root) < 8 {
		return root
	}
	return root[:4] + " " + root[4:8]
}
