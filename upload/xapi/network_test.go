package xapi_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"hoist/upload/xapi"
)

var ops = []xapi.Op{xapi.OpInit, xapi.OpAppend, xapi.OpFinalize, xapi.OpStatus}

// checkNoAnswer calls every step of both generations at an address where there is no answer.
func checkNoAnswer(t *testing.T, base string, want xapi.Kind) {
	t.Helper()
	for _, g := range generations {
		for _, op := range ops {
			_, err := step(t.Context(), dialTo(t, g, base), op)
			e := failed(t, err)
			if e.Kind != want || e.Op != op || e.Status != 0 || e.Err == nil {
				t.Errorf("%s %s: got %v, want %v", g, op, e, want)
			}
			if text := e.Error(); strings.Contains(text, "media_id=") || strings.Contains(text, "http://") {
				t.Errorf("the error has the address: %s", text)
			}
		}
	}
}

func TestRefusedPort(t *testing.T) {
	l := listen(t)
	base := "http://" + l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	checkNoAnswer(t, base, xapi.NoConnection)
}

// A name that no server knows. The name servers of the machine are left out of it: some take their time.
func TestUnknownHost(t *testing.T) {
	resolver := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no name server")
	}}
	transport := &http.Transport{DialContext: (&net.Dialer{Resolver: resolver}).DialContext}
	for _, g := range generations {
		_, err := step(t.Context(), newClient(t, g, "http://nowhere.invalid", transport), xapi.OpStatus)
		if e := failed(t, err); e.Kind != xapi.NoConnection || strings.Contains(e.Error(), "media_id=") {
			t.Errorf("got %v", e)
		}
	}
}

// serveConns gives each connection to f, which breaks it off in some way.
func serveConns(t *testing.T, f func(net.Conn)) (base string) {
	t.Helper()
	l := listen(t)
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			f(c)
			_ = c.Close()
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		serving.Wait()
	})
	return "http://" + l.Addr().String()
}

func readRequest(c net.Conn) {
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
}

func TestConnectionLost(t *testing.T) {
	for name, f := range map[string]func(net.Conn){
		"at once": func(net.Conn) {},
		"reset": func(c net.Conn) {
			_, _ = c.Read(make([]byte, 10))
			_ = c.(*net.TCPConn).SetLinger(0)
		},
		"within the request":      func(c net.Conn) { _, _ = c.Read(make([]byte, 10)) },
		"instead of a reply":      readRequest,
		"within the reply's head": func(c net.Conn) { readRequest(c); _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Le") },
		"within the reply's body": func(c net.Conn) {
			readRequest(c)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"+initReplyV2)
		},
		"after garbage": func(c net.Conn) {
			readRequest(c)
			_, _ = io.WriteString(c, strings.Repeat("garbage\x1b ", 1000)+"\r\n\r\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			checkNoAnswer(t, serveConns(t, f), xapi.ConnectionLost)
		})
	}
}

// What a server sends in place of HTTP is quoted in the error, but not at any length.
func TestGarbageIsCut(t *testing.T) {
	base := serveConns(t, func(c net.Conn) {
		readRequest(c)
		_, _ = io.WriteString(c, strings.Repeat("garbage\x1b", 1000)+"\r\n\r\n")
	})
	_, err := step(t.Context(), dialTo(t, xapi.V2, base), xapi.OpStatus)
	checkHarmless(t, "the error", failed(t, err).Error(), 600)
}

// A refusal stands, though its text was cut off.
func TestRefusalCutOff(t *testing.T) {
	base := serveConns(t, func(c net.Conn) {
		readRequest(c)
		_, _ = io.WriteString(c, "HTTP/1.1 402 Payment Required\r\nContent-Length: 1000\r\n\r\n{\"title\":")
	})
	_, err := step(t.Context(), dialTo(t, xapi.V2, base), xapi.OpInit)
	if e := failed(t, err); e.Kind != xapi.NoCredits || e.Status != 402 {
		t.Errorf("got %v", e)
	}
}

func TestUntrustedCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = quiet()
	server.StartTLS()
	defer server.Close()
	checkNoAnswer(t, server.URL, xapi.Untrusted)
}

func TestNotTLS(t *testing.T) {
	for _, words := range []string{"HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail.example ESMTP\r\n"} {
		base := serveConns(t, func(c net.Conn) {
			_, _ = io.WriteString(c, words)
			_, _ = io.Copy(io.Discard, c) // until the client hangs up
		})
		checkNoAnswer(t, strings.Replace(base, "http:", "https:", 1), xapi.BadReply)
	}
}

