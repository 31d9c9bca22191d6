// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"parley/internal/act"
	"parley/internal/hub"
	"parley/internal/store"
	"parley/record"
)

// forms are the ways in which a text can lie in a file: as it is, in UTF-16, in
// hexadecimal, and in base64 at each of its three offsets.
func forms(text string) [][]byte {
	out := [][]byte{[]byte(text), utf16le(text), []byte(hex.EncodeToString([]byte(text))), []byte(strings.ToUpper(hex.EncodeToString([]byte(text))))}
	for pad := range 3 {
		b := base64.StdEncoding.EncodeToString(append(make([]byte, pad), text...))
		out = append(out, []byte(b[4:len(b)-4]))
	}
	return out
}

// TestI4Canary writes 64 marked words into each channel, in every kind of entry
// that people write, and looks for them in every byte that was left on a disk:
// archives with their write-ahead logs, the hub's store, key files, bundles,
// temporary files. The own archive must not hold its plaintext either.
func TestI4Canary(t *testing.T) {
	root := fast(t)
	t.Setenv("TMPDIR", filepath.Join(root, "tmp"))
	if err := os.Mkdir(filepath.Join(root, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	sqlite := func(name string) *store.SQLite {
		if err := os.MkdirAll(filepath.Join(root, name), 0o700); err != nil {
			t.Fatal(err)
		}
		s := must(store.OpenSQLite(ArchivePath(filepath.Join(root, name)), store.SQLiteOptions{}))
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	site := must(hub.OpenSite(filepath.Join(root, "hub")))
	t.Cleanup(func() { _ = site.Store.Close() })
	w := newWorld(t, plan{
		hubDisk: site.Store, options: func(o *hub.Options) { o.Secret = site.Secret },
		disk:   func(seat string) store.Store { return sqlite(seat) },
		dir:    func(seat string) string { return filepath.Join(root, seat, "keys") },
		policy: record.Policy{Batch: 32, Quorum: 3, Faulty: 1},
	})
	w.everybodySyncs()

	mark := fmt.Sprintf("canary%08x", rand.Uint32())
	n := 0
	word := func() string { n++; return fmt.Sprintf("%s%04d", mark, n) }
	words := func(count int) string {
		var out []string
		for range count {
			out = append(out, word())
		}
		return strings.Join(out, " ")
	}
	m, a := w.As("M"), w.As("A")
	post := func(x *person, to string, register record.Register, what act.Act) {
		t.Helper()
		_, err := x.node.Post(x.ctx(), Draft{Audience: audience(to), Register: register, Act: what, Cleared: true})
		x.ok(err)
	}
	post(m, "A B C G", onRecord, act.Title{Title: word(), Summary: words(8)})
	post(m, "A B C G", onRecord, act.SeatName{Seat: "A", Name: word(), Says: word()})
	m.ok(m.node.CallSeat(m.ctx(), "N", word()))
	m.ok(m.node.SaveDraft(m.ctx(), draftFor("A", wp, words(9))))
	m.ok(m.node.SetMark(m.ctx(), "last-visit", []byte(word())))
	gone := draftFor("A", wp, words(9))
	m.ok(m.node.SaveDraft(m.ctx(), gone))
	m.ok(m.node.DropDraft(m.ctx(), gone.ID))
	channels := []struct{ by, to string }{{"A", "M"}, {"B", "M"}, {"C", "M"}, {"M", "A B"}, {"A", "A"}, {"G", "M A B C"}}
	for _, c := range channels {
		x := w.As(c.by)
		for i := range 7 {
			post(x, c.to, []record.Register{onRecord, wp}[i%2], act.Note{Text: words(9)})
		}
		post(x, c.to, wp, act.Event{Date: "2025-05-19", Title: word(), Text: words(3), Mark: act.Uncertain, Teller: word()})
	}
	w.everybodySyncs()
	w.everybodySyncs()
	shown := a.view().State.Lines()
	entry := shown[len(shown)-1].ID
	for _, l := range shown {
		if l.Author.Seat == "A" && len(l.Audience) == 2 && l.Register == onRecord && l.Kind == "note" {
			entry = l.ID
		}
	}
	post(m, "A", wp, Ask(entry, []int64{1}, []string{"B"}, words(4)))
	_, err := a.node.Grant(a.ctx(), record.Grant{Entry: entry, Audience: []string{"B"}})
	a.ok(err)
	w.everybodySyncs()
	w.everybodySyncs()
	_, err = m.node.Disclose(m.ctx(), entry, nil, []string{"B"})
	m.ok(err)
	a.writes("M", wp, "waits in the outbox: "+words(4))
	w.everybodySyncs()
	if s, _ := w.As("B").shown(entry); s == nil {
		t.Fatal("nothing was disclosed")
	}
	a.writes("M", wp, "waits in the outbox: "+words(4))
	undone := a.writes("M", wp, "taken back: "+words(4))
	a.ok(a.node.Undo(a.ctx(), undone))
	for i, file := range [][]byte{a.bundle(true, true), m.bundle(false, true), w.As("B").bundle(true, true)} {
		if err := os.WriteFile(filepath.Join(root, "tmp", fmt.Sprint("bundle", i)), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a.restarts()
	for _, c := range channels {
		if got := strings.Count(strings.Join(w.As(c.by).notes(), " "), mark); got < 63 {
			t.Errorf("%s reads %d marked words of its channels", c.by, got)
		}
	}

	look := func(when string) {
		t.Helper()
		files, size := 0, 0
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files, size = files+1, size+len(b)
			if holds(b, mark) {
				t.Errorf("%s: %s holds a marked word", when, path)
			}
			return nil
		})
		if err != nil || files < 10 || size < 1<<20 {
			t.Errorf("%s: looked into %d files of %d bytes: %v", when, files, size, err)
		}
	}
	look("while all is open")
	for _, name := range w.names {
		x := w.people[name]
		if x.node != nil {
			x.node.Lock()
		}
		x.ok(x.home.Close())
	}
	if err := site.Store.Close(); err != nil {
		t.Fatal(err)
	}
	look("when all is closed")
	if n < 64*len(channels) {
		t.Errorf("only %d words were marked", n)
	}

	// The search finds what is there.
	sentence := "to all: " + mark + "0001, and so on"
	for pad := range 3 {
		text := sentence[pad:]
		for what, b := range map[string][]byte{
			"plain": []byte(text), "hexadecimal": []byte(hex.EncodeToString([]byte(text))), "base64": []byte(base64.StdEncoding.EncodeToString([]byte(text))),
			"UTF-16": utf16le(text),
		} {
			if !holds(b, mark) {
				t.Errorf("the search misses a marked word in %s", what)
			}
		}
	}
}

func holds(b []byte, mark string) bool {
	for _, form := range forms(mark) {
		if bytes.Contains(b, form) {
			return true
		}
	}
	return false
}

func utf16le(text string) (out []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
