// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/casefile"
	"parley/internal/lang"
	"parley/stability"
)

func (a *app) stabilityCommands() *cobra.Command {
	return a.noun("stability", "Would it hold: who could leave a state, and who would answer",
		`Reads who controls which yes-or-no options and what each prefers, and says which
states would hold: whether somebody gains by leaving, whether others could or
would answer, what holds a state at the least cost, and which preferences it
rests on. Every verdict comes with its reason. An equilibrium is no forecast and
no advice: it follows from stated preferences and one way of thinking ahead
(docs/methods). Files are read where they lie and go nowhere. Start with
docs/tutorial-stability.md; parley help conflicts explains the words, parley help
model-files the format.`,
		`  parley stability solve model.json
  parley stability explain model.json --state 5
  parley stability price model.json --state 5
  parley stability import old.gmcr --out model.json`,
		a.stabilitySolve(), a.stabilityExplain(), a.stabilityPrice(), a.stabilityMap(), a.stabilityPaths(), a.stabilityInverse(),
		a.stabilityLeverage(), a.stabilitySweep(), a.stabilityChart(), a.stabilityImport(), a.stabilityExport())
}

func conceptOf(word, flag string) (stability.Concept, error) {
	c, ok := stability.ParseConcept(strings.ToLower(strings.TrimSpace(word)))
	if !ok {
		var words []string
		for _, c := range stability.Concepts() {
			words = append(words, c.String())
		}
		return 0, usageError("%s: there is no concept %q; there are: %s", flag, word, strings.Join(words, ", ")).hint("parley help conflicts")
	}
	return c, nil
}

// conflict is a model file, compiled.
type conflict struct {
	*casefile.Conflict
	m     *stability.Model
	asked []stability.Concept // those that a flag names; none: all
}

// modelError sends to the page on model files and not to that on case files.
func modelError(a *app, err error) error {
	var file *casefile.Error
	if !errors.As(err, &file) || errors.Is(err, stability.ErrBudget) {
		return unsupported(a, err)
	}
	return failure(exitFailed, "%v", err).hint(a.line("help model-files"))
}

// unsupported gives an error of package stability its code.
func unsupported(_ *app, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, stability.ErrUnsupported), errors.Is(err, brief.ErrTwo):
		return usageError("%v", err).hint("parley help conflicts")
	case errors.Is(err, stability.ErrBudget):
		return failure(exitFailed, "%v", err).hint("say more of what cannot happen under \"infeasible\", or ask for less at a time")
	}
	return err
}

// state reads a state that is typed.
func (c *conflict) state(text, flag string) (stability.State, error) {
	s, err := c.ParseState(text)
	if err != nil {
		return 0, usageError("%s: %v", flag, err)
	}
	out, err := c.m.Canonical(s)
	if err != nil {
		return 0, usageError("%s: state %s is infeasible in this model", flag, brief.StateSays(c.m, s))
	}
	return out, nil
}

// dmName is what a decision maker is called.
func (c *conflict) dmName(id string) string {
	if i, err := c.DM(id); err == nil {
		return orID(c.Definition.DMs[i].Name, id)
	}
	return id
}

func (c *conflict) dmNames() (out []string) {
	for _, dm := range c.Definition.DMs {
		out = append(out, orID(dm.Name, dm.ID))
	}
	return out
}

// members reads decision makers that are typed.
func (c *conflict) members(ids []string, flag string) (out []int, err error) {
	for _, id := range ids {
		i, err := c.DM(strings.TrimSpace(id))
		if err != nil {
			return nil, usageError("%s: %v", flag, err)
		}
		if slices.Contains(out, i) {
			return nil, usageError("%s names %q twice", flag, id)
		}
		out = append(out, i)
	}
	return out, nil
}

// thinking is the concept of each decision maker: that of the flag, or those of
// the model.
func (c *conflict) thinking(word, flag string) ([]stability.Concept, error) {
	switch {
	case word != "":
		x, err := conceptOf(word, flag)
		return []stability.Concept{x}, err
	case c.Concepts == nil:
		return nil, usageError("say how decision makers think ahead with %s nash, gmr, smr, seq or sseq; the model says no concepts", flag)
	}
	return c.Concepts, nil
}

// read is the part of a report that says how its file was read.
func (c *conflict) repairs() repaired {
	return repaired{append([]casefile.Repair{}, c.Repairs...)}
}

func (c *conflict) repairTable() []table {
	if len(c.Repairs) == 0 {
		return nil
	}
	return repairTable(&casefile.Case{Repairs: c.Repairs})
}

// basisTable is what every report on a conflict begins with.
func (c *conflict) basisTable(b *brief.StabilityBasis) table {
	t := table{title: "model", card: true}
	t.add("model", b.Model)
	t.add("decision makers", strings.Join(c.dmNames(), ", "))
	t.add("states", number(b.Feasible))
	t.add("conventions", settingsSay(b.Settings))
	return t
}

func settingsSay(s brief.StabilitySettings) string {
	sanction := "an answer deters if it leaves who moved not better off"
	if s.Sanction == "worse" {
		sanction = "an answer deters only if it leaves who moved worse off"
	}
	sequences := map[string]string{"legal": "others may answer by any sequence in which nobody moves twice in a row",
		"single": "one other may answer, by one move", "once": "others may answer, each at most once"}[s.Sequences]
	coalition := map[string]string{"sequences": "a coalition moves step by step", "joint": "a coalition moves at once"}[s.Coalition]
	return sanction + "; " + sequences + "; " + coalition
}

// addState puts a state into a card, with the options that it takes.
func (c *conflict) addState(t *table, field string, s brief.StateNumber) {
	t.add(field, c.name(s))
	if c.Definition.States == nil {
		t.add("options taken", c.taken(s))
	}
}

// name is a state for a table: its decimal with its letters.
func (c *conflict) name(s brief.StateNumber) string {
	return brief.StateSays(c.m, stability.State(s))
}

// taken says which options a state takes, by their names.
func (c *conflict) taken(s brief.StateNumber) string {
	if c.Definition.States != nil {
		return ""
	}
	var names []string
	for k, o := range c.Definition.Options {
		if s>>uint(k)&1 == 1 {
			names = append(names, orID(o.Name, o.ID))
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}

// tabledStates is how many states of a set a table names.
const tabledStates = 30

// listSays is a set of states in one line.
func listSays(l *brief.StateList) string {
	switch {
	case l == nil:
		return "not defined for this model"
	case l.Count == 0:
		return "none"
	}
	var parts []string
	for _, s := range l.States[:min(len(l.States), tabledStates)] {
		parts = append(parts, s.String())
	}
	out := strings.Join(parts, ", ")
	if more := l.Count - len(parts); more > 0 {
		if out != "" {
			out += ", "
		}
		out += fmt.Sprintf("and %d more", more)
	}
	return out
}

// optionIDs are the words of conditions.
func (c *conflict) optionIDs() (out []string) {
	for _, o := range c.Definition.Options {
		out = append(out, o.ID)
	}
	return out
}

// toolHolds reports whether an instrument is at work in a state.
func (c *conflict) toolHolds(k int, s brief.StateNumber) bool {
	return c.Tools.Instruments[k].When.Holds(stability.State(s))
}

// english says the sentences of a command.
func english() brief.Speaker { return lang.For("en") }
