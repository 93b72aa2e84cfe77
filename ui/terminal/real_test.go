package terminal_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dghubble/oauth1"

	"hoist/ui/terminal"
	"hoist/upload"
	"hoist/upload/practice"
)

// real makes a command with the real engine, for an account at base with those keys.
func real(t *testing.T, base string, k practice.Keys) *command {
	t.Helper()
	c := newCommand(t, nil)
	c.Account = func(context.Context, terminal.Options) (upload.Account, error) {
		return upload.Account{
			Name: "kestrel", BaseURL: base, SegmentBytes: 128 << 10,
			Sign: func(wire http.RoundTripper) http.RoundTripper {
				ctx := context.WithValue(t.Context(), oauth1.HTTPClient, &http.Client{Transport: wire})
				config := oauth1.NewConfig(k.ConsumerKey, k.ConsumerSecret)
				return config.Client(ctx, oauth1.NewToken(k.AccessToken, k.AccessSecret)).Transport
			},
		}, nil
	}
	c.Engine = func(a upload.Account) (terminal.Engine, error) {
		e, err := upload.New(a, upload.Options{})
		if err != nil {
			return terminal.Engine{}, err
		}
		return terminal.EngineOf(e), nil
	}
	return c
}

// standIn starts practice mode.
func standIn(t *testing.T, o practice.Options) *practice.Server {
	t.Helper()
	if o.Processing == nil {
		o.Processing = []practice.ProcessingStep{}
	}
	s, err := practice.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// clip writes a video of a megabyte, and returns its path and its SHA-256.
func clip(t *testing.T) (path, sum string) {
	t.Helper()
	data, err := os.ReadFile(video(t, "sample.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	const padding = 1_000_000 // in a box that players pass over
	data = append(binary.BigEndian.AppendUint32(data, padding), "free"...)
	random := make([]byte, padding-8)
	if _, err = rand.Read(random); err != nil {
		t.Fatal(err)
	}
	data = append(data, random...)
	path = written(t, "clip.mp4", data)
	hash := sha256.Sum256(data)
	return path, hex.EncodeToString(hash[:])
}

// TestRealUpload sends a video to the stand-in and compares what has arrived.
func TestRealUpload(t *testing.T) {
	s := standIn(t, practice.Options{})
	c := real(t, s.URL(), s.Keys())
	path, sum := clip(t)
	if exit := c.Run(t.Context(), sendAll(path)); exit != terminal.ExitDone {
		t.Fatalf("exit %d:\n%s", exit, c.err.String())
	}
	arrived := s.Uploads()
	if len(arrived) != 1 || arrived[0].SHA256 != sum || c.out.String() != arrived[0].MediaID+"\n" {
		t.Errorf("arrived: %+v, want %s; standard output is %q", arrived, sum, c.out.String())
	}
	if !strings.Contains(c.err.String(), "clip.mp4: 100 % · 1.0 MB of 1.0 MB\n") {
		t.Errorf("said:\n%s", c.err.String())
	}
}

// TestRealFailures: what X or the network answers, the words for it, and the exit code.
func TestRealFailures(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().String()
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	hotel := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<html><title>Welcome, dear guest</title></html>") //nolint:errcheck // a test
	}))
	t.Cleanup(hotel.Close)

	for name, test := range map[string]struct {
		practice practice.Options
		base     string // empty: the stand-in
		keys     func(*practice.Keys)
		exit     int
		words    []string
	}{
		"wrong keys": {
			keys: func(k *practice.Keys) { k.AccessSecret = "wrong" }, exit: terminal.ExitSignIn,
			words: []string{"clip.mp4: X didn't accept the keys. X refused the sign-in of @kestrel.", "HTTP status: 401", "X's code: 32"},
		},
		"clock": {
			practice: practice.Options{ClockSkew: 14 * time.Minute}, exit: terminal.ExitFailed,
			words: []string{"clip.mp4: This computer's clock is off. It is 14 minutes behind, and X refuses"},
		},
		"read only": {
			practice: practice.Options{AppAccess: "read"}, exit: terminal.ExitFailed,
			words: []string{"clip.mp4: Your X app may only read.", "HTTP status: 403"},
		},
		"refused": {
			base: "http://" + nobody, exit: terminal.ExitFailed,
			words: []string{"clip.mp4: No connection. " + nobody + " refused the connection"},
		},
		"unknown host": {
			base: "https://no-such-name.invalid", exit: terminal.ExitFailed,
			words: []string{"clip.mp4: No connection. ", "no-such-name.invalid"},
		},
		"captive portal": {
			base: hotel.URL, exit: terminal.ExitFailed,
			words: []string{"clip.mp4: Something answered instead of X."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // three of them wait for as long as they may
			s := standIn(t, test.practice)
			keys, base := s.Keys(), s.URL()
			if test.keys != nil {
				test.keys(&keys)
			}
			if test.base != "" {
				base = test.base
			}
			c := real(t, base, keys)
			path, _ := clip(t)
			o := sendAll(path)
			o.Wait = 2 * time.Second
			if exit := c.Run(t.Context(), o); exit != test.exit {
				t.Errorf("exit %d, want %d", exit, test.exit)
			}
			for _, words := range test.words {
				if !strings.Contains(c.err.String(), words) {
					t.Errorf("%q is missing:\n%s", words, c.err.String())
				}
			}
			if c.out.Len() != 0 {
				t.Errorf("standard output is %q", c.out.String())
			}
		})
	}
}

// TestRealInterrupt stops an upload in its midst.
func TestRealInterrupt(t *testing.T) {
	s := standIn(t, practice.Options{RateMbit: 1})
	c := real(t, s.URL(), s.Keys())
	path, _ := clip(t)
	ctx, interrupt := context.WithCancel(t.Context())
	var out bytes.Buffer
	c.Out = writer(func(b []byte) {
		out.Write(b)
		if bytes.Contains(b, []byte(`"segment"`)) {
			interrupt()
		}
	})
	o := sendAll(path)
	o.JSON = true
	if exit := c.Run(ctx, o); exit != terminal.ExitInterrupted || !strings.Contains(out.String(), `"kind":"canceled"`) {
		t.Errorf("exit %d:\n%s", exit, out.String())
	}
}
