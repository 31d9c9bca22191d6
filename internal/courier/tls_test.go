// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"parley/record"
)

// TestCertificateIsGolden: a certificate is known by its hash, in a roster that
// cannot be changed. The same seed must give the same bytes under every
// version of Go that this program will ever be built with.
func TestCertificateIsGolden(t *testing.T) {
	for seed, want := range map[[32]byte]string{
		{}:  "6e8e9696ca6048b5230695714f4b3a25668bab188ae6b5f7c32e28ba54bdb29c",
		{1}: "4213cbab01bfbb7f218547c21db7f889fde050a72060598c73f572727f12b4e4",
	} {
		c, h, err := Certificate(seed)
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(h[:]); got != want {
			t.Errorf("the certificate of seed %x has hash %s; it used to have %s", seed[:1], got, want)
		}
		if len(c.Certificate) != 1 || sha256.Sum256(c.Certificate[0]) != h {
			t.Error("the hash is not that of the certificate")
		}
		if key, ok := c.PrivateKey.(ed25519.PrivateKey); !ok || !bytes.Equal(key.Seed(), seed[:]) {
			t.Error("the key is not made from the seed")
		}
	}
}

// ends are the two ends of a connection after they have shaken hands, or not.
type ends struct {
	client, server       tls.ConnectionState
	clientErr, serverErr error
}

func handshake(t *testing.T, client, server *tls.Config) ends {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	b, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second)
	a.SetDeadline(deadline)
	b.SetDeadline(deadline)
	c, s := tls.Client(a, client), tls.Server(b, server)
	done := make(chan ends)
	go func() {
		var e ends
		if e.serverErr = s.Handshake(); e.serverErr == nil {
			_, e.serverErr = s.Write([]byte("x"))
		}
		e.server = s.ConnectionState()
		b.Close()
		done <- e
	}()
	if err = c.Handshake(); err == nil {
		// A server's refusal of the client's certificate comes with the
		// first read.
		_, err = io.ReadFull(c, make([]byte, 1))
	}
	state := c.ConnectionState()
	a.Close()
	e := <-done
	e.client, e.clientErr = state, err
	return e
}

func certificate(t *testing.T, n byte) (tls.Certificate, record.Hash) {
	t.Helper()
	c, h, err := Certificate([32]byte{n})
	if err != nil {
		t.Fatal(err)
	}
	return c, h
}

func TestHandshakeIsHybridAndMutual(t *testing.T) {
	device, deviceHash := certificate(t, 1)
	hub, hubHash := certificate(t, 2)
	e := handshake(t, ClientTLS(device, hubHash), ServerTLS(hub))
	if e.clientErr != nil || e.serverErr != nil {
		t.Fatal(e.clientErr, e.serverErr)
	}
	for _, s := range []tls.ConnectionState{e.client, e.server} {
		if s.Version != tls.VersionTLS13 || s.CurveID != tls.X25519MLKEM768 || s.DidResume {
			t.Errorf("version %x, curve %s, resumed %v", s.Version, s.CurveID, s.DidResume)
		}
	}
	if h, err := PeerHash(&e.server); err != nil || h != deviceHash {
		t.Errorf("the hub sees device %s, %v", h, err)
	}
	if h, err := PeerHash(&e.client); err != nil || h != hubHash {
		t.Errorf("the device sees hub %s, %v", h, err)
	}
}

func TestHandshakesThatMustFail(t *testing.T) {
	device, _ := certificate(t, 1)
	hub, hubHash := certificate(t, 2)
	_, other := certificate(t, 3)
	change := func(c *tls.Config, f func(*tls.Config)) *tls.Config { f(c); return c }
	for name, c := range map[string]struct {
		client, server *tls.Config
		want           error // of the client; nil is any
	}{
		"another hub":    {ClientTLS(device, other), ServerTLS(hub), ErrOtherHub},
		"no hub pinned":  {ClientTLS(device, record.Hash{}), ServerTLS(hub), ErrOtherHub},
		"no certificate": {change(ClientTLS(device, hubHash), func(c *tls.Config) { c.Certificates = nil }), ServerTLS(hub), nil},
		"TLS 1.2 only":   {change(ClientTLS(device, hubHash), func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS12, tls.VersionTLS12 }), ServerTLS(hub), nil},
		"hub has 1.2 only": {ClientTLS(device, hubHash),
			change(ServerTLS(hub), func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS12, tls.VersionTLS12 }), nil},
		"two certificates": {ClientTLS(device, hubHash), change(ServerTLS(hub), func(c *tls.Config) {
			c.Certificates = []tls.Certificate{{Certificate: [][]byte{hub.Certificate[0], device.Certificate[0]}, PrivateKey: hub.PrivateKey}}
		}), ErrOtherHub},
		"a certificate that is not its own": {ClientTLS(device, hubHash), change(ServerTLS(hub), func(c *tls.Config) {
			c.Certificates = []tls.Certificate{{Certificate: hub.Certificate, PrivateKey: device.PrivateKey}}
		}), nil},
	} {
		e := handshake(t, c.client, c.server)
		if e.clientErr == nil || c.want != nil && !errors.Is(e.clientErr, c.want) {
			t.Errorf("%s: the client says %v; want %v", name, e.clientErr, c.want)
		}
	}
}

// TestNoSessionIsResumed: every connection shows its certificate, so that a
// device that was removed cannot come back on a ticket.
func TestNoSessionIsResumed(t *testing.T) {
	device, _ := certificate(t, 1)
	hub, hubHash := certificate(t, 2)
	client := ClientTLS(device, hubHash)
	client.ClientSessionCache = tls.NewLRUClientSessionCache(4)
	server := ServerTLS(hub)
	for range 3 {
		if e := handshake(t, client, server); e.clientErr != nil || e.client.DidResume || e.server.DidResume {
			t.Errorf("resumed %v, %v", e.client.DidResume, e.clientErr)
		}
	}
}

func TestPeerHashNeedsOneCertificate(t *testing.T) {
	for name, s := range map[string]*tls.ConnectionState{"no TLS": nil, "none": {}} {
		if _, err := PeerHash(s); err == nil {
			t.Errorf("%s: a peer was found", name)
		}
	}
}
