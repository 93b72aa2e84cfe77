package upload_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// TestMovedFile goes on with a file that stands elsewhere now, where its bytes are those that were begun, and with no
// other.
func TestMovedFile(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{Processing: none, RateMbit: 40})
	file := clip(t, 3_000_000)
	was := interrupted(t, r, file)
	other := clip(t, 3_000_000) // of the same size
	data, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(data); i += 10_000 { // in whatever segments X has
		data[i]++
	}
	if err := os.WriteFile(other, data, 0o600); err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "moved.mp4")
	if err := os.Rename(file, moved); err != nil {
		t.Fatal(err)
	}
	smaller := clip(t, 2_950_000)
	written := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(smaller, time.Time{}, written); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{smaller, other} {
		end := finished(t, r.again(t, upload.Request{File: wrong, MediaID: was.MediaID}))
		if end.Err == nil || end.Err.Kind != upload.FileChanged || end.Err.Sent == 0 {
			t.Fatalf("%s ended with %+v", wrong, end.Err)
		}
		if wrong == smaller && !end.Err.At.Equal(written) {
			t.Errorf("it was written at %v, and not at %v", written, end.Err.At)
		}
	}
	events := r.again(t, upload.Request{File: moved, MediaID: was.MediaID})
	if result := r.arrived(t, events, moved); result.MediaID != was.MediaID || result.Earlier == 0 {
		t.Errorf("it ended as %+v", result)
	}
	nothingLeft(t, r)
}

// TestGone says which folder went with a file, and that none did.
func TestGone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(folder, "film.mp4"):                     "",
		filepath.Join(folder, "SSD Media", "film.mp4"):        filepath.Join(folder, "SSD Media"),
		filepath.Join(folder, "SSD Media", "cut", "film.mp4"): filepath.Join(folder, "SSD Media"),
	} {
		_, err := upload.Inspect(path, 0)
		failed, ok := err.(*upload.Error) //nolint:errorlint // Inspect says that it is one
		if !ok || failed.Kind != upload.FileMissing || failed.Gone != want {
			t.Errorf("%s: %+v, want %q", path, err, want)
		}
	}
}

// TestTries counts how often X has answered that it is in trouble.
func TestTries(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{Processing: none, Faults: []practice.Fault{
		{Op: "init", Times: 2, What: "status", Preset: "unavailable"},
		{Op: "finalize", Times: 1, What: "status", Preset: "unavailable"},
	}})
	file := clip(t, 3_000_000)
	var tries []int
	events := r.upload(t, file, func(j *upload.Job, e upload.Event) {
		if waits, ok := e.(upload.Waiting); ok {
			tries = append(tries, waits.Cause.Tries)
			j.TryNow()
		}
	})
	r.arrived(t, events, file)
	if len(tries) != 3 || tries[0] != 1 || tries[1] != 2 || tries[2] != 1 {
		t.Errorf("it counted %v", tries)
	}
}

// TestNoCredits lets the first of four find the credits used up: those that wait in the same name stand with the reason,
// and go on when somebody resumes them; that of another account is not held up.
func TestNoCredits(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{
		Processing: none, Faults: []practice.Fault{{Op: "init", What: "status", Preset: "credits"}},
	})
	mine := r.engine(t)
	r.account.Name = "other"
	r.account.Sign = signer(r.x.AddUser("other"))
	others := r.engine(t)
	queue := upload.NewQueue()
	type end struct {
		index int
		err   *upload.Error
	}
	ended, held := make(chan end, 4), make(chan *upload.Error, 4)
	var jobs []*upload.Job
	for i, engine := range []*upload.Engine{mine, mine, others, mine} {
		job := engine.NewJob(upload.Request{File: clip(t, 3_000_000)})
		jobs = append(jobs, job)
		queue.Add(job)
		go watch(job, func(e upload.Event) {
			switch e := e.(type) {
			case upload.Paused:
				held <- e.Cause
			case upload.Finished:
				ended <- end{i, e.Err}
			}
		})
	}
	go queue.Run(t.Context())
	if first := <-ended; first.index != 0 || first.err == nil || first.err.Kind != upload.NoCredits {
		t.Fatalf("the first to end was %+v", first)
	}
	for range 2 {
		if why := <-held; why == nil || why.Kind != upload.NoCredits {
			t.Fatalf("one stands because of %+v", why)
		}
	}
	if second := <-ended; second.index != 2 || second.err != nil {
		t.Fatalf("the second to end was %+v", second)
	}
	jobs[1].Resume()
	jobs[3].Resume()
	for _, want := range []int{1, 3} {
		if got := <-ended; got.index != want || got.err != nil {
			t.Errorf("%d ended with %v, want %d", got.index, got.err, want)
		}
	}
}
