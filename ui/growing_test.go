package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// waitsFor lets export.mp4 and notes.txt be written whenever somebody looks at them, until the test closes finish. left is
// how many nobody waits for any more.
func (s *stage) waitsFor() (finish chan struct{}, left *int) {
	finish, left = make(chan struct{}), new(int)
	s.examine = func(path string, segmentBytes int64) (upload.File, error) {
		if name := filepath.Base(path); name == "export.mp4" || name == "notes.txt" {
			_ = os.Chtimes(path, time.Now(), time.Now()) // so that it is fresh however long the test has taken
		}
		return upload.Inspect(path, segmentBytes)
	}
	s.await = func(ctx context.Context, path string, segmentBytes int64) (upload.File, error) {
		select {
		case <-finish:
			return s.examine(path, segmentBytes)
		case <-ctx.Done():
			s.do(func() { *left++ })
			return upload.File{}, ctx.Err()
		}
	}
	return finish, left
}

// TestGrowing drops a file that is still being written, with one that is not: it is waited for, the other is not held up,
// and it goes on by itself, to its end where all is uploaded at once.
func TestGrowing(t *testing.T) {
	for name, start := range map[string]bool{"ready": false, "uploaded": true} {
		t.Run(name, func(t *testing.T) {
			s := practiceStage(t, func(d *Deps, _ *practice.Options) { d.StartAtOnce = start })
			finish, _ := s.waitsFor()
			s.drop(clip(t, "export.mp4", 4096), clip(t, "other.mp4", 4096))
			v, other := s.videos[0], s.videos[1]
			s.until("the other", func() bool { return other.state == ready && !start || other.state == done })
			if v.state != checking || s.card(v) != "export.mp4, Still being written…" {
				t.Errorf("it is %v, and the card says %q", v.state, s.card(v))
			}
			s.choose(v)
			s.reads("This file is still being written.")
			if got := strings.Contains(s.read(), "We'll start when it's finished."); got != start {
				t.Errorf("it reads %q", s.read())
			}
			s.drop(v.path) // once more
			s.says(s.words.Text("ui.status.already", "Name", "export.mp4"))
			close(finish)
			s.until("it to go on", func() bool { return v.state == ready && !start || v.state == done })
			if len(s.videos) != 2 || v.growing {
				t.Errorf("the queue holds %v", s.states())
			}
		})
	}
}

// TestGrowingIsRemoved removes a video while its file is being written: nobody waits for that any more.
func TestGrowingIsRemoved(t *testing.T) {
	s := newStage(t, nil)
	_, left := s.waitsFor()
	s.drop(clip(t, "export.mp4", 4096))
	s.remove(s.videos[0])
	s.until("the end of it", func() bool { return *left == 1 })
	if len(s.videos) != 0 {
		t.Errorf("the queue holds %v", s.states())
	}
}

// TestGrowingIsRemembered closes the window while a file is being written.
func TestGrowingIsRemembered(t *testing.T) {
	s := newStage(t, nil)
	s.waitsFor()
	s.drop(clip(t, "export.mp4", 4096))
	queued := s.waitingVideos()
	s = newStage(t, nil)
	finish, _ := s.waitsFor()
	s.takeQueued(queued)
	s.until("a look at the file", func() bool { return len(s.videos) == 1 && s.videos[0].growing })
	close(finish)
	s.until("it to be finished", func() bool { return s.videos[0].state == ready })
}

// TestGrowingInTheEnd says what such a file is in the end, where that is no video.
func TestGrowingInTheEnd(t *testing.T) {
	s := newStage(t, nil)
	finish, _ := s.waitsFor()
	s.drop(write(t, "notes.txt", []byte("Dear diary, today I wrote no video at all.")))
	s.says(s.words.Text("ui.status.growing_one", "Name", "notes.txt"))
	close(finish)
	s.until("what it is", func() bool { return s.videos[0].state == refused })
	s.says("notes.txt")
	if kind := messages.KindOf(s.videos[0].problem); kind != string(upload.FileNotVideo) {
		t.Errorf("it is %s", kind)
	}
}

// TestCutOffGoesOn drops a file that stops before its end and has not been written to for long, and one that is empty: they
// are looked at again by themselves, and are what they were to be when they are whole.
func TestCutOffGoesOn(t *testing.T) {
	for name, start := range map[string]bool{"ready": false, "uploaded": true} {
		t.Run(name, func(t *testing.T) {
			s := practiceStage(t, func(d *Deps, _ *practice.Options) { d.StartAtOnce = start })
			whole, err := os.ReadFile(clip(t, "whole.mp4", 9000))
			if err != nil {
				t.Fatal(err)
			}
			cut, empty := write(t, "cut.mp4", whole[:1500]), write(t, "empty.mp4", nil)
			s.drop(cut, empty)
			if got := s.states(); !slices.Equal(got, []state{refused, refused}) || messages.KindOf(s.videos[0].problem) != string(upload.FileTruncated) {
				t.Fatalf("they are %v, the first of %v", got, s.videos[0].problem)
			}
			look := func() {
				t.Helper()
				s.watchFiles()
				s.until("a look", func() bool { return !s.videos[0].looking && !s.videos[1].looking })
			}
			if look(); s.videos[0].state != refused || s.videos[1].state != refused {
				t.Fatalf("without change they are %v", s.states())
			}
			for _, path := range []string{cut, empty} {
				if err := os.WriteFile(path, whole, 0o600); err != nil {
					t.Fatal(err)
				}
				rested(t, path)
			}
			look()
			want := ready
			if start {
				want = done
			}
			s.until("them to go on", func() bool { return s.videos[0].state == want && s.videos[1].state == want })
		})
	}
}

// TestMayGrow tells a file that may be being written from one that is not: by when that was, and by whether it is whole.
func TestMayGrow(t *testing.T) {
	path := clip(t, "film.mp4", 4096)
	cut := &upload.Error{Kind: upload.FileTruncated, Segment: -1}
	for age, c := range map[time.Duration]struct{ whole, cut bool }{
		0: {true, true}, 10 * time.Second: {false, true}, time.Hour: {false, false}, -time.Hour: {false, false},
	} {
		at := time.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		f, err := upload.Inspect(path, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := growing(&looked{path: path, file: f}); got != c.whole {
			t.Errorf("written %v ago: %v", age, got)
		}
		if got := growing(&looked{path: path, err: cut}); got != c.cut {
			t.Errorf("cut off, and written %v ago: %v", age, got)
		}
	}
	for _, other := range []string{t.TempDir(), path + ".none"} {
		if growing(&looked{path: other, err: cut}) {
			t.Errorf("%s is waited for", other)
		}
	}
}
