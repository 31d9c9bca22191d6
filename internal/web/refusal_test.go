// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A refusal is said in the language of the page, with seats as they are called; the
// English of the program is not on it.
func TestRefusalIsTranslated(t *testing.T) {
	w := newParliament(t)
	_, _, at := w.post("/host/write", url.Values{"form": {"round"}, "register": {"record"}, "audience": {w.at("host").name, w.at("north").name}})
	v := url.Values{
		"title": {"Two lengths"}, "packages": w.packages, "closes.day": {"2026-03-20"}, "do": {"check"},
		"asked": {w.at("north").name, w.at("south").name},
	}
	for _, x := range []struct{ language, want string }{
		{"en", "seat Delegation S is asked and is not among the readers"},
		{"fr", "le siège Delegation S est consulté et n’est pas parmi les lecteurs"},
		{"ar", "المقعد Delegation S مسؤول وليس بين القرّاء"},
	} {
		w.post("/settings", url.Values{"language": {x.language}})
		status, body, _ := w.post(at, v)
		got := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text(body))
		if status != http.StatusOK || !strings.Contains(got, x.want) {
			t.Errorf("%s: %d, no %q: %s", x.language, status, x.want, got)
		}
		if x.language != "en" && strings.Contains(got, "is not among the readers") {
			t.Errorf("%s: the refusal stands in English too", x.language)
		}
	}
	// So is what is wrong in a field.
	v.Set("asked", w.at("north").name)
	for _, x := range []struct{ language, want string }{{"en", "names 1 seats; want 2 to 16"}, {"uk", "названо місць: 1; треба від 2 до 16"}} {
		w.post("/settings", url.Values{"language": {x.language}})
		if status, body, _ := w.post(at, v); status != http.StatusUnprocessableEntity || !strings.Contains(text(body), x.want) {
			t.Errorf("%s: %d, no %q: %s", x.language, status, x.want, text(body))
		}
	}
}
