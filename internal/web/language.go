// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"
	"strings"

	"parley/internal/lang"
)

// Names of the cookies that keep what a person chose for the pages. They hold
// no secret.
const (
	cookieLanguage = "parley-language"
	cookieTheme    = "parley-theme"
	cookieKeys     = "parley-keys"
	cookieDensity  = "parley-density"
)

// pseudo are the languages that only tests and translators ask for.
var pseudo = []string{"qps", "qps-rtl"}

// printer chooses the language of a request: what the person chose, else what
// the program was told, else what the browser asks for.
func (s *Server) printer(r *http.Request) *lang.Printer {
	if tag := cookieOf(r, cookieLanguage); known(tag) {
		return lang.For(tag)
	}
	if s.opt.Language != "" {
		return lang.For(s.opt.Language)
	}
	return lang.For(lang.Match(r.Header.Get("Accept-Language")))
}

func known(tag string) bool {
	return slices.Contains(pseudo, tag) ||
		slices.ContainsFunc(lang.Languages(), func(l lang.Language) bool { return l.Tag == tag })
}

// taste is how a person wants pages to look.
type taste struct {
	Theme string // "light", "dark", or empty for what the machine has
	Keys  bool   // single-letter shortcuts
	Dense bool
}

func tasteOf(r *http.Request) taste {
	t := taste{Keys: cookieOf(r, cookieKeys) != "off", Dense: cookieOf(r, cookieDensity) == "compact"}
	if theme := cookieOf(r, cookieTheme); theme == "light" || theme == "dark" {
		t.Theme = theme
	}
	return t
}

// choose keeps what a person chose and returns to where it was chosen.
func (s *Server) choose(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.fault(w, r, problemForm)
		return
	}
	set := func(name, value string) {
		http.SetCookie(w, &http.Cookie{
			Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		})
	}
	if tag := r.PostForm.Get("language"); known(tag) {
		set(cookieLanguage, tag)
	}
	for name, allowed := range map[string][]string{
		cookieTheme: {"machine", "light", "dark"}, cookieKeys: {"on", "off"}, cookieDensity: {"comfortable", "compact"},
	} {
		if v := r.PostForm.Get(strings.TrimPrefix(name, "parley-")); slices.Contains(allowed, v) {
			set(name, v)
		}
	}
	http.Redirect(w, r, back(r.PostForm.Get("back")), http.StatusSeeOther)
}

// back is an address of this server to return to; anything else is the lobby.
func back(to string) string {
	// Browsers drop tabs and take a backslash for a slash, so that either could
	// make the name of another machine of a path.
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsFunc(to, func(c rune) bool { return c == '\\' || c < ' ' }) {
		return "/"
	}
	return to
}
