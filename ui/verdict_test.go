package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
	media "hoist/upload/video"
)

// finds lets files be found to have what their names say: hevc in what X refuses, loud in what it may refuse.
func (s *stage) finds() {
	s.examine = func(path string, segmentBytes int64) (upload.File, error) {
		f, err := upload.Inspect(path, segmentBytes)
		switch name := filepath.Base(path); {
		case err != nil:
		case strings.Contains(name, "hevc"):
			hevc(f.Info)
		case strings.Contains(name, "loud"):
			f.Info.Sound = &media.Sound{Codec: "aac", Profile: "LC", Channels: 6}
		case strings.Contains(name, "long"):
			f.Info.Duration = 34 * time.Minute
		}
		return f, err
	}
}

// stateOfEach are the states of all videos by their names.
func (s *stage) stateOfEach() map[string]state {
	all := map[string]state{}
	for _, v := range s.videos {
		all[v.name] = v.state
	}
	return all
}

// card is what the card of a video says, and its button.
func (s *stage) card(v *video) string { return s.cards[v].AccessibilityLabel() }

// offers are the words of the buttons of the notice; nil: there is none.
func (s *stage) offers() (all []string) {
	if s.details.notice.Visible() {
		view, _ := s.details.noticeOf(s.selected, s.now())
		for _, a := range view.Actions {
			all = append(all, a.Label)
		}
	}
	return all
}

// TestWouldFailIsNotSent drops three videos where all is uploaded at once: what X would refuse stays until a person says to
// upload it anyway, and is not asked about again.
func TestWouldFailIsNotSent(t *testing.T) {
	s := practiceStage(t, func(d *Deps, o *practice.Options) { d.StartAtOnce = true })
	s.finds()
	s.drop(clip(t, "hevc.mp4", 4096), clip(t, "loud.mp4", 4096), clip(t, "fine.mp4", 4096))
	s.until("the others", func() bool { all := s.stateOfEach(); return all["loud.mp4"] == done && all["fine.mp4"] == done })
	v := s.videos[0]
	if v.state != refused || messages.KindOf(v.problem) != string(upload.WouldFail) || v.job != nil {
		t.Fatalf("it is %v, of %v", v.state, v.problem)
	}
	if s.uploadAll(); v.state != refused || s.frame.startAll.Visible() {
		t.Error("it goes with the others")
	}
	if s.retryAll(); v.state != refused || s.frame.retryAll.Visible() {
		t.Error("it is tried with the others")
	}
	s.choose(v)
	if got, want := s.card(v), "hevc.mp4, Can't upload yet · HEVC (H.265) video, Copy ffmpeg command"; got != want {
		t.Errorf("the card says %q, want %q", got, want)
	}
	s.reads("X won't accept this video as it is")
	s.reads("Nothing has been sent.")
	s.press("ui.anyway")
	s.until("its end", func() bool { return v.state == done })
	s.uploadAgain(v)
	s.until("its second end", func() bool { return v.state == done })
}

// TestAnyway uploads what X would refuse without a question where the command line says so.
func TestAnyway(t *testing.T) {
	s := practiceStage(t, func(d *Deps, _ *practice.Options) { d.Anyway = true })
	s.finds()
	s.drop(clip(t, "hevc.mp4", 4096))
	v := s.videos[0]
	if v.state != ready {
		t.Fatalf("it is %v, of %v", v.state, v.problem)
	}
	if got, want := s.card(v), "hevc.mp4, Ready · HEVC (H.265) video, Upload"; got != want {
		t.Errorf("the card says %q, want %q", got, want)
	}
	s.press("ui.upload")
	s.until("its end", func() bool { return v.state == done })
}

// TestAnywayIsRemembered closes the window on a video that a person has said to upload anyway, and that waits for a
// sign-in: that is not asked again, and of the other it is.
func TestAnywayIsRemembered(t *testing.T) {
	said, other := clip(t, "said hevc.mp4", 4096), clip(t, "other hevc.mp4", 4096)
	s := newStage(t, nil)
	s.finds()
	s.drop(said, other)
	s.uploadAnyway(s.videos[0])
	want := []home.Queued{{Path: said, Anyway: true}, {Path: other}}
	got := s.waitingVideos()
	if !slices.Equal(got, want) {
		t.Fatalf("it keeps %+v, want %+v", got, want)
	}
	s = newStage(t, nil)
	s.finds()
	s.takeQueued(got)
	s.until("the files", func() bool { return len(s.videos) == 2 && s.videos[0].check == nil && s.videos[1].check == nil })
	if s.videos[0].state != ready || s.videos[1].state != refused {
		t.Errorf("they are %v", s.stateOfEach())
	}
}

// TestWarned is ready, says what X may refuse, and is uploaded by the one button that says so.
func TestWarned(t *testing.T) {
	s := practiceStage(t, nil)
	s.finds()
	s.drop(clip(t, "loud.mp4", 4096))
	v := s.videos[0]
	if got, want := s.card(v), "loud.mp4, Ready · 6 channels of sound, Upload anyway"; got != want {
		t.Errorf("the card says %q, want %q", got, want)
	}
	s.reads("X may not take this video as it is")
	if s.details.button.Visible() {
		t.Error("there is a second button to upload it")
	}
	s.key(fyne.KeyReturn)
	s.until("its end", func() bool { return v.state == done })
}

