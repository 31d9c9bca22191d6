// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The format byte by byte. A change to this file is a change of the format.
func TestRingGolden(t *testing.T) {
	want, err := os.ReadFile("testdata/ring.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := sampleRing()
	if err := r.Validate(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(r.text())); d != "" {
		t.Error(d)
	}
	got, err := parseRing(want)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(r, got); d != "" {
		t.Error(d)
	}
}

// What is not exactly the canonical text is refused.
func TestParseRingStrict(t *testing.T) {
	r := sampleRing()
	text := string(r.text())
	replace := func(old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("%q is not in the text", old)
		}
		return strings.Replace(text, old, new, 1)
	}
	key := strings.Repeat("01", KeySize)
	for what, bad := range map[string]string{
		"empty":               "",
		"other version":       replace("/v1", "/v2"),
		"carriage return":     replace("/v1\n", "/v1\r\n"),
		"no end":              replace("end\n", ""),
		"no last line feed":   strings.TrimSuffix(text, "\n"),
		"more after the end":  text + "\n",
		"twice":               text + text,
		"two spaces":          replace("name ", "name  "),
		"trailing space":      replace("device phone", "device phone "),
		"blank line":          replace("name", "\nname"),
		"upper-case digits":   replace(strings.Repeat("0c", KeySize), strings.Repeat("0C", KeySize)),
		"short key":           replace(key, key[2:]),
		"long key":            replace(key, key+"01"),
		"odd key":             replace(key, key[1:]),
		"zero key":            replace(key, strings.Repeat("00", KeySize)),
		"zero process":        replace("process "+strings.Repeat("00", KeySize-1)+"01", "process "+strings.Repeat("00", KeySize)),
		"unknown line":        replace("name", "colour red\nname"),
		"missing line":        replace("witness "+strings.Repeat("03", KeySize)+"\n", ""),
		"order":               replace("name B\ndevice phone\n", "device phone\nname B\n"),
		"leading zero":        replace("generation 0 ", "generation 00 "),
		"plus sign":           replace("generation 0 ", "generation +0 "),
		"negative":            replace("generation 0 ", "generation -0 "),
		"number out of range": replace("generation 2147483647 ", "generation 2147483648 "),
		"generation order":    replace("generation 0 ", "generation 2147483647 "),
		"generation fields":   replace("generation 0 ", "generation 0 "+key+" "),
		"label":               replace("seat a-joins", "seat A-joins"),
		"label twice":         replace("seat by-file", "seat a-joins"),
		"name":                replace("name M.lead", "name M_lead"),
		"device":              replace("device phone", "device telephone"),
		"hub without address": replace(" https://hub.example\n", "\n"),
		"hub empty address":   replace(" https://hub.example\n", " \n"),
		"key used twice":      replace(strings.Repeat("02", KeySize), key),
		"process twice":       replace("process 01"+strings.Repeat("00", KeySize-1), "process "+strings.Repeat("00", KeySize-1)+"01"),
		"token of a member":   replace("generation 0 ", "token "+strings.Repeat("77", KeySize)+"\ngeneration 0 "),
	} {
		_, err := parseRing([]byte(bad))
		if err == nil {
			t.Errorf("%s: accepted", what)
		} else if strings.Contains(err.Error(), "0101") {
			t.Errorf("%s: the error quotes a key: %v", what, err)
		}
	}
	// Every cut is noticed.
	for n := range len(text) {
		if _, err := parseRing([]byte(text[:n])); err == nil {
			t.Errorf("accepted when cut at %d", n)
		}
	}
}

func TestParseRingLimits(t *testing.T) {
	big := Ring{Storage: [KeySize]byte(randomKey())}
	for i := range MaxSeats {
		big.Seats = append(big.Seats, joining(t, label(i)))
	}
	text := big.text()
	if cap(text) < len(text) || len(text) > maxRingText {
		t.Fatalf("%d seats take %d bytes", MaxSeats, len(text))
	}
	if _, err := parseRing(text); err != nil {
		t.Errorf("%d seats: %v", MaxSeats, err)
	}
	big.Seats = append(big.Seats, joining(t, "more"))
	if _, err := parseRing(big.text()); err == nil {
		t.Errorf("%d seats accepted", len(big.Seats))
	}
	if err := big.Validate(); err == nil {
		t.Errorf("%d seats are valid", len(big.Seats))
	}
	s := joining(t, "x")
	for i := range MaxGenerations + 1 {
		g, _ := NewGeneration(i, rand.Reader)
		s.Generations = append(s.Generations, g)
	}
	r := Ring{Storage: [KeySize]byte(randomKey()), Seats: []Seat{s}}
	if _, err := parseRing(r.text()); err == nil {
		t.Errorf("%d generations accepted", len(s.Generations))
	}
	r.Seats[0].Generations = s.Generations[1:]
	if _, err := parseRing(r.text()); err != nil {
		t.Errorf("%d generations: %v", MaxGenerations, err)
	}
	if _, err := parseRing(make([]byte, maxRingText+1)); err == nil {
		t.Error("too long a text was accepted")
	}
}

