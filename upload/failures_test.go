package upload_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// TestBadFiles holds what is said of files that cannot be sent: each has a kind of its own, before a byte is sent.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	huge := clip(t, 3_000_000)
	if err := os.Truncate(huge, 9_000_000_000); err != nil { // sparse: it takes no room
		t.Fatal(err)
	}
	r := newRig(t, upload.V2, practice.Options{})
	for name, c := range map[string]struct {
		path string
		want upload.Kind
	}{
		"missing":        {filepath.Join(folder, "none.mp4"), upload.FileMissing},
		"folder":         {folder, upload.FileIsFolder},
		"empty":          {write("empty.mp4", ""), upload.FileEmpty},
		"text":           {write("text.mp4", strings.Repeat("All work and no play makes Jack a dull boy.\n", 200)), upload.FileNotVideo},
		"beneath a file": {filepath.Join(write("file", "x"), "clip.mp4"), upload.FileUnreadable},
		"9 GB":           {huge, upload.FileTooLarge},
		"device":         {os.DevNull, upload.FileNotVideo},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "beneath a file" && runtime.GOOS == "windows" {
				c.want = upload.FileMissing // it does not tell the two apart
			}
			end := finished(t, r.upload(t, c.path))
			if end.Err == nil || end.Err.Kind != c.want || end.Err.File == "" {
				t.Errorf("it ended with %+v, want kind %s", end.Err, c.want)
			}
		})
	}
	if n := r.x.Counts(); len(n) != 0 {
		t.Errorf("X was asked: %v", n)
	}
}

// TestFileChanges changes the file while it is sent: the upload stops, says so, and does not finalize what would be a
// mixture.
func TestFileChanges(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(path string) error
		want   upload.Kind
	}{
		"grows": {func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteString("more")
				_ = f.Close()
			}
			return err
		}, upload.FileChanged},
		"shrinks":  {func(path string) error { return os.Truncate(path, 1_000_000) }, upload.FileChanged},
		"touched":  {func(path string) error { return os.Chtimes(path, time.Time{}, time.Now()) }, upload.FileChanged},
		"vanishes": {os.Remove, upload.FileMissing},
		"replaced": {func(path string) error {
			if err := os.WriteFile(path+".new", []byte("new"), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}, upload.FileChanged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && (name == "vanishes" || name == "replaced") {
				return // the system does not let an open file go
			}
			r := newRig(t, upload.V2, practice.Options{RateMbit: 40})
			changed := false
			end := finished(t, r.upload(t, clip(t, 4_000_000), func(j *upload.Job, e upload.Event) {
				if _, ok := e.(upload.SegmentConfirmed); ok && !changed {
					changed = true
					if err := c.change(j.Request().File); err != nil {
						t.Error(err)
					}
				}
			}))
			if end.Err == nil || end.Err.Kind != c.want {
				t.Errorf("it ended with %+v, want kind %s", end, c.want)
			}
			if n := r.x.Counts()["finalize"]; n != 0 {
				t.Errorf("it was finalized %d times", n)
			}
		})
	}
}

// TestFatal holds what X refuses for good: the upload ends at once, with the kind of the refusal, whatever the call.
func TestFatal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		op, preset string
		want       upload.Kind
	}{
		{"init", "unauthorized", upload.NotSignedIn},
		{"init", "unauthorized-bare", upload.NotSignedIn},
		{"append", "unauthorized", upload.NotSignedIn},
		{"finalize", "unauthorized", upload.NotSignedIn},
		{"init", "revoked", upload.TokenRevoked},
		{"init", "clock", upload.Clock},
		{"init", "credits", upload.NoCredits},
		{"append", "credits", upload.NoCredits},
		{"init", "usage-capped", upload.NoCredits},
		{"init", "read-only", upload.ReadOnly},
		{"init", "not-enrolled", upload.NotEnrolled},
		{"init", "forbidden", upload.Forbidden},
		{"init", "suspended", upload.AccountLocked},
		{"init", "locked", upload.AccountLocked},
		{"init", "gone", upload.EndpointClosed},
		{"append", "gone", upload.NotFound},
		{"append", "not-found", upload.NotFound},
		{"finalize", "not-found", upload.NotFound},
		{"finalize", "segments", upload.SegmentsMissing},
	} {
		for _, api := range generations {
			t.Run(c.op+" "+c.preset+" "+string(api), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, api, practice.Options{Faults: []practice.Fault{{Op: c.op, Times: -1, What: "status", Preset: c.preset}}})
				why := reason(t, r.upload(t, clip(t, 3_000_000)))
				if why == nil || why.Kind != c.want {
					t.Fatalf("it ended with %+v, want kind %s", why, c.want)
				}
				if d, ok := why.Detail(); !ok || !strings.EqualFold(d.Op, c.op) || d.Status == 0 {
					t.Errorf("details %+v", d)
				}
			})
		}
	}
}

