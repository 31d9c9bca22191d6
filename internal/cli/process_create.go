// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"parley/internal/courier"
	"parley/internal/durable"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

// founding is what process create is asked for.
type founding struct {
	node.Start
	admission string   // file
	seats     []string // files
	match     bool
}

func (a *app) processCreate() *cobra.Command {
	f := founding{Start: node.NewStart()}
	c := a.command(verb{
		use:   "create --hub URL --hub-cert HEX",
		short: "Found a process at a hub, with your seat as mediator",
		long: `Makes the keys of your seat, founds the record at the hub and enters it. The
seat's name in the record is random: the hub learns no names. The certificate
hash is what the operator of the hub told you; nothing is sent to a hub that
shows another one.

Others can found it together with you: each makes its keys and a file with
"parley process offer", you name the files with --seat, and each then enters
with "parley process adopt". Read the twelve words of each to its people first.
Nobody has to consent to them later, and nothing can be written before the last
of them has entered.

The hub closes a tick every --tick seconds and appends --batch leaves to the
log each time, entries and cover alike, so that the pace says nothing. 0 closes
ticks on demand: for demonstrations. --quorum and --faulty say how many
cosignatures make a checkpoint witnessed; without a neutral guarantor it is
always all of them.`,
		example: `  parley process create --hub https://127.0.0.1:8420 --hub-cert 5f0c… --title "Water talks" --name "Office of the mediator"
  parley process create --hub https://hub.example:8420 --hub-cert 5f0c… --admission-file word.txt --tick 10
  parley process create --hub https://hub.example:8420 --hub-cert 5f0c… --seat a.seat --seat b.seat`,
		exits: []int{exitLocked, exitConflict, exitWithheld, exitUnreachable},
		run: func(ctx context.Context, _ []string) error {
			return a.create(ctx, f)
		},
	})
	fs := c.Flags()
	fs.StringVar(&f.HubURL, "hub", "", "https `address` of the hub")
	fs.StringVar(&f.HubCert, "hub-cert", "", "SHA-256 `hash` of the hub's certificate, 64 hexadecimal digits")
	fs.StringVar(&f.admission, "admission-file", "", "`file` with the hub's admission word")
	fs.StringArrayVar(&f.seats, "seat", nil, "`file` of a further founding seat, from parley process offer; may be repeated")
	fs.BoolVar(&f.match, "words-match", false, "say that both ends have read the same twelve words of every --seat")
	fs.StringVar(&f.Label, "label", "", "your own short `name` for the process")
	fs.StringVar(&f.Title, "title", "", "what the process is called; every seat reads it")
	fs.StringVar(&f.Name, "name", "", "what your seat is called; every seat reads it")
	fs.Int64Var(&f.Policy.Tick, "tick", f.Policy.Tick, "`seconds` between ticks, 1 to 3600; 0 is on demand")
	fs.Int64Var(&f.Policy.Batch, "batch", f.Policy.Batch, "`leaves` in a tick, cover included, 1 to 128")
	fs.Int64Var(&f.Policy.Quorum, "quorum", f.Policy.Quorum, "`cosignatures` that make a checkpoint witnessed, at least")
	fs.Int64Var(&f.Policy.Faulty, "faulty", f.Policy.Faulty, "`witnesses` that may lie without harm")
	return c
}

// address checks the address of a hub as people copy it.
func address(url, cert string) (keys.HubAddress, error) {
	if url == "" || cert == "" {
		return keys.HubAddress{}, usageError("a hub is named by --hub URL and --hub-cert HEX").hint("parley hub status --dir DIR   (prints both, on the machine of the hub)")
	}
	at, err := node.ParseHubAddress(url, cert)
	if err != nil {
		return at, usageError("%v", err)
	}
	return at, nil
}

func (a *app) create(ctx context.Context, f founding) error {
	if _, err := address(f.HubURL, f.HubCert); err != nil {
		return err
	}
	if p := f.Policy; p.Tick < 0 || p.Tick > 3600 || p.Batch < 1 || p.Batch > 128 || p.Quorum < 1 || p.Faulty < 0 {
		return usageError("--tick is 0 to 3600, --batch 1 to 128, --quorum at least 1, --faulty at least 0")
	}
	if f.admission != "" {
		admission, err := a.readSecret(f.admission)
		if err != nil {
			return err
		}
		f.Admission = string(admission)
	}
	if err := a.foundingSeats(&f); err != nil {
		return err
	}
	if err := f.Check(); err != nil {
		return usageError("%v", err)
	}
	h, err := a.openHome(ctx)
	if err != nil {
		return err
	}
	if f.Label, err = a.freeLabel(ctx, h, f.Label); err != nil {
		return err
	}
	n, err := node.Create(ctx, h, f.Start, nil)
	if errors.Is(err, courier.ErrUnreachable) {
		// There may be no process yet whose entries could travel by hand.
		return failure(exitUnreachable, "%v", err).hint("check the address, and that the hub is running: parley hub serve --dir DIR")
	}
	if err != nil {
		return err
	}
	d, err := a.take(h, n)
	if err != nil {
		return err
	}
	a.say("the words of the process: %s", wordsOf(record.Words(n.Process())))
	if !d.view.Roster.Guaranteed() {
		a.warn("", "no neutral guarantor takes part: a checkpoint is witnessed only when every seat has cosigned it")
	}
	if !d.view.Roster.Opened {
		a.say("nothing can be written before the other founding seats have entered; each of them runs:")
		return d.emitProcess("founded and entered as mediator", nil, "parley process adopt "+ref(n.Process()))
	}
	return d.emitProcess("founded and entered as mediator", nil, a.line("process invite --role party --name NAME --out FILE --letter FILE"))
}

// foundingSeats reads the files of further founding seats and asks for their
// words.
func (a *app) foundingSeats(f *founding) error {
	for _, path := range f.seats {
		b, err := a.read(path, record.MaxJoin)
		if err != nil {
			return err
		}
		o, err := node.ReadOffer(b)
		if err != nil {
			return failure(exitFailed, "%s is no seat: %v", path, err).hint("ask for the file again: parley process offer makes it")
		}
		if err := a.confirmWords([12]string(o.Words), "seat "+o.Seat+" ("+o.Role+")", f.match); err != nil {
			return err
		}
		f.Seats = append(f.Seats, b)
	}
	return nil
}

// take sits down at a node that is open.
func (a *app) take(h *node.Home, n *node.Node) (*desk, error) {
	a.cleanup = append(a.cleanup, n.Lock)
	if err := a.use(h, n.Label()); err != nil {
		return nil, err
	}
	seat, err := node.SeatOf(h, n.Label())
	if err != nil {
		return nil, err
	}
	d := &desk{app: a, home: h, seat: seat, node: n}
	return d, d.look()
}

// usage marks an error of the key ring about a name or address as one of the
// command line.
func usage(err error) error {
	for _, is := range [...]error{node.ErrFull, durable.ErrFull, keys.ErrBusy, keys.ErrLocked, keys.ErrDamaged} {
		if errors.Is(err, is) {
			return err
		}
	}
	return &Error{Code: exitUsage, Msg: err.Error(), cause: err}
}
