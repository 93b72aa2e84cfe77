package practice_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload/practice"
)

func index(i int) *int { return &i }

// TestPresets has the recorded refusals by name. The operation is not done.
func TestPresets(t *testing.T) {
	for preset, want := range map[string]struct {
		status   int
		v2, v1   string
		mimeType string
	}{
		"unauthorized":      {401, `"code":32`, `"code":32`, ""},
		"unauthorized-bare": {401, `"detail":"Unauthorized"`, `"detail":"Unauthorized"`, ""},
		"revoked":           {401, `"code":89`, `"code":89`, ""},
		"clock":             {401, `"code":135`, `"code":135`, ""},
		"credits":           {402, "CreditsDepleted", "CreditsDepleted", "application/problem+json"},
		"read-only":         {403, "oauth1-permissions", `"code":261`, ""},
		"not-enrolled":      {403, "client-not-enrolled", "client-not-enrolled", ""},
		"forbidden":         {403, `"type":"about:blank"`, `"type":"about:blank"`, ""},
		"suspended":         {403, `"code":64`, `"code":64`, ""},
		"locked":            {403, `"code":326`, `"code":326`, ""},
		"closed":            {403, "Forbidden", `"code":453`, ""},
		"gone":              {410, "Gone", "", ""},
		"not-found":         {400, "BadRequest: Not found", `"code":325`, ""},
		"segments":          {400, "Segments do not add up", "Segments do not add up", ""},
		"json-body":         {400, "Request body is not valid JSON.", "Request body is not valid JSON.", ""},
		"too-large":         {413, "", "", ""},
		"headers-too-large": {431, "", "", ""},
		"rate-limit":        {429, "Too Many Requests", `"code":88`, ""},
		"usage-capped":      {429, "UsageCapExceeded", "UsageCapExceeded", ""},
		"server":            {500, "Internal Server Error", `"code":131`, ""},
		"unavailable":       {503, "Service Unavailable", `"code":130`, ""},
		"html-502":          {502, "502 Bad Gateway", "502 Bad Gateway", "text/html; charset=utf-8"},
		"html-503":          {503, "503 Service", "503 Service", "text/html; charset=utf-8"},
		"captive-portal":    {200, "Sign in to use the network", "Sign in to use the network", "text/html; charset=utf-8"},
		"redirect":          {302, "", "", ""},
	} {
		t.Run(preset, func(t *testing.T) {
			o := practice.Options{Faults: []practice.Fault{{
				Op: "append", What: "status", Preset: preset, Headers: map[string]string{"Retry-After": "7"},
			}}}
			each(t, func(t *testing.T, g wire) {
				r := start(t, o)
				id := r.open(g, 3)
				a, err := g.append(t.Context(), r, id, 0, "abc")
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "status", a.status, want.status)
				contains(t, "body", a.body, map[string]string{"v2": want.v2, "v1.1": want.v1}[g.name])
				equal(t, "header", a.header.Get("Retry-After"), "7")
				if want.v2 == "" && preset != "redirect" {
					equal(t, "body", a.body, "")
				}
				if want.mimeType != "" {
					equal(t, "type", a.header.Get("Content-Type"), want.mimeType)
				}
				equal(t, "segments", r.s.Uploads()[0].Segments, 0)
				r.put(g, id, 0, "abc")
			})
		})
	}
	t.Run("headers", func(t *testing.T) {
		r := start(t, practice.Options{Faults: []practice.Fault{
			{Op: "init", What: "status", Preset: "rate-limit", Seconds: 30},
			{Op: "init", What: "status", Preset: "clock"},
			{Op: "init", What: "status", Preset: "redirect"},
			{Op: "init", What: "status", Status: 418, Body: "short and stout"},
		}})
		g := generations[0]
		a := g.init(r, 3)
		reset, err := strconv.ParseInt(a.header.Get("X-Rate-Limit-Reset"), 10, 64)
		if in := time.Until(time.Unix(reset, 0)); err != nil || in < 20*time.Second || in > 31*time.Second {
			t.Errorf("reset in %v: %v", in, err)
		}
		date, err := http.ParseTime(g.init(r, 3).header.Get("Date"))
		if err != nil || time.Until(date) < 9*time.Minute {
			t.Errorf("date %v: %v", date, err)
		}
		equal(t, "location", g.init(r, 3).header.Get("Location"), "https://portal.invalid/login")
		a = g.init(r, 3)
		equal(t, "own", strconv.Itoa(a.status)+a.body, "418short and stout")
		equal(t, "uploads", len(r.s.Uploads()), 0)
	})
}

