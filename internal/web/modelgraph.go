// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"

	"parley/internal/brief"
	"parley/internal/chart"
)

// modelGraphPage draws outcomes and the moves between them.
type modelGraphPage struct {
	modelView
	Concept string
	Graph   *brief.GraphReport
	Figures []chart.Figure
	Moves   []graphMoves // twin of the picture of moves
	More    int          // outcomes that are not drawn
}

// graphMoves are the moves that pay away from one outcome.
type graphMoves struct {
	brief.GraphState
	Name  string
	Moves []graphMove
}

// graphMove is where one decision maker would go.
type graphMove struct {
	Who string
	To  []brief.StateNumber
}

// drawnStates is how many outcomes a picture has: of more, nobody could follow the
// arrows.
const drawnStates = 20

func buildModelGraph(r *request) (any, lane, error) {
	view, l, err := r.modelView()
	out := modelGraphPage{modelView: view}
	if err != nil || view.Solved.Fault != nil {
		return out, l, err
	}
	m := view.Solved
	c, ok := m.Concept(r.URL.Query().Get("concept"))
	if !ok {
		c = m.Concepts[0]
	}
	out.Concept = c.String()
	drawn, err := m.FirstOutcomes(r.Context(), c, drawnStates)
	if err != nil {
		return nil, lane{}, err
	}
	if out.Graph, err = m.Graph(drawn); err != nil {
		return nil, lane{}, err
	}
	out.More = m.Len() - len(out.Graph.States)
	more := ""
	if out.More > 0 {
		more = r.p.N("{n} more outcomes are not drawn: today and those that hold come first.", int64(out.More))
	}
	w := view.chartWords(r, r.p.T("Moves that pay, and who stays under {concept}", "concept", conceptName(out.Concept)),
		r.p.T("Outcomes around a circle; arrows between them are moves. The table beside it says the same."))
	w.More = more
	out.Figures = append(out.Figures, chart.StateGraph(r.p, out.Graph, out.Concept, w))
	w.Title, w.Description = r.p.T("Who would leave each outcome, by concept"), r.p.T("A filled square: everybody stays. Letters: those who would leave.")
	w.Holds = r.p.T("a filled square is an outcome in which everybody stays")
	named := *out.Graph
	named.Concepts = nil
	for _, word := range out.Graph.Concepts {
		named.Concepts = append(named.Concepts, conceptName(word))
	}
	out.Figures = append(out.Figures, chart.StateTable(r.p, &named, w))
	for _, s := range out.Graph.States {
		x := graphMoves{GraphState: s, Name: view.outcomeName(r, s.State)}
		for _, move := range out.Graph.Moves {
			if move.From != s.State || !move.Pays {
				continue
			}
			if who := out.Graph.Names[move.DM]; len(x.Moves) == 0 || x.Moves[len(x.Moves)-1].Who != who {
				x.Moves = append(x.Moves, graphMove{Who: who})
			}
			last := &x.Moves[len(x.Moves)-1]
			last.To = append(last.To, move.To)
		}
		out.Moves = append(out.Moves, x)
	}
	return out, l, nil
}

// HoldsHere reports whether an outcome holds under the concept of the page.
func (p modelGraphPage) HoldsHere(s brief.GraphState) bool {
	leaves, ok := s.Leaves.Get(p.Concept)
	return ok && len(leaves) == 0
}

// Leavers are those who would leave an outcome under the concept of the page.
func (p modelGraphPage) Leavers(s brief.GraphState) string {
	leaves, _ := s.Leaves.Get(p.Concept)
	var names []string
	for _, i := range leaves {
		names = append(names, p.Graph.Names[i])
	}
	return strings.Join(names, ", ")
}
