// SPDX-License-Identifier: Apache-2.0

// Parley is the command line of a mediator's workbench: it keeps the sealed
// record of a mediated process. "parley --help" lists its commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"parley/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
