// SPDX-License-Identifier: Apache-2.0

package process

import "parley/internal/act"

// refuse says why something is not done, so that every language can say it.
var refuse = act.Refusals{}

// roleOf is a role in a refusal.
func roleOf(role string) any {
	if role == "" {
		return refuse.T("without a role")
	}
	return act.Term{Word: role}
}

// short is how a refusal names an entry.
func short(ref string) string { return ref[:min(len(ref), 12)] }
