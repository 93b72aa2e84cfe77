//go:build program

package ui_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// hevc makes a film that X would refuse, alone in its folder.
func hevc(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	ffmpeg(t, "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25", "-t", "2", "-c:v", "libx265", "-preset", "ultrafast",
		"-x265-params", "log-level=error", "-tag:v", "hvc1", "-f", "mov", "file:"+path)
	hourAgo := time.Now().Add(-time.Hour) // it is not still being written
	if err := os.Chtimes(path, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
	return path
}

// withFFmpeg is a desk with an ffmpeg and no program that shows a dialog of the desktop's: Fyne's is shown.
func withFFmpeg(t *testing.T, l look, ffmpeg string) *desk {
	t.Helper()
	d, programs := newDesk(t, l), t.TempDir()
	if err := os.Symlink(ffmpeg, filepath.Join(programs, "ffmpeg")); err != nil {
		t.Fatal(err)
	}
	d.env = append(d.env, "PATH="+programs)
	return d
}

// endless writes an ffmpeg that begins with a copy, and never ends.
func endless(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ffmpeg")
	script := "#!/bin/sh\nfor out; do :; done\necho half >\"${out#file:}\"\necho out_time_us=500000\nwhile :; do /bin/sleep 0.1; done\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// converts presses "Convert a copy…" and takes the folder that the dialog offers.
func (p *program) converts() {
	p.t.Helper()
	p.awaitButton(details)
	p.settled("convert-refused") // the poster, which comes a moment later, moves the button
	p.click(center(p.awaitButton(details)))
	p.until("the dialog is there", limit, p.asks)
	p.picture("convert-dialog")
	p.click(center(p.awaitButton(middle)))
	p.until("the dialog is gone", limit, func() bool { return !p.asks() })
}

// beside returns the names in the folder of a file.
func beside(t *testing.T, path string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestProgramConvert drops a film that X would refuse, has a copy made by clicks, and sends that.
func TestProgramConvert(t *testing.T) {
	x := newStandIn(t)
	path := hevc(t, "Launch film.mov")
	before := sumOf(t, path)
	installed, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Fatal(err)
	}
	p := withFFmpeg(t, light, installed).hoist(x.keys(), "--base-url", x.BaseURL)
	p.drop(path)
	p.converts()
	out := filepath.Join(filepath.Dir(path), "Launch film for X.mp4")
	p.until("the copy can be uploaded", 2*limit, func() bool {
		if _, err := os.Stat(out); err != nil {
			return false
		}
		return !p.button(details).Empty()
	})
	p.settled("convert-made")
	if got, want := beside(t, path), []string{"Launch film for X.mp4", "Launch film.mov"}; !slices.Equal(got, want) {
		t.Errorf("in the folder are %q, want %q", got, want)
	}
	p.click(center(p.awaitButton(details)))
	p.until("the copy has arrived", 2*limit, func() bool { return x.has(sumOf(t, out)) })
	if n := len(x.uploads()); n != 1 || sumOf(t, path) != before {
		t.Errorf("%d uploads were opened, or the original has changed", n)
	}
	p.close()
	p.end(limit, 0)
}

// TestProgramConvertEnds ends the program while a copy is being made: nothing of the copy is left, and no ffmpeg.
func TestProgramConvertEnds(t *testing.T) {
	path := hevc(t, "Launch film.mov")
	p := withFFmpeg(t, dark, endless(t)).hoist(newStandIn(t).keys())
	p.drop(path)
	p.converts()
	p.until("the copy is being made", limit, func() bool { return len(beside(t, path)) == 2 })
	p.close()
	p.until("it asks", limit, p.asks)
	p.picture("convert-asks")
	p.key("Escape")
	p.until("the question is gone", limit, func() bool { return !p.asks() })
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.end(15*time.Second, 130)
	if got := beside(t, path); !slices.Equal(got, []string{"Launch film.mov"}) {
		t.Errorf("in the folder are %q", got)
	}
	if out, err := exec.Command("pgrep", "-f", filepath.Dir(path)).Output(); err == nil {
		t.Errorf("ffmpeg goes on: %s", out)
	}
}
