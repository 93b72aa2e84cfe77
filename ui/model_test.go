package ui

import (
	"errors"
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
		{"checking", video{state: checking}, 0, "Checking…", widgets.ToneNeutral, actionRemove},
		{"ready", video{state: ready, file: file}, 0, "Ready to upload · 1.61 GB, 384 segments", widgets.ToneNeutral, actionUpload},
		{"one segment", video{state: ready, file: upload.File{Bytes: 900, Plan: upload.Plan{Segments: 1}}}, 0, "Ready to upload · 900 bytes, 1 segment", widgets.ToneNeutral, actionUpload},
		{"refused", video{state: refused, problem: &upload.Error{Kind: upload.FileEmpty, Segment: -1}}, 0, "Can't upload · The file is empty", widgets.ToneError, actionRemove},
		{"next in line", video{state: waiting, file: file}, 0, "Waiting · 1.61 GB · starts next", widgets.ToneNeutral, actionStartNow},
		{"second in line", video{state: waiting, file: file}, 1, "Waiting · 1.61 GB · one before it", widgets.ToneNeutral, actionStartNow},
		{"fourth in line", video{state: waiting, file: file}, 3, "Waiting · 1.61 GB · 3 before it", widgets.ToneNeutral, actionStartNow},
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
			0, "No connection · continues by itself", widgets.ToneWarning, actionPause,
		},
		{"processing", video{state: processing, progress: upload.Progress{Percent: -1}}, 0, "X is processing", widgets.ToneActive, actionCancel},
		{"processed in part", video{state: processing, progress: upload.Progress{Percent: 40}}, 0, "X is processing · 40 %", widgets.ToneActive, actionCancel},
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
			0, "X asked us to slow down · continues Tue 01:00", widgets.ToneWarning, actionPause,
		},
		{
			"processing, and X cannot be reached",
			video{state: processing, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, &upload.Error{Kind: upload.NoConnection, Segment: -1}, noon.Add(time.Minute)
			})},
			0, "No connection · continues by itself", widgets.ToneWarning, actionCancel,
		},
		{
			"all sent",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) { p.Confirmed = p.Bytes })},
			0, "Uploading · 100 %", widgets.ToneActive, actionPause,
		},
		{
			"X is in trouble",
			video{state: uploading, file: file, progress: with(sending(), func(p *upload.Progress) {
				p.Stage, p.Trouble, p.Until = upload.StageWaiting, &upload.Error{Kind: upload.Server, Segment: -1}, noon.Add(time.Minute)
			})},
			0, "X is having trouble · next try 12:01", widgets.ToneWarning, actionPause,
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
		{"failed by a defect", video{state: failed, problem: errors.New("nil map")}, 0, english(t).Problem(errors.New("x"), messages.Facts{}).Title, widgets.ToneError, actionRetry},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := faceOf(&c.video, english(t), c.ahead, noon)
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
	}{
		"checking":              {video{state: checking}, [3]widgets.StepState{a, o, o}},
		"refused":               {video{state: refused}, [3]widgets.StepState{f, o, o}},
		"ready":                 {video{state: ready}, [3]widgets.StepState{d, o, o}},
		"waiting":               {video{state: waiting}, [3]widgets.StepState{d, o, o}},
		"uploading":             {video{state: uploading, progress: sending()}, [3]widgets.StepState{d, a, o}},
		"paused":                {video{state: paused, progress: sending()}, [3]widgets.StepState{d, o, o}},
		"processing":            {video{state: processing}, [3]widgets.StepState{d, d, a}},
		"done":                  {video{state: done}, [3]widgets.StepState{d, d, d}},
		"failed while sent":     {video{state: failed, progress: sending()}, [3]widgets.StepState{d, f, o}},
		"failed when all sent":  {video{state: failed, progress: with(sent, func(p *upload.Progress) { p.Percent = 40 })}, [3]widgets.StepState{d, d, f}},
		"failed in processing":  {video{state: failed, problem: &upload.Error{Kind: upload.ProcessingFailed, Segment: -1}}, [3]widgets.StepState{d, d, f}},
		"failed before opening": {video{state: failed, progress: upload.Progress{Percent: -1}}, [3]widgets.StepState{d, f, o}},
	} {
		steps := stepsOf(&c.video, english(t))
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

// TestPrimaryActions holds what Return and the button of the details do.
func TestPrimaryActions(t *testing.T) {
	for name, c := range map[string]struct {
		video video
		want  action
	}{
		"checking":  {video{state: checking}, noAction},
		"refused":   {video{state: refused}, actionChooseAnother},
		"ready":     {video{state: ready}, actionUpload},
		"waiting":   {video{state: waiting}, actionStartNow},
		"uploading": {video{state: uploading}, actionPause},
		"paused":    {video{state: paused}, actionResume},
		"keyless": {
			video{state: paused, progress: upload.Progress{Trouble: &upload.Error{Kind: upload.NotSignedIn, Segment: -1}}}, actionSignIn,
		},
		"processing": {video{state: processing}, actionCancel},
		"done":       {video{state: done, progress: result(noon.Add(time.Second))}, actionCopyID},
		"expired":    {video{state: done, progress: result(noon)}, actionRetry},
		"failed":     {video{state: failed}, actionRetry},
		"practice, long ago": {
			video{state: done, account: upload.Account{Practice: true}, progress: result(noon.Add(-time.Hour))}, actionCopyID,
		},
	} {
		if got := primaryOf(&c.video, noon); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