// TestDrops closes connections in three ways; only the last one has done its work.
func TestDrops(t *testing.T) {
	for when, segments := range map[string]int{"before": 0, "mid": 0, "after": 1} {
		t.Run(when, func(t *testing.T) {
			each(t, func(t *testing.T, g wire) {
				r := start(t, practice.Options{Faults: []practice.Fault{
					{Op: "append", Segment: index(1), What: "drop", When: when, Times: 2},
				}})
				for i, size := range []int{10, 3_000_000} {
					id := r.open(g, 2*size)
					r.put(g, id, 0, strings.Repeat("x", size))
					if a, err := g.append(t.Context(), r, id, 1, strings.Repeat("x", size)); err == nil {
						t.Fatalf("answered: %d %s", a.status, a.body)
					}
					equal(t, "segments", r.s.Uploads()[i].Segments, 1+segments)
					r.put(g, id, 0, strings.Repeat("x", size))
				}
				equal(t, "count", r.s.Counts()["append"], 6)
			})
		})
	}
}

// TestLostFinalize loses the answer of a FINALIZE that was accepted.
func TestLostFinalize(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{Faults: []practice.Fault{{Op: "finalize", What: "drop", When: "after"}}})
		id := r.open(g, 3)
		r.put(g, id, 0, "abc")
		path, contentType, body := "/2/media/upload/"+id+"/finalize", "", ""
		if g.name == "v1.1" {
			path, contentType, body = v1Path, asForm, "command=FINALIZE&media_id="+id
		}
		if a, err := r.try(t.Context(), r.http, "POST", path, contentType, strings.NewReader(body)); err == nil {
			t.Fatalf("answered: %d", a.status)
		}
		equal(t, "SHA-256", r.s.Uploads()[0].SHA256, sha("abc"))
		equal(t, "STATUS", g.status(r, id).status, 200)
		equal(t, "second FINALIZE", g.finalize(r, id).json(g.info+"state"), "pending")
	})
}

// TestDropMidReads half of a large body before the connection closes.
func TestDropMidReads(t *testing.T) {
	r := start(t, practice.Options{Faults: []practice.Fault{{Op: "append", What: "drop", When: "mid"}}})
	id := r.open(generations[0], 1)
	sent := &counter{r: io.LimitReader(endless{}, 64<<20)}
	req, err := http.NewRequestWithContext(t.Context(), "POST", r.base+"/2/media/upload/"+id+"/append", io.MultiReader(
		strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n0\r\n"+
			"--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"x\"\r\n\r\n"), sent))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	req.ContentLength = 64 << 20
	resp, err := r.http.Do(req)
	if err == nil {
		_ = resp.Body.Close()
		t.Fatal("answered")
	}
	// Segments above 8 MB are refused while they come; the refusal is drained, and the drop comes at 32 MiB.
	if n := sent.load(); n < 32<<20 || n == 64<<20 {
		t.Errorf("%d bytes sent", n)
	}
}

type counter struct {
	r  io.Reader
	mu sync.Mutex
	n  int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.mu.Lock()
	c.n += n
	c.mu.Unlock()
	return n, err
}

func (c *counter) load() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// TestStalls holds a request for a time, or until the client has enough.
func TestStalls(t *testing.T) {
	for _, when := range []string{"", "mid", "reply"} {
		t.Run("when "+when, func(t *testing.T) {
			o := practice.Options{Faults: []practice.Fault{
				{Op: "append", What: "stall", When: when, Seconds: 90}, {Op: "append", What: "stall", When: when},
			}}
			bubble(t, o, func(t *testing.T, g wire, r *rig) {
				id := r.open(g, 200_000)
				began := time.Now()
				r.put(g, id, 0, strings.Repeat("x", 200_000))
				equal(t, "took", time.Since(began), 90*time.Second)
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				if _, err := g.append(ctx, r, id, 1, strings.Repeat("y", 200_000)); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("for ever: %v", err)
				}
				stored := 1
				if when == "reply" {
					stored = 2
				}
				equal(t, "segments", r.s.Uploads()[0].Segments, stored)
			})
		})
	}
}