func TestStalled(t *testing.T) {
	base := serveConns(t, readRequest)
	for name, transport := range map[string]*http.Transport{
		"reading": {DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			var d net.Dialer
			c, err := d.DialContext(ctx, network, address)
			if err == nil {
				err = c.SetReadDeadline(time.Unix(1, 0)) // has passed
			}
			return c, err
		}},
		"writing": {DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			var d net.Dialer
			c, err := d.DialContext(ctx, network, address)
			if err == nil {
				err = c.SetWriteDeadline(time.Unix(1, 0))
			}
			return c, err
		}},
	} {
		for _, op := range ops {
			_, err := step(t.Context(), newClient(t, xapi.V2, base, transport), op)
			if e := failed(t, err); e.Kind != xapi.Stalled {
				t.Errorf("%s, %s: got %v", name, op, e)
			}
		}
		transport.CloseIdleConnections()
	}
}

// Errors that a test cannot cause on every system.
func TestNetworkKinds(t *testing.T) {
	for _, c := range []struct {
		err  error
		want xapi.Kind
	}{
		{&net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, xapi.NoConnection},
		{&net.OpError{Op: "dial", Err: syscall.ETIMEDOUT}, xapi.NoConnection},
		{&net.OpError{Op: "proxyconnect", Err: errors.New("no proxy")}, xapi.NoConnection},
		{&net.OpError{Op: "write", Err: syscall.EHOSTUNREACH}, xapi.NoConnection},
		{&net.DNSError{Err: "no such host", Name: "api.x.com", IsNotFound: true}, xapi.NoConnection},
		{&net.DNSError{Err: "timeout", Name: "api.x.com", IsTimeout: true}, xapi.NoConnection},
		{&net.OpError{Op: "read", Err: syscall.ETIMEDOUT}, xapi.Stalled},
		{context.DeadlineExceeded, xapi.Stalled}, // a limit of the transport, not of the caller
		{&net.OpError{Op: "write", Err: syscall.EPIPE}, xapi.ConnectionLost},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, xapi.ConnectionLost},
		{io.ErrUnexpectedEOF, xapi.ConnectionLost},
		{errors.New("something else"), xapi.ConnectionLost},
		{tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, xapi.BadReply},
		{&tls.CertificateVerificationError{Err: errors.New("expired")}, xapi.Certificate},
	} {
		broken := roundTripper(func(*http.Request) (*http.Response, error) { return nil, c.err })
		_, err := step(t.Context(), newClient(t, xapi.V1, "https://upload.twitter.com", broken), xapi.OpStatus)
		if e := failed(t, err); e.Kind != c.want || !errors.Is(e, c.err) {
			t.Errorf("%v: got %v, want %v", c.err, e, c.want)
		}
	}
}

// The context's own error comes back, and nothing around it.
func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancelLate()
	for _, g := range generations {
		c := dialTo(t, g, "http://127.0.0.1:1")
		answered := newClient(t, g, g.DefaultBase(), canned{status: 500})
		for _, op := range ops {
			if _, err := step(ctx, c, op); err != context.Canceled { //nolint:errorlint // unwrapped
				t.Errorf("%s %s: got %v", g, op, err)
			}
			if _, err := step(late, c, op); err != context.DeadlineExceeded { //nolint:errorlint // unwrapped
				t.Errorf("%s %s: got %v", g, op, err)
			}
			// An answer that is there counts, though nobody waits for it any more.
			_, err := step(ctx, answered, op)
			if e := failed(t, err); e.Kind != xapi.Server {
				t.Errorf("%s %s: got %v", g, op, e)
			}
		}
	}
}

// TestStatusIsSentOnce checks that a STATUS that broke off on a connection of before is an error, and not sent again by
// net/http with the signature that X has seen already.
func TestStatusIsSentOnce(t *testing.T) {
	for _, g := range []xapi.Generation{xapi.V2, xapi.V1} {
		t.Run(string(g), func(t *testing.T) {
			var asked atomic.Int64
			base := serveConns(t, func(c net.Conn) {
				reader := bufio.NewReader(c)
				for {
					if _, err := http.ReadRequest(reader); err != nil {
						return
					}
					if asked.Add(1) == 2 {
						return // it was read, and gets no answer
					}
					_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n"+`{"data":{"id":"12"},"media_id_string":"1`)
				}
			})
			client := dialTo(t, g, base)
			_, _ = client.Status(t.Context(), "12") // whatever it is worth, the connection is there
			if _, err := client.Status(t.Context(), "12"); err == nil {
				t.Error("it was answered")
			}
			if n := asked.Load(); n != 2 {
				t.Errorf("STATUS was sent %d times, want 2", n)
			}
		})
	}
}
