// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
)

// Attitude of one decision maker towards another, or itself.
type Attitude int8

const (
	Negative Attitude = -1 // moves only to what the other likes less
	Neutral  Attitude = 0  // does not look at the other
	Positive Attitude = 1  // moves only to what the other likes more
)

// Attitudes solves m with attitudes[i][j], that of DM i towards DM j: i would
// move from one state to another if every j towards whom it is positive strictly
// prefers the new state and every j towards whom it is negative the old one. An
// answer deters i if i would not go straight to where it ends; so does an escape
// fail. With Positive towards oneself and Neutral towards all others it equals
// Solve under NotBetter. A DM that is neutral towards everybody would make any
// move. T. Inohara, K. W. Hipel, S. Walker, J. Syst. Sci. Syst. Eng. 16 (2007)
// 181–201. The setting Worse and SIM are ErrUnsupported. Cost as for Unknown.
func (m *Model) Attitudes(ctx context.Context, attitudes [][]Attitude, concepts ...Concept) (*Solution, error) {
	if m.def.Settings.Sanction == Worse {
		return nil, fmt.Errorf("attitudes under the setting worse: %w", ErrUnsupported)
	}
	if len(attitudes) != m.DMs() {
		return nil, fmt.Errorf("attitudes of %d decision makers, want %d", len(attitudes), m.DMs())
	}
	for i, row := range attitudes {
		if len(row) != m.DMs() {
			return nil, fmt.Errorf("attitudes of %q: %d, want %d", m.def.DMs[i].ID, len(row), m.DMs())
		}
		for _, a := range row {
			if a < Negative || a > Positive {
				return nil, fmt.Errorf("attitudes of %q: no attitude %d", m.def.DMs[i].ID, a)
			}
		}
	}
	would := func(i, from, to int) bool {
		for j, a := range attitudes[i] {
			if a == Positive && !m.improves(j, from, to) || a == Negative && !m.improves(j, to, from) {
				return false
			}
		}
		return true
	}
	return m.solveRelations(ctx, relations{
		leaves: would, tempts: would, escapes: would,
		deters: func(i, from, end int) bool { return !would(i, from, end) },
	}, concepts)
}
