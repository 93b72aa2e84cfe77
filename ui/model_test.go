package ui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"hoist/assets"
	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

func english(t *testing.T) *messages.Catalog {
	t.Helper()
	words, err := messages.New(assets.Translations, "en")
	if err != nil {
		t.Fatal(err)
	}
	return words
}

var (
	noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	file = upload.File{Bytes: 1_610_000_000, Plan: upload.Plan{Bytes: 1_610_000_000, SegmentBytes: 4 << 20, Segments: 384}}
)

// sending is an upload of which 57 % are confirmed.
func sending() upload.Progress {
	return upload.Progress{
		Stage: upload.StageSending, Bytes: file.Bytes, SegmentBytes: 4 << 20, Segments: make([]upload.SegmentProgress, 384),
		Confirmed: 917_700_000, Percent: -1, Speed: 1.9e6, MediaID: "1880028106020515840",
	}
}

func with(p upload.Progress, change func(*upload.Progress)) upload.Progress {
	change(&p)
	return p
}

func result(expires time.Time) upload.Progress {
	return upload.Progress{Stage: upload.StageFinished, Result: &upload.Result{MediaID: "1880028106020515840", Expires: expires}}
}

// TestFaces holds what a card says, how it is meant and what its button does, in every state of a video.
func TestFaces(t *testing.T) {
	practice := upload.Account{Name: "practice", Practice: true}
	offline := &upload.Error{Kind: upload.NoConnection, Segment: -1}
	for _, c := range []struct {
		name   string
		video  video
		ahead  int
		line   string
		tone   widgets.Tone
		action action
	}{
		{"checking", video{state: checking}, 0, "Checking…", widgets.ToneNeutral, noAction},
		{"ready", video{state: ready, file: file}, 0, "Ready to upload · 1.61 GB, 384 segments", widgets.ToneNeutral, actionUpload},
		{"one segment", video{state: ready, file: upload.File{Bytes: 900, Plan: upload.Plan{Segments: 1}}}, 0, "Ready to upload · 900 bytes, 1 segment", widgets.ToneNeutral, actionUpload},
		{"refused", video{state: refused, problem: &upload.Error{Kind: upload.FileEmpty, Segment: -1}}, 0, "Can't upload yet · The file is empty", widgets.ToneError, actionChooseAnother},
		{"next in line", video{state: waiting, file: file}, 0, "Waiting · 1.61 GB · starts next", widgets.ToneNeutral, actionStartNow},
		{"second in line", video{state: waiting, file: file}, 1, "Waiting · 1.61 GB · 2nd in line", widgets.ToneNeutral, actionStartNow},
		{"third in line", video{state: waiting, file: file}, 2, "Waiting · 1.61 GB · 3rd in line", widgets.ToneNeutral, actionStartNow},
		{"fourth in line", video{state: waiting, file: file}, 3, "Waiting · 1.61 GB · 4th in line", widgets.ToneNeutral, actionStartNow},
		{"twelfth in line", video{state: waiting, file: file}, 11, "Waiting · 1.61 GB · 12th in line", widgets.ToneNeutral, actionStartNow},
		{"22nd in line", video{state: waiting, file: file}, 21, "Waiting · 1.61 GB · 22nd in line", widgets.ToneNeutral, actionStartNow},
		{"opening", video{state: uploading, file: file}, 0, "Opening the upload…", widgets.ToneActive, actionPause},
		{"uploading", video{state: uploading, file: file, progress: sending()}, 0, "Uploading · 57 % · about 6 min left", widgets.ToneActive, actionPause},
		{
			"speed not known",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) { p.Speed = 0 })},
			0, "Uploading · 57 %", widgets.ToneActive, actionPause,
		},
		{
			"a segment in trouble",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) { p.Trouble = offline })},
			0, "Uploading · 57 %", widgets.ToneActive, actionPause,
		},
		{
			"offline",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, offline, noon.Add(time.Minute)
			})},
			0, "No connection · continues by itself", widgets.ToneWarning, actionTryNow,
		},
		{"processing", video{state: processing, progress: upload.Progress{Percent: -1}}, 0, "X is processing", widgets.ToneActive, noAction},
		{"processed in part", video{state: processing, progress: upload.Progress{Percent: 40}}, 0, "X is processing · 40 %", widgets.ToneActive, noAction},
		{"processing in practice", video{state: processing, account: practice, progress: upload.Progress{Percent: -1}}, 0, "Processing · practice, not on X", widgets.ToneActive, noAction},
		{"processed in part in practice", video{state: processing, account: practice, progress: upload.Progress{Percent: 40}}, 0, "Processing · 40 % · practice", widgets.ToneActive, noAction},
		{
			"processed for long",
			video{state: processing, moved: noon.Add(-12 * time.Minute), progress: upload.Progress{Percent: 99}},
			0, "X is taking unusually long · 99 %", widgets.ToneWarning, noAction,
		},
		{"done", video{state: done, progress: result(noon.Add(23*time.Hour + 41*time.Minute))}, 0, "Ready on X · use within 23 h 41 min", widgets.ToneGood, actionCopyID},
		{"done, X said no time", video{state: done, progress: result(time.Time{})}, 0, "Ready on X", widgets.ToneGood, actionCopyID},
		{"done in practice", video{state: done, account: practice, progress: result(noon.Add(time.Hour))}, 0, "Ready · practice, not on X", widgets.ToneGood, actionCopyID},
		{"done in practice, long ago", video{state: done, account: practice, progress: result(noon.Add(-time.Hour))}, 0, "Ready · practice, not on X", widgets.ToneGood, actionCopyID},
		{"uploading in practice", video{state: uploading, account: practice, file: file, progress: sending()}, 0, "Uploading · 57 % · about 6 min left", widgets.ToneActive, actionPause},
		{
			"slowed down until tomorrow",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, &upload.Error{Kind: upload.RateLimited, Segment: -1}, noon.Add(13*time.Hour)
			})},
			0, "X asked us to slow down · continues Tue 01:00", widgets.ToneWarning, noAction,
		},
		{
			"processing, and X cannot be reached",
			video{state: processing, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, &upload.Error{Kind: upload.NoConnection, Segment: -1}, noon.Add(time.Minute)
			})},
			0, "No connection · continues by itself", widgets.ToneWarning, actionTryNow,
		},
		{
			"all sent",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) { p.Confirmed = p.Bytes })},
			0, "Uploading · 100 %", widgets.ToneActive, actionPause,
		},
		{
			"X is in trouble",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, &upload.Error{Kind: upload.Server, Segment: -1}, noon.Add(11500*time.Millisecond)
			})},
			0, "X is having trouble · next try in 0:12", widgets.ToneWarning, actionTryNow,
		},
		{
			"X is in trouble, and is asked",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, &upload.Error{Kind: upload.Server, Segment: -1}, noon
			})},
			0, "X is having trouble · trying now…", widgets.ToneWarning, actionTryNow,
		},
		{
			"X is in trouble for long",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, &upload.Error{Kind: upload.Server, Segment: -1}, noon.Add(2*time.Hour)
			})},
			0, "X is having trouble · next try 14:00", widgets.ToneWarning, actionTryNow,
		},
		{
			"held back without credits",
			video{state: paused, file: file, progress: upload.Progress{Stage: upload.StagePaused, Trouble: &upload.Error{Kind: upload.NoCredits, Segment: -1}}},
			0, "Paused · X credits are used up", widgets.ToneWarning, actionResume,
		},
		{
			"paused",
			video{state: paused, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Expires = upload.StagePaused, noon.Add(26*time.Hour+5*time.Minute)
			})},
			0, "Paused at 57 % · resume until Tue 14:05", widgets.ToneNeutral, actionResume,
		},
		{
			"paused, X said no time",
			video{state: paused, file: file, progress: with(sending(), func(p *upload.Progress) { p.Stage = upload.StagePaused })},
			0, "Paused at 57 %", widgets.ToneNeutral, actionResume,
		},
		{"paused in line", video{state: paused, file: file}, 0, "Paused · nothing sent yet", widgets.ToneNeutral, actionResume},
		{
			"keys refused in the middle",
			video{state: paused, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble = upload.StagePaused, &upload.Error{Kind: upload.TokenRevoked, Segment: 3}
			})},
			0, "Paused · sign in again to continue", widgets.ToneWarning, actionSignIn,
		},
		{
			"continuing",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) { p.Stage = upload.StageOpening })},
			0, "Continuing…", widgets.ToneActive, actionPause,
		},
		{"expired", video{state: done, progress: result(noon)}, 0, "Expired on X · upload again to use", widgets.ToneWarning, actionRetry},
		{"failed", video{state: failed, problem: &upload.Error{Kind: upload.FileChanged, Segment: -1}}, 0, "The file changed during the upload", widgets.ToneError, actionRetry},
		{"rejected by X", video{state: failed, problem: &upload.Error{Kind: upload.ProcessingFailed, Segment: -1}}, 0, "X couldn't read the video", widgets.ToneError, actionChooseAnother},
		{"the app is in no package", video{state: failed, problem: &upload.Error{Kind: upload.NotEnrolled, Segment: -1}}, 0, "Your X app isn't switched on", widgets.ToneError, actionConsole},
		{"failed by a defect", video{state: failed, problem: errors.New("nil map")}, 0, english(t).Problem(errors.New("x"), messages.Facts{}).Title, widgets.ToneError, actionRetry},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := faceOf(&c.video, english(t), c.ahead, noon)
			if got.icon == nil {
				t.Error("it has no icon")
			}
			if got.line != c.line || got.tone != c.tone || got.action != c.action {
				t.Errorf("%q, tone %d, action %d; want %q, %d, %d", got.line, got.tone, got.action, c.line, c.tone, c.action)
			}
		})
	}
}

