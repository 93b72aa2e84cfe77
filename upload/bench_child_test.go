//go:build linux

package upload_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// The processes of TestTable are this test binary again: TestBenchServer and TestBenchClient find what they are to do in
// the environment, as JSON, and answer with a line of JSON.
const (
	serverVariable = "HOIST_BENCH_SERVER"
	clientVariable = "HOIST_BENCH_CLIENT"
)

// Clients of the table.
const (
	clientSerial = "serial, 4 MiB"
	clientHoist  = "Hoist"
)

type benchServer struct {
	Stretch   stretch
	Cert, Key string // files
}

// served is where a stand-in is, as its process says.
type served struct {
	Base   string // over the link
	Direct string
	Keys   practice.Keys

	stop func()
}

type benchClient struct {
	Client     string
	Base, File string
	Keys       practice.Keys
}

// measured is what an upload cost its process.
type measured struct {
	Client    string
	MediaID   string
	Seconds   float64
	CPU       float64 // seconds, in the program and in the kernel
	Allocated float64 // bytes, in all
}

// child returns this binary as a process that plays one test.
func child(t *testing.T, test, variable string, task any, environment ...string) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(task)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+test+"$")
	c.Env = append(append(os.Environ(), variable+"="+string(text)), environment...)
	c.Stderr = os.Stderr
	return c
}

// task reads what a child is to do, and skips the test where it is none.
func task[T any](t *testing.T, variable string) T {
	t.Helper()
	var v T
	text := os.Getenv(variable)
	if text == "" {
		t.Skip("a process of TestTable")
	}
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func tell(t *testing.T, v any) {
	t.Helper()
	if err := json.NewEncoder(os.Stdout).Encode(v); err != nil {
		t.Fatal(err)
	}
}

// startServer starts a stand-in behind its link. Both end with stop, or with this process.
func startServer(t *testing.T, s benchServer) *served {
	t.Helper()
	c := child(t, "TestBenchServer", serverVariable, s)
	in, inErr := c.StdinPipe()
	out, outErr := c.StdoutPipe()
	if err := errors.Join(inErr, outErr, c.Start()); err != nil {
		t.Fatal(err)
	}
	x := &served{stop: func() {
		_ = in.Close()
		if err := c.Wait(); err != nil {
			t.Errorf("the stand-in: %v", err)
		}
	}}
	if err := json.NewDecoder(out).Decode(x); err != nil {
		t.Fatal(err)
	}
	return x
}

// TestBenchServer is the stand-in for X with the link before it. It ends when nobody holds its standard input any more.
func TestBenchServer(t *testing.T) {
	s := task[benchServer](t, serverVariable)
	o := practice.Options{CertFile: s.Cert, KeyFile: s.Key, Processing: none, RequestLimit: 1_000_000}
	if d := s.Stretch.ServerTime; d > 0 {
		// Not what=delay: while that waits, the kernel takes in the segment, and the time would be hidden.
		o.Faults = []practice.Fault{{Op: "append", What: "stall", When: "reply", Seconds: d.Seconds(), Times: -1}}
	}
	r := newRig(t, upload.V2, o)
	x := served{Base: r.x.URL(), Direct: r.x.URL(), Keys: r.x.Keys()}
	if s.Stretch.Mbit > 0 {
		l, err := newLink(strings.TrimPrefix(x.Direct, "https://"), s.Stretch.Mbit, s.Stretch.RoundTrip)
		if err != nil {
			t.Fatal(err)
		}
		defer l.close()
		x.Base = "https://" + l.addr()
	}
	tell(t, x)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// runClient uploads in a process of its own, which trusts the certificate.
func runClient(t *testing.T, cert string, b benchClient) (m measured) {
	t.Helper()
	out, err := child(t, "TestBenchClient", clientVariable, b, "SSL_CERT_FILE="+cert).Output()
	if err == nil {
		err = json.NewDecoder(strings.NewReader(string(out))).Decode(&m)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", b.Client, err, out)
	}
	return m
}

// TestBenchClient uploads once and tells what it cost.
func TestBenchClient(t *testing.T) {
	b := task[benchClient](t, clientVariable)
	run := bySerial
	if b.Client == clientHoist {
		run = byHoist
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, began := cpuSeconds(t), time.Now()
	id, err := run(t.Context(), b)
	took, used := time.Since(began), cpuSeconds(t)-cpu
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	tell(t, measured{
		Client: b.Client, MediaID: id,
		Seconds: took.Seconds(), CPU: used, Allocated: float64(after.TotalAlloc - before.TotalAlloc),
	})
}

func bySerial(ctx context.Context, b benchClient) (string, error) {
	c := newSerial(b.Base, b.Keys, 4<<20)
	defer c.close()
	return c.upload(ctx, b.File)
}

// byHoist uploads as the program does: with the engine as it is set when nobody sets anything.
func byHoist(ctx context.Context, b benchClient) (string, error) {
	account := upload.Account{Name: "practice", API: upload.V2, BaseURL: b.Base, Sign: signer(b.Keys)}
	engine, err := upload.New(account, upload.Options{})
	if err != nil {
		return "", err
	}
	defer engine.Close()
	job := engine.NewJob(upload.Request{File: b.File})
	job.Start(ctx)
	var end upload.Finished
	for e := range job.Events() {
		if f, ok := e.(upload.Finished); ok {
			end = f
		}
	}
	<-job.Done()
	if end.Err != nil {
		return "", end.Err
	}
	if end.Result == nil {
		return "", fmt.Errorf("no result: %+v", end)
	}
	return end.Result.MediaID, nil
}

func cpuSeconds(t *testing.T) float64 {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}
