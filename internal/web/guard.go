// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// policy is the content security policy of every answer: nothing from outside,
// nothing inline, no frame around it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard stands before every page.
type guard struct {
	hosts  []string // names under which this server may be asked for
	cookie string   // its name carries the port, since cookies are shared by ports
	cross  *http.CrossOriginProtection
}

func newGuard(port string) guard {
	return guard{
		// A page of some site whose name was made to resolve to this machine
		// asks under that name, and is refused by it.
		hosts:  []string{"127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port},
		cookie: "parley-" + port,
		cross:  http.NewCrossOriginProtection(),
	}
}

// wrap lets in who has a session, asks under a name of this machine, and does
// not come from another site. open is what everybody may see.
func (s *Server) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		open := strings.HasPrefix(r.URL.Path, "/static/") || strings.HasPrefix(r.URL.Path, "/open/")
		switch {
		case !slices.Contains(s.guard.hosts, r.Host):
			http.Error(w, "this address is not one of this machine; use the one that parley printed", http.StatusMisdirectedRequest)
		case s.guard.cross.Check(r) != nil:
			s.fault(w, r, problemOrigin)
		case !open && !s.sessions.known(cookieOf(r, s.guard.cookie)):
			s.fault(w, r, problemSession)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			next.ServeHTTP(w, r)
		}
	})
}

// maxBody bounds a request: a bundle of a long process is the largest.
const maxBody = 256 << 20

func cookieOf(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// open answers a launch address: it trades the token for a session, once.
func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	if !s.sessions.redeem(r.PathValue("token")) {
		s.fault(w, r, problemLaunch)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.guard.cookie, Value: s.sessions.begin(), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	to := "/"
	if list := s.desks(); len(list) > 0 && (len(list) == 1 || s.opt.Demo) {
		to = "/" + list[0].Key + "/standing"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// sessions knows which launch tokens are unused and which sessions are running,
// by their hashes: a dump of memory does not let anybody in.
type sessions struct {
	mu      sync.Mutex
	invited map[[32]byte]bool
	running map[[32]byte]bool
}

func (s *sessions) add(set *map[[32]byte]bool) string {
	token := random()
	s.mu.Lock()
	defer s.mu.Unlock()
	if *set == nil {
		*set = map[[32]byte]bool{}
	}
	(*set)[sha256.Sum256([]byte(token))] = true
	return token
}

func (s *sessions) invite() string { return s.add(&s.invited) }
func (s *sessions) begin() string  { return s.add(&s.running) }

func (s *sessions) redeem(token string) bool {
	h := sha256.Sum256([]byte(token))
	s.mu.Lock()
	defer s.mu.Unlock()
	ok := s.invited[h]
	delete(s.invited, h)
	return ok
}

func (s *sessions) known(token string) bool {
	h := sha256.Sum256([]byte(token))
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running[h]
}
