// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/internal/store"
	"parley/internal/web"
	"parley/record"
)

// large is a process of two seats with so many notes and events, read at the
// desk of the first.
func large(b *testing.B, entries int) *web.Desk {
	b.Helper()
	fail := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	ctx := context.Background()
	_, cert, err := courier.Certificate(record.NewSeed())
	fail(err)
	h := hub.New(store.NewMemory(), hub.Options{Secret: record.NewSeed(), Unmetered: true})
	var homes []*node.Home
	var lines []node.Hub
	var enrolled []*record.Enrolment
	for i, role := range []string{record.RoleMediator, record.RoleParty} {
		u, err := keys.Create(b.TempDir(), []byte("correct horse battery"), keys.CostDemonstration)
		fail(err)
		home := &node.Home{Keys: u, Store: store.NewMemory()}
		e, err := node.Prepare(home, "big", fmt.Sprintf("seat%d", i), role, keys.HubAddress{URL: "https://hub.example", Cert: cert})
		fail(err)
		homes, enrolled, lines = append(homes, home), append(enrolled, e), append(lines, hub.Local{Hub: h, Cert: e.Device.TLS})
	}
	pid, err := node.Found(ctx, homes[0], "big", lines[0], node.Founding{Policy: record.Policy{Batch: 128, Quorum: 1}, Seats: enrolled})
	fail(err)
	fail(node.Adopt(homes[1], "big", pid))
	var nodes []*node.Node
	for i, home := range homes {
		n, err := node.Open(ctx, home, "big")
		fail(err)
		_, err = n.Sync(ctx, lines[i])
		fail(err)
		fail(n.Accept(ctx, lines[i]))
		nodes = append(nodes, n)
	}
	_, err = nodes[0].Sync(ctx, lines[0])
	fail(err)
	for i := range entries {
		var a act.Act = act.Note{Text: fmt.Sprintf("Note %d: the delegation would prefer the session of the week after, and asks that the agenda be sent before.", i)}
		if i%4 == 0 {
			a = act.Event{Date: fmt.Sprintf("2025-%02d-%02d", 1+i%12, 1+i%28), Title: fmt.Sprintf("Event %d", i), Text: "An account of what was reported that day.",
				Mark: act.Marks()[i%3], Sources: []act.Source{{Key: "S", At: "example"}}}
		}
		reg := record.OnRecord
		if i%2 == 0 {
			reg = record.WithoutPrejudice
		}
		_, err := nodes[0].Post(ctx, node.Draft{Audience: []string{"seat1"}, Register: reg, Act: a})
		fail(err)
		for i%1000 == 999 && len(nodes[0].Outbox()) > 0 {
			_, err := nodes[0].Sync(ctx, lines[0])
			fail(err)
		}
	}
	return &web.Desk{Key: "big", Node: nodes[0], Hub: lines[0]}
}

// BenchmarkPages asks for each page of a desk that reads 10,000 entries, through
// a socket and in full.
func BenchmarkPages(b *testing.B) {
	d := large(b, 10000)
	br, _ := sit(b, web.Options{Desks: []*web.Desk{d}}, false)
	time.Sleep(time.Second) // the first sync
	for _, path := range []string{"standing", "record", "record?q=session", "search?q=agenda", "people", "access", "told", "write", "receipts", "sync", "contacts", "divergences", "undertakings", "announcements", "balance", "changes"} {
		if status, _ := br.get("/big/" + path); status != 200 {
			continue // of another version
		}
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				br.page("/big/" + path)
			}
		})
	}
}