// text must not grow its buffer, which would leave copies of keys in memory.
func TestTextSize(t *testing.T) {
	r := sampleRing()
	for i := range r.Seats {
		s := &r.Seats[i]
		s.Label, s.Name, s.Device = strings.Repeat("l", 32), strings.Repeat("n", 16), strings.Repeat("d", 8)
		s.Hub.URL = strings.Repeat("u", MaxURL)
		s.Root, s.Token = randomKey(), randomKey()
		s.Process[0] = 1
	}
	if n := testing.AllocsPerRun(10, func() { r.text() }); n > 1 {
		t.Errorf("%v allocations, want 1", n)
	}
}

func TestHubAddress(t *testing.T) {
	cert := [KeySize]byte{1}
	for url, ok := range map[string]bool{
		"https://hub.example":             true,
		"https://192.0.2.1:1/path":        true,
		"http://hub.example":              false,
		"https://user:secret@hub.example": false,
		"https://hub.example/?q":          false,
		"https://hub.example/#f":          false,
		"https://:1":                      false,
		"https://hub example":             false,
		"https://hüb.example":             false,
		"hub.example":                     false,
		"":                                false,
		"https://h/" + strings.Repeat("x", MaxURL): false,
	} {
		if err := (HubAddress{url, cert}).validate(); (err == nil) != ok {
			t.Errorf("%q: %v", url, err)
		}
	}
	if err := (HubAddress{URL: "https://hub.example"}).validate(); err == nil {
		t.Error("an address without certificate was accepted")
	}
	if err := (HubAddress{}).validate(); err != nil {
		t.Error(err)
	}
}

// Any valid ring survives print and parse, and prints the same again.
func TestRingRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRing(t)
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		text := r.text()
		got, err := parseRing(text)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, got); d != "" {
			t.Fatal(d)
		}
		if !bytes.Equal(got.text(), text) {
			t.Fatal("prints differently")
		}
		c := got.clone()
		got.Wipe()
		if d := cmp.Diff(r, c); d != "" {
			t.Fatalf("a clone shares memory: %s", d)
		}
	})
}

func drawRing(t *rapid.T) Ring {
	var n uint64
	key := func() [KeySize]byte {
		n++ // distinct
		return [KeySize]byte([]byte(fmt.Sprintf("%032d", n)))
	}
	slice := func(what string) []byte {
		if !rapid.Bool().Draw(t, what) {
			return nil
		}
		k := key()
		return k[:]
	}
	r := Ring{Storage: key()}
	for i := range rapid.IntRange(0, 5).Draw(t, "seats") {
		s := Seat{
			Label:  fmt.Sprintf("%s-%d", rapid.StringMatching(`[a-z0-9-]{1,20}`).Draw(t, "label"), i),
			Name:   rapid.StringMatching(`[A-Za-z0-9.]{1,16}`).Draw(t, "name"),
			Device: rapid.StringMatching(`[a-z0-9]{1,8}`).Draw(t, "device"),
			Root:   slice("root"),
			Sign:   key(), Witness: key(), TLS: key(), Seal: key(), Auth: key(),
		}
		if i > 1 {
			s.Process = key() // grows with i
		} else {
			s.Token = slice("token")
		}
		if rapid.Bool().Draw(t, "hub") {
			s.Hub = HubAddress{URL: "https://" + rapid.StringMatching(`[a-z0-9]{1,30}`).Draw(t, "host"), Cert: key()}
		}
		for j := range rapid.IntRange(0, 3).Draw(t, "generations") {
			s.Generations = append(s.Generations, Generation{Number: j * 7, Seal: key(), Auth: key()})
		}
		r.Seats = append(r.Seats, s)
	}
	return r
}

func TestFind(t *testing.T) {
	r := sampleRing()
	s := r.Find("by-file")
	if s == nil || s.Name != "M.lead" || !s.Joining() {
		t.Fatalf("found %v", s)
	}
	s.Name = "N"
	if r.Seats[1].Name != "N" {
		t.Error("Find returns a copy")
	}
	if r.Find("nobody") != nil {
		t.Error("found nobody")
	}
}

// Keys do not get into logs by accident.
func TestRedacted(t *testing.T) {
	_, u := newHome(t)
	err := u.Change(func(r *Ring) error {
		copy(r.Storage[:], strings.Repeat("K", KeySize))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r := sampleRing()
	copy(r.Storage[:], strings.Repeat("K", KeySize))
	r.Seats[2].Sign = r.Storage
	r.Seats[2].Generations[0].Seal = r.Storage
	b := Backup{Storage: r.Storage, Seats: []SavedSeat{{Generations: r.Seats[2].Generations}}}
	for _, v := range []any{r, &r, r.Seats, r.Seats[2], r.Seats[2].Generations, u, b, b.Seats, []any{r}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%X"} {
			s := fmt.Sprintf(verb, v)
			for _, leak := range []string{"KKK", "4b4b", "4B4B", "75 75", "75, 75", "0x4b"} {
				if strings.Contains(s, leak) {
					t.Errorf("%T with %s prints %.200s", v, verb, s)
				}
			}
		}
		out, err := json.Marshal(v)
		if v == any(u) && err == nil && string(out) == "{}" {
			continue // no exported fields
		}
		if !errors.Is(err, ErrSecret) {
			t.Errorf("JSON of %T: %s, %v", v, out, err)
		}
	}
}
