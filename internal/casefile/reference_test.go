// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
)

// A geniusGame is a domain with one profile, known by its structure; its files are
// written from it with the slips of real files, and its utilities are computed from
// it by the words of docs/spec/case.md.
type geniusGame struct {
	r      *rand.Rand
	index  []int      // of each issue
	values [][]string // of each issue
	weight []string
	given  [][]string // evaluations as written; "" is none
}

func newGeniusGame(seed uint64) *geniusGame {
	g := &geniusGame{r: rand.New(rand.NewPCG(seed, 21))}
	g.index = g.r.Perm(20)[:1+g.r.IntN(4)]
	for range g.index {
		var values, given []string
		for k := range 1 + g.r.IntN(4) {
			values = append(values, g.one("x", "a & b", "Größe", " y", "z ", "<3", `5" disk`)+fmt.Sprint(k))
			given = append(given, g.one(g.number(), g.number(), g.number(), fmt.Sprint(g.r.Float64()), ""))
		}
		g.values, g.given = append(g.values, values), append(g.given, given)
		g.weight = append(g.weight, g.one(g.number(), fmt.Sprint(g.r.Float64()/2)))
	}
	return g
}

func (g *geniusGame) one(list ...string) string { return list[g.r.IntN(len(list))] }

func (g *geniusGame) number() string {
	return g.one(fmt.Sprint(g.r.IntN(9)), fmt.Sprintf("0.%02d", g.r.IntN(100)), fmt.Sprintf("%d.0", g.r.IntN(50)), fmt.Sprintf("%de-3", g.r.IntN(900)))
}

// utility is Σ weight × evaluation ÷ greatest evaluation of the issue, before the cut.
func (g *geniusGame) utility(t *testing.T, x []int) *big.Rat {
	t.Helper()
	read := func(s string) *big.Rat {
		v := new(big.Rat)
		if s != "" {
			if _, ok := v.SetString(s); !ok {
				t.Fatal(s)
			}
		}
		return v
	}
	sum := new(big.Rat)
	for i, o := range x {
		most := new(big.Rat)
		for _, s := range g.given[i] {
			if v := read(s); v.Cmp(most) > 0 {
				most = v
			}
		}
		if most.Cmp(big.NewRat(1, 100_000)) < 0 {
			continue
		}
		e := read(g.given[i][o])
		sum.Add(sum, e.Mul(e.Quo(e, most), read(g.weight[i])))
	}
	return sum
}

// issue writes one issue, with evaluations in a profile; items of a profile may stand
// in another order.
func (g *geniusGame) issue(i int, profile bool) string {
	text := strings.NewReplacer("<", "&lt;", "&", g.one("&", "&amp;"), `"`, g.one("&quot;", `"`))
	var b strings.Builder
	fmt.Fprintf(&b, `<issue %sname="Issue %d"%s>`, fmt.Sprintf(g.one(`index="%d" `, `index='%d'`), g.index[i]), i, g.one("", ` type="discrete"`, ` type="discrete" etype="real"`, ` vtype="discrete"`))
	order := g.r.Perm(len(g.values[i]))
	if !profile {
		slices.Sort(order)
	}
	for k, o := range order {
		fmt.Fprintf(&b, "%s<item index=\"%d\"%svalue=\"%s\"", g.one("", "\n", "\r\n"), k+1, g.one(" ", "", "\t"), text.Replace(g.values[i][o]))
		if profile {
			switch s := g.given[i][o]; {
			case s != "":
				fmt.Fprintf(&b, `%sevaluation="%s"`, g.one(" ", ""), s)
			default:
				b.WriteString(g.one("", ` evaluation="null"`, ` evaluation=""`))
			}
		}
		b.WriteString(g.one("/>", " cost=\"3\"></item>"))
	}
	return b.String() + "</issue>"
}

func (g *geniusGame) tree(profile bool) string {
	order := make([]int, len(g.index))
	for i := range order {
		order[i] = i
	}
	if profile && g.r.IntN(2) == 0 {
		g.r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	inner, rest := len(order), ""
	if g.r.IntN(3) == 0 {
		inner = g.r.IntN(len(order) + 1)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<objective index="%s" name="root">`, g.one("0", "1", fmt.Sprint(g.index[0])))
	for k, i := range order {
		s := g.issue(i, profile)
		if profile {
			s += fmt.Sprintf(`<weight index="%d" value="%s">%s</weight>`, g.index[i], g.weight[i], g.one("", "\n"))
		}
		if k < inner {
			b.WriteString(s)
		} else {
			rest += s
		}
	}
	if rest != "" {
		fmt.Fprintf(&b, `<weight index="99" value="0.7"/><objective index="99" name="inner">%s</objective>`, rest)
	}
	return b.String() + "</objective>"
}

// bytes writes text as ISO 8859-1 at times, and puts something before it.
func (g *geniusGame) bytes(name, text string) File {
	text = g.one("", "\n", "<!-- by hand -->\r\n", "<?xml version=\"1.0\"?>\n") + text
	data := []byte(text)
	if g.r.IntN(3) == 0 {
		data = nil
		for _, c := range text {
			data = append(data, byte(c))
		}
	}
	return File{name, data}
}

// TestGeniusReference compares every utility of random games with their structure.
func TestGeniusReference(t *testing.T) {
	packages := 0
	for seed := range uint64(1500) {
		g := newGeniusGame(seed)
		files := []File{
			g.bytes("domain.xml", fmt.Sprintf(`<negotiation_template><agent class="x"/><utility_space number_of_issues="%s">%s</utility_space></negotiation_template>`, g.one("0", "9"), g.tree(false))),
			g.bytes("p.xml", fmt.Sprintf(`<utility_space%s>%s%s</utility_space>`, g.one("", ` type="any"`, ` type="UNCERTAIN"`), g.tree(true), g.one("", `<discount_factor value="0.5"/>`))),
		}
		c, err := Read(files, Options{})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s\n%s", seed, err, files[0].Data, files[1].Data)
		}
		at := make([]int, len(g.index)) // of the case, for each issue of the game
		for i := range at {
			at[i] = slices.IndexFunc(c.Model.Issues, func(x bargain.Issue) bool { return x.ID == fmt.Sprintf("Issue %d", i) })
		}
		view := c.Model.Parties[0].Views[0]
		x := make([]int, len(at))
		for done := false; !done; {
			got := new(big.Rat)
			for i, o := range x {
				k := slices.IndexFunc(c.Model.Issues[at[i]].Options, func(y bargain.Option) bool { return y.ID == g.values[i][o] })
				if k < 0 {
					t.Fatalf("seed %d: no option %q in %v", seed, g.values[i][o], c.Model.Issues[at[i]])
				}
				got.Add(got, contribution(view, at[i], k))
			}
			if want := g.utility(t, x); got.Cmp(want) != 0 {
				t.Fatalf("seed %d: %v is worth %s, want %s\n%s\n%s\n%v", seed, x, got, want, files[0].Data, files[1].Data, c.Repairs)
			}
			packages++
			done = true
			for i := range x {
				if x[i]++; x[i] < len(g.values[i]) {
					done = false
					break
				}
				x[i] = 0
			}
		}
	}
	if packages < 20_000 {
		t.Errorf("only %d packages were compared", packages)
	}
}
