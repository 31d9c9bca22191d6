// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/courier"
	"parley/internal/hub"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/internal/store"
	"parley/record"
)

// BenchmarkLive measures how long it takes from the moment that a seat writes an
// entry until the page of another seat, served by another program, is told to
// show itself again with that entry in it. Each has its own server and asks one
// hub on the loopback address; goal: within a tick and one second.
func BenchmarkLive(b *testing.B) {
	for _, tick := range []int64{0, 1} {
		b.Run(fmt.Sprintf("tick=%ds", tick), func(b *testing.B) {
			desks := twoDesks(b, tick)
			var took []time.Duration
			was, began := used(b), time.Now()
			for b.Loop() {
				start := time.Now()
				id, err := desks[0].Node.Post(context.Background(), node.Draft{Audience: []string{"seat1"}, Register: record.OnRecord, Act: act.Note{Text: paragraph}})
				if err != nil {
					b.Fatal(err)
				}
				desks[0].ask()
				for {
					_, changed := desks[1].news()
					v, err := desks[1].Node.View()
					if err != nil {
						b.Fatal(err)
					}
					if _, ok := v.State.Line(id); ok {
						break
					}
					select {
					case <-changed:
					case <-time.After(time.Minute):
						b.Fatal("the other seat was told nothing for a minute")
					}
				}
				took = append(took, time.Since(start))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(used(b)-was)/float64(time.Since(began))*100, "%cpu-of-both-and-hub")
			b.ReportMetric(middle(took), "wall-ms")
			b.ReportMetric(float64(took[len(took)-1].Milliseconds()), "longest-ms")
		})
	}
}

// twoDesks are a mediator and a party, each at a running server of its own.
func twoDesks(b *testing.B, tick int64) []*station {
	b.Helper()
	ok := func(err error) {
		if err != nil {
			b.Helper()
			b.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	own, cert, err := courier.Certificate(record.NewSeed())
	ok(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(err)
	h := hub.New(store.NewMemory(), hub.Options{Secret: record.NewSeed(), Unmetered: true})
	ended := make(chan error, 3)
	go func() { ended <- h.Serve(ctx, l, own) }()
	var homes []*node.Home
	var lines []*courier.Client
	var enrolled []*record.Enrolment
	for i, role := range []string{record.RoleMediator, record.RoleParty} {
		u, err := keys.Create(b.TempDir(), []byte("correct horse battery"), keys.CostDemonstration)
		ok(err)
		home := &node.Home{Keys: u, Store: store.NewMemory()}
		e, err := node.Prepare(home, "live", fmt.Sprint("seat", i), role, keys.HubAddress{URL: "https://" + l.Addr().String(), Cert: cert})
		ok(err)
		line, err := node.Connect(home, "live")
		ok(err)
		homes, enrolled, lines = append(homes, home), append(enrolled, e), append(lines, line)
	}
	pid, err := node.Found(ctx, homes[0], "live", lines[0], node.Founding{Policy: record.Policy{Tick: tick, Batch: 8, Quorum: 1}, Seats: enrolled})
	ok(err)
	ok(node.Adopt(homes[1], "live", pid))
	var out []*station
	for i, home := range homes {
		n, err := node.Open(ctx, home, "live")
		ok(err)
		for v, err := n.View(); v.Roster == nil; v, err = n.View() {
			ok(err)
			_, err = n.Sync(ctx, lines[i])
			ok(err)
		}
		ok(n.Accept(ctx, lines[i]))
		at, err := net.Listen("tcp", "127.0.0.1:0")
		ok(err)
		s, err := New(Options{Address: at.Addr().String(), Desks: []*Desk{{Key: "live", Node: n, Hub: lines[i]}}})
		ok(err)
		go func() { ended <- s.Serve(ctx, at) }()
		out = append(out, s.list[0])
	}
	for i, n := range []*node.Node{out[0].Node, out[1].Node} {
		for v, err := n.View(); !v.Roster.Opened; v, err = n.View() {
			ok(err)
			_, err = n.Sync(ctx, lines[i])
			ok(err)
		}
	}
	b.Cleanup(func() {
		stop()
		for _, line := range lines {
			line.Close()
		}
		for range cap(ended) {
			<-ended
		}
	})
	return out
}
