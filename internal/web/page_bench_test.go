// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/process"
)

// used is the processor time of this program so far, its garbage collector
// included: of a busy machine it tells more than the time of day does.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPages asks a desk for every page there is, in a process that grows to
// 10,000 entries that it reads. The metrics are medians, in milliseconds: of
// processor time, which the goal of 100 ms is about, and of the time of day.
func BenchmarkPages(b *testing.B) {
	w := newBusy(b)
	for _, n := range []int{1_000, 3_000, 10_000} {
		w.grow(n)
		s := sitAt(b, w.desk())
		for _, path := range s.paths() {
			name := strings.NewReplacer("/", " ", "?", " ", "=", " ").Replace(strings.TrimPrefix(shortened(path), "/"))
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) { s.measure(b, path, nil) })
		}
		b.Run(fmt.Sprintf("%d/(a sync that finds nothing new)", n), func(b *testing.B) {
			var cpu []time.Duration
			for b.Loop() {
				was := used(b)
				if _, err := w.nodes[0].Sync(context.Background(), w.lines[0]); err != nil {
					b.Fatal(err)
				}
				cpu = append(cpu, used(b)-was)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(middle(cpu), "cpu-ms")
		})
	}
}

// sitter is somebody who reads the pages of a desk without a socket between.
type sitter struct {
	*Server
	b      testing.TB
	desk   *Desk
	cookie *http.Cookie
}

func sitAt(b testing.TB, d *Desk) *sitter {
	s, err := New(Options{Address: "127.0.0.1:8000", Desks: []*Desk{d}})
	if err != nil {
		b.Fatal(err)
	}
	return &sitter{s, b, d, &http.Cookie{Name: s.guard.cookie, Value: s.sessions.begin()}}
}

func (s *sitter) ask(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:8000/"+s.desk.Key+path, strings.NewReader(form.Encode()))
	r.AddCookie(s.cookie)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// measure asks for a page; first, if it is not nil, is done before each time and
// not measured.
func (s *sitter) measure(b *testing.B, path string, first func()) {
	b.ReportAllocs()
	var cpu, wall []time.Duration
	var last []byte
	for b.Loop() {
		if first != nil {
			first()
		}
		was, at := used(b), time.Now()
		w := s.ask("GET", path, nil)
		cpu, wall = append(cpu, used(b)-was), append(wall, time.Since(at))
		if last = w.Body.Bytes(); w.Code != http.StatusOK {
			b.Fatalf("%s answers %d", path, w.Code)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(middle(cpu), "cpu-ms")
	b.ReportMetric(middle(wall), "wall-ms")
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(last)
	z.Close()
	b.ReportMetric(float64(len(last))/1000, "kB")
	b.ReportMetric(float64(zipped.Len())/1000, "gzip-kB")
}

func middle(d []time.Duration) float64 {
	slices.Sort(d)
	return float64(d[len(d)/2].Microseconds()) / 1000
}

// paths are the addresses of every page in the table. One that shows an entry is
// asked for it with the first entry of each kind that it takes, which is the one
// that most is said of; one that shows a draft, with a draft.
func (s *sitter) paths() []string {
	v, err := s.desk.Node.View()
	if err != nil {
		s.b.Fatal(err)
	}
	draft := s.ask("POST", "/write", url.Values{"form": {"event"}, "to": v.Roster.Names(), "register": {"record"}}).Header().Get("Location")
	draft = strings.TrimPrefix(draft, "/"+s.desk.Key+"/draft/")
	refs := firsts(v.State)
	out := []string{"/record?q=agenda", "/search?q=agenda", "/changes?since=all", "/standing?on=2025-06-01", "/divergences?page=2", "/commitments?page=1", "/leverage?page=1", "/consultation?page=1", "/timeline?page=1", "/told?seat=seat2", "/write?form=event"}
	for _, p := range pages() {
		before, word, found := strings.Cut(p.path, "{")
		word, after, _ := strings.Cut(word, "}")
		fill := map[string][]string{"": {""}, "ref": refs, "id": {draft}}[word]
		taken := false
		for _, x := range fill {
			path := before + x + after
			if s.ask("GET", path, nil).Code == http.StatusOK {
				out, taken = append(out, path), true
				if found && p.path != "/entry/{ref}" {
					break
				}
			}
		}
		if !taken {
			s.b.Logf("%s shows nothing here and is not measured", p.path)
		}
	}
	return out
}

// firsts are the first entries of each kind.
func firsts(s process.State) []string {
	var out []string
	seen := map[string]bool{}
	for _, l := range s.Lines() {
		if !seen[l.Kind] && slices.Contains(act.Kinds(), l.Kind) {
			seen[l.Kind] = true
			out = append(out, process.Ref(l.ID))
		}
	}
	return out
}

// shortened leaves of an id in an address what tells it apart.
func shortened(path string) string {
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '?' }) {
		if len(part) == 64 {
			path = strings.Replace(path, part, part[:6], 1)
		}
	}
	return path
}
