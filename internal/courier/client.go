// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"parley/record"
)

// maxAnswer is the largest answer a client reads, in bytes.
const maxAnswer = 64 << 20

// Client is the HTTPS side of the hub protocol. It is safe for concurrent use.
type Client struct {
	base string
	http *http.Client
}

// NewClient connects to a hub by its https address and the pinned hash of its
// certificate, presenting own. timeout bounds one call; 0 means 30 seconds.
func NewClient(address string, hub record.Hash, own tls.Certificate, timeout time.Duration) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("hub address %q is not of the form https://host:port", address)
	}
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	return &Client{
		base: strings.TrimSuffix(address, "/"),
		http: &http.Client{
			Timeout: timeout,
			Transport: &http.Transport{
				TLSClientConfig: ClientTLS(own, hub), ForceAttemptHTTP2: true,
				// A proxy would see when a seat speaks; the address in the
				// invitation is the whole truth.
				Proxy: nil, IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 4,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("a hub does not redirect") },
		},
	}, nil
}

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func (c *Client) do(ctx context.Context, method, path string, header map[string]string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := c.http.Do(req)
	if err != nil {
		if errors.Is(err, ErrOtherHub) {
			return nil, fmt.Errorf("%w (%s)", ErrOtherHub, c.base)
		}
		return nil, fmt.Errorf("%w at %s: %w", ErrUnreachable, c.base, err)
	}
	defer res.Body.Close()
	out, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("%w at %s: %w", ErrUnreachable, c.base, err)
	}
	if len(out) > maxAnswer {
		return nil, fmt.Errorf("%w: an answer of more than %d bytes", ErrInternal, maxAnswer)
	}
	if res.StatusCode != http.StatusOK {
		return nil, errorOf(res.StatusCode, res.Header.Get(CodeHeader), string(out))
	}
	return out, nil
}

func process(pid record.Hash) string { return "/p/" + Hex(pid) }

// LogKey asks the hub for the public key it would sign a log with whose
// genesis carries that nonce.
func (c *Client) LogKey(ctx context.Context, nonce record.Hash) ([]byte, error) {
	return c.do(ctx, "GET", "/key/"+Hex(nonce), nil, nil)
}

// Create founds a process on the hub. admission is the word the hub's operator
// gave; it may be empty at a hub that is open.
func (c *Client) Create(ctx context.Context, pid record.Hash, genesis []byte, admission string) ([]byte, error) {
	return c.do(ctx, "PUT", process(pid), map[string]string{AdmissionHeader: admission}, genesis)
}

// Submit hands an envelope to the hub and returns its receipt. It may be
// repeated without harm.
func (c *Client) Submit(ctx context.Context, pid, id record.Hash, envelope []byte, deliver []string) ([]byte, error) {
	return c.do(ctx, "PUT", process(pid)+"/env/"+Hex(id),
		map[string]string{DeliverHeader: strings.Join(deliver, " ")}, envelope)
}

// Tick asks a hub whose ticks are on demand to close one.
func (c *Client) Tick(ctx context.Context, pid record.Hash) error {
	_, err := c.do(ctx, "POST", process(pid)+"/tick", nil, nil)
	return err
}

// Checkpoint returns the newest signed checkpoint with its cosignatures.
func (c *Client) Checkpoint(ctx context.Context, pid record.Hash) ([]byte, error) {
	return c.do(ctx, "GET", process(pid)+"/checkpoint", nil, nil)
}

// Cosign hands cosignature lines to the hub.
func (c *Client) Cosign(ctx context.Context, pid record.Hash, lines []byte) error {
	_, err := c.do(ctx, "POST", process(pid)+"/cosign", nil, lines)
	return err
}

// Leaves returns the leaves with from <= index < to, read as entry bundles of
// C2SP tlog-tiles.
func (c *Client) Leaves(ctx context.Context, pid record.Hash, from, to int64) ([]record.Hash, error) {
	var out []record.Hash
	for at := from; at < to; {
		n := at / TileWidth
		width := min(to-n*TileWidth, TileWidth)
		data, err := c.do(ctx, "GET", process(pid)+"/"+EntriesPath(n, int(width)), nil, nil)
		if err != nil {
			return nil, err
		}
		ids, err := ParseEntries(data, int(width))
		if err != nil {
			return nil, err
		}
		out = append(out, ids[at-n*TileWidth:]...)
		at = n*TileWidth + width
	}
	return out, nil
}

