// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) undertakeCommands() *cobra.Command {
	return a.noun("undertake", "What somebody said they would do, read back and confirmed",
		`An undertaking is kept in the words as spoken, read back to the seat that
undertook, and confirmed, corrected or disowned by it.`,
		`  parley undertake add --by a --words "We will send the list by Friday" --due-says "by Friday" --to a
  parley undertake answer 7f3a09c41b22 confirmed --to mediator`,
		a.undertakeAdd(), a.undertakeAnswer())
}
