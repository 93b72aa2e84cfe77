package upload_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// interrupted uploads a file until a few segments are confirmed, and lets go of everything, as the end of the program
// does. The rig has journals.
func interrupted(t *testing.T, r *rig, file string) upload.Unfinished {
	t.Helper()
	r.options.Journals = t.TempDir()
	confirmed := 0
	end := finished(t, r.upload(t, file, func(j *upload.Job, e upload.Event) {
		if isA[upload.SegmentConfirmed](e) {
			if confirmed++; confirmed == 5 {
				j.Cancel()
			}
		}
	}))
	if end.Err == nil || end.Err.Kind != upload.Canceled {
		t.Fatalf("it was not interrupted: %+v", end)
	}
	list, err := upload.ListUnfinished(r.options.Journals)
	if err != nil || len(list) != 1 || len(list[0].Taken) < 5 || list[0].InUse {
		t.Fatalf("unfinished: %+v, %v", list, err)
	}
	return list[0]
}

// again uploads what r says with a new engine.
func (r *rig) again(t *testing.T, request upload.Request) []upload.Event {
	t.Helper()
	job := r.engine(t).NewJob(request)
	job.Start(t.Context())
	return watch(job, nil)
}

// nothingLeft checks that no journal is left.
func nothingLeft(t *testing.T, r *rig) {
	t.Helper()
	if entries, err := os.ReadDir(r.options.Journals); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestResume checks that the same file goes on where it was with another engine, asked for by its name or its media ID,
// also when it was only touched.
func TestResume(t *testing.T) {
	t.Parallel()
	for _, api := range generations {
		for name, c := range map[string]struct {
			byID  bool
			touch bool
		}{"by name": {}, "by ID": {byID: true}, "touched": {touch: true}} {
			t.Run(name+" "+string(api), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, api, practice.Options{RateMbit: 40})
				file := clip(t, 3_000_000)
				was := interrupted(t, r, file)
				if c.touch {
					if err := os.Chtimes(file, time.Time{}, time.Now().Add(-time.Minute)); err != nil {
						t.Fatal(err)
					}
				}
				request := upload.Request{File: file}
				if c.byID {
					request.MediaID = was.MediaID
				}
				events := r.again(t, request)
				result := r.arrived(t, events, file)
				opened, ok := events[0].(upload.Opened)
				if !ok || opened.MediaID != was.MediaID || len(opened.Taken) != len(was.Taken) || opened.Anew != nil {
					t.Errorf("it began with %+v, and was %+v", events[0], was)
				}
				checkResumed(t, events, result)
				if result.MediaID != was.MediaID || result.Earlier != was.Sent || r.x.Counts()["init"] != 1 {
					t.Errorf("%+v, calls %v", result, r.x.Counts())
				}
				nothingLeft(t, r)
			})
		}
	}
}

// TestResumeChanged checks that a file that has changed since is noticed, even where its size and time are the same: one
// that was asked for by its media ID fails, and is kept; one by its name starts anew, and says why.
func TestResumeChanged(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(file string) error{
		"longer": func(file string) error { return os.Truncate(file, 3_000_001) },
		"other bytes": func(file string) error {
			info, err := os.Stat(file)
			if err != nil {
				return err
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			for i := 4000; i < len(raw); i += 1000 {
				raw[i] ^= 1
			}
			if err := os.WriteFile(file, raw, 0o600); err != nil {
				return err
			}
			return os.Chtimes(file, info.ModTime(), info.ModTime())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, upload.V2, practice.Options{Processing: none, RateMbit: 40})
			file := clip(t, 3_000_000)
			was := interrupted(t, r, file)
			if err := change(file); err != nil {
				t.Fatal(err)
			}
			end := finished(t, r.again(t, upload.Request{File: file, MediaID: was.MediaID}))
			if end.Err == nil || end.Err.Kind != upload.FileChanged || end.Err.Sent != was.Sent {
				t.Errorf("it ended with %+v", end.Err)
			}
			if list, _ := upload.ListUnfinished(r.options.Journals); len(list) != 1 {
				t.Errorf("unfinished: %+v", list)
			}
			events := r.again(t, upload.Request{File: file})
			result := r.arrived(t, events, file)
			opened, _ := events[0].(upload.Opened)
			if opened.Anew == nil || opened.Anew.Kind != upload.FileChanged || opened.Anew.Sent != was.Sent || result.MediaID == was.MediaID || result.Earlier != 0 {
				t.Errorf("it began with %+v and ended with %+v", opened, result)
			}
			nothingLeft(t, r)
		})
	}
}