// TestSlow passes a body, and an answer, at a given speed.
func TestSlow(t *testing.T) {
	o := practice.Options{Faults: []practice.Fault{
		{Op: "append", What: "slow", BytesPerSecond: 10_000}, {Op: "finalize", What: "slow", BytesPerSecond: 10},
	}}
	bubble(t, o, func(t *testing.T, g wire, r *rig) {
		id := r.open(g, 200_000)
		began := time.Now()
		r.put(g, id, 0, strings.Repeat("x", 200_000))
		if took := time.Since(began); took < 20*time.Second || took > 21*time.Second {
			t.Errorf("200 kB at 10 kB/s took %v", took)
		}
		began = time.Now()
		a := g.finalize(r, id)
		least := time.Duration(len(a.body)-1) * time.Second / 10
		if took := time.Since(began); took < least || took > least+10*time.Second || a.json(g.info+"state") != "pending" {
			t.Errorf("%d bytes of answer at 10 B/s took %v", len(a.body), took)
		}
	})
}

func TestDelay(t *testing.T) {
	o := practice.Options{Faults: []practice.Fault{{Op: "init", What: "delay", Seconds: 1.5}}}
	bubble(t, o, func(t *testing.T, g wire, r *rig) {
		began := time.Now()
		r.open(g, 3)
		equal(t, "took", time.Since(began), 1500*time.Millisecond)
		r.open(g, 3)
		equal(t, "second", time.Since(began), 1500*time.Millisecond)
	})
}

// TestGarbage does the operation and spoils the answer.
func TestGarbage(t *testing.T) {
	for preset, body := range map[string]string{"truncated": "{\"d", "text": "\x00\xff\xfe{\"data\":}\x80", "html": "Free WiFi", "empty": ""} {
		t.Run(preset, func(t *testing.T) {
			each(t, func(t *testing.T, g wire) {
				r := start(t, practice.Options{Faults: []practice.Fault{{Op: "append", What: "garbage", Preset: preset}}})
				id := r.open(g, 3)
				a, err := g.append(t.Context(), r, id, 0, "abc")
				if preset == "truncated" != errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("error: %v", err)
				}
				equal(t, "status", a.status, 200)
				contains(t, "body", a.body, body)
				equal(t, "empty", a.body == "", preset == "empty")
				equal(t, "segments", r.s.Uploads()[0].Segments, 1)
			})
		})
	}
}

// TestScript follows the order of the list, after and times.
func TestScript(t *testing.T) {
	status := func(n int) practice.Fault { return practice.Fault{Op: "init", What: "status", Status: n} }
	first, second, last := status(501), status(502), status(503)
	first.After, first.Times = 1, 2
	second.After = 2
	last.Op, last.After, last.Times = "*", 3, -1
	r := start(t, practice.Options{Faults: []practice.Fault{first, second, last}})
	g := generations[0]
	// The second fault does not count what the first takes, nor the third what the others take.
	for i, want := range []int{200, 501, 501, 200, 502, 200, 503, 503, 503} {
		equal(t, "INIT "+strconv.Itoa(i), g.init(r, 3).status, want)
	}
	equal(t, "FINALIZE", g.finalize(r, "1").status, 503)
	equal(t, "users/me", r.do("GET", "/2/users/me", "", nil).status, 503)
	if _, _, err := r.dance("oob").config.RequestToken(); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("request_token: %v", err)
	}
	equal(t, "counted", r.s.Counts()["init"], 9)
}

// TestScriptParallel hits exactly as many requests as it says when they come at once.
func TestScriptParallel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := startPipe(t, practice.Options{Faults: []practice.Fault{{Op: "status", After: 5, Times: 7, What: "status", Status: 599}}})
		var all sync.WaitGroup
		var mu sync.Mutex
		hit := 0
		for range 30 {
			all.Go(func() {
				if generations[0].status(r, "1").status == 599 {
					mu.Lock()
					hit++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		equal(t, "hit", hit, 7)
	})
}
