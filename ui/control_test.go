package ui

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hoist/upload"
	"hoist/upload/practice"
)

// shortcut presses a key with a modifier. Fyne's canvas for tests knows no shortcuts.
func (s *stage) shortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	s.t.Helper()
	do := s.bindings()[desktop.CustomShortcut{KeyName: key, Modifier: modifier}]
	if do == nil {
		s.t.Fatalf("%v with %v means nothing", key, modifier)
	}
	do()
}

// noisy writes a video whose segments all differ.
func noisy(t testing.TB, name string, size int) string {
	t.Helper()
	path := clip(t, name, size)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := bytes.LastIndex(data, []byte("free")) + 4; i < len(data); i++ { // in the box that players pass over
		data[i] = byte(i >> 9)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	rested(t, path)
	return path
}

// arrived checks that the file is at the stand-in as one upload that was opened once.
func (s *stage) arrived(x *practice.Server, v *video) {
	s.t.Helper()
	data, err := os.ReadFile(v.path)
	if err != nil {
		s.t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	for _, u := range x.Uploads() {
		if u.MediaID == v.progress.Result.MediaID && u.SHA256 == hex.EncodeToString(sum[:]) {
			return
		}
	}
	s.t.Errorf("%s is not among %+v", v.name, x.Uploads())
}

// untilBegun waits until some of a video is at the stand-in.
func (s *stage) untilBegun(v *video) {
	s.t.Helper()
	s.until("some of "+v.name, func() bool { return v.state == uploading && v.begun() })
}

// TestSpacePausesAndResumes pauses an upload and lets it go on: nothing is opened twice and nothing is lost.
func TestSpacePausesAndResumes(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(noisy(t, "clip.mp4", 4<<20))
	v := s.videos[0]
	s.press("ui.upload")
	s.untilBegun(v)
	s.window.Canvas().Unfocus()
	s.key(fyne.KeySpace)
	if v.state != paused {
		t.Fatalf("it is %d", v.state)
	}
	s.until("that it stands", func() bool { return v.progress.Stage == upload.StagePaused })
	sent := v.progress.Confirmed
	s.reads(s.words.Text("ui.details.paused.practice"), s.words.Text("ui.card.paused", "Percent", s.words.Percent(sent, v.file.Bytes)))
	if s.details.speed.Visible() || s.details.left.Visible() || !s.details.bar.Visible() || v.progress.InFlight() != 0 {
		t.Error("a speed is told, or there is no bar")
	}
	s.refreshAll()
	if v.state != paused || v.progress.Confirmed != sent {
		t.Error("it does not stand")
	}
	s.key(fyne.KeySpace)
	s.until("its end", func() bool { return v.state == done })
	s.arrived(s.standIns[0], v)
	if counts := s.standIns[0].Counts(); counts["init"] != 1 {
		t.Errorf("the stand-in was asked %v", counts)
	}
}

// TestPausedLetsTheNextGo pauses the first of two by its button: the second is sent meanwhile, and the first after it.
func TestPausedLetsTheNextGo(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(noisy(t, "first.mp4", 4<<20), clip(t, "second.mp4", 4096))
	first, second := s.videos[0], s.videos[1]
	s.uploadAll()
	s.untilBegun(first)
	s.click(s.cards[first])
	s.press("ui.pause")
	s.until("the second", func() bool { return second.state == done })
	if first.state != paused {
		t.Fatalf("the first is %d", first.state)
	}
	sent := first.progress.Confirmed
	s.press("ui.resume")
	s.until("more of the first", func() bool { return first.state == uploading && first.progress.Confirmed > sent })
	s.arrived(s.standIns[0], second)
}

// TestPauseAll stops what moves and what is in line, and lets all of it go on.
func TestPauseAll(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(noisy(t, "first.mp4", 4<<20), clip(t, "second.mp4", 4096), clip(t, "third.mp4", 4096))
	s.uploadAll()
	s.untilBegun(s.videos[0])
	s.shortcut(fyne.KeyP, fyne.KeyModifierShortcutDefault)
	for _, v := range s.videos {
		if v.state != paused {
			t.Errorf("%s is %d", v.name, v.state)
		}
	}
	s.says(s.words.Count("ui.status.paused", 3))
	s.until("that it stands", func() bool { return s.videos[0].progress.Stage == upload.StagePaused })
	if line := s.faceNow(s.videos[1]).line; line != s.words.Text("ui.card.paused.unsent") {
		t.Errorf("the second says %q", line)
	}
	s.shortcut(fyne.KeyP, fyne.KeyModifierShortcutDefault)
	s.says(s.words.Count("ui.status.resumed", 3))
	s.until("all of them", func() bool {
		return s.videos[0].state == done && s.videos[1].state == done && s.videos[2].state == done
	})
	s.arrived(s.standIns[0], s.videos[0])
}

// TestPauseAndResumeQuickly changes one's mind before the job has heard of it.
func TestPauseAndResumeQuickly(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(noisy(t, "clip.mp4", 4<<20))
	v := s.videos[0]
	s.start(v)
	s.untilBegun(v)
	for range 5 {
		s.pause(v)
		s.resume(v)
	}
	s.until("its end", func() bool { return v.state == done })
	s.arrived(s.standIns[0], v)
}

// TestStopQuestion offers to pause instead, and keeps what was sent then; else it is lost, and the file begins anew.
func TestStopQuestion(t *testing.T) {
	s := practiceStage(t, slow)
	path := noisy(t, "clip.mp4", 8<<20)
	s.drop(path)
	v := s.videos[0]
	s.start(v)
	s.untilBegun(v)
	s.press("ui.cancel")
	s.answer(s.words.Text("ui.ask.stop.pause"))
	if v.state != paused || !s.has(v) {
		t.Fatal("it was not paused")
	}
	s.until("that it stands", func() bool { return v.progress.Stage == upload.StagePaused })
	s.press("ui.remove") // in the details
	s.reads(s.words.Text("ui.ask.stop.title.paused", "Name", "clip.mp4"))
	if s.button(s.words.Text("ui.ask.stop.pause")) != nil {
		t.Error("it offers to pause what is paused")
	}
	s.answer(s.words.Text("ui.ask.stop.keep_paused"))
	if v.state != paused {
		t.Fatal("it was not kept")
	}
	id, job := v.progress.MediaID, v.job
	s.askRemove(v)
	s.answer(s.words.Text("ui.remove"))
	if s.has(v) {
		t.Fatal("it is still there")
	}
	<-job.Done()
	s.drop(path)
	again := s.videos[0]
	s.start(again)
	s.untilBegun(again)
	if again.progress.MediaID == id || again.progress.Anew != nil {
		t.Error("it was not lost")
	}
}

// TestCloseWords tells what continues from what does not.
func TestCloseWords(t *testing.T) {
	s := accountStage(t, practice.Fault{Op: "append", What: "stall", Times: -1})
	s.drop(clip(t, "clip.mp4", 4096))
	s.start(s.videos[0])
	s.until("that it is on its way", func() bool { return s.videos[0].state == uploading })
	s.onClose()
	s.reads(s.words.Text("ui.ask.close.body"), "continue where they left off")
	s.answer(s.words.Text("ui.ask.close.stay"))
	s.pause(s.videos[0])
	s.onClose()
	if s.asking != nil || s.ctx.Err() == nil {
		t.Error("it asks although nothing is on its way")
	}
}

// TestLimit chooses a limit of the speed in the footer: it is shown, and remembered.
func TestLimit(t *testing.T) {
	s := newStage(t, nil)
	s.until("the settings", func() bool { return s.loaded })
	if got := s.frame.limit.AccessibilityLabel(); got != "Limit: off" {
		t.Errorf("it says %q", got)
	}
	s.shortcut(fyne.KeyL, fyne.KeyModifierShortcutDefault)
	if s.window.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu")
	}
	s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if got := s.frame.limit.AccessibilityLabel(); got != "Limit: 1.0 MB/s" {
		t.Errorf("it says %q", got)
	}
	s.Close()
	if set, err := s.deps.Home.Settings(); err != nil || set.SpeedLimit != 1_000_000 {
		t.Errorf("remembered: %+v, %v", set, err)
	}
}

// TestAnewIsTold says why an upload has begun again.
func TestAnewIsTold(t *testing.T) {
	s := newStage(t, nil)
	s.anewScene()
	s.reads("Started again from the beginning: The file changed during the upload.")
}
