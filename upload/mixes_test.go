package upload_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// mix is an upload on which everything goes wrong that a seed says.
type mix struct {
	seed    uint64
	random  *rand.Rand
	faults  []practice.Fault
	options upload.Options
	x       practice.Options
	account upload.Account
	cuts    []time.Duration // when the line is cut, for a while
	pauses  []time.Duration // when a person pauses, for a while
}

func newMix(seed uint64) *mix {
	m := &mix{seed: seed, random: rand.New(rand.NewPCG(seed, 7))} //nolint:gosec // to be repeated
	r := m.random
	m.options.AtOnce = r.IntN(9)
	m.account.API = generations[r.IntN(2)]
	m.account.SegmentBytes = int64(64<<10 + r.IntN(400<<10))
	m.x.RateMbit = []float64{0, 1, 8, 50}[r.IntN(4)]
	m.x.Latency = time.Duration(r.IntN(300)) * time.Millisecond
	if r.IntN(3) == 0 {
		m.x.Processing = none
	}
	for range 1 + r.IntN(8) {
		m.faults = append(m.faults, m.fault())
	}
	m.x.Faults = m.faults
	for range r.IntN(3) {
		m.cuts = append(m.cuts, time.Duration(r.IntN(20_000))*time.Millisecond)
	}
	for range r.IntN(3) {
		m.pauses = append(m.pauses, time.Duration(r.IntN(20_000))*time.Millisecond)
	}
	return m
}

// fault returns something that goes wrong, and that trying again overcomes.
func (m *mix) fault() practice.Fault {
	r := m.random
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	f := practice.Fault{Op: pick("init", "append", "append", "append", "append", "finalize", "status"), Times: 1 + r.IntN(3), After: r.IntN(12)}
	if f.Op != "append" {
		f.After = 0
	}
	switch pick("drop", "drop", "status", "status", "stall", "slow", "garbage", "delay") {
	case "drop":
		f.What, f.When = "drop", pick("before", "mid", "after")
	case "status":
		f.What, f.Preset = "status", pick("server", "unavailable", "html-502", "html-503", "captive-portal", "redirect", "rate-limit")
		if f.Preset == "rate-limit" {
			f.Seconds = 1 + float64(r.IntN(60))
		}
	case "stall":
		f.What, f.When = "stall", pick("mid", "reply")
		if r.IntN(2) == 0 {
			f.Seconds = float64(1 + r.IntN(120))
		}
	case "slow":
		f.What, f.BytesPerSecond = "slow", int64(2000+r.IntN(50_000))
	case "garbage":
		f.What, f.Preset = "garbage", pick("truncated", "text", "html", "empty")
		if f.Op == "append" && f.Preset == "empty" { // X's v1.1 answers an APPEND with nothing
			f.Preset = "html"
		}
	case "delay":
		f.What, f.Seconds = "delay", float64(1+r.IntN(40))
	}
	return f
}

// run uploads a file and returns its events.
func (m *mix) run(t *testing.T, file, want string) {
	synctest.Test(t, func(t *testing.T) {
		x, err := practice.New(m.x)
		if err != nil {
			t.Fatal(err)
		}
		line := newPipes()
		served := make(chan error, 1)
		go func() { served <- x.Serve(line) }()
		m.account.BaseURL, m.account.Sign = "http://127.0.0.1", signer(x.Keys())
		engine, err := upload.New(m.account, m.options)
		if err != nil {
			t.Fatal(err)
		}
		engine.DialWith(line.dial)
		job := engine.NewJob(upload.Request{File: file})
		began := time.Now()
		job.Start(t.Context())
		for _, at := range m.cuts {
			back := time.Duration(m.random.IntN(100_000)) * time.Millisecond
			time.AfterFunc(at, func() {
				line.cut()
				time.AfterFunc(back, func() { line.down.Store(false) })
			})
		}
		for _, at := range m.pauses {
			stands := time.Duration(m.random.IntN(10_000)) * time.Millisecond
			time.AfterFunc(at, func() {
				job.Pause()
				time.AfterFunc(stands, job.Resume)
			})
		}
		mediaID := m.check(t, job)
		if took := time.Since(began); took > 2*time.Hour {
			t.Errorf("it took %s", took)
		}
		for _, u := range x.Uploads() {
			if u.MediaID == mediaID && u.SHA256 != want {
				t.Errorf("X has %+v, the file is %s", u, want)
			}
		}
		engine.Close()
		if err := x.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute) // what was put off comes to its end
	})
	if t.Failed() {
		script, _ := json.Marshal(m.faults)
		t.Logf("HOIST_SEED=%d: %s; %+v; cuts %v, pauses %v", m.seed, script, m.options, m.cuts, m.pauses)
	}
}

// check follows the events of an upload that must end well: what is confirmed never becomes less within one media ID, no
// more than eight segments are in flight, nothing follows the end. It returns the media ID.
func (m *mix) check(t *testing.T, job *upload.Job) string {
	t.Helper()
	var progress upload.Progress
	confirmed := int64(0)
	events := watch(job, func(e upload.Event) {
		if isA[upload.Opened](e) {
			confirmed = 0
		}
		progress.Take(e, time.Now())
		if progress.Confirmed < confirmed || progress.Confirmed > progress.Bytes || progress.InFlight() < 0 {
			t.Errorf("confirmed %d after %d, in flight %d, of %d", progress.Confirmed, confirmed, progress.InFlight(), progress.Bytes)
		}
		confirmed = progress.Confirmed
		sending := 0
		for _, s := range progress.Segments {
			if s.State == upload.SegmentSending && s.Bytes > 0 {
				sending++
			}
		}
		if sending > 8 {
			t.Errorf("%d at once", sending)
		}
	})
	end := finished(t, events)
	if end.Err != nil {
		t.Fatalf("it failed: %v", end.Err)
	}
	return end.Result.MediaID
}

// TestMixes uploads while many things go wrong together: 50 times, or 500 with HOIST_SOAK=1, each of another seed;
// HOIST_SEED repeats one. Each ends with the very bytes of the file at X.
func TestMixes(t *testing.T) {
	first, count := uint64(1), uint64(50)
	if os.Getenv("HOIST_SOAK") != "" {
		count = 500
	}
	if seed, err := strconv.ParseUint(os.Getenv("HOIST_SEED"), 10, 64); err == nil {
		first, count = seed, 1
	}
	file := clip(t, 3_000_000)
	want := sum(t, file)
	for seed := first; seed < first+count; seed++ {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) { newMix(seed).run(t, file, want) })
	}
}
