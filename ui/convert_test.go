package ui

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/upload"
	"hoist/upload/practice"
	media "hoist/upload/video"
)

// convertStage opens a window in practice mode on a computer that has the ffmpeg at a path; empty: the one of this computer.
func convertStage(t *testing.T, ffmpeg string) *stage {
	t.Helper()
	if ffmpeg == "" {
		ffmpeg = media.FFmpeg()
	}
	if ffmpeg == "" {
		t.Skip("ffmpeg is not installed")
	}
	s := newStage(t, nil)
	s.enterPractice(nil)
	s.until("practice mode", func() bool { return s.practice != nil })
	s.ffmpeg = ffmpeg
	return s
}

// yuv444 writes a film of so many seconds that X would refuse for its colours, in a folder of its own.
func yuv444(t *testing.T, name string, seconds int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	c := exec.CommandContext(t.Context(), media.FFmpeg(), "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10",
		"-t", fmt.Sprint(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p", "-f", "mov", "file:"+path)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
	return path
}

// refusedFilm drops a film on the window that X would refuse.
func (s *stage) refusedFilm(path string) *video {
	s.t.Helper()
	s.drop(path)
	v := s.videos[len(s.videos)-1]
	if !v.wouldFail() || !v.convertible() {
		s.t.Fatalf("%s is in state %d, curable %v: %v", v.name, v.state, v.verdict.curable, v.verdict.Findings)
	}
	return v
}

// ends lets the window work until no copy is being made or looked at.
func (s *stage) ends() {
	s.t.Helper()
	s.until("the end of the copies", func() bool {
		return len(s.conversions) == 0 && !slices.ContainsFunc(s.videos, func(v *video) bool { return v.state == checking || v.state == converting })
	})
}

// files are the names in the folder of a file.
func files(t *testing.T, path string) (names []string) {
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

// slowFFmpeg is an ffmpeg that says that it has come to a second of the video, and goes on once there is a file go in its folder:
// then it does what is said.
func slowFFmpeg(t *testing.T, does string) (path string, goOn func()) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("scripts are no programs here")
	}
	folder := t.TempDir()
	path = filepath.Join(folder, "ffmpeg")
	script := "#!/bin/sh\nfor out; do :; done\nout=${out#file:}\necho half >\"$out\"\necho out_time_us=1000000\n" +
		"while ! [ -e '" + folder + "/go' ]; do sleep 0.02; done\n" + does + "\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path, func() {
		if err := os.WriteFile(filepath.Join(folder, "go"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestConvert makes a copy of a video whose name would do harm in a shell: the copy takes its place in the queue, is what X
// takes, and can be uploaded. The original stays as it is.
func TestConvert(t *testing.T) {
	s := convertStage(t, "")
	path := yuv444(t, "$(touch x) '\";.mov", 2)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v := s.refusedFilm(path)
	s.drop(clip(t, "other.mp4", 4096))
	out := media.CopyPath(path)
	s.convertTo(v, out)
	s.until("the copy to begin", func() bool { return v.state == converting })
	s.ends()
	if v != s.videos[0] || v.state != ready || v.path != out || v.verdict.Class() > media.Note {
		t.Fatalf("it is %q in state %d, with %v", v.path, v.state, v.verdict.Findings)
	}
	s.says(s.words.Text("ui.convert.made", "Name", v.name))
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("the original has changed (%v)", err)
	}
	if got, want := files(t, path), []string{filepath.Base(out), filepath.Base(path)}; !slices.Equal(got, want) {
		t.Errorf("in the folder are %q, want %q", got, want)
	}
	s.start(v)
	s.until("its arrival", func() bool { return v.state == done })
}

// TestConvertBySteps goes through the dialog of the system, and sees on the card and in the details how far it is. What is
// uploaded goes on beside it, and the computer is kept awake.
func TestConvertBySteps(t *testing.T) {
	ffmpeg, goOn := slowFFmpeg(t, "exec "+media.FFmpeg()+` "$@" </dev/null`)
	path := yuv444(t, "film.mov", 4)
	out := filepath.Join(t.TempDir(), "film.mp4")
	folder := chooser(t, out)
	t.Setenv("PATH", folder+":"+os.Getenv("PATH")+":/usr/bin:/bin")
	s := convertStage(t, ffmpeg)
	v := s.refusedFilm(path)
	s.press("ui.convert")
	if err := os.WriteFile(filepath.Join(folder, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.until("a quarter of the copy", func() bool { return v.state == converting && v.conversion.done == time.Second })
	percent := s.words.Percent(1, 4)
	s.reads(s.words.Text("ui.convert.making.percent", "Percent", percent))
	if !s.wantsAwake(s.now()) {
		t.Error("the computer may fall asleep")
	}
	s.at(v.conversion.begun.Add(10 * time.Second))
	s.refreshAll()
	if got, want := s.details.left.AccessibilityLabel(), s.words.Left(30*time.Second)+" "+s.words.Text("ui.stat.left"); got != want {
		t.Errorf("left are %q, want %q", got, want)
	}
	said := s.words.Text("ui.convert.card.left", "Percent", percent, "Left", s.words.Left(30*time.Second))
	if got := s.cards[v].AccessibilityLabel(); !strings.Contains(got, said) {
		t.Errorf("the card says %q, not %q", got, said)
	}
	if s.key(fyne.KeySpace, fyne.KeyReturn); v.state != converting {
		t.Error("Space or Return has a meaning for a copy")
	}
	goOn()
	s.ends()
	if v.path != out || v.state != ready {
		t.Errorf("it is %q in state %d", v.path, v.state)
	}
	calls, err := os.ReadFile(filepath.Join(folder, "called"))
	if offered := media.CopyPath(path); err != nil || !strings.Contains(string(calls), offered) {
		t.Errorf("the dialog did not offer %q: %q (%v)", offered, calls, err)
	}
}

// TestConvertCancel gives a copy up: at once, or after a question where it has taken long. Nothing of it is left, and the video
// is what it was.
func TestConvertCancel(t *testing.T) {
	for _, long := range []bool{false, true} {
		t.Run(fmt.Sprint(long), func(t *testing.T) {
			ffmpeg, _ := slowFFmpeg(t, "")
			s := convertStage(t, ffmpeg)
			path := yuv444(t, "film.mov", 2)
			v := s.refusedFilm(path)
			s.convertTo(v, media.CopyPath(path))
			s.until("some of the copy", func() bool { return v.conversion != nil && v.conversion.done > 0 })
			if len(files(t, path)) != 2 {
				t.Fatalf("ffmpeg writes elsewhere: %q", files(t, path))
			}
			if long {
				s.at(v.conversion.begun.Add(time.Hour))
			}
			s.press("ui.cancel")
			if long {
				s.answer(s.words.Text("ui.convert.ask.keep"))
				if v.conversion == nil {
					t.Fatal("it was given up all the same")
				}
				s.press("ui.cancel")
				s.answer(s.words.Text("ui.convert.ask.stop.stop"))
			}
			s.ends()
			s.says(s.words.Text("ui.convert.canceled", "Name", v.name))
			if got := files(t, path); !slices.Equal(got, []string{"film.mov"}) || !v.wouldFail() || v.uncopied != nil {
				t.Errorf("in the folder are %q, and the video is in state %d, because of %v", got, v.state, v.uncopied)
			}
		})
	}
}

// TestConvertFails shows what ffmpeg said, tells a full disk from all else, and keeps nothing.
func TestConvertFails(t *testing.T) {
	for name, c := range map[string]struct{ does, title, details string }{
		"ffmpeg":    {"echo 'Invalid NAL unit size' >&2; exit 1", "ui.convert.failed.title", "Invalid NAL unit size"},
		"full":      {"echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1", "ui.convert.full.title", "No space left"},
		"unusable":  {"echo nonsense >\"$out\"", "ui.convert.unusable.title", ""},
		"refused":   {"cp \"$in\" \"$out\"", "ui.convert.unfit.title", ""},
		"forbidden": {"", "ui.convert.forbidden.title", "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			path := yuv444(t, "film.mov", 2)
			ffmpeg, goOn := slowFFmpeg(t, "in='"+path+"'\n"+c.does)
			s := convertStage(t, ffmpeg)
			v := s.refusedFilm(path)
			out := media.CopyPath(path)
			if name == "forbidden" {
				out = filepath.Join(filepath.Dir(path), "gone", "film.mp4")
			}
			goOn()
			s.convertTo(v, out)
			s.until("the copy to begin", func() bool { return v.state == converting || v.uncopied != nil })
			s.ends()
			title := s.words.Text(c.title)
			s.says(title)
			s.reads(title)
			if view := s.details.uncopiedView(v); !strings.Contains(view.Details, c.details) || view.Title != title {
				t.Errorf("it says %+v", view)
			}
			if got := files(t, path); !slices.Equal(got, []string{"film.mov"}) || !v.wouldFail() {
				t.Errorf("in the folder are %q, and the video is in state %d", got, v.state)
			}
			s.press("ui.hide")
			if s.details.uncopied.Visible() {
				t.Error("the notice stays")
			}
		})
	}
}

// TestConvertTwo makes one copy after the other, in the order in which they were asked for.
func TestConvertTwo(t *testing.T) {
	ffmpeg, goOn := slowFFmpeg(t, "exec "+media.FFmpeg()+` "$@" </dev/null`)
	s := convertStage(t, ffmpeg)
	one, two, three := s.refusedFilm(yuv444(t, "one.mov", 2)), s.refusedFilm(yuv444(t, "two.mov", 2)), s.refusedFilm(yuv444(t, "three.mov", 2))
	for _, v := range []*video{one, two, three} {
		s.convertTo(v, media.CopyPath(v.path))
		s.until("its place in line", func() bool { return v.state == converting })
	}
	s.until("some of the first", func() bool { return one.conversion.done > 0 })
	if two.conversion.stop != nil || three.conversion.stop != nil {
		t.Error("two copies are made at once")
	}
	s.choose(two)
	s.reads(s.words.Text("ui.convert.waiting"))
	s.press("ui.cancel")
	if two.state == converting {
		t.Error("it stays in line")
	}
	goOn()
	s.ends()
	if got, want := s.states(), []state{ready, refused, ready}; !slices.Equal(got, want) {
		t.Errorf("the videos are in states %d, want %d", got, want)
	}
}

// TestConvertPlaces does not let a copy take the place of the original, by whatever name, or of what the queue needs; it puts
// another file's name to a whole copy only, where the person has chosen that.
func TestConvertPlaces(t *testing.T) {
	s := convertStage(t, "")
	path := yuv444(t, "film.mov", 2)
	folder := filepath.Dir(path)
	link, taken, old := filepath.Join(folder, "link.mp4"), filepath.Join(folder, "taken.mp4"), filepath.Join(folder, "old.mp4")
	inner := filepath.Join(folder, "a folder.mp4")
	for _, err := range []error{
		os.Symlink(path, link), os.WriteFile(taken, nil, 0o600), os.WriteFile(old, []byte("old"), 0o600), os.Mkdir(inner, 0o700),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	v := s.refusedFilm(path)
	needed := readyVideo("needed.mp4")
	needed.state = paused
	s.videos = append(s.videos, needed)
	for chosen, id := range map[string]string{
		path: "ui.convert.original", link: "ui.convert.original", filepath.Join(folder, "taken"): "ui.convert.there",
		inner: "ui.convert.there", needed.path: "ui.convert.occupied",
	} {
		s.status("")
		s.convertTo(v, chosen)
		s.until("an answer for "+chosen, func() bool { return s.frame.status.Text() != "" })
		name := filepath.Base(chosen)
		if filepath.Ext(name) == "" {
			name += ".mp4"
		}
		if got, want := s.frame.status.Text(), s.words.Text(id, "Name", name); got != want {
			t.Errorf("%s: it says %q, want %q", chosen, got, want)
		}
	}
	s.remove(needed)
	s.convertTo(v, old)
	s.until("the copy to begin", func() bool { return v.state == converting })
	s.ends()
	if info, err := os.Stat(old); err != nil || info.Size() < 1000 || v.path != old || v.state != ready {
		t.Errorf("the copy is %v (%v), the video %q in state %d", info, err, v.path, v.state)
	}
	if got, want := files(t, path), []string{"a folder.mp4", "film.mov", "link.mp4", "old.mp4", "taken.mp4"}; !slices.Equal(got, want) {
		t.Errorf("in the folder are %q, want %q", got, want)
	}
}

// TestConvertLeaves asks before the window closes while a copy is being made, and leaves nothing of it when it does. So does
// removing the video.
func TestConvertLeaves(t *testing.T) {
	for name, leave := range map[string]func(*stage, *video){
		"close":  func(s *stage, _ *video) { s.onClose(); s.answer(s.words.Text("ui.ask.close.practice.close")) },
		"signal": func(s *stage, _ *video) { s.Quit() },
		"remove": func(s *stage, v *video) { s.askRemove(v) },
		"all":    func(s *stage, _ *video) { s.askRemoveAll() },
		"asked": func(s *stage, v *video) {
			s.at(s.now().Add(time.Hour))
			s.key(fyne.KeyDelete)
			s.answer(s.words.Text("ui.remove"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			ffmpeg, _ := slowFFmpeg(t, "")
			s := convertStage(t, ffmpeg)
			path := yuv444(t, "film.mov", 2)
			v := s.refusedFilm(path)
			s.convertTo(v, media.CopyPath(path))
			s.until("some of the copy", func() bool { return v.conversion != nil && v.conversion.done > 0 })
			leave(s, v)
			if s.ctx.Err() != nil {
				s.Close()
			} else {
				s.until("the end of the copy", func() bool { return len(s.conversions) == 0 })
			}
			if got := files(t, path); !slices.Equal(got, []string{"film.mov"}) {
				t.Errorf("in the folder are %q", got)
			}
		})
	}
}

// TestConvertRefusedByX makes a copy of what X has refused in processing: it goes in the same name, and takes that place.
func TestConvertRefusedByX(t *testing.T) {
	x := startX(t, practice.Options{Processing: []practice.ProcessingStep{}})
	kay := upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys()), SegmentBytes: 256 << 10}
	merlin := kay
	merlin.Name = "merlin"
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Accounts.(*fakeAccounts).current = &merlin
		d.Accounts.(*fakeAccounts).others = []upload.Account{kay}
		d.Engine = func(a upload.Account, _ home.Settings) (*upload.Engine, error) {
			return upload.New(a, upload.Options{})
		}
	})
	s.ffmpeg = media.FFmpeg()
	if !s.hasFFmpeg() {
		t.Skip("ffmpeg is not installed")
	}
	s.until("the accounts", func() bool { return len(s.UI.accounts) == 2 })
	v := s.refusedFilm(yuv444(t, "film.mov", 2))
	v.account = kay
	s.fail(v, &upload.Error{Kind: upload.ProcessingFailed, File: v.path, Segment: -1})
	if !v.convertible() {
		t.Fatal("no copy can be made")
	}
	s.settings.StartByItself = true
	s.convertTo(v, media.CopyPath(v.path))
	s.until("its arrival", func() bool { return v.state == done })
	if v.account.Name != "kay" || v.name != "film for X.mp4" {
		t.Errorf("%s went as %s", v.name, v.account.Name)
	}
}
