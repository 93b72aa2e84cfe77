//go:build program

package ui_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// standIn is `hoist practice`, running as a program of its own: for the window it is X.
type standIn struct {
	BaseURL        string `json:"base_url"`
	ConsumerKey    string `json:"consumer_key"`
	ConsumerSecret string `json:"consumer_secret"`
	AccessToken    string `json:"access_token"`
	AccessSecret   string `json:"access_secret"`

	t *testing.T
}

// received is what the stand-in has of an upload.
type received struct {
	MediaID  string `json:"media_id"`
	SHA256   string `json:"sha256"` // empty before the end
	Segments int    `json:"segments"`
	Resent   int    `json:"resent"` // segments that came again
	State    string `json:"state"`
}

// newStandIn starts a stand-in. It goes when the test ends.
func newStandIn(t *testing.T, args ...string) *standIn {
	t.Helper()
	c := exec.Command(hoistBinary(t), append([]string{"practice"}, args...)...)
	c.Stderr = testWriter{t}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	})
	s := &standIn{t: t}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, s)
	}
	if err != nil {
		t.Fatalf("hoist practice did not say where it is: %v", err)
	}
	return s
}

// keys are the four variables that let the window in.
func (s *standIn) keys() []string {
	return []string{
		"HOIST_CONSUMER_KEY=" + s.ConsumerKey, "HOIST_CONSUMER_SECRET=" + s.ConsumerSecret,
		"HOIST_ACCESS_TOKEN=" + s.AccessToken, "HOIST_ACCESS_SECRET=" + s.AccessSecret,
	}
}

// uploads asks what has arrived.
func (s *standIn) uploads() []received {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.BaseURL+"/practice/uploads", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	reply, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer reply.Body.Close() //nolint:errcheck // it was only read
	var all []received
	if err := json.NewDecoder(reply.Body).Decode(&all); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// has reports whether an upload with this SHA-256 has arrived and been processed.
func (s *standIn) has(sum string) bool {
	return slices.ContainsFunc(s.uploads(), func(r received) bool { return r.SHA256 == sum && r.State == "succeeded" })
}

// segments returns how many segments have been confirmed in all.
func (s *standIn) segments() int {
	n := 0
	for _, r := range s.uploads() {
		n += r.Segments
	}
	return n
}

// film makes a real H.264/AAC video of about 5 MB a second, in steps of 6 s, and returns its path and SHA-256.
func film(t *testing.T, seconds int) (path, sum string) {
	t.Helper()
	folder := t.TempDir()
	base, path := filepath.Join(folder, "base.mp4"), filepath.Join(folder, "film.mp4")
	ffmpeg(t, "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30", "-f", "lavfi", "-i", "sine", "-t", "6",
		"-c:v", "libx264", "-preset", "ultrafast", "-b:v", "40M", "-minrate", "40M", "-maxrate", "40M", "-bufsize", "8M",
		"-x264-params", "nal-hrd=cbr", "-pix_fmt", "yuv420p", "-c:a", "aac", base)
	ffmpeg(t, "-stream_loop", fmt.Sprint(seconds/6-1), "-i", base, "-c", "copy", "-movflags", "+faststart", path)
	rests(t, path)
	return path, sumOf(t, path)
}

// clip makes a small video of so many frames, ten a second, under a name of its own, and returns its path and SHA-256.
func clip(t *testing.T, name string, frames int) (path, sum string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	ffmpeg(t, "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10", "-frames:v", fmt.Sprint(frames), "-c:v", "libx264",
		"-pix_fmt", "yuv420p", "-f", "mp4", path)
	rests(t, path)
	return path, sumOf(t, path)
}

// clips makes so many small videos, no two of which are alike.
func clips(t *testing.T, n int) (files []string) {
	t.Helper()
	first, _ := clip(t, "first.mp4", 10)
	video, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	folder, earlier := t.TempDir(), time.Now().Add(-time.Hour) // they are not being written still
	for i := range n {
		own := []byte{0, 0, 0, 12, 'f', 'r', 'e', 'e', 0, 0, byte(i >> 8), byte(i)} // a box that players pass over
		file := filepath.Join(folder, fmt.Sprintf("Video %04d.mp4", i+1))
		err := os.WriteFile(file, append(video[:len(video):len(video)], own...), 0o600)
		if err == nil {
			err = os.Chtimes(file, earlier, earlier)
		}
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

func ffmpeg(t *testing.T, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "ffmpeg", append([]string{"-nostdin", "-v", "error", "-y"}, args...)...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
}

func sumOf(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(hash.Sum(nil))
}
