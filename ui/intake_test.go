package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/upload"
	"hoist/upload/practice"
)

// hang lets files of some names lie on a drive that does not answer. back ends that.
func (s *stage) hang(names ...string) (back func()) {
	answers := make(chan struct{})
	ended := false
	back = func() {
		if !ended {
			ended = true
			close(answers)
		}
	}
	s.t.Cleanup(back)
	s.examine = func(path string, segmentBytes int64) (upload.File, error) {
		if slices.Contains(names, filepath.Base(path)) {
			<-answers
		}
		return upload.Inspect(path, segmentBytes)
	}
	return back
}

// states returns what the videos of the queue are at.
func (s *stage) states() (all []state) {
	for _, v := range s.videos {
		all = append(all, v.state)
	}
	return all
}

// TestCardsAtOnce drops files of which one lies on a drive that does not answer: all have their cards at once, the others
// are looked at, and the one can be removed.
func TestCardsAtOnce(t *testing.T) {
	s := newStage(t, nil)
	s.until("that nobody is signed in", func() bool { return s.known })
	s.hang("hung.mp4")
	one, hung, two := clip(t, "one.mp4", 4096), clip(t, "hung.mp4", 4096), clip(t, "two.mp4", 4096)
	s.onDropped(uris(one, hung, two))
	if got := s.names(); !slices.Equal(got, []string{"one.mp4", "hung.mp4", "two.mp4"}) || s.selected.path != one {
		t.Fatalf("the queue has %q", got)
	}
	if got := s.states(); !slices.Equal(got, []state{checking, checking, checking}) {
		t.Errorf("they are at %v", got)
	}
	s.reads(s.words.Text("ui.card.checking"))
	s.says(s.words.Count("ui.status.looking", 3))
	s.until("the others", func() bool { return slices.Equal(s.states(), []state{ready, checking, ready}) })
	s.says(s.words.Count("ui.status.looking", 1))
	if s.selected.path != one {
		t.Errorf("selected: %s", s.selected.name)
	}
	s.frame.said = time.Time{}
	s.refreshAll()
	s.says(s.words.Count("ui.footer.checking", 1))
	s.drop(hung, clip(t, "three.mp4", 4096)) // it is in the queue already
	s.says(s.words.Count("ui.status.added", 1) + " " + s.words.Count("ui.status.already.count", 1))
	s.choose(s.videos[1])
	s.key(fyne.KeyDelete)
	if got := s.names(); !slices.Equal(got, []string{"one.mp4", "two.mp4", "three.mp4"}) || s.selected.path != two {
		t.Errorf("after its removal: %q", got)
	}
	if got, want := s.frame.status.Text(), s.words.Count("ui.status.added", 2); got != want {
		t.Errorf("after its removal it says %q, want %q", got, want)
	}
}

// TestOnlyCardIsRemoved removes the only file of a drop while it is being looked at: nobody is told about it any more.
func TestOnlyCardIsRemoved(t *testing.T) {
	s := newStage(t, nil)
	back := s.hang("hung.mp4")
	s.onDropped(uris(clip(t, "hung.mp4", 4096)))
	s.perform(s.videos[0], actionRemove)
	s.says(s.words.Text("ui.footer.empty"))
	back()
	s.drop(clip(t, "other.mp4", 4096)) // behind it in the same goroutines
	if got := s.names(); !slices.Equal(got, []string{"other.mp4"}) {
		t.Errorf("the queue has %q", got)
	}
}

// TestStartComesToACheck hands a file over, to be started at once, that is just being looked at.
func TestStartComesToACheck(t *testing.T) {
	s := practiceStage(t, nil)
	back := s.hang("hung.mp4")
	path := clip(t, "hung.mp4", 4096)
	s.add([]string{path}, false)
	s.add([]string{path}, true)
	s.says(s.words.Text("ui.status.already", "Name", "hung.mp4"))
	back()
	s.until("its end", func() bool { return len(s.videos) == 1 && s.videos[0].state == done })
}

// TestPlannedForWhereItGoes enters practice mode while a file is being looked at.
func TestPlannedForWhereItGoes(t *testing.T) {
	s := newStage(t, nil)
	back := s.hang("hung.mp4")
	s.onDropped(uris(clip(t, "hung.mp4", 512<<10)))
	s.enterPractice(nil)
	s.until("practice mode", func() bool { return s.practice != nil })
	back()
	s.until("its plan", func() bool {
		return s.videos[0].state == ready && s.videos[0].file.Plan.SegmentBytes == s.practice.SegmentBytes
	})
}

