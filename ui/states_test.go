package ui

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// at lets the window's clock stand at a time.
func (s *stage) at(now time.Time) { s.now = func() time.Time { return now } }

// TestCountdown lets a video wait for its next try: what the card, the pane and the map of segments say goes on each second,
// and nothing else is drawn for it.
func TestCountdown(t *testing.T) {
	s := newStage(t, nil)
	v := onItsWay()
	until := s.now().Add(time.Minute)
	v.progress.Stage, v.progress.Until = upload.StageWaiting, until
	v.progress.Trouble = &upload.Error{Kind: upload.Server, Segment: 219}
	v.progress.Segments[219].Until = until
	v.progress.Segments[219].Cause = v.progress.Trouble
	other := readyVideo("Behind the scenes.mov")
	s.show(v, other)
	s.details.segments.open, s.details.segments.at = true, 219
	s.refreshAll()
	for left, want := range map[time.Duration][3]string{
		12 * time.Second: {"X is having trouble · next try in 0:12", "Next try in 0:12.", "in 12 s"},
		11 * time.Second: {"X is having trouble · next try in 0:11", "Next try in 0:11.", "in 11 s"},
		0:                {"X is having trouble · trying now…", "Trying now…", "in 0 s"},
	} {
		s.at(until.Add(-left))
		s.refreshCountdowns()
		if got := s.cards[v].AccessibilityLabel(); !strings.Contains(got, want[0]) {
			t.Errorf("the card says %q, not %q", got, want[0])
		}
		if got := s.details.notice.AccessibilityLabel(); !strings.Contains(got, want[1]) {
			t.Errorf("the notice says %q, not %q", got, want[1])
		}
		if got := s.details.segments.line.Text(); !strings.Contains(got, want[2]) {
			t.Errorf("the map says %q, not %q", got, want[2])
		}
	}
}

// TestWhenItHappened looks at a failure an hour later: its details have the time of the failure.
func TestWhenItHappened(t *testing.T) {
	s := newStage(t, nil)
	noon := time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	failed, waits, refusedOne := onItsWay(), onItsWay(), newVideo("/films/notes.txt")
	refusedOne.take(looked{err: &upload.Error{Kind: upload.FileNotVideo, Segment: -1}}, noon)
	s.show(failed, waits, refusedOne)
	s.at(noon)
	s.fail(failed, &upload.Error{Kind: upload.Refused, Segment: -1})
	trouble := &upload.Error{Kind: upload.Server, Segment: -1}
	report := func(now time.Time) {
		s.at(now)
		p := waits.progress.Clone()
		p.Take(upload.Waiting{Cause: trouble, Until: now.Add(time.Minute)}, now)
		s.progressed(waits, nil, p)
	}
	report(noon)
	report(noon.Add(10 * time.Minute)) // the same once more
	s.at(noon.Add(time.Hour))
	for _, v := range []*video{failed, waits, refusedOne} {
		view, _ := s.details.noticeOf(v, s.now())
		if !strings.Contains(view.Details, "Time: 2026-11-23 12:00:00 +00:00") {
			t.Errorf("%s, an hour later:\n%s", v.name, view.Details)
		}
	}
}

// TestNumbers shows until when an upload can be resumed while it goes on, and drops the time left, on the card and in the
// pane, while a segment is sent again.
func TestNumbers(t *testing.T) {
	s := newStage(t, nil)
	v := onItsWay()
	v.progress.Expires = s.now().Add(20 * time.Hour)
	s.show(v)
	d := s.details
	end := s.words.Clock(v.progress.Expires, s.now()) + " resume until"
	if !d.left.Visible() || !d.end.Visible() || d.end.AccessibilityLabel() != end {
		t.Errorf("left %v, until %v %q", d.left.Visible(), d.end.Visible(), d.end.AccessibilityLabel())
	}
	v.progress.Trouble = &upload.Error{Kind: upload.ConnectionLost, Segment: 219}
	s.refreshAll()
	if d.left.Visible() || !d.speed.Visible() || strings.Contains(s.faceNow(v).line, "left") {
		t.Errorf("while a segment is sent again: left %v, card %q", d.left.Visible(), s.faceNow(v).line)
	}
	v.progress.Trouble, v.progress.Speed = nil, 0
	s.refreshAll()
	if got := d.left.AccessibilityLabel(); got != "estimating… left" || d.speed.AccessibilityLabel() != "– speed" {
		t.Errorf("without a speed it says %q and %q", got, d.speed.AccessibilityLabel())
	}
}

// TestHostileName has a path in which characters would turn the writing around: they are not shown.
func TestHostileName(t *testing.T) {
	s := newStage(t, nil)
	v := readyVideo("x")
	v.path = "/films/\u202egpj.4pm\x1b[2J.mp4"
	s.show(v)
	for _, at := range []state{ready, waiting, uploading} {
		v.state = at
		s.refreshAll()
		if got := s.details.hint.Text(); got != "/films/\uFFFDgpj.4pm\uFFFD[2J.mp4" {
			t.Errorf("in state %d it shows %q", at, got)
		}
	}
}

// TestInvitation offers practice mode to whom nobody is signed in for, and not before that is known.
func TestInvitation(t *testing.T) {
	asked := make(chan struct{})
	s := newStage(t, func(d *Deps, _ *practice.Options) { d.Accounts.(*fakeAccounts).asked = asked })
	if s.frame.invite.Visible() {
		t.Error("it invites before it knows whether somebody is signed in")
	}
	close(asked)
	s.until("the answer", func() bool { return s.known })
	if !s.frame.invite.Visible() {
		t.Error("it does not invite somebody without keys")
	}
	s.signedIn(upload.Account{Name: "kestrelfilms"})
	if s.frame.invite.Visible() {
		t.Error("it asks somebody who is signed in for keys")
	}
	if got := s.frame.account.AccessibilityLabel(); got != "@kestrelfilms" {
		t.Errorf("the header says %q", got)
	}
}

