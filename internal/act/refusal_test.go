// SPDX-License-Identifier: Apache-2.0

package act_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"parley/internal/act"
)

// TestRefusal prints in English, says itself in other words, and what a person wrote
// is never taken for a place.
func TestRefusal(t *testing.T) {
	var refuse act.Refusals
	err := fmt.Errorf("not now: %w", refuse.T("seat {seat} says {title}: {why}",
		"seat", act.Named("A"), "title", act.Quoted(`{why} "so"`), "why", refuse.T("it is {outcome}", "outcome", act.Term{Of: "outcome", Word: "all-accept"})))
	if got, want := err.Error(), `not now: seat A says "{why} \"so\"": it is all-accept`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var r *act.Refusal
	if !errors.As(err, &r) {
		t.Fatal("it is no refusal")
	}
	if got := r.Say("{why} / {title} / {seat}", func(v any) string { return strings.ToUpper(fmt.Sprint(v)) }); got != `IT IS ALL-ACCEPT / "{WHY} \"SO\"" / A` {
		t.Errorf("said in other words: %s", got)
	}
}