// reason returns why an upload failed, or was paused for a sign-in.
func reason(t *testing.T, events []upload.Event) *upload.Error {
	t.Helper()
	for _, e := range events {
		if p, ok := e.(upload.Paused); ok && p.Cause != nil {
			return p.Cause
		}
	}
	return finished(t, events).Err
}

// TestProcessingFails checks that X's reason for giving up on a video is kept in its own words, also when it stands
// beside the state "in progress".
func TestProcessingFails(t *testing.T) {
	t.Parallel()
	for preset, words := range map[string]string{
		"invalid-media": "InvalidMedia: file is invalid",
		"too-long":      "exceeds max duration",
		"stuck":         "InvalidMedia",
	} {
		for _, api := range generations {
			t.Run(preset+" "+string(api), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, api, practice.Options{Faults: []practice.Fault{{Op: "finalize", What: "processing", Preset: preset}}})
				end := finished(t, r.upload(t, clip(t, 3_000_000)))
				if end.Err == nil || end.Err.Kind != upload.ProcessingFailed {
					t.Fatalf("it ended with %+v", end.Err)
				}
				if d, _ := end.Err.Detail(); !strings.Contains(d.Message, words) {
					t.Errorf("X's words: %q, want %q", d.Message, words)
				}
			})
		}
	}
}

// TestExpires checks that an upload whose time at X has run out says so, rather than that X does not know it.
func TestExpires(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{Expiry: 2 * time.Second, RateMbit: 4})
	end := finished(t, r.upload(t, clip(t, 4_000_000)))
	if end.Err == nil || end.Err.Kind != upload.Expired {
		t.Errorf("it ended with %+v", end.Err)
	}
}

// TestWrongKeys signs with keys that X does not know.
func TestWrongKeys(t *testing.T) {
	t.Parallel()
	for _, api := range generations {
		r := newRig(t, api, practice.Options{})
		keys := r.x.Keys()
		keys.AccessSecret = "wrong"
		r.account.Sign = signer(keys)
		if end := finished(t, r.upload(t, clip(t, 3_000_000))); end.Err == nil || end.Err.Kind != upload.NotSignedIn {
			t.Errorf("%s: it ended with %+v", api, end.Err)
		}
	}
}

// TestClockOff checks that a wrong clock is told from wrong keys, and by how much it is off.
func TestClockOff(t *testing.T) {
	t.Parallel()
	for _, api := range generations {
		r := newRig(t, api, practice.Options{ClockSkew: -14 * time.Minute})
		end := finished(t, r.upload(t, clip(t, 3_000_000)))
		if end.Err == nil || end.Err.Kind != upload.Clock {
			t.Fatalf("%s: it ended with %+v", api, end.Err)
		}
		if d, _ := end.Err.Detail(); (d.ClockSkew - 14*time.Minute).Abs() > 5*time.Second {
			t.Errorf("%s: off by %s, want 14m", api, d.ClockSkew)
		}
	}
}

// TestNobodyThere checks what is said while X cannot be reached: each has a kind of its own. That a certificate does not
// fit ends an upload that has not begun.
func TestNobodyThere(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(nil)
	closed.Close()
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<html>Please accept our terms of use</html>"))
	}))
	t.Cleanup(portal.Close)
	elsewhere := httptest.NewServer(http.RedirectHandler(portal.URL, http.StatusFound))
	t.Cleanup(elsewhere.Close)
	untrusted := httptest.NewUnstartedServer(nil)
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)

	for name, c := range map[string]struct {
		address string
		want    upload.Kind
	}{
		"refused":        {closed.URL, upload.NoConnection},
		"unknown host":   {"https://x.invalid", upload.NoConnection},
		"captive portal": {portal.URL, upload.BadReply},
		"redirected":     {elsewhere.URL, upload.BadReply},
		"untrusted":      {untrusted.URL, upload.Untrusted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, upload.V2, practice.Options{})
			r.account.BaseURL = c.address
			waits := 0
			var told *upload.Error
			end := finished(t, r.upload(t, clip(t, 3_000_000), func(j *upload.Job, e upload.Event) {
				if w, ok := e.(upload.Waiting); ok {
					told = w.Cause
					if waits++; waits == 2 {
						j.Cancel()
					}
				}
			}))
			if end.Err != nil && end.Err.Kind != upload.Canceled {
				told = end.Err
			}
			if told == nil || told.Kind != c.want {
				t.Errorf("it was told %+v, want kind %s", told, c.want)
			}
		})
	}
}
