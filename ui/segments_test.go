package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/upload"
)

// TestSegmentMap opens the map of a video on its way, reads segments of each kind, and copies the request of one.
func TestSegmentMap(t *testing.T) {
	s := newStage(t, nil)
	v := onItsWay()
	s.show(v)
	m, p := s.details.segments, &v.progress
	now := time.Now()
	p.Segments[0] = upload.SegmentProgress{State: upload.SegmentTaken, Bytes: p.SegmentBytes, Attempt: 1}
	p.Segments[1] = upload.SegmentProgress{State: upload.SegmentSending, Bytes: 1_000_000, Attempt: 1}
	p.Segments[2] = upload.SegmentProgress{
		State: upload.SegmentTroubled, Attempt: 1, Until: now.Add(4 * time.Second), Cause: &upload.Error{Kind: upload.ConnectionLost, Segment: 2},
	}
	p.Segments[3] = upload.SegmentProgress{}
	if m.inside.Visible() {
		t.Fatal("the map is open before anybody asked")
	}
	s.refreshAll()
	s.click(m.toggle)
	if !m.inside.Visible() {
		t.Fatal("it does not open")
	}
	s.reads(s.words.Text("ui.segment.none"))
	s.window.Canvas().Focus(m.grid)
	s.key(fyne.KeyHome)
	total := len(p.Segments)
	head := func(i int) string {
		return s.words.Text("ui.segment", "Number", i+1, "Total", total, "Size", s.words.Bytes(p.SegmentBytes)) + " · "
	}
	for i, want := range []string{
		s.words.Text("ui.segment.sent"),
		s.words.Text("ui.segment.sending", "Attempt", 1, "Size", s.words.Bytes(1_000_000)),
		"", // the wait runs
		s.words.Text("ui.segment.waiting"),
	} {
		if got := m.line.Text(); !strings.HasPrefix(got, head(i)) || want != "" && got != head(i)+want {
			t.Errorf("segment %d reads %q, want %q", i+1, got, head(i)+want)
		}
		if i == 2 && !strings.Contains(m.line.Text(), s.words.Problem(p.Segments[2].Cause, v.facts(now)).Title) {
			t.Errorf("the one in trouble reads %q", m.line.Text())
		}
		s.key(fyne.KeyRight)
	}
	s.key(fyne.KeyLeft, fyne.KeyLeft)
	s.shortcut(fyne.KeyC, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift)
	line := s.app.Clipboard().Content()
	want, err := upload.Curl.Append(v.account, p.MediaID, v.path, v.file.Plan, 2)
	if err != nil || line != want || !strings.Contains(line, "segment_index=2") {
		t.Errorf("copied %q, want %q (%v)", line, want, err)
	}
	s.says(s.words.Text("ui.status.request_copied"))
	s.key(fyne.KeyEscape)
	s.click(m.toggle)
	if m.inside.Visible() {
		t.Error("it does not close")
	}
}

// TestCopyRequestOfAVideo copies what asks how far a video is that is ready on X.
func TestCopyRequestOfAVideo(t *testing.T) {
	s := newStage(t, nil)
	v := doneVideo("film.mp4")
	s.show(v, readyVideo("not begun.mp4"))
	s.copyRequest(upload.Twurl)
	want, err := upload.Twurl.Status(v.account, v.progress.Result.MediaID)
	if got := s.app.Clipboard().Content(); err != nil || got != want {
		t.Errorf("copied %q, want %q (%v)", got, want, err)
	}
	s.choose(s.videos[1])
	s.app.Clipboard().SetContent("as before")
	s.copyRequest(upload.Curl)
	if got := s.app.Clipboard().Content(); got != "as before" {
		t.Errorf("of a video that X has not heard of %q is copied", got)
	}
}
