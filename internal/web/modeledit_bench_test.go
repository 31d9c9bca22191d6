// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkModelEdit types into a model of three decision makers and so many options,
// each of which goes both ways: what the server does for one edit, with the whole
// page and the answer in it, compared with the model as it was. The metrics are
// medians in milliseconds; the goal for 2^12 outcomes is 100 ms of processor time.
func BenchmarkModelEdit(b *testing.B) {
	w := newBusy(b)
	w.grow(100)
	s := sitAt(b, w.desk())
	for _, x := range []struct {
		options int
		way     string
	}{{4, "statements"}, {4, "ranking"}, {8, "statements"}, {8, "ranking"}, {10, "ranking"}, {12, "statements"}} { // orders of more outcomes are longer than an entry may be
		b.Run(fmt.Sprintf("2^%d/%s", x.options, x.way), func(b *testing.B) { editModel(b, s, x.options, x.way) })
	}
}

func editModel(b *testing.B, s *sitter, options int, way string) {
	send := func(at string, v url.Values) string {
		out := s.ask(http.MethodPost, at, v)
		if out.Code != http.StatusSeeOther && out.Code != http.StatusOK {
			b.Fatalf("%s: %d %.600s", at, out.Code, out.Body.String())
		}
		return strings.TrimPrefix(out.Header().Get("Location"), "/"+s.desk.Key)
	}
	home := strings.TrimSuffix(send("/models/begin", url.Values{"how": {"nothing"}, "readers": {"own"}}), "/who")
	v := url.Values{"do": {"go"}, "title": {"Typed"}}
	for i := range 3 {
		v.Set(fmt.Sprintf("dms.%d.name", i), "abc"[i:i+1])
		v.Set(fmt.Sprintf("dms.%d.basis", i), "inferred")
	}
	send(home+"/who", v)
	v = url.Values{"do": {"go"}}
	for k := range options {
		at := "options." + strconv.Itoa(k)
		v.Set(at+".name", "o"+strconv.Itoa(k))
		v.Set(at+".id", "")
		v.Set(at+".dm", "abc"[k%3:k%3+1])
		v.Set(at+".direction", "both")
	}
	send(home+"/options", v)
	for i := range 3 {
		at := home + "/prefer/" + strconv.Itoa(i+1)
		send(at, url.Values{"do": {"way"}, "way": {way}})
		send(at, typedPreference(i, options, way))
	}
	var cpu, wall []time.Duration
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		v := typedPreference(n%2, options, way)
		v.Set("do", "live")
		again := url.Values{}
		for name, x := range v { // both times of the first decision maker
			again[strings.Replace(name, "dms.1.", "dms.0.", 1)] = x
		}
		start, was := time.Now(), used(b)
		out := s.ask(http.MethodPost, home+"/prefer/1", again)
		cpu, wall = append(cpu, used(b)-was), append(wall, time.Since(start))
		if out.Code != http.StatusOK || !strings.Contains(out.Body.String(), `id="holds-nash"`) {
			_, body, _ := strings.Cut(out.Body.String(), `id="answer"`)
			b.Fatalf("%d: %.900s", out.Code, body)
		}
	}
	b.ReportMetric(middle(cpu), "cpu-ms")
	b.ReportMetric(middle(wall), "wall-ms")
}

// typedPreference is a preference as a form sends it: conditions on every option, or all
// outcomes in an order that nobody else has.
func typedPreference(i, options int, way string) url.Values {
	v := url.Values{"do": {"go"}, "way": {way}}
	if way == "ranking" {
		var all []string
		for n := range 1 << options {
			all = append(all, strconv.Itoa((n*(2*i+5)+i)%(1<<options)))
		}
		v.Set("typed", strings.Join(all, ", "))
		v.Set("typed.was", "")
		return v
	}
	for k := range options {
		at := fmt.Sprintf("dms.%d.lines.%d", i, k)
		v.Set(at, fmt.Sprintf("!o%d | o%d", (k+i)%options, (k*5+i)%options))
	}
	return v
}
