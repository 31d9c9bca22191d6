// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Rounds go into a pack. What a seat answered is in it only where its channel was
// ticked, and a channel that is left out does not make an answer a missing one.
func TestRoundsGoIntoThePack(t *testing.T) {
	w := newParliament(t)
	w.open("north", "south", "east")
	w.answer("north", "no", "yes")
	form := w.page("/north/pack")
	channels := regexp.MustCompile(`name="channel" value="([0-9a-f]+)"`).FindAllStringSubmatch(form, -1)
	if len(channels) == 0 {
		t.Fatalf("no channel can be ticked: %s", text(form))
	}
	q := url.Values{"make": {"1"}, "page": {"rounds"}}
	pack := text(w.page("/north/pack?" + q.Encode()))
	if !strings.Contains(pack, "Two lengths") || !strings.Contains(pack, "Truce of 90 days") {
		t.Errorf("the round is not in the pack: %s", pack)
	}
	for _, not := range []string{"our answer", "waits for our answer", "wait for our answer", "not answered", "partly"} {
		if strings.Contains(pack, not) {
			t.Errorf("a pack without the channel says %q: %s", not, pack)
		}
	}
	if host := text(w.page("/host/pack?" + q.Encode())); strings.Contains(host, "not answered") || strings.Contains(host, "our answer") {
		t.Errorf("the pack of the mediator: %s", host)
	}
	for _, c := range channels {
		q.Add("channel", c[1])
	}
	pack = text(w.page("/north/pack?" + q.Encode()))
	if !strings.Contains(pack, "our answer: no") || !strings.Contains(pack, "our answer: yes") {
		t.Errorf("the answer is not in a pack with its channel: %s", pack)
	}
	w.answer("south", "yes", "yes")
	w.answer("east", "yes", "yes")
	w.close()
	pack = text(w.page("/north/pack?make=1&page=rounds"))
	if !strings.Contains(pack, "not all accept") || !strings.Contains(pack, "closed") {
		t.Errorf("what all learned is not in the pack: %s", pack)
	}
}