// TestSteps holds which of Checked, Sent and Processed are done, and at which one a video stands or has failed.
func TestSteps(t *testing.T) {
	const o, a, d, f = widgets.StepPending, widgets.StepActive, widgets.StepDone, widgets.StepFailed
	sent := with(sending(), func(p *upload.Progress) { p.Confirmed = p.Bytes })
	for name, c := range map[string]struct {
		video video
		want  [3]widgets.StepState
		said  string
	}{
		"checking":              {video{state: checking}, [3]widgets.StepState{a, o, o}, "Step 1 of 3: Checking"},
		"refused":               {video{state: refused}, [3]widgets.StepState{f, o, o}, "Step 1 of 3: Checked"},
		"ready":                 {video{state: ready}, [3]widgets.StepState{d, o, o}, "Step 2 of 3: Sent"},
		"waiting":               {video{state: waiting}, [3]widgets.StepState{d, o, o}, "Step 2 of 3: Sent"},
		"uploading":             {video{state: uploading, progress: sending()}, [3]widgets.StepState{d, a, o}, "Step 2 of 3: Sending"},
		"paused":                {video{state: paused, progress: sending()}, [3]widgets.StepState{d, o, o}, "Step 2 of 3: Sent"},
		"processing":            {video{state: processing}, [3]widgets.StepState{d, d, a}, "Step 3 of 3: Processing"},
		"done":                  {video{state: done}, [3]widgets.StepState{d, d, d}, "Step 3 of 3: Processed"},
		"failed while sent":     {video{state: failed, progress: sending()}, [3]widgets.StepState{d, f, o}, "Step 2 of 3: Sent"},
		"failed when all sent":  {video{state: failed, progress: with(sent, func(p *upload.Progress) { p.Percent = 40 })}, [3]widgets.StepState{d, d, f}, "Step 3 of 3: Processed"},
		"failed in processing":  {video{state: failed, problem: &upload.Error{Kind: upload.ProcessingFailed, Segment: -1}}, [3]widgets.StepState{d, d, f}, "Step 3 of 3: Processed"},
		"failed before opening": {video{state: failed, progress: upload.Progress{Percent: -1}}, [3]widgets.StepState{d, f, o}, "Step 2 of 3: Sent"},
	} {
		steps := stepsOf(&c.video, english(t))
		if got := stepOf(steps, english(t)); got != c.said {
			t.Errorf("%s: it is said to be at %q, not %q", name, got, c.said)
		}
		for i, step := range steps {
			if step.State != c.want[i] {
				t.Errorf("%s: %s is %d, want %d", name, step.Label, step.State, c.want[i])
			}
		}
	}
}