// TestReadyPane offers what can be done with a video that is ready, and warns when little time is left.
func TestReadyPane(t *testing.T) {
	s := newStage(t, nil)
	folder := t.TempDir()
	v := doneVideo("Launch film – final v7.mp4")
	v.path, v.account.BaseURL = filepath.Join(folder, v.name), "https://api.x.com"
	s.show(v)
	if s.details.urgent.Visible() || !s.details.body.Visible() {
		t.Error("it warns a day before the end")
	}
	s.press("ui.show_file")
	s.until("its folder", func() bool { return len(s.app.pages()) == 1 })
	if got, want := s.app.pages()[0], (&url.URL{Scheme: "file", Path: folder}).String(); got != want {
		t.Errorf("it showed %s, not %s", got, want)
	}
	s.press("ui.copy_curl")
	if got := s.app.Clipboard().Content(); !strings.HasPrefix(got, "curl") || !strings.Contains(got, v.progress.Result.MediaID) {
		t.Errorf("it copied %q", got)
	}
	s.press("ui.copy_id")
	if got := s.app.Clipboard().Content(); got != v.progress.Result.MediaID {
		t.Errorf("it copied %q", got)
	}
	s.at(v.progress.Result.Expires.Add(-41*time.Minute - time.Second))
	s.refreshAll()
	if !s.details.urgent.Visible() || s.details.body.Visible() {
		t.Error("it does not warn less than an hour before the end")
	}
	s.reads("Use it within 41 min (until " + s.words.Clock(v.progress.Result.Expires, s.now()) + "). After that X drops it and it has to be uploaded again.")
}

// TestPracticeSaysSo processes a video in practice mode: it is not said to be X that does.
func TestPracticeSaysSo(t *testing.T) {
	s := newStage(t, nil)
	s.practise()
	v := inPractice(processingVideo())
	s.show(v)
	s.reads("Processing · 40 % · practice", "The stand-in plays what X does now. Nothing has left this computer.")
	v.progress.Percent = -1
	s.refreshAll()
	s.reads("Processing · practice, not on X", "Processing · practice")
}

// TestNoticeButtons presses what leads out of the queue.
func TestNoticeButtons(t *testing.T) {
	s := newStage(t, nil)
	until := s.now().Add(time.Minute)
	v := onItsWay()
	v.progress.Stage, v.progress.Until, v.progress.Trouble = upload.StageWaiting, until, &upload.Error{Kind: upload.Server, Segment: -1}
	s.show(v)
	s.press("ui.x_status")
	s.until("X's page", func() bool { return len(s.app.pages()) == 1 })
	if got := s.app.pages()[0]; got != "https://docs.x.com/status" {
		t.Errorf("it opened %s", got)
	}
	s.fail(v, &upload.Error{Kind: upload.NotEnrolled, Segment: -1})
	s.press("ui.copy_steps")
	if got := s.app.Clipboard().Content(); got != "In the console: Manage apps → your app → Move to package → Pay-per-use → Production." {
		t.Errorf("it copied %q", got)
	}
	s.fail(v, &upload.Error{Kind: upload.Untrusted, Segment: -1})
	s.press("ui.proxy_settings")
	if s.settingsPage == nil || s.page != s.settingsPage.frame.root {
		t.Fatal("the settings are not there")
	}
	s.showPage(nil)
	v.state, v.problem = uploading, nil
	v.progress.Stage, v.progress.Trouble = upload.StageSending, nil
	dropping(v)
	s.refreshAll()
	s.press("ui.limit_speed")
	if s.window.Canvas().Overlays().Top() == nil {
		t.Error("there is no menu of limits")
	}
}

// TestLocate goes on with the file of an upload where it is now, and not with another one.
func TestLocate(t *testing.T) {
	s := faultyStage(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 8})
	v := s.stoppedInTheMiddle()
	id, moved := v.progress.MediaID, filepath.Join(t.TempDir(), "Moved film.mp4")
	if err := os.Rename(v.path, moved); err != nil {
		t.Fatal(err)
	}
	s.resume(v)
	s.until("the failure", func() bool { return v.state == failed })
	if s.button("Locate file…") == nil {
		t.Error("it does not ask where the file is")
	}
	s.continueWith(v, noisy(t, "wrong.mp4", 1<<20))
	s.until("that it is another one", func() bool { return v.state == failed })
	s.says("wrong.mp4 isn't the file that was begun")
	if v.name != "Launch film.mp4" || messages.KindOf(v.problem) != string(upload.FileMissing) {
		t.Errorf("with another file it is %s, which %v", v.name, v.problem)
	}
	s.continueWith(v, moved)
	s.until("its end", func() bool { return v.state == done })
	if v.progress.Result.MediaID != id || v.progress.Result.Earlier == 0 || v.name != "Moved film.mp4" {
		t.Errorf("%s ended as %+v", v.name, v.progress.Result)
	}
}

// TestSmallerSegments says with which segments an upload has started again.
func TestSmallerSegments(t *testing.T) {
	s := newStage(t, nil)
	v := onItsWay()
	v.progress.Anew = &upload.Error{Kind: upload.SegmentTooLarge, Segment: -1, SegmentBytes: 8_000_000}
	s.show(v)
	s.reads("X refused segments of 8.0 MB, so it started again with segments of 4.2 MB.")
}