// Inbox returns envelopes for the caller's seat with index >= from, in log
// order, and the index to continue from.
func (c *Client) Inbox(ctx context.Context, pid record.Hash, from int64) ([]Delivery, int64, error) {
	data, err := c.do(ctx, "GET", process(pid)+"/inbox?from="+strconv.FormatInt(from, 10), nil, nil)
	if err != nil {
		return nil, 0, err
	}
	return ParseInbox(data)
}

// Invite leaves the hash of an invitation's token with the hub, so that one
// join request under it is let in until it expires.
func (c *Client) Invite(ctx context.Context, pid, token record.Hash, expires time.Time) error {
	_, err := c.do(ctx, "PUT", process(pid)+"/token/"+Hex(token), nil, strconv.AppendInt(nil, expires.Unix(), 10))
	return err
}

// Join leaves a join request in the waiting room.
func (c *Client) Join(ctx context.Context, pid, token record.Hash, request []byte) error {
	_, err := c.do(ctx, "PUT", process(pid)+"/join/"+Hex(token), nil, request)
	return err
}

// WaitingRoom returns the join requests that wait.
func (c *Client) WaitingRoom(ctx context.Context, pid record.Hash) ([]Waiting, error) {
	data, err := c.do(ctx, "GET", process(pid)+"/join", nil, nil)
	if err != nil {
		return nil, err
	}
	return ParseWaiting(data)
}

// TileWidth is the number of entries in a full tile (C2SP tlog-tiles).
const TileWidth = 256

// EntriesPath is the tlog-tiles path of entry bundle n with the given width.
func EntriesPath(n int64, width int) string {
	t := tlog.Tile{H: 8, L: -1, N: n, W: width}
	return "tile/entries/" + strings.TrimPrefix(t.Path(), "tile/8/data/")
}

// TilePath is the tlog-tiles path of a hash tile.
func TilePath(level int, n int64, width int) string {
	t := tlog.Tile{H: 8, L: level, N: n, W: width}
	return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
}

// ParseTilePath reads the path of a tile or entry bundle (level -1), in the one
// form in which [TilePath] and [EntriesPath] print it.
func ParseTilePath(path string) (tlog.Tile, error) {
	p, ok := strings.CutPrefix(path, "tile/entries/")
	if ok {
		p = "tile/8/data/" + p
	} else {
		p = "tile/8/" + strings.TrimPrefix(path, "tile/")
	}
	t, err := tlog.ParseTilePath(p)
	if err == nil {
		printed := EntriesPath(t.N, t.W)
		if t.L >= 0 {
			printed = TilePath(t.L, t.N, t.W)
		}
		// The last leaf of the tile must have an index, or what is found at
		// one that has wrapped around would pass for it.
		ok = printed == path && t.L < 6 && t.N < 1<<(53-8*max(t.L, 0))
	}
	if err != nil || !ok {
		return tlog.Tile{}, fmt.Errorf("%w: %.80q is not the path of a tile", ErrMalformed, path)
	}
	return t, nil
}

// Entries prints an entry bundle: each leaf as u16be 32 and its 32 bytes.
func Entries(ids []record.Hash) []byte {
	out := make([]byte, 0, len(ids)*34)
	for _, id := range ids {
		out = append(binary.BigEndian.AppendUint16(out, 32), id[:]...)
	}
	return out
}

// ParseEntries reads an entry bundle of exactly n leaves.
func ParseEntries(data []byte, n int) ([]record.Hash, error) {
	if len(data) != n*34 {
		return nil, fmt.Errorf("%w: an entry bundle of %d bytes; want %d", ErrMalformed, len(data), n*34)
	}
	out := make([]record.Hash, n)
	for i := range out {
		if binary.BigEndian.Uint16(data[i*34:]) != 32 {
			return nil, fmt.Errorf("%w: entry %d of a bundle has another length than 32", ErrMalformed, i)
		}
		out[i] = record.Hash(data[i*34+2:])
	}
	return out, nil
}