// TestResumeNot checks what is not continued: an unknown media ID, another account's upload, one that X has dropped, one
// that somebody else is working on.
func TestResumeNot(t *testing.T) {
	t.Parallel()
	failed := func(t *testing.T, events []upload.Event, want upload.Kind) {
		t.Helper()
		if end := finished(t, events); end.Err == nil || end.Err.Kind != want {
			t.Errorf("it ended with %+v, want kind %s", end, want)
		}
	}
	t.Run("unknown", func(t *testing.T) {
		t.Parallel()
		r := newRig(t, upload.V2, practice.Options{})
		r.options.Journals = t.TempDir()
		failed(t, r.again(t, upload.Request{File: clip(t, 3_000_000), MediaID: "123"}), upload.NotUnfinished)
	})
	t.Run("another account", func(t *testing.T) {
		t.Parallel()
		r := newRig(t, upload.V2, practice.Options{Processing: none, RateMbit: 40})
		file := clip(t, 3_000_000)
		was := interrupted(t, r, file)
		r.account.Name = "other"
		r.account.Sign = signer(r.x.AddUser("other"))
		failed(t, r.again(t, upload.Request{File: file, MediaID: was.MediaID}), upload.NotUnfinished)
		events := r.again(t, upload.Request{File: file})
		if result := r.arrived(t, events, file); result.MediaID == was.MediaID {
			t.Error("the other account's upload was continued")
		}
		if list, _ := upload.ListUnfinished(r.options.Journals); len(list) != 1 || list[0].MediaID != was.MediaID {
			t.Errorf("unfinished: %+v", list)
		}
	})
	t.Run("expired", func(t *testing.T) {
		t.Parallel()
		r := newRig(t, upload.V2, practice.Options{Processing: none, RateMbit: 40, Expiry: 3 * time.Second})
		file := clip(t, 3_000_000)
		was := interrupted(t, r, file)
		time.Sleep(time.Until(was.Expires) + 50*time.Millisecond)
		failed(t, r.again(t, upload.Request{File: file, MediaID: was.MediaID}), upload.Expired)
		nothingLeft(t, r)
	})
	t.Run("in use", func(t *testing.T) {
		t.Parallel()
		r := newRig(t, upload.V2, practice.Options{Processing: none, RateMbit: 20})
		r.options.Journals = t.TempDir()
		file := clip(t, 3_000_000)
		job := r.engine(t).NewJob(upload.Request{File: file})
		job.Start(t.Context())
		tried := false
		r.arrived(t, watch(job, func(e upload.Event) {
			if isA[upload.SegmentConfirmed](e) && !tried {
				tried = true
				failed(t, r.again(t, upload.Request{File: file}), upload.InUse)
			}
		}), file)
	})
}

// TestResumeLost checks that an upload that X does not know any more starts anew once, one segment after the other, and
// says so; and that it is said when that does not help either.
func TestResumeLost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		op, preset string
		times      int
		want       upload.Kind // of the error in the end; empty: it arrives
		why        upload.Kind
	}{
		{"append", "not-found", 2, "", upload.NotFound},
		{"append", "gone", 2, "", upload.NotFound},
		{"append", "not-found", -1, upload.NotFound, upload.NotFound},
		{"finalize", "not-found", 1, "", upload.NotFound},
		{"finalize", "segments", 1, "", upload.SegmentsMissing},
		{"finalize", "segments", -1, upload.SegmentsMissing, upload.SegmentsMissing},
	} {
		t.Run(c.op+" "+c.preset+" "+string(c.want), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, upload.V2, practice.Options{
				Processing: none, Faults: []practice.Fault{{Op: c.op, After: map[string]int{"append": 3}[c.op], Times: c.times, What: "status", Preset: c.preset}},
			})
			r.options.Journals = t.TempDir()
			if c.times > 0 {
				r.options.AtOnce = 1 // else segments that were on their way are confirmed in between
			}
			file := clip(t, 3_000_000)
			events := r.again(t, upload.Request{File: file})
			anew, flying := 0, 0
			for _, e := range events {
				switch e := e.(type) {
				case upload.Opened:
					if flying = 0; e.Anew != nil {
						anew++
						if e.Anew.Kind != c.why {
							t.Errorf("anew because of %v", e.Anew)
						}
					}
				case upload.SegmentStarted:
					if flying++; anew > 0 && flying > 1 {
						t.Error("not one after the other")
					}
				case upload.SegmentConfirmed, upload.SegmentRetrying:
					flying--
				}
			}
			if anew != 1 {
				t.Errorf("it started anew %d times", anew)
			}
			if c.want == "" {
				r.arrived(t, events, file)
			} else if end := finished(t, events); end.Err == nil || end.Err.Kind != c.want {
				t.Errorf("it ended with %+v", end)
			}
			nothingLeft(t, r)
		})
	}
}

// TestResumeAtTheEnd checks that an upload that ended while X was processing it is not sent, nor finalized, again.
func TestResumeAtTheEnd(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{})
	r.options.Journals = t.TempDir()
	file := clip(t, 3_000_000)
	end := finished(t, r.upload(t, file, func(j *upload.Job, e upload.Event) {
		if isA[upload.Processing](e) {
			j.Cancel()
		}
	}))
	if end.Err == nil || end.Err.Kind != upload.Canceled {
		t.Fatalf("it was not interrupted: %+v", end)
	}
	before := r.x.Counts()
	r.arrived(t, r.again(t, upload.Request{File: file}), file)
	after := r.x.Counts()
	if after["append"] != before["append"] || after["finalize"] != before["finalize"] || after["init"] != 1 {
		t.Errorf("calls %v, and then %v", before, after)
	}
	nothingLeft(t, r)
}

// TestNoJournal checks that an upload goes on where its journal cannot be kept.
func TestNoJournal(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a file in place of a folder is enough elsewhere")
	}
	r := newRig(t, upload.V2, practice.Options{Processing: none})
	r.options.Journals = filepath.Join(clip(t, 3_000_000), "journals") // beneath a file
	file := clip(t, 3_000_000)
	r.arrived(t, r.again(t, upload.Request{File: file}), file)
}
