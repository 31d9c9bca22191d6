// SPDX-License-Identifier: Apache-2.0

package scenario

import "embed"

//go:embed testdata
var testdata embed.FS
