package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hoist/ui/widgets"
	media "hoist/upload/video"
)

// rows are what the checks say that are seen.
func (s *stage) rows() (all []string) {
	for _, rows := range []*fyne.Container{s.details.checks.faults, s.details.checks.passes} {
		for _, o := range rows.Objects {
			if widgets.Shown(s.window.Content(), o) {
				all = append(all, o.(*widgets.CheckRow).AccessibilityLabel())
			}
		}
	}
	return all
}

// TestChecks lists what was found, the gravest first, and what is fine on demand.
func TestChecks(t *testing.T) {
	s := newStage(t, nil)
	v := s.film("Interview 03 HEVC.mov", hevc)
	unknown := readyVideo("not looked at.mp4")
	unknown.file.Info = nil
	s.show(v, s.film("fine.mp4", nil), unknown)
	want := []string{
		"Refused by X: Video codec: HEVC (H.265). X takes H.264",
		"Warning: Keyframe gap: up to 600 frames. X refuses gaps over 512",
		"Note: Picture size: 1920 × 1080. X's table: 32 × 32 to 1280 × 1024",
	}
	if got := s.rows(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the checks are %q, want %q", got, want)
	}
	toggle, passed := s.details.checks.toggle, len(v.verdict.Of(media.Pass))
	if got := toggle.AccessibilityLabel(); got != s.words.Count("ui.checks.passed", passed) {
		t.Errorf("the rest is called %q", got)
	}
	s.window.Canvas().Focus(toggle)
	s.key(fyne.KeySpace)
	if got := s.rows(); len(got) != len(want)+passed || !strings.HasPrefix(got[len(got)-1], "Passed: ") {
		t.Errorf("opened they are %q", got)
	}
	test.Tap(toggle)
	if got := s.rows(); len(got) != len(want) {
		t.Errorf("closed they are %q", got)
	}
	s.choose(s.videos[1])
	if got := s.rows(); len(got) != 1 || !strings.HasPrefix(got[0], "Note: ") {
		t.Errorf("of a video that is fine they are %q", got)
	}
	s.choose(s.videos[2])
	if s.details.checks.root.Visible() {
		t.Error("there are checks of a file that nobody has looked at")
	}
}

// TestChecksAreShownBefore shows them before something is sent, and after X could not process it, and not meanwhile.
func TestChecksAreShownBefore(t *testing.T) {
	s := newStage(t, nil)
	v := s.film("fine.mp4", nil)
	s.show(v)
	for of, want := range map[state]bool{
		checking: false, refused: true, ready: true, waiting: false, uploading: false, paused: false, processing: false, done: false, failed: false,
	} {
		v.state = of
		if got := v.showsChecks(); got != want {
			t.Errorf("in state %v they are shown: %v", of, got)
		}
	}
}

// TestShowChecks opens all of them, in a window that has no room for them beside the queue, too.
func TestShowChecks(t *testing.T) {
	for _, width := range []float32{1080, 720} {
		s := newStage(t, nil)
		s.window.Resize(fyne.NewSize(width, 540))
		s.show(s.film("fine.mp4", nil), s.film("Interview 03 HEVC.mov", hevc))
		s.perform(s.videos[1], actionShowChecks)
		if s.selected != s.videos[1] || len(s.rows()) < 10 || s.window.Canvas().Focused() != fyne.Focusable(s.details.checks.toggle) {
			t.Errorf("at %v dp of %q these are seen: %q", width, s.selected.name, s.rows())
		}
		s.focusIsSeen(t)
	}
}
