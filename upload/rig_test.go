package upload_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/dghubble/oauth1"
	"go.uber.org/goleak"

	"hoist/upload"
	"hoist/upload/practice"
)

// TestMain lets many tests run at once, since most of their time is spent waiting for the next try, and checks that
// nothing is left running after them.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "10"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// rig is the engine beside a stand-in for X.
type rig struct {
	x       *practice.Server
	account upload.Account
	options upload.Options
}

// newRig starts a stand-in and signs for it. It goes when the test ends.
func newRig(t testing.TB, api upload.Generation, o practice.Options) *rig {
	t.Helper()
	x, err := practice.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return &rig{
		x: x,
		account: upload.Account{
			Name: "practice", API: api, BaseURL: x.URL(), SegmentBytes: 128 << 10, Sign: signer(x.Keys()),
		},
	}
}

func signer(k practice.Keys) func(http.RoundTripper) http.RoundTripper {
	config := oauth1.NewConfig(k.ConsumerKey, k.ConsumerSecret)
	config.Noncer = oauth1.Base64Noncer{}
	token := oauth1.NewToken(k.AccessToken, k.AccessSecret)
	return func(base http.RoundTripper) http.RoundTripper {
		ctx := context.WithValue(context.Background(), oauth1.HTTPClient, &http.Client{Transport: base})
		return config.Client(ctx, token).Transport
	}
}

// upload runs one upload to its end and returns all its events, of which Finished is the last.
func (r *rig) upload(t testing.TB, file string, seen ...func(*upload.Job, upload.Event)) []upload.Event {
	t.Helper()
	engine, err := upload.New(r.account, r.options)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	job := engine.NewJob(upload.Request{File: file})
	job.Start(t.Context())
	var events []upload.Event
	for e := range job.Events() {
		events = append(events, e)
		for _, look := range seen {
			look(job, e)
		}
		if p, paused := e.(upload.Paused); paused && p.Cause != nil {
			job.Cancel() // nobody signs in here
		}
	}
	<-job.Done()
	return events
}

// finished returns how an upload ended, and fails the test unless exactly one Finished came, as the last event.
func finished(t testing.TB, events []upload.Event) upload.Finished {
	t.Helper()
	var end upload.Finished
	count := 0
	for _, e := range events {
		if f, ok := e.(upload.Finished); ok {
			end = f
			count++
		}
	}
	if last, ok := events[len(events)-1].(upload.Finished); !ok || count != 1 || last != end || (end.Result == nil) == (end.Err == nil) {
		t.Fatalf("%d last events: %+v", count, events[len(events)-1])
	}
	return end
}

// arrived checks that an upload ended well and that X has the very bytes of the file.
func (r *rig) arrived(t testing.TB, events []upload.Event, file string) upload.Result {
	t.Helper()
	end := finished(t, events)
	if end.Err != nil {
		t.Fatalf("it failed: %v", end.Err)
	}
	for _, u := range r.x.Uploads() {
		if u.MediaID != end.Result.MediaID {
			continue
		}
		if want := sum(t, file); u.SHA256 != want {
			t.Fatalf("X has %s, the file is %s", u.SHA256, want)
		}
		return *end.Result
	}
	t.Fatalf("X does not know %s", end.Result.MediaID)
	return upload.Result{}
}

// clip returns a playable MP4 of the given size: the sample clip, with a box of random bytes behind it that players
// pass over.
func clip(t testing.TB, size int) string {
	t.Helper()
	sample, err := os.ReadFile("../assets/sample.mp4")
	if err != nil {
		t.Fatal(err)
	}
	padding := size - len(sample)
	if padding < 8 {
		t.Fatalf("a clip has at least %d bytes", len(sample)+8)
	}
	var b bytes.Buffer
	b.Write(sample)
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(padding)))
	b.WriteString("free")
	random := rand.NewChaCha8([32]byte{1})
	if _, err := io.CopyN(&b, random, int64(padding-8)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "clip.mp4")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// A file that was just written might look as if it were still being written.
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	return path
}

// sum returns the SHA-256 of a file, as practice writes it.
func sum(t testing.TB, file string) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}
