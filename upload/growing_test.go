package upload_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload"
)

func TestGrowing(t *testing.T) {
	now := time.Date(2026, 9, 21, 14, 5, 9, 0, time.UTC)
	for age, want := range map[time.Duration]bool{
		0: true, 1999 * time.Millisecond: true, 2 * time.Second: false, time.Hour: false,
		-1999 * time.Millisecond: true, -2 * time.Second: false, -time.Hour: false, // another clock
	} {
		if got := upload.Growing(now.Add(-age), now); got != want {
			t.Errorf("written %v ago: %t, want %t", age, got, want)
		}
	}
}

// export is a file that somebody writes. Its times are those of the bubble that the test is in.
type export struct {
	t    *testing.T
	path string
	all  []byte // what it is in the end
}

func newExport(t *testing.T) *export {
	t.Helper()
	all, err := os.ReadFile("video/testdata/faststart.mp4")
	if err != nil {
		t.Fatal(err)
	}
	return &export{t, filepath.Join(t.TempDir(), "export.mp4"), all}
}

// write lets the file have its first bytes, and have been written so long ago.
func (e *export) write(bytes int, ago time.Duration) {
	e.t.Helper()
	err := os.WriteFile(e.path, e.all[:bytes], 0o600)
	at := time.Now().Add(-ago)
	if err = errors.Join(err, os.Chtimes(e.path, at, at)); err != nil {
		e.t.Error(err)
	}
}

// await waits for the file, and returns how long that took and how often it was told.
func (e *export) await(ctx context.Context, patience time.Duration) (f upload.File, took time.Duration, told int, err error) {
	begin := time.Now()
	f, err = upload.Await(ctx, e.path, 0, patience, func() { told++ })
	return f, time.Since(begin), told, err
}

// TestAwaitNoLongerThanNeeded: what nobody writes to is looked at at once.
func TestAwaitNoLongerThanNeeded(t *testing.T) {
	for name, ago := range map[string]time.Duration{"old": time.Hour, "two seconds old": 2 * time.Second, "of another clock": -time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			e := newExport(t)
			e.write(len(e.all), ago)
			f, took, told, err := e.await(t.Context(), time.Minute)
			if err != nil || took != 0 || told != 0 || f.Bytes != int64(len(e.all)) {
				t.Errorf("%s: %+v, %v; took %v, told %d times", name, f, err, took, told)
			}
		})
	}
	_, err := upload.Await(t.Context(), filepath.Join(t.TempDir(), "missing.mp4"), 0, 0, nil)
	var known *upload.Error
	if !errors.As(err, &known) || known.Kind != upload.FileMissing {
		t.Errorf("a missing file: %v", err)
	}
}

// TestAwaitExport waits for a file that grows for a while, and then not any more.
func TestAwaitExport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newExport(t)
		e.write(100, 0)
		go func() {
			for part := 1; part <= 10; part++ {
				time.Sleep(1500 * time.Millisecond)
				e.write(100+part*(len(e.all)-100)/10, 0)
			}
		}()
		f, took, told, err := e.await(t.Context(), 5*time.Second)
		if err != nil || f.Bytes != int64(len(e.all)) || told != 1 {
			t.Errorf("%+v, %v; told %d times", f, err, told)
		}
		if took < 17*time.Second || took > 18*time.Second { // 15 s of export, 2 s of stillness, and the time between looks
			t.Errorf("it took %v", took)
		}
	})
}

// TestAwaitEnds: a file that changes for ever without growing is given up, and so is any when the person has enough.
func TestAwaitEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newExport(t)
		e.write(len(e.all), 0)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var touching sync.WaitGroup
		defer touching.Wait()
		touching.Go(func() {
			for ctx.Err() == nil {
				time.Sleep(time.Second)
				if err := os.Chtimes(e.path, time.Time{}, time.Now()); err != nil {
					t.Error(err)
				}
			}
		})
		_, took, told, err := e.await(ctx, 10*time.Second)
		var known *upload.Error
		if !errors.As(err, &known) || known.Kind != upload.FileGrowing || known.File != e.path || took != 10*time.Second || told != 1 {
			t.Errorf("%v after %v, told %d times", err, took, told)
		}
		if _, _, _, err := e.await(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("without an end: %v", err)
		}
	})
}

// TestAwaitRealFile writes a file in real time.
func TestAwaitRealFile(t *testing.T) {
	t.Parallel()
	e := newExport(t)
	f, err := os.Create(e.path)
	if err != nil {
		t.Fatal(err)
	}
	waits := make(chan struct{})
	written := make(chan error)
	go func() {
		_, first := f.Write(e.all[:100])
		<-waits
		_, rest := f.Write(e.all[100:])
		written <- errors.Join(first, rest, f.Close())
	}()
	got, err := upload.Await(t.Context(), e.path, 0, time.Minute, func() { close(waits) })
	if err := errors.Join(err, <-written); err != nil || got.Bytes != int64(len(e.all)) {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestAwaitCutOff waits for the rest of a film that has stopped in the middle, as long as somebody may still write it.
func TestAwaitCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newCut(t)
		e.write(len(e.all)/2, 10*time.Second)
		time.AfterFunc(20*time.Second, func() { e.write(len(e.all), 0) })
		if f, took, told, err := e.await(t.Context(), 0); err != nil || f.Bytes != int64(len(e.all)) || told != 1 || took < 22*time.Second {
			t.Errorf("goes on: %+v, %v; took %v, told %d times", f, err, took, told)
		}

		for patience, want := range map[time.Duration]time.Duration{0: 50 * time.Second, time.Hour: 50 * time.Second, 30 * time.Second: 20 * time.Second} {
			e.write(len(e.all)/2, 10*time.Second)
			_, took, _, err := e.await(t.Context(), patience)
			var known *upload.Error
			if !errors.As(err, &known) || known.Kind != upload.FileTruncated || took != want {
				t.Errorf("with a patience of %v: %v after %v, want %v", patience, err, took, want)
			}
		}

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		e.write(len(e.all)/2, 10*time.Second)
		if _, took, _, err := e.await(ctx, 0); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
			t.Errorf("stopped: %v after %v", err, took)
		}

		e.write(len(e.all)/2, time.Minute)
		if _, took, told, err := e.await(t.Context(), 0); err == nil || took != 0 || told != 0 {
			t.Errorf("old: %v after %v, told %d times", err, took, told)
		}
	})
}

// newCut is an export of which half is there.
func newCut(t *testing.T) *export {
	t.Helper()
	e := newExport(t)
	e.write(len(e.all)/2, time.Hour)
	return e
}
