//go:build program

package terminal_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoist/ui/terminal"
)

// clips makes real videos, two seconds each: what X takes, what it may refuse, what it refuses, and half a file.
func clips(t *testing.T) (good, warned, refused, cut string) {
	t.Helper()
	folder := t.TempDir()
	encode := func(name string, options ...string) string {
		path := filepath.Join(folder, name)
		source := []string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=30", "-f", "lavfi", "-i", "sine=r=48000", "-t", "2"}
		ffmpeg(t, append(append(source, options...), path)...)
		age(t, path)
		return path
	}
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart"}
	good = encode("good.mp4", append(h264, "-c:a", "aac", "-ac", "2")...)
	warned = encode("surround.mp4", append(h264, "-c:a", "aac", "-ac", "6")...)
	refused = encode("$(touch x) '\";.mov", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none",
		"-pix_fmt", "yuv420p10le", "-tag:v", "hvc1", "-c:a", "pcm_s16le", "-ac", "2")
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cut = filepath.Join(folder, "cut.mp4")
	if err := os.WriteFile(cut, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	age(t, cut)
	return good, warned, refused, cut
}

// TestProgramCheck checks real files, and leaves nothing behind.
func TestProgramCheck(t *testing.T) {
	good, warned, refused, cut := clips(t)
	for _, test := range []struct {
		args []string
		want int
		says []string
	}{
		{[]string{good}, terminal.ExitDone, []string{"good.mp4: ", " · 2 s · H.264 · 320 × 180, 30 fps, 4:2:0 · AAC-LC, stereo, 48 kHz\n  X should take this video\n"}},
		{[]string{warned}, terminal.ExitWarnings, []string{"Warning: Sound: 6 channels · X takes mono or stereo\n"}},
		{[]string{refused}, terminal.ExitFailed, []string{"Would fail: Video codec: HEVC (H.265) · X takes H.264\n", "Would fail: Bits a sample: 10", "Warning: Audio: PCM"}},
		{[]string{cut}, terminal.ExitFailed, []string{"cut.mp4: The file is cut off. "}},
		{[]string{warned, good}, terminal.ExitWarnings, nil},
		{[]string{good, refused, warned}, terminal.ExitFailed, []string{"good.mp4: ", "surround.mp4: "}},
	} {
		home := t.TempDir()
		o := call{binary: hoistBinary(t), home: home, args: append([]string{"check"}, test.args...)}.run()
		if o.err != nil || o.exit != test.want || o.stderr != "" {
			t.Errorf("%q: exit %d, want %d (%v)\n%s%s", test.args, o.exit, test.want, o.err, o.stdout, o.stderr)
		}
		for _, says := range test.says {
			if !strings.Contains(o.stdout, says) {
				t.Errorf("%q: %q is missing:\n%s", test.args, says, o.stdout)
			}
		}
		if left, err := os.ReadDir(home); err != nil || len(left) != 0 {
			t.Errorf("%q: it left %v (%v)", test.args, left, err)
		}
	}
}

// TestProgramCheckCure runs the line that stands beside the faults, as it stands there: the copy passes, and the name of the
// original, which is a trap, does nothing.
func TestProgramCheckCure(t *testing.T) {
	_, _, refused, _ := clips(t)
	check := func(path string) (found struct{ Verdict, Kind, FFmpeg string }) {
		o := call{binary: hoistBinary(t), home: t.TempDir(), args: []string{"check", "--json", path}}.run()
		if err := json.Unmarshal([]byte(o.stdout), &found); err != nil || o.err != nil {
			t.Fatalf("%v, %v: %s", err, o.err, o.stdout)
		}
		return found
	}
	before := check(refused)
	if before.Verdict != "would_fail" || before.Kind != "would_fail" || before.FFmpeg == "" {
		t.Fatalf("got %+v", before)
	}
	folder := t.TempDir()
	shell(t, folder, before.FFmpeg)
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("the name of the file has done something: %v (%v)", left, err)
	}
	copies, err := filepath.Glob(filepath.Join(filepath.Dir(refused), "* for X.mp4"))
	if err != nil || len(copies) != 1 {
		t.Fatalf("%q (%v)", copies, err)
	}
	age(t, copies[0])
	if after := check(copies[0]); after.Verdict != "fine" || after.FFmpeg != "" {
		t.Errorf("the copy is %+v", after)
	}
}

// TestProgramCheckWaits checks a file that somebody is still writing.
func TestProgramCheckWaits(t *testing.T) {
	good, _, _, _ := clips(t)
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "export.mp4")
	export, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(part []byte) {
		if _, err := export.Write(part); err != nil {
			t.Error(err)
		}
	}
	write(whole[:len(whole)/2])
	exported := make(chan struct{})
	go func() {
		defer close(exported)
		for _, part := range [][]byte{whole[len(whole)/2 : len(whole)-1], whole[len(whole)-1:]} {
			time.Sleep(time.Second)
			write(part)
		}
		if err := export.Close(); err != nil {
			t.Error(err)
		}
	}()
	o := call{binary: hoistBinary(t), home: t.TempDir(), args: []string{"check", path}}.run()
	<-exported
	if o.err != nil || o.exit != terminal.ExitDone || !strings.Contains(o.stderr, "export.mp4: This file is still being written. ") {
		t.Errorf("exit %d, %v:\n%s%s", o.exit, o.err, o.stdout, o.stderr)
	}
}

// TestProgramUploadChecks does not send what X would refuse, unless told to.
func TestProgramUploadChecks(t *testing.T) {
	good, warned, refused, cut := clips(t)
	upload := func(args ...string) outcome {
		o := call{binary: hoistBinary(t), home: t.TempDir(), args: append([]string{"upload", "--practice"}, args...)}.run()
		if o.err != nil {
			t.Errorf("%q: %v", args, o.err)
		}
		return o
	}
	o := upload(refused, good)
	if o.exit != terminal.ExitFailed || !mediaIDAlone.MatchString(o.stdout) || !strings.Contains(o.stderr, "HEVC (H.265) video. ") ||
		!strings.Contains(o.stderr, "Also: 10-bit picture, PCM sound.") {
		t.Errorf("refused: exit %d, standard output %q\n%s", o.exit, o.stdout, o.stderr)
	}
	if o = upload(warned); o.exit != terminal.ExitDone || !mediaIDAlone.MatchString(o.stdout) || !strings.Contains(o.stderr, "surround.mp4: Warning: Sound: 6 channels. ") {
		t.Errorf("warned: exit %d, standard output %q\n%s", o.exit, o.stdout, o.stderr)
	}
	if o = upload("--anyway", refused); o.exit != terminal.ExitDone || !mediaIDAlone.MatchString(o.stdout) {
		t.Errorf("anyway: exit %d, standard output %q\n%s", o.exit, o.stdout, o.stderr)
	}
	if o = upload("--anyway", cut); o.exit != terminal.ExitFailed || o.stdout != "" || !strings.Contains(o.stderr, "The file is cut off. ") {
		t.Errorf("cut off: exit %d, standard output %q\n%s", o.exit, o.stdout, o.stderr)
	}
	o = upload("--json", good)
	first, _, _ := strings.Cut(o.stdout, "\n")
	if o.exit != terminal.ExitDone || !strings.HasPrefix(first, `{"event":"checked","file":`) || !strings.Contains(first, `"verdict":"fine","findings":[{"check":`) {
		t.Errorf("as JSON: exit %d, first line %s", o.exit, first)
	}
}
