// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// TestDivergencesOfTheSpring: the accounts that were published of four contacts
// of 2025 depart from each other where the chronology says that they do, and
// nowhere else; none of it was typed in.
func TestDivergencesOfTheSpring(t *testing.T) {
	w := spring(t, springAccounts())
	for _, seat := range []string{"US", "RU", "UA", "TR"} {
		r := Divergences(w.State(seat), w.Roster(), head, 0, DivergencesQuery{})
		got := found(r.Contacts, func(c ContactDivergence) []Divergence { return c.Divergences })
		want := []string{
			"Call of 18 March | pause of strikes | scope | Kremlin ≠ White House | words",
			"Call of 19 May with Moscow | ceasefire | condition | Putin ≠ Trump | outright",
			"Call of 19 May with Moscow | what starts | scope | Putin ≠ Trump | words",
			"Expert talks in Riyadh | black sea | condition | Kremlin ≠ White House | outright",
			"Expert talks in Riyadh | pause of strikes on energy | time | Kremlin ≠ Office of the President of Ukraine | words",
			"First call of 19 May | length | number | Axios, citing sources ≠ Zelensky | words",
			"Second round in Istanbul | bodies | actor | Head of the Russian delegation ≠ Head of the Ukrainian delegation | words",
			"Second round in Istanbul | short truce | status | Head of the Russian delegation ≠ Press reports of the Russian statement | words",
		}
		if !slices.Equal(got, want) {
			t.Errorf("seat %s: found\n%s\nwant\n%s", seat, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		// Two hours and over two hours can both hold.
		got = found(r.Contacts, func(c ContactDivergence) []Divergence { return c.Compatible })
		if !slices.Equal(got, []string{"Call of 19 May with Moscow | length | number | Putin ≠ Trump | overlap"}) {
			t.Errorf("seat %s: compatible %v", seat, got)
		}
		if r.Found != 8 || r.Points != 8 || r.Compatible != 1 || r.Silences != 2 {
			t.Errorf("seat %s: found %d on %d points, compatible %d, silences %d", seat, r.Found, r.Points, r.Compatible, r.Silences)
		}
		// The register counts what this report shows.
		lines := map[string]ContactLine{}
		for _, c := range Contacts(w.State(seat), w.Roster(), head, 0).Contacts {
			lines[c.First] = c
		}
		for _, c := range r.Contacts {
			if x, y := marshal(t, lines[c.Contact.First]), marshal(t, c.Contact); x != y {
				t.Errorf("seat %s: the register has %s\nand this report %s", seat, x, y)
			}
		}
		counts := map[string]int{}
		for _, f := range r.Facets {
			counts[f.Facet] = f.Divergences
		}
		for facet, n := range map[string]int{"number": 1, "scope": 2, "time": 1, "condition": 2, "actor": 1, "status": 1} {
			if counts[facet] != n {
				t.Errorf("%s: %d divergences; want %d", facet, counts[facet], n)
			}
		}
	}
}

func TestDivergencesQuery(t *testing.T) {
	w := spring(t, springAccounts())
	s := w.State("TR")
	for name, c := range map[string]struct {
		q    DivergencesQuery
		want []string
	}{
		"all":       {DivergencesQuery{}, []string{"Second round in Istanbul", "Call of 19 May with Moscow", "First call of 19 May", "Expert talks in Riyadh", "Call of 18 March"}},
		"in May":    {DivergencesQuery{From: "2025-05-01", Until: "2025-05-31"}, []string{"Call of 19 May with Moscow", "First call of 19 May"}},
		"in a span": {DivergencesQuery{From: "2025-03-25", Until: "2025-03-25"}, []string{"Expert talks in Riyadh"}},
		"until":     {DivergencesQuery{Until: "2025-03-22"}, []string{"Call of 18 March"}},
		"contact":   {DivergencesQuery{Contact: process.Ref(w.ids["riyadh"])}, []string{"Expert talks in Riyadh"}},
		"none":      {DivergencesQuery{Contact: strings.Repeat("0", 64)}, nil},
		"no id":     {DivergencesQuery{Contact: "x"}, nil},
	} {
		var got []string
		n := 0
		r := Divergences(s, w.Roster(), head, 0, c.q)
		for _, x := range r.Contacts {
			got = append(got, x.Contact.Title)
			n += len(x.Divergences)
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || r.Found != n {
			t.Errorf("%s: %q, %d of %d; want %q", name, got, r.Found, n, c.want)
		}
	}
}

// TestPointTable: who is silent is shown as silent, and not as different.
func TestPointTable(t *testing.T) {
	w := spring(t, springAccounts())
	c, err := Contact(w.State("UA"), w.Roster(), head, 0, w.ids["istanbul-2"], noon)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range c.Table.Rows {
		line := row.Point + " " + strings.Join(row.Differs, ",") + ":"
		for _, cell := range row.Cells {
			line += " " + cell.State
			for _, f := range cell.Facets {
				if f.Differs {
					line += "/" + f.Facet
				}
			}
		}
		got = append(got, line)
	}
	want := []string{"Bodies actor: said/actor said/actor silent", "Short truce status: silent said/status said/status"}
	if !slices.Equal(got, want) || len(c.Table.Columns) != 3 || c.Contact.Accounts != 3 {
		t.Errorf("table %q; want %q", got, want)
	}
	if len(c.Accounts) != 3 || c.Accounts[0].Teller != "Head of the Ukrainian delegation" || c.Accounts[0].Side.Seat != "UA" || c.Accounts[2].Side != nil {
		t.Errorf("accounts %+v", c.Accounts)
	}
	if s := c.Table.Rows[0].Cells[0].Sources; !slices.Equal(s, []string{"C30"}) || !c.Table.Rows[0].Cells[0].Quoted {
		t.Errorf("cell %+v", c.Table.Rows[0].Cells[0])
	}
	// An account that is a text without claims is not silent: it was not split.
	w.Do("TR", "RU UA US", record.OnRecord, act.Readout{Contact: process.Ref(w.ids["istanbul-2"]), Text: "All went well.", Ground: act.Ground{Teller: "Host"}})
	c, _ = Contact(w.State("UA"), w.Roster(), head, 0, w.ids["istanbul-2"], noon)
	if cell := c.Table.Rows[0].Cells[3]; cell.State != CellNotSplit || c.Contact.Silences != 0 || c.Contact.Accounts != 4 {
		t.Errorf("an account without claims: %+v", cell)
	}
}

// TestAccountsOverTime: an account that was written again counts as it is now,
// one that was taken back does not count, and one teller at two times is no
// divergence.
func TestAccountsOverTime(t *testing.T) {
	w := processtest.New(t, "M:mediator", "A:party", "B:party", "G:guarantor")
	const all = "A B G M"
	call := process.Ref(w.Do("M", all, record.OnRecord, act.Contact{Form: "call", Title: "Call", When: act.Moment{Day: "2025-05-19"}}))
	tells := func(seat, teller, scope, amends string) record.Hash {
		w.Tick()
		return w.Do(seat, all, record.OnRecord, act.Readout{
			Amends: amends, Contact: call, Ground: act.Ground{Teller: teller}, Claims: []act.Claim{{Point: "Scope", Scope: scope}},
		})
	}
	n := func() (found, accounts int) {
		r := Divergences(w.State("G"), w.Roster(), head, 0, DivergencesQuery{})
		for _, c := range r.Contacts {
			accounts = c.Contact.Accounts
		}
		return r.Found, accounts
	}
	first := tells("A", "Delegation of A", "energy", "")
	tells("A", "DELEGATION of “A”", "ports", "")
	if f, a := n(); f != 0 || a != 2 {
		t.Errorf("one teller: %d divergences in %d accounts", f, a)
	}
	tells("B", "Delegation of B", "Energy.", "")
	if f, a := n(); f != 1 || a != 3 { // with the second account of A
		t.Errorf("two tellers: %d divergences in %d accounts", f, a)
	}
	again := tells("A", "Delegation of A", "roads", process.Ref(first))
	c, err := Contact(w.State("G"), w.Roster(), head, 0, mustID(t, call), noon)
	if err != nil || c.Accounts[0].Entry != process.Ref(again) || c.Accounts[0].Writings != 2 || len(c.Divergences) != 1 {
		t.Errorf("written again: %+v, %v", c, err)
	}
	if v := c.Divergences[0]; len(v.Values) != 3 || len(v.Pairs) != 2 {
		t.Errorf("written again: %+v", v)
	}
	w.Do("B", all, record.OnRecord, act.Withdrawal{Entry: c.Accounts[2].Entry, Why: "a mistake"})
	w.Tick()
	if f, a := n(); f != 0 || a != 2 {
		t.Errorf("after a withdrawal: %d divergences in %d accounts", f, a)
	}
	c, _ = Contact(w.State("G"), w.Roster(), head, 0, mustID(t, call), noon)
	if last := c.Accounts[2]; len(c.Table.Columns) != 2 || last.Withdrawn == nil || last.Withdrawn.Why != "a mistake" {
		t.Errorf("after a withdrawal: %+v", last)
	}
}

func mustID(t testing.TB, ref string) record.Hash {
	id, ok := entryID(ref)
	if !ok {
		t.Fatalf("%q is no id", ref)
	}
	return id
}

// TestTalksGolden holds the reports on what was said.
func TestTalksGolden(t *testing.T) {
	w := spring(t, springAccounts())
	s, r := w.State("US"), w.Roster()
	contact, err := Contact(s, r, head, 0, w.ids["second-0519"], noon)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{
		"contacts": Contacts(s, r, head, 0), "contact": contact,
		"divergences": Divergences(s, r, head, 0, DivergencesQuery{From: "2025-06-01"}),
		"balance":     Balance(s, r, head, 0, "2025-05-01", ""),
		"changes":     Changes(s, r, head, 0, ChangesQuery{Size: 18, Limit: 3}),
	} {
		got := plain(s, marshal(t, v)) + "\n"
		file := filepath.Join("testdata", "talks-"+name+".json")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			x, y := difference(string(want), got)
			t.Errorf("%s has changed: look at the difference after go test -update\n… %s …\n… %s …", file, x, y)
		}
	}
}
