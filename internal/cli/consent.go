// SPDX-License-Identifier: Apache-2.0

package cli

import "github.com/spf13/cobra"

func (a *app) consentCommands() *cobra.Command {
	return a.noun("consent", "Who takes part, in the process and in each format",
		`Each seat says for itself whether it takes part, and on what condition. It may
withdraw at any time; nothing is deleted.`,
		`  parley consent give --on 2025-05-12 --to all
  parley consent withdraw --on 2025-05-14 --to all`,
		a.consentGive(), a.consentWithdraw())
}
