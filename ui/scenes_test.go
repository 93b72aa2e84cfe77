package ui

import (
	"fmt"
	"testing"
	"time"

	"hoist/ui/home"
	"hoist/upload"
)

// wednesday is when pictures are taken: at the same time everywhere and always, so that they stay the same.
var wednesday = time.Date(2026, time.March, 11, 13, 5, 0, 0, time.FixedZone("", int(time.Hour/time.Second)))

// sceneNow is what the time is to the videos of a scene.
var sceneNow = time.Now

// sceneStage opens a window for a scene: somebody is signed in, and the clock has stopped.
func sceneStage(t *testing.T, change func(*Deps)) *stage {
	t.Helper()
	s := pageStage(t, change)
	still := func() time.Time { return wednesday }
	s.now, sceneNow = still, still
	t.Cleanup(func() { sceneNow = time.Now })
	s.UI.accounts = []upload.Account{{Name: "kestrelfilms"}}
	s.account = &s.UI.accounts[0]
	s.refreshAll()
	return s
}

// pausedVideo stands at 57 %, for 20 hours.
func pausedVideo() *video {
	v := onItsWay()
	v.state, v.held = paused, true
	v.progress.Expires = keptUntil()
	v.progress.Take(upload.Paused{}, sceneNow())
	return v
}

func (s *stage) pausedScene() {
	next := onItsWay()
	next.name, next.path = "Behind the scenes.mov", "/home/kay/Videos/Behind the scenes.mov"
	next.progress.Confirmed /= 5
	for i := range next.progress.Segments {
		if i > 60 {
			next.progress.Segments[i] = upload.SegmentProgress{}
		}
	}
	inLine := sized("Teaser 15s.mp4", 48_000_000)
	inLine.state = waiting
	s.show(pausedVideo(), next, inLine)
}

func (s *stage) keylessScene() {
	v := pausedVideo()
	v.held, v.progress.Trouble = false, &upload.Error{Kind: upload.TokenRevoked, Segment: 239, Sent: v.progress.Confirmed, Bytes: v.file.Bytes}
	s.show(v, readyVideo("Behind the scenes.mov"))
}

func (s *stage) slowedScene() {
	s.offlineScene()
	s.selected.progress.Until = sceneNow().Add(11 * time.Minute)
	s.selected.progress.Trouble = &upload.Error{Kind: upload.RateLimited, Segment: -1, Sent: s.selected.progress.Confirmed}
	s.refreshAll()
}

func (s *stage) strangerScene() {
	v := videoOf(leftOver("Launch film – final v7.mp4", "merlinworks"), sceneNow())
	s.show(v, readyVideo("Behind the scenes.mov"))
}

// leftOver is an upload that an earlier run left at 57 %.
func leftOver(name, account string) *upload.Unfinished {
	v := pausedVideo()
	f := &upload.Unfinished{
		MediaID: v.progress.MediaID, File: "/home/kay/Videos/" + name, Account: account, API: upload.V2, BaseURL: upload.V2.DefaultBase(),
		Bytes: v.file.Bytes, Sent: v.progress.Confirmed, SegmentBytes: v.progress.SegmentBytes, Expires: v.progress.Expires,
	}
	for i, segment := range v.progress.Segments {
		if segment.State == upload.SegmentTaken {
			f.Taken = append(f.Taken, i)
		}
	}
	return f
}

func (s *stage) welcomeScene() {
	s.show(readyVideo("Behind the scenes.mov"))
	second := leftOver("Interview 03.mp4", "kestrelfilms")
	second.MediaID, second.Taken = "1880028106020515841", second.Taken[:90]
	s.takeUnfinished([]upload.Unfinished{*leftOver("Launch film – final v7.mp4", "kestrelfilms"), *second})
}

func (s *stage) changedScene() {
	v := videoOf(leftOver("Launch film – final v7.mp4", "kestrelfilms"), sceneNow())
	v.state, v.problem = failed, &upload.Error{Kind: upload.FileChanged, File: v.path, Segment: -1, Err: fmt.Errorf("its size went from 1728000000 to 1730000000 bytes")}
	s.show(v, readyVideo("Behind the scenes.mov"))
}

func (s *stage) anewScene() {
	v := onItsWay()
	v.progress.Anew = &upload.Error{Kind: upload.FileChanged, File: v.path, Segment: -1}
	s.show(v)
}

// segmentsScene opens the map of all segments, with the cursor at the one in trouble.
func (s *stage) segmentsScene() {
	s.uploadingScene()
	m, p := s.details.segments, &s.selected.progress
	for i := range p.Segments {
		if troubled := &p.Segments[i]; troubled.State == upload.SegmentTroubled {
			troubled.Attempt, troubled.Until = 1, sceneNow().Add(4*time.Second)
			troubled.Cause = &upload.Error{Kind: upload.ConnectionLost, Segment: i}
		}
	}
	m.open = true
	s.refreshAll()
	m.grid.FocusGained()
	m.grid.FocusLost()
}

// historyScene lists what came of some videos.
func (s *stage) historyScene() {
	now := sceneNow()
	s.showHistory()
	s.until("the history", func() bool { return s.history.read })
	for i, e := range []home.Entry{
		{Name: "Launch film – final v7.mp4", Expires: now.Add(23*time.Hour + 41*time.Minute), Time: now.Add(-20 * time.Minute)},
		{Name: "Behind the scenes.mov", Expires: now.Add(90 * time.Minute), Time: now.AddDate(0, 0, -1)},
		{Name: "Interview 02.mov", Expires: now.Add(-time.Hour), Time: now.AddDate(0, 0, -2)},
	} {
		e.Path, e.Bytes, e.Account, e.MediaID = "/films/"+e.Name, 1_610_000_000, "kestrelfilms", fmt.Sprint(1880028106020531678-int64(i)*7919)
		s.history.entries = append(s.history.entries, e) // past the disk, which does not keep what is that old
	}
	s.history.show()
}

// droppingScene breaks off again and again, and is not alone: the others stand in line, or because the credits are used up.
func (s *stage) droppingScene() {
	v := onItsWay()
	v.progress.Expires = time.Now().Add(20 * time.Hour)
	dropping(v)
	held := readyVideo("Behind the scenes.mov")
	held.state, held.progress.Stage = paused, upload.StagePaused
	held.progress.Trouble = &upload.Error{Kind: upload.NoCredits, Segment: -1}
	s.show(v, held, readyVideo("Teaser 15s.mp4"))
}

// dropping lets five of the last eight tries of a video be cut off.
func dropping(v *video) {
	now := time.Now()
	lost := &upload.Error{Kind: upload.ConnectionLost, Segment: 300}
	for i := range 8 {
		if i < 3 {
			v.progress.Take(upload.SegmentConfirmed{Index: 240 + i, Attempt: 1}, now)
		} else {
			v.progress.Take(upload.SegmentRetrying{Index: 300, Attempt: i, Cause: lost, At: now.Add(time.Minute)}, now)
		}
	}
}

// endingScene is a media ID of which little is left.
func (s *stage) endingScene() {
	v := doneVideo("Launch film – final v7.mp4")
	v.progress.Result.Expires = time.Now().Add(41*time.Minute + 30*time.Second)
	s.show(v)
}

// dwellingScene has been at 99 % for long.
func (s *stage) dwellingScene() {
	v := processingVideo()
	v.progress.Percent, v.moved = 99, time.Now().Add(-12*time.Minute)
	s.show(v)
}
