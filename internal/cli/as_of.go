// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"time"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

// asOf is the flag of reports that can be asked for as of a day.
type asOf struct{ until string }

func (x *asOf) flags(c *cobra.Command) {
	c.Flags().StringVar(&x.until, "until", "", "last `day` of what is looked at, from which dates are counted too (default: today, in UTC)")
}

// of is the day that was asked for.
func (x *asOf) of(a *app) (brief.AsOf, error) {
	if err := checkDay("until", x.until); err != nil {
		return brief.AsOf{}, err
	}
	if x.until != "" {
		return brief.AsOf{Today: x.until, Until: x.until}, nil
	}
	return brief.AsOf{Today: a.now().UTC().Format(time.DateOnly)}, nil
}

// today is the day of a report that takes no flag.
func (a *app) today() brief.AsOf {
	at, _ := (&asOf{}).of(a) // without a flag it cannot fail
	return at
}