// TestOutcomes drops everything at once that can come of a file, and reads the answer.
func TestOutcomes(t *testing.T) {
	s := newStage(t, nil)
	here, text := clip(t, "here.mp4", 4096), write(t, "notes.txt", []byte("not a video"))
	gone, empty := filepath.Join(t.TempDir(), "gone.mp4"), write(t, "empty.mp4", nil)
	s.drop(here)
	also := write(t, "also.txt", []byte("no video either"))
	fresh := func() string { return clip(t, "new.mp4", 4096) }
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{[]string{fresh(), fresh(), here, text}, "Added 2 videos. 1 was already in the queue. 1 file skipped: notes.txt is not a video."},
		{[]string{here}, "here.mp4 is already in the queue."},
		{[]string{here, text, also}, "1 was already in the queue. 2 files skipped: not videos."},
		{[]string{fresh(), empty}, "Added 1 video. empty.mp4: The file is empty."},
		{[]string{gone, fresh()}, "Added 1 video. No file at " + gone + ". It may be on a drive that isn't connected."},
		{[]string{gone, fresh(), empty, text}, "Added 1 video. 1 file skipped: notes.txt is not a video. 2 files can't be uploaded. Their cards say why."},
		{[]string{text, empty}, "2 files can't be uploaded. Their cards say why."},
	} {
		s.drop(c.paths...)
		if got := s.frame.status.Text(); got != c.want {
			t.Errorf("of %d files: %q, want %q", len(c.paths), got, c.want)
		}
	}
	s.removeAll()
	one, two := fresh(), fresh()
	s.drop(one, two)
	s.choose(s.videos[1])
	s.drop(one, two, one)
	if got, want := s.frame.status.Text(), "2 were already in the queue."; got != want || s.selected != s.videos[0] || len(s.videos) != 2 {
		t.Errorf("%q, want %q, with %d videos", got, want, len(s.videos))
	}
}

// kays opens the window of kay, who is signed in.
func kays(t *testing.T) *stage {
	t.Helper()
	s := newStage(t, func(d *Deps, o *practice.Options) {
		x := startX(t, *o)
		d.Accounts.(*fakeAccounts).current = &upload.Account{Name: "kay", API: upload.V2, BaseURL: x.URL(), Sign: signer(x.Keys())}
	})
	s.until("the account", func() bool { return s.account != nil })
	return s
}

// TestDropOfWhatIsDone drops a video again that has its media ID: nothing comes of it while the file is the same and the
// ID can be used.
func TestDropOfWhatIsDone(t *testing.T) {
	s := kays(t)
	path, other := clip(t, "film.mp4", 4096), clip(t, "other.mp4", 4096)
	s.drop(path)
	s.uploadAll()
	first := s.videos[0]
	s.until("its end", func() bool { return first.state == done })
	s.drop(other)
	s.choose(s.videos[1])
	s.drop(path)
	if got := s.names(); len(got) != 2 || s.selected != first {
		t.Errorf("the queue has %q", got)
	}
	s.says(s.words.Text("ui.status.uploaded", "Name", "film.mp4"))
	s.drop(path, clip(t, "third.mp4", 4096))
	s.says(s.words.Count("ui.status.added", 1) + " " + s.words.Count("ui.status.uploaded.count", 1))

	if err := os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.drop(path) // it was exported once more
	s.says(s.words.Count("ui.status.added", 1))
	if got := s.names(); !slices.Equal(got, []string{"film.mp4", "other.mp4", "third.mp4", "film.mp4"}) || s.selected != s.videos[3] || first.state != done {
		t.Errorf("the queue has %q", got)
	}
	s.drop(path)
	s.says(s.words.Text("ui.status.already", "Name", "film.mp4"))
}

// TestDropOfWhatHasExpired begins again, in a card of its own: the old one says what happened to its media ID.
func TestDropOfWhatHasExpired(t *testing.T) {
	s := kays(t)
	path := clip(t, "film.mp4", 4096)
	s.drop(path)
	s.uploadAll()
	s.until("its end", func() bool { return s.videos[0].state == done })
	s.videos[0].progress.Result.Expires = s.now().Add(-time.Hour)
	s.drop(path)
	s.says(s.words.Count("ui.status.added", 1))
	if got := s.states(); !slices.Equal(got, []state{done, ready}) || s.selected != s.videos[1] {
		t.Errorf("the videos are at %v", got)
	}
}

