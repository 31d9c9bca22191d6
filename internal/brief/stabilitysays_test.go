// SPDX-License-Identifier: Apache-2.0

package brief_test

import (
	"fmt"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/stability"
)

// voice says keys as they are and marks what it is given as a name.
type voice struct{}

func (voice) T(key string, args ...any) string {
	for i := 0; i < len(args); i += 2 {
		key = strings.ReplaceAll(key, fmt.Sprintf("{%s}", args[i]), fmt.Sprint(args[i+1]))
	}
	return key
}

func (v voice) N(key string, n int64, args ...any) string {
	return v.T(key, append([]any{"n", n}, args...)...)
}

func (voice) Name(name string) string { return "<" + name + ">" }

// TestSpeakerSetsNamesApart: a speaker that knows names is given each of them, also
// within a part of a sentence.
func TestSpeakerSetsNamesApart(t *testing.T) {
	m, err := brief.SolveModel(t.Context(), conflictOf(t, cubanCrisis), 512<<20, true)
	if err != nil || m.Fault != nil {
		t.Fatal(err, m.Fault)
	}
	for _, x := range []struct {
		state stability.State
		c     stability.Concept
		want  string
	}{
		{5, stability.SEQ, "<United States> stays: none of the 1 states that it could move to is better for it"},
		{0, stability.Nash, "<United States> would leave: it would gain by taking “<air strike>”, to <1 (YNNN)>, and under this concept looks no further"},
	} {
		r, err := brief.Reasons(t.Context(), voice{}, m.Model, x.state, []int{0}, []stability.Concept{x.c})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Reasons[0].Says; !strings.HasPrefix(got, x.want) {
			t.Errorf("state %d under %s: %q, want %q", x.state, x.c, got, x.want)
		}
	}
}