// TestPremium says that the account has X Premium: what was too long for it is not any more, and is again.
func TestPremium(t *testing.T) {
	s := newStage(t, nil)
	s.finds()
	s.drop(clip(t, "long.mp4", 4096))
	v := s.videos[0]
	for _, premium := range []bool{false, true, false} {
		s.choosePremium(premium)
		want := media.Warn
		if premium {
			want = media.Pass
		}
		if got := v.verdict.Class(); got != want || s.details.notice.Visible() == premium {
			t.Errorf("with Premium %v it is a %v", premium, got)
		}
	}
}

// TestPremiumOfTheCommandLine holds for this start, whatever the settings say.
func TestPremiumOfTheCommandLine(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) { d.Premium = true })
	s.finds()
	s.drop(clip(t, "long.mp4", 4096))
	if got := s.videos[0].verdict.Class(); got != media.Pass || s.settings.Premium {
		t.Errorf("it is a %v; the settings say %v", got, s.settings.Premium)
	}
}

// TestCopyCommand copies the command that makes a copy, for the file's own path, and runs nothing.
func TestCopyCommand(t *testing.T) {
	s := newStage(t, nil)
	s.finds()
	s.drop(clip(t, "an $(odd) hevc.mp4", 4096))
	v := s.videos[0]
	s.press("ui.copy_ffmpeg")
	cure, ok := media.CureFor(v.verdict.Verdict)
	want := cure.Command(media.ThisShell(), v.path, media.CopyPath(v.path))
	if got := s.app.Clipboard().Content(); !ok || got != want || !strings.Contains(got, "libx264") {
		t.Errorf("the clipboard has %q, want %q", got, want)
	}
	s.says(s.words.Text("ui.status.ffmpeg_copied"))
	if v.state != refused {
		t.Errorf("it is %v", v.state)
	}
}

// TestRemedies offers what helps: by what is the matter, by whether ffmpeg can do something about it, and by whether that is
// here.
func TestRemedies(t *testing.T) {
	const (
		convert, copyIt, another = "Convert a copy…", "Copy ffmpeg command", "Choose another file…"
		anyway, checks, again    = "Upload anyway", "Show checks", "Start again"
	)
	long := func(i *media.Info) { i.Duration = time.Hour }
	for name, c := range map[string]struct {
		change       func(*media.Info)
		unprocessed  bool
		without, has []string // ffmpeg
		menu         []string // where it is
	}{
		"fine":        {nil, false, nil, nil, []string{"Upload", checks}},
		"would fail":  {hevc, false, []string{copyIt, another, anyway}, []string{convert, copyIt, anyway}, []string{convert, copyIt, anyway, another, checks}},
		"warned":      {surround, false, []string{copyIt, anyway}, []string{convert, copyIt, anyway}, []string{anyway, convert, copyIt, checks}},
		"too long":    {long, false, []string{another, anyway}, []string{another, anyway}, []string{anyway, checks}},
		"no picture":  {func(i *media.Info) { i.Picture = nil }, false, []string{another, anyway}, []string{another, anyway}, []string{another, anyway, checks}},
		"unprocessed": {surround, true, []string{copyIt, checks, another}, []string{convert, copyIt, checks}, []string{convert, copyIt, checks, another, again}},
		"given up without a fault": {
			func(*media.Info) {}, true, []string{another, checks, again}, []string{another, checks, again}, []string{another, checks, again},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, nil)
			s.until("the settings", func() bool { return s.loaded })
			v := s.film("film.mp4", c.change)
			if c.unprocessed {
				v.state, v.problem = failed, &upload.Error{Kind: upload.ProcessingFailed, Segment: -1}
			}
			s.show(v)
			if got := s.offers(); !slices.Equal(got, c.without) {
				t.Errorf("without ffmpeg it offers %q, want %q", got, c.without)
			}
			s.ffmpeg = "/usr/bin/ffmpeg"
			s.judgeAll()
			s.refreshAll()
			if got := s.offers(); !slices.Equal(got, c.has) {
				t.Errorf("it offers %q, want %q", got, c.has)
			}
			s.agree(t, v, name)
			got := labels(s.menuOf(v))
			if got = got[:slices.Index(got, "")]; !slices.Equal(got, c.menu) {
				t.Errorf("the menu has %q, want %q", got, c.menu)
			}
		})
	}
}

// TestCheckedAfterProcessing lets X give up a video of which an earlier run of the program knew what is in it, and this one
// does not: the file is looked at again, where it is the same.
func TestCheckedAfterProcessing(t *testing.T) {
	for name, same := range map[string]bool{"the same": true, "another": false} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, nil)
			s.finds()
			path := clip(t, "loud.mp4", 4096)
			f, err := upload.Inspect(path, 0)
			if err != nil {
				t.Fatal(err)
			}
			v := newVideo(path)
			if v.file = f; !same {
				v.file.ModTime = v.file.ModTime.Add(-time.Minute)
			}
			v.file.Info, v.state = nil, processing
			s.show(v)
			s.fail(v, &upload.Error{Kind: upload.ProcessingFailed, Segment: -1})
			s.until("a look at the file", func() bool { return !v.looking })
			if got := s.details.checks.root.Visible(); got != same {
				t.Errorf("the checks are shown: %v", got)
			}
			if got := strings.Contains(s.read(), "The likeliest cause here: 6 channels of sound."); got != same {
				t.Errorf("it reads %q", s.read())
			}
		})
	}
}