// TestCheckedAfterAll closes the window while files and a folder are being looked at: at the next start they are there.
func TestCheckedAfterAll(t *testing.T) {
	s := newStage(t, nil)
	back := s.hang("hung.mp4", "clip.mp4")
	folder := filmFolder(t)
	if err := os.Rename(filepath.Join(folder, "a.mp4"), filepath.Join(folder, "clip.mp4")); err != nil {
		t.Fatal(err)
	}
	hung := clip(t, "hung.mp4", 4096)
	s.until("what waited before", func() bool { return s.queueRead })
	s.onDropped(uris(hung, folder))
	s.quit()
	back()
	s.Close()
	again := newStage(t, func(d *Deps, _ *practice.Options) { d.Home = s.deps.Home })
	again.until("the question about the folder", func() bool { return again.asking != nil })
	if len(again.videos) != 1 || again.videos[0].path != hung || again.videos[0].state != ready {
		t.Errorf("the queue has %+v", again.videos)
	}
}

// TestHungDriveAtStart brings back what waited when the window closed, of which one file lies on a drive that does not
// answer: the others are offered meanwhile, and the one goes on by itself when it is there, as they did.
func TestHungDriveAtStart(t *testing.T) {
	for _, resume := range []home.Restart{home.Ask, home.Resume} {
		t.Run(string(resume), func(t *testing.T) {
			s := kays(t)
			s.until("what waited before", func() bool { return s.queueRead })
			s.resumed, s.settings.AtStart = false, resume
			back := s.hang("hung.mp4")
			hung, one, text := clip(t, "hung.mp4", 4096), clip(t, "one.mp4", 4096), write(t, "notes.mp4", []byte("no video"))
			waited := []home.Queued{{Path: hung, Account: "kay"}, {Path: one, Account: "kay"}, {Path: text}}
			s.takeQueued(waited)
			if got := s.waitingVideos(); !slices.Equal(got, waited) {
				t.Errorf("at the next start there would be %+v", got)
			}
			s.until("the others", func() bool { return s.videos[1].state != checking && s.videos[2].state == refused })
			if resume == home.Ask {
				if s.videos[1].state != ready || !s.frame.news.Visible() {
					t.Errorf("it is %v, and the strip is shown: %v", s.videos[1].state, s.frame.news.Visible())
				}
				s.press("ui.resume")
			}
			s.until("the other's end", func() bool { return s.videos[1].state == done })
			back()
			if resume == home.Ask {
				s.until("the one to be there", func() bool { return s.videos[0].state == ready })
				s.press("ui.resume")
			}
			s.until("its end", func() bool { return s.videos[0].state == done })
			if s.frame.news.Visible() || s.videos[2].state != refused {
				t.Errorf("strip %v, the third %v", s.frame.news.Visible(), s.videos[2].state)
			}
		})
	}
}

// TestJournalMeetsACheck finds an unfinished upload of a file that is just being looked at: it stands in its place.
func TestJournalMeetsACheck(t *testing.T) {
	s := kays(t)
	back := s.hang("hung.mp4")
	path := clip(t, "hung.mp4", 4096)
	s.onDropped(uris(path))
	s.takeUnfinished([]upload.Unfinished{left(path, "kay", s.account.BaseURL, "1")})
	back()
	s.drop(clip(t, "other.mp4", 4096))
	if got := s.states(); !slices.Equal(got, []state{paused, ready}) {
		t.Errorf("the videos are at %v", got)
	}
}

// TestManyAnswersAtOnce drops hundreds of files: the window is not called for each of them.
func TestManyAnswersAtOnce(t *testing.T) {
	s := newStage(t, nil)
	s.until("that nobody is signed in", func() bool { return s.known })
	first := clip(t, "film.mp4", 300_000)
	file, err := upload.Inspect(first, s.segmentBytes())
	if err != nil {
		t.Fatal(err)
	}
	s.examine = func(string, int64) (upload.File, error) { return file, nil }
	var all []string
	for i := range 400 {
		all = append(all, filepath.Join(filepath.Dir(first), strings.Repeat("x", i)+".mp4"))
	}
	before := s.app.loop.count
	s.drop(all...)
	if calls := s.app.loop.count - before; calls > 100 {
		t.Errorf("the window was called %d times", calls)
	}
	s.says(s.words.Count("ui.status.added", len(all)))
	for i, v := range s.videos {
		if v.path != all[i] || v.state != ready {
			t.Fatalf("number %d is %s at %v", i, v.name, v.state)
		}
	}
}
