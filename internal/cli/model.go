// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) modelCommands() *cobra.Command {
	return a.noun("model", "Models of stability that are kept in the process",
		`A model says who could do what and what each prefers, so that it can be asked
which outcomes would hold and who could leave. It is its author's picture: what
it says of others is an estimate unless it is marked as said, and no party reads
it but its author. parley stability asks the same and more of model files; what
is kept here can be written as one.`,
		`  parley model list
  parley model add cuba.json --dm US=a:said --dm USSR=b:inferred --to mediator
  parley model show 7f3a09c41b22
  parley model write 7f3a09c41b22 --out model.json`,
		a.modelList(), a.modelShow(), a.modelStart(), a.modelAdd(), a.modelWrite())
}

func (a *app) modelList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:   "list",
		short: "List the models that this seat reads, and on what they rest",
		long: `Lists models, the newest first, each with its decision makers and on what its
picture of them rests: what they said, or an estimate of its author. Two models
are two pictures; they are never merged.`,
		example: "  parley model list\n  parley model list --csv models.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Models(s, r, h, w, at)
		out := report{name: "model.list", data: x, texts: append(texts("models", len(x.Models) > 0), texts("withdrawn", len(x.Withdrawn) > 0)...)}
		out.grounds(x.Footing)
		l := newListing("models", col{name: "title"}, col{name: "by"}, col{name: "decision makers"}, col{name: "stands for"}, col{name: "readers"}, col{name: "careful"})
		for _, list := range [][]brief.ModelLine{x.Models, x.Withdrawn} {
			for i := range list {
				m := &list[i]
				l.add(&m.Written, m.Title, seatName(m.By), actorsSay(m.DMs), fmt.Sprint(len(m.Links)), seatNames(m.Readers), m.Fault)
			}
		}
		l.note = x.Says
		return out, l, nil
	})
	day.flags(c)
	return c
}

// actorsSay names decision makers and on what the picture of each rests.
func actorsSay(dms []brief.ModelActor) string {
	var out []string
	for _, d := range dms {
		out = append(out, d.Name+" ("+restsOn(d.Basis)+")")
	}
	return strings.Join(out, ", ")
}

// restsOn is a basis in a word that nobody takes for another: what is inferred is
// an estimate.
func restsOn(basis string) string {
	if basis == act.Inferred {
		return "estimate"
	}
	return basis
}

// modelOf finds a model of the record as it stands.
func (a *app) modelOf(ctx context.Context, word string) (brief.ModelLine, brief.Footing, error) {
	d, err := a.readingDesk(ctx)
	if err != nil {
		return brief.ModelLine{}, brief.Footing{}, err
	}
	e, err := d.entryOf(word, act.KindModel)
	if err != nil {
		return brief.ModelLine{}, brief.Footing{}, err
	}
	s, r, h, w := d.basis()
	x := brief.Models(s, r, h, w, a.today())
	m, ok := x.Model(s, e.ID)
	if !ok {
		return m, x.Footing, failure(exitFailed, "the entry %s changes nothing, so there is nothing to show of it", shortRef(e.ID)).
			hint(a.line("entry show " + shortRef(e.ID)))
	}
	return m, x.Footing, nil
}
