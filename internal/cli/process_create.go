// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/courier"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

// founding is what process create is asked for.
type founding struct {
	hub, cert, admission string
	label, title, name   string
	policy               record.Policy
}

func (a *app) processCreate() *cobra.Command {
	f := founding{policy: record.Policy{Tick: 60, Batch: 32, Quorum: 1}}
	c := a.command(verb{
		use:   "create --hub URL --hub-cert HEX",
		short: "Found a process at a hub, with your seat as mediator",
		long: `Makes the keys of your seat, founds the record at the hub and enters it. The
seat's name in the record is random: the hub learns no names. The certificate
hash is what the operator of the hub told you; nothing is sent to a hub that
shows another one.

The hub closes a tick every --tick seconds and appends --batch leaves to the
log each time, entries and cover alike, so that the pace says nothing. 0 closes
ticks on demand: for demonstrations. --quorum and --faulty say how many
cosignatures make a checkpoint witnessed; without a neutral guarantor it is
always all of them.`,
		example: `  parley process create --hub https://127.0.0.1:8420 --hub-cert 5f0c… --title "Water talks" --name "Office of the mediator"
  parley process create --hub https://hub.example:8420 --hub-cert 5f0c… --admission-file word.txt --tick 10`,
		exits: []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			return a.create(ctx, f)
		},
	})
	fs := c.Flags()
	fs.StringVar(&f.hub, "hub", "", "https `address` of the hub")
	fs.StringVar(&f.cert, "hub-cert", "", "SHA-256 `hash` of the hub's certificate, 64 hexadecimal digits")
	fs.StringVar(&f.admission, "admission-file", "", "`file` with the hub's admission word")
	fs.StringVar(&f.label, "label", "", "your own short `name` for the process")
	fs.StringVar(&f.title, "title", "", "what the process is called; every seat reads it")
	fs.StringVar(&f.name, "name", "", "what your seat is called; every seat reads it")
	fs.Int64Var(&f.policy.Tick, "tick", f.policy.Tick, "`seconds` between ticks, 1 to 3600; 0 is on demand")
	fs.Int64Var(&f.policy.Batch, "batch", f.policy.Batch, "`leaves` in a tick, cover included, 1 to 128")
	fs.Int64Var(&f.policy.Quorum, "quorum", f.policy.Quorum, "`cosignatures` that make a checkpoint witnessed, at least")
	fs.Int64Var(&f.policy.Faulty, "faulty", f.policy.Faulty, "`witnesses` that may lie without harm")
	return c
}

// address reads the address of a hub as people copy it.
func address(url, cert string) (keys.HubAddress, error) {
	var at keys.HubAddress
	if url == "" || cert == "" {
		return at, usageError("a hub is named by --hub URL and --hub-cert HEX").hint("parley hub status --dir DIR   (prints both, on the machine of the hub)")
	}
	b, err := hex.DecodeString(strings.NewReplacer(":", "", " ", "").Replace(cert))
	if err != nil || len(b) != len(at.Cert) {
		return at, usageError("--hub-cert is not 64 hexadecimal digits")
	}
	at.URL, at.Cert = strings.TrimSuffix(url, "/"), [32]byte(b)
	return at, nil
}

func (a *app) create(ctx context.Context, f founding) error {
	at, err := address(f.hub, f.cert)
	if err != nil {
		return err
	}
	if f.policy.Tick < 0 || f.policy.Tick > 3600 || f.policy.Batch < 1 || f.policy.Batch > 128 || f.policy.Quorum < 1 || f.policy.Faulty < 0 {
		return usageError("--tick is 0 to 3600, --batch 1 to 128, --quorum at least 1, --faulty at least 0")
	}
	admission := []byte{}
	if f.admission != "" {
		if admission, err = a.readSecret(f.admission); err != nil {
			return err
		}
	}
	h, err := a.openHome(ctx)
	if err != nil {
		return err
	}
	label, err := a.freeLabel(h, f.label)
	if err != nil {
		return err
	}
	e, err := node.Prepare(h, label, node.RandomSeat(), record.RoleMediator, at)
	if err != nil {
		return usage(err)
	}
	if err := a.foundAt(ctx, h, label, e, string(admission), f.policy); err != nil {
		return errors.Join(err, node.Forget(h, label))
	}
	if err := a.use(h, label); err != nil {
		return err
	}
	d, err := a.sitDown(ctx, h)
	if err != nil {
		return err
	}
	hub, err := d.hub()
	if err != nil {
		return err
	}
	if err := d.node.Accept(ctx, hub); err != nil {
		return err
	}
	if err := d.nameAll(ctx, f.title, f.name); err != nil {
		return err
	}
	if _, err := d.node.Sync(ctx, hub); err != nil {
		return err
	}
	if err := d.look(); err != nil {
		return err
	}
	a.say("the words of the process: %s", wordsOf(record.Words(d.node.Process())))
	if !d.view.Roster.Guaranteed() {
		a.warn("", "no neutral guarantor takes part: a checkpoint is witnessed only when every seat has cosigned it")
	}
	return d.emitProcess("founded and entered as mediator", nil, a.line("process invite --role party --name NAME --out FILE --letter FILE"))
}

// usage marks an error of the key ring about a name or address as one of the
// command line.
func usage(err error) error {
	if errors.Is(err, node.ErrFull) || errors.Is(err, keys.ErrBusy) || errors.Is(err, keys.ErrLocked) || errors.Is(err, keys.ErrDamaged) {
		return err
	}
	return &Error{Code: exitUsage, Msg: err.Error(), cause: err}
}

func (a *app) foundAt(ctx context.Context, h *node.Home, label string, e *record.Enrolment, admission string, p record.Policy) error {
	hub, err := node.Connect(h, label)
	if err != nil {
		return err
	}
	defer hub.Close()
	_, err = node.Found(ctx, h, label, hub, node.Founding{
		Policy: p, Seats: []*record.Enrolment{e}, Admission: admission,
	})
	if errors.Is(err, courier.ErrUnreachable) {
		// There is no process yet whose entries could travel by hand.
		return failure(exitUnreachable, "%v", err).hint("check the address, and that the hub is running: parley hub serve --dir DIR")
	}
	return err
}

// nameAll puts title and the own seat's name into the outbox, for all seats.
func (d *desk) nameAll(ctx context.Context, title, name string) error {
	var drafts []node.Draft
	if title != "" {
		drafts = append(drafts, node.Draft{Act: node.Title(title, "")})
	}
	if name != "" {
		drafts = append(drafts, node.Draft{Act: node.SeatName(d.seat.Name, name, "", "")})
	}
	if len(drafts) == 0 {
		return nil
	}
	if err := d.look(); err != nil {
		return err
	}
	all, err := d.audience([]string{"all"})
	if err != nil {
		return err
	}
	for _, x := range drafts {
		x.Audience, x.Register = all, record.OnRecord
		if _, err := d.node.Post(ctx, x); err != nil {
			return err
		}
	}
	return nil
}
