// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// colours reads the token file: each intent with its light and its dark value.
func colours(t *testing.T) map[string][2]string {
	t.Helper()
	text, err := os.ReadFile("static/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)`).FindAllStringSubmatch(string(text), -1) {
		out[m[1]] = [2]string{m[2], m[3]}
	}
	// The fallback for browsers that do not know light-dark() is the light value.
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9A-F]{6})`).FindAllStringSubmatch(string(text), -1) {
		if out[m[1]][0] != m[2] {
			t.Errorf("--%s is %s, and %s where light-dark() is known", m[1], m[2], out[m[1]][0])
		}
	}
	return out
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	channel := func(v uint64) float64 {
		c := float64(v) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n>>16) + 0.7152*channel(n>>8&255) + 0.0722*channel(n&255)
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Text has 4.5:1 on every ground it stands on, marks and borders of controls
// 3:1 (WCAG 2.2, 1.4.3 and 1.4.11), in the light and in the dark.
func TestContrast(t *testing.T) {
	c := colours(t)
	for mode, name := range []string{"light", "dark"} {
		check := func(fore, back string, want float64) {
			a, b := c[fore][mode], c[back][mode]
			if a == "" || b == "" {
				t.Fatalf("no token --%s or --%s", fore, back)
			}
			if got := contrast(t, a, b); got < want {
				t.Errorf("%s: --%s on --%s has %.2f:1, want %.1f:1", name, fore, back, got, want)
			}
		}
		for _, ground := range []string{"paper", "panel", "lane", "mark"} {
			check("ink", ground, 4.5)
			check("link", ground, 4.5)
			check("ink-2", ground, 4.5)
			check("focus", ground, 3)
		}
		check("alert", "paper", 4.5)
		check("paper", "link", 4.5) // words on the button of the one action
		check("rule-strong", "paper", 3)
		for _, party := range "abcde" {
			check(fmt.Sprintf("party-%c", party), "paper", 3)
		}
	}
	if got := contrast(t, "#FFFFFF", "#000000"); math.Abs(got-21) > 1e-9 {
		t.Errorf("white on black is %.3f:1, which WCAG says is 21:1", got)
	}
}

// No file that is served asks another machine for anything.
func TestNothingFromOutside(t *testing.T) {
	a, err := readAssets()
	if err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`(?i)(@import|url\(\s*["']?(https?:)?//|src\s*=\s*["']https?:|fetch\(\s*["'\x60]https?:)`)
	for name, x := range a.byName {
		if m := outside.Find(x.body); m != nil {
			t.Errorf("%s asks another machine: %s", name, m)
		}
		if x.media == "" {
			t.Errorf("%s has no media type", name)
		}
	}
}