// TestBar translates the engine's segments into those of the widget.
func TestBar(t *testing.T) {
	p := upload.Progress{SegmentBytes: 1000, Segments: []upload.SegmentProgress{
		{State: upload.SegmentTaken, Bytes: 1000},
		{State: upload.SegmentSending, Bytes: 250},
		{State: upload.SegmentTroubled, Bytes: 900},
		{},
	}}
	want := []widgets.Segment{
		{State: widgets.SegmentSent}, {State: widgets.SegmentSending, Part: 0.25}, {State: widgets.SegmentRetrying}, {State: widgets.SegmentWaiting},
	}
	for i, got := range barOf(&p) {
		if got != want[i] {
			t.Errorf("segment %d: %+v, want %+v", i, got, want[i])
		}
	}
}

// TestCardAndReturnAgree goes through all states of all kinds of trouble: Return does what the card's button says, and the
// button of the notice that stands out is that one.
func TestCardAndReturnAgree(t *testing.T) {
	s := newStage(t, nil)
	kinds := []upload.Kind{
		upload.NoConnection, upload.Untrusted, upload.ProxyRefused, upload.Server, upload.RateLimited, upload.SegmentTooLarge,
		upload.NotSignedIn, upload.TokenRevoked, upload.Clock, upload.ReadOnly, upload.NotEnrolled, upload.NoCredits, upload.Forbidden,
		upload.SegmentsMissing, upload.ProcessingFailed, upload.FileMissing, upload.FileUnreadable, upload.FileEmpty, upload.FileChanged,
		upload.Expired, upload.Internal,
	}
	for at := checking; at <= failed; at++ {
		for _, kind := range kinds {
			trouble := &upload.Error{Kind: kind, Segment: -1}
			v := onItsWay()
			v.state, v.problem = at, trouble
			v.progress.Stage, v.progress.Trouble, v.progress.Until = upload.StageWaiting, trouble, s.now().Add(time.Minute)
			switch at {
			case done:
				v.progress = result(s.now().Add(time.Hour))
			case converting:
				v.conversion = &conversion{video: v, was: refused}
			}
			s.agree(t, v, fmt.Sprintf("state %d, %s", at, kind))
		}
	}
}

func (s *stage) agree(t *testing.T, v *video, name string) {
	t.Helper()
	now := s.now()
	primary := primaryOf(v, now)
	if got := faceOf(v, s.words, 0, now).action; got != primary {
		t.Errorf("%s: the card's button is %d, Return does %d", name, got, primary)
	}
	label, icon := s.buttonOf(v, primary)
	if (label == "") != (primary == noAction) || (icon == nil) != (primary == noAction) {
		t.Errorf("%s: action %d is called %q, with %v", name, primary, label, icon)
	}
	view, _ := s.details.noticeOf(v, now)
	if len(view.Actions) > 3 {
		t.Errorf("%s: %d buttons", name, len(view.Actions))
	}
	for _, a := range view.Actions {
		if a.Primary && a.Label != label {
			t.Errorf("%s: the notice says %q, the card %q", name, a.Label, label)
		}
	}
}
