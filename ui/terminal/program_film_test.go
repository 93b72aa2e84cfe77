//go:build program

package terminal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// film makes a real H.264/AAC video of about 5 MB a second.
func film(t *testing.T, seconds int) string {
	t.Helper()
	folder := t.TempDir()
	base, path := filepath.Join(folder, "base.mp4"), filepath.Join(folder, "film.mp4")
	ffmpeg(t, "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30", "-f", "lavfi", "-i", "sine", "-t", "6",
		"-c:v", "libx264", "-preset", "ultrafast", "-b:v", "40M", "-minrate", "40M", "-maxrate", "40M", "-bufsize", "8M",
		"-x264-params", "nal-hrd=cbr", "-pix_fmt", "yuv420p", "-c:a", "aac", base)
	ffmpeg(t, "-stream_loop", fmt.Sprint(seconds/6-1), "-i", base, "-c", "copy", "-movflags", "+faststart", path)
	if err := os.Remove(base); err != nil {
		t.Fatal(err)
	}
	age(t, path)
	return path
}

// age lets a file look as if it had been written an hour ago, and not be waited for.
func age(t *testing.T, path string) {
	t.Helper()
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
}

func ffmpeg(t *testing.T, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "ffmpeg", append([]string{"-nostdin", "-v", "error", "-y"}, args...)...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
}

// shell runs a line in a folder, as a person who pastes it.
func shell(t *testing.T, folder, line string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "sh", "-c", line)
	c.Dir = folder
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// padded makes a video of so many bytes: the sample, and behind it a box of random bytes that players pass over.
func padded(t *testing.T, random *rand.Rand, bytes int) string {
	t.Helper()
	film, err := os.ReadFile("../../assets/sample.mp4")
	if err != nil {
		t.Fatal(err)
	}
	rest := bytes - len(film)
	film = append(film, byte(rest>>24), byte(rest>>16), byte(rest>>8), byte(rest), 'f', 'r', 'e', 'e')
	for len(film) < bytes {
		film = append(film, byte(random.Uint32()))
	}
	path := filepath.Join(t.TempDir(), "film.mp4")
	if err := os.WriteFile(path, film, 0o600); err != nil {
		t.Fatal(err)
	}
	age(t, path)
	return path
}

// sumOf returns a file's SHA-256, without the file in memory.
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
